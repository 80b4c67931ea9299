//! `ferryman-operator`: looks after the KafkaClusters of a Kubernetes cluster.

use std::process::ExitCode;

use clap::Parser;
use ferryman_operator::kubernetes::controller;
use ferryman_operator::kubernetes::events::Events;
use ferryman_operator::kubernetes::http::{Readiness, serve};
use ferryman_operator::kubernetes::metrics::Metrics;
use ferryman_operator::kubernetes::options::{LogFormat, Options};
use ferryman_operator::kubernetes::round::Operator;
use ferryman_operator::kubernetes::server::{Server, Writes};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::time::{Duration, timeout};
use tracing::info;
use tracing_subscriber::EnvFilter;

/// How long rounds that are under way may take once the process is told to end. Whatever they leave undone is done by the
/// next operator.
const END_WITHIN: Duration = Duration::from_secs(8);

fn main() -> ExitCode {
    let options = Options::parse();
    log_to_stderr(options.log_format);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let done = runtime.map_err(|error| error.to_string()).and_then(|runtime| runtime.block_on(run(options)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("ferryman-operator: {why}");
            ExitCode::FAILURE
        }
    }
}

fn log_to_stderr(format: LogFormat) {
    let filter = EnvFilter::try_from_env("FERRYMAN_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,kube_runtime=warn,kube_client=off"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
}

async fn run(options: Options) -> Result<(), String> {
    let stop = watch::Sender::new(false);
    let mut term =
        signal(SignalKind::terminate()).map_err(|error| format!("signals cannot be watched: {error}"))?;
    let client = kube::Client::try_default().await.map_err(|error| {
        format!("no API server is known, neither by KUBECONFIG nor from within a pod: {error}")
    })?;
    let (host, port) = &options.http_listener;
    let cannot_listen = |error| format!("cannot listen on {host}:{port}: {error}");
    let addresses = listening::addresses(host, *port).map_err(cannot_listen)?;
    let listener = TcpListener::bind(&addresses[..]).await.map_err(cannot_listen)?;
    let metrics = Metrics::default();
    let readiness = Readiness::default();
    tokio::spawn(serve(listener, metrics.clone(), readiness.clone()));
    let writes = Writes::new(options.exit_after_writes, metrics.clone());
    let server = Server::new(client.clone(), writes);
    let operator = Operator::new(server, Events::new(client.clone()), metrics, options.settings());
    let namespaces = options.namespaces();
    info!(version = env!("CARGO_PKG_VERSION"), ?namespaces, "ferryman-operator");
    let mut work = tokio::spawn({
        let stopped = stop.subscribe();
        async move { controller::run(client, &namespaces, operator, readiness, stopped).await }
    });
    tokio::select! {
        done = &mut work => return done.map_err(|error| format!("the loop ended: {error}")),
        _ = term.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    info!("told to end");
    stop.send_replace(true);
    let _ = timeout(END_WITHIN, work).await;
    Ok(())
}
