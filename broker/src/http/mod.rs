//! `/metrics`, `/healthz` and `/readyz`: what a node tells those who run it.
//!
//! `/healthz` answers 200 while the process can answer at all. `/readyz` answers 200 or 503 with one line a reason.
//! `/metrics` is OpenMetrics text. Must not be here: what readiness is made of.

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tracing::debug;

/// Connections at once; a probe or a scraper needs one.
const CONNECTIONS_MAX: usize = 32;
/// A request's head must have come within this time.
const HEAD_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(5);

/// What the endpoint shows.
pub trait Shown: Send + Sync + 'static {
    /// Why the node is not ready; empty when it is.
    fn not_ready(&self) -> Vec<String>;
    /// The metrics, as OpenMetrics text.
    fn metrics(&self) -> String;
}

/// Serves until `stop` is true; where nobody is left who could say so, until the process ends.
pub async fn serve(listener: TcpListener, shown: Arc<dyn Shown>, mut stop: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let mut stopped = std::pin::pin!(async move {
        if stop.wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
    });
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut stopped => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((socket, _)) = accepted else {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            continue;
        };
        let Ok(place) = places.clone().try_acquire_owned() else { continue };
        let shown = shown.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| {
                let response = answer(&request, shown.as_ref());
                async move { Ok::<_, Infallible>(response) }
            });
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT);
            if let Err(error) = http.serve_connection(TokioIo::new(socket), service).await {
                debug!(%error, "http");
            }
            drop(place);
        });
    }
}

fn answer<B>(request: &Request<B>, shown: &dyn Shown) -> Response<Full<Bytes>> {
    const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
    const OPEN_METRICS: HeaderValue =
        HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    let (status, content_type, body) = match (request.method(), request.uri().path()) {
        (&Method::GET | &Method::HEAD, "/healthz") => (StatusCode::OK, TEXT, "ok\n".to_owned()),
        (&Method::GET | &Method::HEAD, "/readyz") => {
            let why = shown.not_ready();
            if why.is_empty() {
                (StatusCode::OK, TEXT, "ready\n".to_owned())
            } else {
                (StatusCode::SERVICE_UNAVAILABLE, TEXT, format!("{}\n", why.join("\n")))
            }
        }
        (&Method::GET | &Method::HEAD, "/metrics") => (StatusCode::OK, OPEN_METRICS, shown.metrics()),
        _ => (StatusCode::NOT_FOUND, TEXT, "there are /metrics, /healthz and /readyz\n".to_owned()),
    };
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Node(Vec<String>);

    impl Shown for Node {
        fn not_ready(&self) -> Vec<String> {
            self.0.clone()
        }
        fn metrics(&self) -> String {
            "# EOF\n".into()
        }
    }

    fn get(path: &str, node: &Node) -> (u16, String) {
        let response = answer(&Request::get(path).body(()).unwrap(), node);
        let status = response.status().as_u16();
        (status, format!("{:?}", response.into_body()))
    }

    #[test]
    fn a_node_that_is_not_ready_says_why_and_is_healthy_all_the_same() {
        let node = Node(vec!["broker 1 is fenced".into()]);
        let (status, body) = get("/readyz", &node);
        assert_eq!(status, 503);
        assert!(body.contains("broker 1 is fenced"), "{body}");
        assert_eq!(get("/healthz", &node).0, 200);
        assert_eq!(get("/readyz", &Node(vec![])).0, 200);
        assert_eq!(get("/metrics", &node).0, 200);
        assert_eq!(get("/", &node).0, 404);
    }
}
