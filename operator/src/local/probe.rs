//! Whether a node is ready, as its `/readyz` tells.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::ports::HOST;

/// How long a node may take to answer.
const ANSWER_TIMEOUT: Duration = Duration::from_millis(1000);

/// Whether the node that has this port answers that it is ready.
pub(super) async fn is_ready(port: u16) -> bool {
    matches!(timeout(ANSWER_TIMEOUT, status(port)).await, Ok(Ok(200)))
}

async fn status(port: u16) -> std::io::Result<u16> {
    let mut socket = TcpStream::connect((HOST, port)).await?;
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n");
    socket.write_all(request.as_bytes()).await?;
    let mut head = [0; 12];
    socket.read_exact(&mut head).await?;
    let status = std::str::from_utf8(&head[9..]).ok().and_then(|status| status.parse().ok());
    Ok(status.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    async fn answered(answer: &'static str) -> bool {
        let listener = TcpListener::bind((HOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = async {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut request = [0; 20];
            socket.read_exact(&mut request).await.unwrap();
            assert!(request.starts_with(b"GET /readyz HTTP/1.1"));
            socket.write_all(answer.as_bytes()).await.unwrap();
        };
        tokio::join!(is_ready(port), server).0
    }

    #[tokio::test]
    async fn a_node_is_ready_when_it_says_200() {
        assert!(answered("HTTP/1.1 200 OK\r\n\r\n").await);
        assert!(!answered("HTTP/1.1 503 Service Unavailable\r\n\r\n").await);
        assert!(!answered("nonsense").await);
        assert!(!is_ready(1).await);
    }
}
