//! The two tasks of a connection, and what waits for answers between them.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use bytes::{Buf, Bytes, BytesMut};
use parking_lot::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::{mpsc, oneshot};
use tracing::debug;

/// Who waits for which answer. Once closed, it stays so and nobody waits.
#[derive(Default)]
pub(super) struct Pending {
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    by_id: HashMap<i32, oneshot::Sender<Bytes>>,
    closed: bool,
}

impl Pending {
    /// False when the connection has ended.
    pub(super) fn insert(&self, id: i32, sender: oneshot::Sender<Bytes>) -> bool {
        let mut waiting = self.waiting.lock();
        if !waiting.closed {
            waiting.by_id.insert(id, sender);
        }
        !waiting.closed
    }

    pub(super) fn remove(&self, id: i32) -> Option<oneshot::Sender<Bytes>> {
        self.waiting.lock().by_id.remove(&id)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.waiting.lock().closed
    }

    fn close(&self) {
        let mut waiting = self.waiting.lock();
        waiting.closed = true;
        waiting.by_id.clear();
    }
}

/// Closes when a task ends, however it ends.
struct Closing(Arc<Pending>);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.close();
    }
}

pub(super) async fn read_answers(mut socket: OwnedReadHalf, max_bytes: usize, pending: Arc<Pending>) {
    let closing = Closing(pending);
    if let Err(error) = read_loop(&mut socket, max_bytes, &closing.0).await {
        debug!(%error, "connection ended");
    }
}

async fn read_loop(socket: &mut OwnedReadHalf, max_bytes: usize, pending: &Pending) -> io::Result<()> {
    let mut buffer = BytesMut::with_capacity(4096);
    loop {
        while buffer.len() < 4 {
            if socket.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
        }
        let length = i32::from_be_bytes([buffer[0], buffer[1], buffer[2], buffer[3]]);
        let length = usize::try_from(length).ok().filter(|length| (4..=max_bytes).contains(length));
        let Some(length) = length else {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "an answer with a length that cannot be"));
        };
        buffer.advance(4);
        // Grown with what comes, at most doubling, so that a length alone takes no memory.
        while buffer.len() < length {
            let missing = length - buffer.len();
            buffer.reserve(missing.min(buffer.len().max(64 * 1024)));
            if socket.read_buf(&mut buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        let mut frame = buffer.split_to(length).freeze();
        let id = frame.get_i32();
        // An answer that nobody waits for any more came after its deadline.
        if let Some(waiting) = pending.remove(id) {
            let _ = waiting.send(frame);
        }
    }
}

pub(super) async fn write_requests(
    mut socket: OwnedWriteHalf,
    mut queue: mpsc::Receiver<Bytes>,
    pending: Arc<Pending>,
) {
    let _closing = Closing(pending);
    while let Some(frame) = queue.recv().await {
        if let Err(error) = socket.write_all(&frame).await {
            debug!(%error, "connection ended");
            return;
        }
    }
}
