//! [`Lifecycle`]: registers the broker, tells the controllers that it lives, and asks leave to stop.
//!
//! The rules are `BrokerLifecycleManager`'s: a broker stays fenced until it has the metadata up to its own registration
//! and says that its logs are open; it stops serving when the controllers have moved what it leads.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, timeout};
use tracing::{info, warn};
use wire::codec::Uuid;
use wire::error_code::ErrorCode;
use wire::messages::broker_heartbeat::{BrokerHeartbeatRequest, BrokerHeartbeatResponse};

use super::channel::ControllerChannel;
use super::registration::Registration;
use crate::image::MetadataView;

/// How long one request to the controllers may take.
const CALL_TIMEOUT: Duration = Duration::from_secs(4);
/// Between heartbeats while something is being waited for: to be unfenced, or to be let go.
const EAGER: Duration = Duration::from_millis(50);
/// Between attempts at registering.
const REGISTER_PAUSE: Duration = Duration::from_millis(200);

/// What the controllers think of this broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LifecycleEvents {
    /// The epoch of its registration, -1 before that.
    pub broker_epoch: i64,
    /// Whether it has all metadata that stood before its registration.
    pub caught_up: bool,
    /// Whether it must not serve.
    pub fenced: bool,
    /// Whether it was unfenced once in this life.
    pub was_unfenced: bool,
    /// Whether it may stop: nothing is led here any more.
    pub may_stop: bool,
    /// When a controller last answered.
    pub heard: Option<Instant>,
}

/// Tells the lifecycle what the node is up to, and the node what the controllers say. Clones are the same.
#[derive(Clone)]
pub struct LifecycleHandle {
    wants: Arc<watch::Sender<Wants>>,
    events: watch::Receiver<LifecycleEvents>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Wants {
    /// The logs are open: the broker may be unfenced.
    ready: bool,
    /// The broker is about to stop.
    stop: bool,
    offline: Vec<Uuid>,
    cordoned: Vec<Uuid>,
}

impl LifecycleHandle {
    /// The logs are open.
    pub fn ready(&self) {
        self.wants.send_modify(|wants| wants.ready = true);
    }

    /// The broker is about to stop; [`LifecycleEvents::may_stop`] says when it may.
    pub fn stop(&self) {
        self.wants.send_modify(|wants| wants.stop = true);
    }

    /// Log directories that cannot be used.
    pub fn set_offline(&self, directories: Vec<Uuid>) {
        self.change(|wants| &mut wants.offline, directories);
    }

    /// Log directories that take no new replicas.
    pub fn set_cordoned(&self, directories: Vec<Uuid>) {
        self.change(|wants| &mut wants.cordoned, directories);
    }

    fn change(&self, of: impl Fn(&mut Wants) -> &mut Vec<Uuid>, mut directories: Vec<Uuid>) {
        directories.sort_unstable();
        self.wants.send_if_modified(|wants| {
            let place = of(wants);
            let changed = *place != directories;
            *place = directories;
            changed
        });
    }

    /// What the controllers say.
    pub fn events(&self) -> watch::Receiver<LifecycleEvents> {
        self.events.clone()
    }

    /// The epoch of the registration, -1 before it.
    pub fn broker_epoch(&self) -> i64 {
        self.events.borrow().broker_epoch
    }
}

/// A broker's life among the controllers.
pub struct Lifecycle {
    channel: Arc<ControllerChannel>,
    view: Arc<MetadataView>,
    registration: Registration,
    interval: Duration,
    registration_timeout: Duration,
    wants: watch::Receiver<Wants>,
    events: watch::Sender<LifecycleEvents>,
}

impl Lifecycle {
    /// A broker that is not registered yet.
    pub fn new(
        channel: Arc<ControllerChannel>,
        view: Arc<MetadataView>,
        registration: Registration,
        interval: Duration,
        registration_timeout: Duration,
    ) -> (Lifecycle, LifecycleHandle) {
        let cordoned = registration.cordoned.clone();
        let wants = Arc::new(watch::Sender::new(Wants { cordoned, ..Default::default() }));
        let events = watch::Sender::new(LifecycleEvents {
            broker_epoch: -1,
            caught_up: false,
            fenced: true,
            was_unfenced: false,
            may_stop: false,
            heard: None,
        });
        let handle = LifecycleHandle { wants: wants.clone(), events: events.subscribe() };
        let wants = wants.subscribe();
        (Lifecycle { channel, view, registration, interval, registration_timeout, wants, events }, handle)
    }

    /// Registers, then heartbeats until the broker may stop.
    ///
    /// # Errors
    /// When the broker must end: it cannot register, or another process has its id.
    pub async fn run(mut self) -> Result<(), String> {
        self.register().await?;
        loop {
            // Without an answer it asks again; who wants to stop does not wait for one for ever.
            if let Some(response) = self.heartbeat().await {
                match ErrorCode::from_code(response.error_code) {
                    ErrorCode::None => {
                        self.heard(&response);
                        if response.should_shut_down && self.wants.borrow().stop {
                            return Ok(());
                        }
                    }
                    ErrorCode::BrokerIdNotRegistered => {
                        warn!("this broker was unregistered; it registers again");
                        self.register().await?;
                    }
                    ErrorCode::StaleBrokerEpoch => {
                        return Err(format!(
                            "another process has registered as broker {}: node ids must be unique",
                            self.registration.broker_id
                        ));
                    }
                    code => warn!(%code, "a heartbeat was refused"),
                }
            }
            self.pause().await;
        }
    }

    /// Until the next heartbeat is due, or there is something new to tell.
    async fn pause(&mut self) {
        let events = *self.events.borrow();
        let wants = self.wants.borrow_and_update().clone();
        let unfencing = events.fenced && (wants.ready || !events.caught_up);
        let wait = if unfencing || wants.stop { EAGER.min(self.interval) } else { self.interval };
        let _ = timeout(wait, self.wants.changed()).await;
    }

    async fn register(&mut self) -> Result<(), String> {
        let deadline = Instant::now() + self.registration_timeout;
        let request = self.registration.request();
        loop {
            let answer = self.channel.call(&request, CALL_TIMEOUT).await;
            let last = match answer {
                Ok(response) if response.error_code == 0 => {
                    info!(epoch = response.broker_epoch, "registered");
                    let broker_epoch = response.broker_epoch;
                    self.events.send_modify(|e| {
                        *e = LifecycleEvents { broker_epoch, heard: Some(Instant::now()), ..*e }
                    });
                    return Ok(());
                }
                Ok(response) => {
                    let code = ErrorCode::from_code(response.error_code);
                    if let Some(why) = self.hopeless(code) {
                        return Err(why);
                    }
                    code.to_string()
                }
                Err(error) => error.to_string(),
            };
            if Instant::now() >= deadline {
                return Err(format!(
                    "broker {} could not register within initial.broker.registration.timeout.ms={}: {last}",
                    self.registration.broker_id,
                    self.registration_timeout.as_millis()
                ));
            }
            tokio::time::sleep(REGISTER_PAUSE).await;
        }
    }

    /// Refusals that waiting does not change.
    fn hopeless(&self, code: ErrorCode) -> Option<String> {
        let id = self.registration.broker_id;
        match code {
            ErrorCode::InconsistentClusterId => Some(format!(
                "the controllers belong to another cluster than this node, which is formatted for {}",
                self.registration.cluster_id
            )),
            ErrorCode::UnsupportedVersion => Some(format!(
                "the cluster has finalised features that broker {id} does not support: upgrade it"
            )),
            ErrorCode::BrokerIdNotRegistered | ErrorCode::InvalidRegistration | ErrorCode::InvalidRequest => {
                Some(format!(
                    "the controllers refuse the registration of broker {id}: {code}; their log says why"
                ))
            }
            // DUPLICATE_BROKER_REGISTRATION passes when the session of the life before is over.
            _ => None,
        }
    }

    async fn heartbeat(&self) -> Option<BrokerHeartbeatResponse> {
        let wants = self.wants.borrow().clone();
        let request = BrokerHeartbeatRequest {
            broker_id: self.registration.broker_id,
            broker_epoch: self.events.borrow().broker_epoch,
            current_metadata_offset: self.view.offset(),
            want_fence: !wants.ready,
            want_shut_down: wants.stop,
            offline_log_dirs: wants.offline,
            cordoned_log_dirs: Some(wants.cordoned),
        };
        let within = CALL_TIMEOUT.min(self.interval * 2);
        match self.channel.call(&request, within).await {
            Ok(response) => Some(response),
            Err(error) => {
                tracing::debug!(%error, "no heartbeat");
                None
            }
        }
    }

    fn heard(&self, response: &BrokerHeartbeatResponse) {
        self.events.send_if_modified(|events| {
            let before = *events;
            if before.fenced && !response.is_fenced {
                info!("unfenced: this broker serves");
            } else if !before.fenced && response.is_fenced && !response.should_shut_down {
                warn!("fenced by the controllers");
            }
            events.heard = Some(Instant::now());
            events.caught_up |= response.is_caught_up;
            events.fenced = response.is_fenced;
            events.was_unfenced |= !response.is_fenced;
            events.may_stop |= response.should_shut_down;
            *events != LifecycleEvents { heard: events.heard, ..before }
        });
    }
}
