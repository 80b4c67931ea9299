//! One connection: a reader that handles requests in order, a writer that answers in order.

use std::collections::VecDeque;
use std::future::Future;
use std::io::{self, IoSlice};
use std::sync::Arc;
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

use super::frame::{FrameError, FrameLimits, read_frame};
use super::response::ResponseFrame;
use super::service::{ClientConnection, Outcome, Service};

/// Requests of one connection that may be in the air; a client that sends more is not read until one is answered.
const IN_FLIGHT_MAX: usize = 64;
/// Pieces that go to the socket in one call.
const PIECES_MAX: usize = 64;
/// A client that takes nothing for so long is gone.
const WRITE_STALL: Duration = Duration::from_secs(60);

/// Serves a connection until it ends, from whichever side. Returns why, if it is worth telling.
pub(super) async fn serve(
    socket: TcpStream,
    connection: Arc<ClientConnection>,
    service: Arc<dyn Service>,
    limits: FrameLimits,
    mut stop: watch::Receiver<bool>,
) -> Option<String> {
    let (reader, writer) = socket.into_split();
    let (answers, queue) = mpsc::channel(IN_FLIGHT_MAX);
    let writing = tokio::spawn(write_answers(writer, queue));
    let ended = tokio::select! {
        biased;
        ended = read_requests(reader, &connection, service.as_ref(), &limits, &answers) => ended,
        _ = stop.wait_for(|stop| *stop) => None,
    };
    // The writer ends when it has answered what is in the air, or cannot.
    drop(answers);
    match writing.await {
        Ok(Err(error)) if ended.is_none() => Some(format!("cannot answer: {error}")),
        _ => ended,
    }
}

async fn read_requests(
    mut reader: OwnedReadHalf,
    connection: &Arc<ClientConnection>,
    service: &dyn Service,
    limits: &FrameLimits,
    answers: &mpsc::Sender<Outcome>,
) -> Option<String> {
    let mut buffer = BytesMut::new();
    loop {
        // A place for the answer first: a full queue stops reading.
        let place = answers.reserve().await.ok()?;
        let frame = match read_frame(&mut reader, &mut buffer, limits).await {
            Ok(frame) => frame,
            Err(FrameError::Closed | FrameError::Idle(_)) => return None,
            Err(error) => return Some(error.to_string()),
        };
        match service.serve(connection, frame) {
            Outcome::Nothing => {}
            Outcome::Close(why) => return Some(why),
            outcome => place.send(outcome),
        }
    }
}

async fn write_answers(mut writer: OwnedWriteHalf, mut queue: mpsc::Receiver<Outcome>) -> io::Result<()> {
    let mut pieces: VecDeque<Bytes> = VecDeque::new();
    loop {
        let outcome = match queue.try_recv() {
            Ok(outcome) => outcome,
            Err(_) => {
                // Nothing more is ready: what is there goes out before waiting.
                write_all(&mut writer, &mut pieces).await?;
                match queue.recv().await {
                    Some(outcome) => outcome,
                    None => return writer.shutdown().await,
                }
            }
        };
        let frame = match outcome {
            Outcome::Ready(frame) => Some(frame),
            Outcome::Waiting(mut answer) => match now_or_never(answer.as_mut()).await {
                Some(frame) => frame,
                None => {
                    write_all(&mut writer, &mut pieces).await?;
                    answer.await
                }
            },
            Outcome::Nothing | Outcome::Close(_) => None,
        };
        if let Some(ResponseFrame { pieces: more }) = frame {
            pieces.extend(more);
        }
        if pieces.len() >= PIECES_MAX {
            write_all(&mut writer, &mut pieces).await?;
        }
    }
}

/// The value of a future that is ready, after one poll with the task's own waker.
async fn now_or_never<F: Future + ?Sized>(mut future: std::pin::Pin<&mut F>) -> Option<F::Output> {
    std::future::poll_fn(|context| match future.as_mut().poll(context) {
        std::task::Poll::Ready(value) => std::task::Poll::Ready(Some(value)),
        std::task::Poll::Pending => std::task::Poll::Ready(None),
    })
    .await
}

async fn write_all(writer: &mut OwnedWriteHalf, pieces: &mut VecDeque<Bytes>) -> io::Result<()> {
    while let Some(first) = pieces.front() {
        if first.is_empty() {
            pieces.pop_front();
            continue;
        }
        let slices: Vec<IoSlice<'_>> =
            pieces.iter().take(PIECES_MAX).map(|piece| IoSlice::new(piece)).collect();
        let mut written = timeout(WRITE_STALL, writer.write_vectored(&slices))
            .await
            .map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "the client takes no answer"))??;
        drop(slices);
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        while let Some(piece) = pieces.front_mut() {
            if written < piece.len() {
                piece.advance(written);
                break;
            }
            written -= piece.len();
            pieces.pop_front();
        }
    }
    Ok(())
}
