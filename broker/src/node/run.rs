//! [`run`]: a node from its configuration to its end.
//!
//! Two runtimes: one thread for control (the quorum, the controller's loop, heartbeats), so that data never keeps it
//! waiting; the others for data. All ports are bound before anything is opened, and everything is closed in the reverse
//! order: brokers give up what they lead, listeners end, logs are closed, then the controller hands over.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use disk::{Disk, RealDisk};
use log::LogDir;
use metadata::configs::NodeConfig;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Duration, timeout};
use tracing::{error, info, warn};

use super::broker_role::{self, BrokerRole};
use super::directories::Directories;
use super::status::{BrokerStatus, Status};
use super::{controller_role, directories};
use crate::clock::Clock;
use crate::config::{Endpoint, ServerConfig};
use crate::controller::{ControllerNode, ControllerService};
use crate::http;
use crate::image::{FollowerConfig, MetadataView, follow};
use crate::net::{BoundListener, ConnectionLimits, Connections, ListenerLimits, RequestMemory, Service};
use crate::requests::BrokerService;

/// How long requests that are being answered may take, once the node stops.
const DRAIN_MAX: Duration = Duration::from_secs(2);

/// Runs a node until `stop` is true.
///
/// # Errors
/// In words for the one who runs the node: why it could not start, or why it had to end.
pub fn run(config: ServerConfig, stop: watch::Receiver<bool>) -> Result<(), String> {
    let data = runtime("data", std::thread::available_parallelism().map_or(2, usize::from) + 2)?;
    let control = runtime("control", 1)?;
    let result = data.block_on(Node::start(config, data.handle().clone(), control.handle().clone()));
    let result = match result {
        Ok(node) => data.block_on(node.until(stop)),
        Err(why) => Err(why),
    };
    // What is still running waits for nothing that matters.
    data.shutdown_background();
    control.shutdown_background();
    result
}

fn runtime(name: &'static str, workers: usize) -> Result<Runtime, String> {
    Builder::new_multi_thread()
        .worker_threads(workers)
        .thread_name(name)
        .enable_all()
        .build()
        .map_err(|e| format!("the {name} threads cannot be started: {e}"))
}

struct Node {
    broker: Option<BrokerRole>,
    controller: Option<ControllerNode>,
    /// Ends, with the reason, when the metadata cannot be followed any more.
    follower: Option<JoinHandle<Result<(), String>>>,
    listeners: Vec<(bool, JoinHandle<()>)>,
    control: Handle,
    stop_brokers: watch::Sender<bool>,
    stop_controllers: watch::Sender<bool>,
    /// Never sent: what goes on while the node stops is worth seeing until the very end.
    stop_http: watch::Sender<bool>,
    stopping: Arc<AtomicBool>,
    /// Directories that the broker role does not hold, for their locks.
    _locked: Vec<LogDir>,
}

impl Node {
    async fn start(config: ServerConfig, data: Handle, control: Handle) -> Result<Node, String> {
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        let (bound, http) = bind(&config).await?;
        let Directories { cluster_id, metadata_id, mut log_dirs, metadata } =
            directories::take(&disk, &config)?;
        if !config.ignored.is_empty() {
            warn!("nothing acts on these properties: {}", config.ignored.join(", "));
        }
        let clock = Clock::new();
        let view = Arc::new(MetadataView::new());
        let node_config = node_config(&config);
        let node = node_config.clone();
        let advertised = with_ports(&config.listeners.advertised, &bound);
        let active = watch::Sender::new(None);
        info!(node = config.node_id, cluster = cluster_id, "starting");

        let mut controller = None;
        if config.roles.controller {
            let (config, node, disk) = (config.clone(), node.clone(), disk.clone());
            let (view, id) = (view.clone(), cluster_id.clone());
            let starting = control.spawn(async move {
                controller_role::start(&config, &node, &id, metadata_id, disk, view, clock).await
            });
            controller = Some(starting.await.map_err(|e| e.to_string())??);
        }
        let listener = config.listeners.controller_names.first().map_or("CONTROLLER", |name| name.as_str());
        let follower = match &controller {
            Some(controller) => {
                let tell =
                    controller_role::tell_active(controller.clone(), listener.to_owned(), active.clone());
                control.spawn(tell);
                None
            }
            None => {
                let following = FollowerConfig {
                    node_id: config.node_id,
                    cluster_id: cluster_id.clone(),
                    bootstrap: config.quorum_bootstrap.clone(),
                    listener: listener.to_owned(),
                };
                Some(control.spawn(follow(following, view.clone(), active.clone())))
            }
        };
        let mut broker = None;
        let mut service = None;
        if config.roles.broker {
            let start = broker_role::Start {
                config: &config,
                node: node.clone(),
                cluster_id,
                log_dirs: std::mem::take(&mut log_dirs),
                advertised: advertised
                    .into_iter()
                    .filter(|e| !config.listeners.is_controller(&e.name))
                    .collect(),
                disk,
                view: view.clone(),
                active: active.subscribe(),
                clock,
                data: data.clone(),
                control: control.clone(),
            };
            let (role, serves) = BrokerRole::start(start)?;
            (broker, service) = (Some(role), Some(Arc::new(serves)));
        }
        let mut node = Node {
            broker,
            controller,
            follower,
            listeners: Vec::new(),
            control,
            stop_brokers: watch::Sender::new(false),
            stop_controllers: watch::Sender::new(false),
            stop_http: watch::Sender::new(false),
            stopping: Arc::default(),
            _locked: log_dirs.into_iter().chain(metadata).collect(),
        };
        node.serve(&config, bound, http, service, view, node_config, clock);
        Ok(node)
    }

    #[allow(clippy::too_many_arguments, reason = "called once, with what the start has made")]
    fn serve(
        &mut self,
        config: &ServerConfig,
        bound: Vec<BoundListener>,
        http: Option<TcpListener>,
        service: Option<Arc<BrokerService>>,
        view: Arc<MetadataView>,
        node: Arc<NodeConfig>,
        clock: Clock,
    ) {
        let connections = Connections::new(ConnectionLimits {
            max_connections: config.network.max_connections,
            max_connections_per_ip: config.network.max_connections_per_ip,
        });
        let memory =
            RequestMemory::new(config.network.queued_max_request_bytes, config.network.request_max_bytes);
        let limits = ListenerLimits {
            request_max_bytes: config.network.request_max_bytes,
            max_idle: config.network.max_idle,
            memory: memory.clone(),
        };
        let of_controllers = self
            .controller
            .clone()
            .map(|controller| Arc::new(ControllerService::new(controller, node.clone(), clock)));
        for listener in bound {
            let for_controllers = config.listeners.is_controller(listener.name());
            let served: Option<Arc<dyn Service>> = match for_controllers {
                true => of_controllers.clone().map(|service| service as Arc<dyn Service>),
                false => service.clone().map(|service| service as Arc<dyn Service>),
            };
            let Some(served) = served else { continue };
            let stop = if for_controllers { &self.stop_controllers } else { &self.stop_brokers };
            let serving = listener.serve(served, connections.clone(), limits.clone(), stop.subscribe());
            self.listeners.push((for_controllers, tokio::spawn(serving)));
        }
        let status = Arc::new(Status {
            view,
            connections,
            memory,
            broker: self.broker.as_ref().map(|broker| BrokerStatus {
                replicas: broker.replicas.clone(),
                lifecycle: broker.lifecycle.clone(),
            }),
            controller: self.controller.clone(),
            stopping: self.stopping.clone(),
        });
        if let Some(http) = http {
            self.control.spawn(http::serve(http, status, self.stop_http.subscribe()));
        }
    }

    /// Waits until the node is told to stop or cannot go on, then closes everything.
    async fn until(mut self, mut stop: watch::Receiver<bool>) -> Result<(), String> {
        let failed = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => None,
            why = failed(self.broker.as_mut(), self.controller.as_ref(), self.follower.as_mut()) => Some(why),
        };
        self.stopping.store(true, Ordering::Relaxed);
        match &failed {
            None => info!("stopping"),
            Some(why) => error!("cannot go on: {why}"),
        }
        self.close(failed.is_some()).await;
        match failed {
            None => {
                info!("stopped");
                Ok(())
            }
            Some(why) => Err(why),
        }
    }

    async fn close(&mut self, failed: bool) {
        if let Some(broker) = self.broker.as_mut()
            && !failed
        {
            broker.controlled_shutdown().await;
        }
        self.stop_brokers.send_replace(true);
        self.drain(false).await;
        if let Some(mut broker) = self.broker.take() {
            // Logs are flushed here: that takes as long as it takes.
            let _ = tokio::task::spawn_blocking(move || broker.close()).await;
        }
        if let Some(controller) = self.controller.take() {
            let shutdown = self.control.spawn(async move { controller.shutdown().await });
            let _ = shutdown.await;
        }
        self.stop_controllers.send_replace(true);
        self.drain(true).await;
    }

    async fn drain(&mut self, of_controllers: bool) {
        let mut ending = Vec::new();
        for (for_controllers, listener) in std::mem::take(&mut self.listeners) {
            match for_controllers == of_controllers {
                true => ending.push(listener),
                false => self.listeners.push((for_controllers, listener)),
            }
        }
        for mut listener in ending {
            if timeout(DRAIN_MAX, &mut listener).await.is_err() {
                listener.abort();
            }
        }
    }
}

/// Ends when a part of the node cannot go on.
async fn failed(
    broker: Option<&mut BrokerRole>,
    controller: Option<&ControllerNode>,
    follower: Option<&mut JoinHandle<Result<(), String>>>,
) -> String {
    let broker = async {
        match broker {
            Some(broker) => broker.failed().await,
            None => std::future::pending().await,
        }
    };
    let controller = async {
        let Some(controller) = controller else { return std::future::pending().await };
        match controller.fatal().wait_for(Option::is_some).await {
            Ok(why) => why.clone().unwrap_or_default(),
            Err(_) => std::future::pending().await,
        }
    };
    let follower = async {
        match follower {
            Some(follower) => match follower.await {
                Ok(Err(why)) => why,
                Ok(Ok(())) => "the metadata is not followed any more".to_owned(),
                Err(error) => format!("the metadata is not followed any more: {error}"),
            },
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        why = broker => why,
        why = controller => why,
        why = follower => why,
    }
}

fn node_config(config: &ServerConfig) -> Arc<NodeConfig> {
    let properties = config.given.iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    Arc::new(NodeConfig { node_id: config.node_id, properties })
}

async fn bind(config: &ServerConfig) -> Result<(Vec<BoundListener>, Option<TcpListener>), String> {
    let mut bound = Vec::new();
    for endpoint in &config.listeners.listeners {
        let listener = BoundListener::bind(endpoint.name.clone(), &endpoint.host, endpoint.port).await;
        bound.push(listener.map_err(|e| e.to_string())?);
    }
    let http = match &config.http {
        Some((host, port)) => {
            let failed = |e| format!("ferryman.http.listener={host}:{port} cannot be listened on: {e}");
            let addresses = listening::addresses(host, *port).map_err(failed)?;
            Some(TcpListener::bind(&addresses[..]).await.map_err(failed)?)
        }
        None => None,
    };
    Ok((bound, http))
}

/// What is advertised, with the ports that were really bound where any was asked for.
fn with_ports(advertised: &[Endpoint], bound: &[BoundListener]) -> Vec<Endpoint> {
    let port = |endpoint: &Endpoint| {
        let listener = bound.iter().find(|listener| *listener.name() == endpoint.name);
        listener.map_or(endpoint.port, |listener| listener.address().port())
    };
    let told = |endpoint: &Endpoint| match endpoint.port {
        0 => Endpoint { port: port(endpoint), ..endpoint.clone() },
        _ => endpoint.clone(),
    };
    advertised.iter().map(told).collect()
}
