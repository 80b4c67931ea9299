//! One round of one cluster: look, plan, store what the plan remembers, act, tell.
//!
//! A round can be broken off at any await, and the process ended after any write: everything that must outlast it stands
//! in the memo's ConfigMap or beside the volumes before it is acted on. What is kept in memory between rounds
//! ([`Known`]) is only connections, and what was told last.

mod act;
mod error;
mod founders;
mod memo;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tracing::{debug, info};

use super::converge::Converging;
use super::events::Events;
use super::metrics::Metrics;
use super::names::Names;
use super::observe::{self, Live};
use super::render::Settings;
use super::server::{Server, ServerError};
use super::status::{pause, says_more};
use super::subject::Subject;
use crate::api::Timestamp;
use crate::api::status::{ConditionStatus, ConditionType, KafkaClusterStatus};
use crate::cluster::{Clusters, Outcome, Reach};
use crate::local::clock::now;
use crate::plan::observed::{Capabilities, Fresh, Observed, SurfaceSeen};
use crate::plan::{ClusterId, Memo, Plan, Questions, Step, plan, refuse};
use crate::validate::{ValidatedCluster, validate};
use memo::StoredMemo;

pub use error::RoundError;

/// The shortest and the longest time between two rounds.
const PAUSE_MIN: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(60);

/// The operator.
pub struct Operator {
    /// The API server.
    pub server: Server,
    /// Where Events go.
    pub events: Events,
    /// What is counted.
    pub metrics: Metrics,
    /// What it was told of nodes' pods.
    pub settings: Settings,
    /// The version that nodes of a new cluster have.
    pub version: String,
    known: parking_lot::Mutex<BTreeMap<Names, Arc<tokio::sync::Mutex<Known>>>>,
}

/// What is kept of a cluster between rounds.
struct Known {
    /// The KafkaCluster it is kept of: one that is made anew under the same name is another.
    uid: String,
    clusters: Clusters,
    ask: Questions,
    /// What was wanted by the last spec that broke no rule.
    want: Option<ValidatedCluster>,
    /// Since when no active controller was seen.
    blind_since: Timestamp,
    status_written: Option<Instant>,
    /// What was told to be in the way.
    stalled: String,
}

impl Known {
    fn new(uid: &str) -> Known {
        Known {
            uid: uid.to_owned(),
            clusters: Clusters::default(),
            ask: Questions::default(),
            want: None,
            blind_since: now(),
            status_written: None,
            stalled: String::new(),
        }
    }
}

/// A cluster as one round saw it.
struct Scene<'a> {
    names: &'a Names,
    cluster: &'a Subject,
    live: &'a Live,
    reach: &'a Reach,
}

impl Operator {
    /// An operator.
    pub fn new(server: Server, events: Events, metrics: Metrics, settings: Settings) -> Operator {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Operator { server, events, metrics, settings, version, known: parking_lot::Mutex::default() }
    }

    /// Looks after a cluster once; says when to look again if nothing happens.
    ///
    /// # Errors
    /// Why the round was broken off. What was done stays done; the next round goes on from what it sees.
    pub async fn round(&self, names: &Names) -> Result<Duration, RoundError> {
        let Some(cluster) = self.server.kafka_cluster(names).await? else {
            self.forget(names);
            return Ok(PAUSE_MAX);
        };
        let uid = cluster.uid.as_str();
        if cluster.deleting {
            // What it owns goes with it, and its volumes stay.
            return Ok(PAUSE_MAX);
        }
        let known = self.known(names, uid);
        let mut known = known.lock().await;
        if known.uid != uid {
            *known = Known::new(uid);
        }
        Box::pin(self.look_after(names, &cluster, &mut known)).await
    }

    fn known(&self, names: &Names, uid: &str) -> Arc<tokio::sync::Mutex<Known>> {
        let mut known = self.known.lock();
        let new = || Arc::new(tokio::sync::Mutex::new(Known::new(uid)));
        let one = known.entry(names.clone()).or_insert_with(new).clone();
        self.metrics.clusters(known.len());
        one
    }

    fn forget(&self, names: &Names) {
        let mut known = self.known.lock();
        known.remove(names);
        self.metrics.clusters(known.len());
    }

    async fn look_after(
        &self,
        names: &Names,
        cluster: &Subject,
        known: &mut Known,
    ) -> Result<Duration, RoundError> {
        let uid = cluster.uid.as_str();
        let live = Box::pin(self.server.live(names)).await?;
        let mut stored = StoredMemo::read(names, uid, &live)?;
        let current = (!stored.memo.pools.pools.is_empty()).then_some(&stored.memo.pools);
        let checked = cluster.manifest.clone().and_then(|manifest| validate(&manifest, current));
        let violations = match checked {
            Ok(want) => {
                known.want = Some(want);
                Vec::new()
            }
            Err(violations) => violations,
        };
        let Some(want) = known.want.clone() else {
            let before = cluster.status.clone().unwrap_or_default();
            let status = refuse(&before, &violations, cluster.generation, now());
            return Ok(self.tell(names, cluster, status, known).await?.unwrap_or(PAUSE_MAX));
        };
        let reach = observe::reach(names, &live, &want, &stored.memo);
        let seen = self.observe(names, uid, &live, &reach, &stored.memo, known).await;
        let plan = plan(&want, &seen, &stored.memo, now());
        stored.store(&self.server, names, plan.memo.clone()).await?;
        known.ask = plan.ask.clone();
        let scene = Scene { names, cluster, live: &live, reach: &reach };
        self.converge(&scene, &seen, &plan, &want, known).await?;
        for step in &plan.steps {
            let outcome = self.carry_out(&scene, &known.clusters, &plan, step).await?;
            self.note(&scene, step, &outcome).await;
            if outcome.is_final() {
                let mut memo = stored.memo.clone();
                memo.answered(step);
                stored.store(&self.server, names, memo).await?;
            }
        }
        let status = match violations.is_empty() {
            true => plan.status.clone(),
            false => refuse(&plan.status, &violations, cluster.generation, now()),
        };
        let due = self.tell(names, cluster, status, known).await?;
        let pause = Duration::from_millis(plan.wake.0.ms_since(now()).unsigned_abs());
        Ok(due.map_or(pause, |due| due.min(pause)).clamp(PAUSE_MIN, PAUSE_MAX))
    }

    async fn observe(
        &self,
        names: &Names,
        uid: &str,
        live: &Live,
        reach: &Reach,
        memo: &Memo,
        known: &mut Known,
    ) -> Observed {
        let mut nodes = observe::nodes(names, live, now());
        if !memo.founded {
            founders::ask(&mut nodes, reach).await;
        }
        let at = now();
        let cluster = match known.clusters.observe(reach, &known.ask).await {
            Ok(value) => {
                known.blind_since = at;
                Fresh::Seen { value, at }
            }
            Err(unseen) => {
                debug!(cluster = %names.cluster, %unseen, "the cluster is not seen");
                Fresh::Unknown { why: unseen.why, since: known.blind_since }
            }
        };
        let version = live.version().unwrap_or(&self.version).to_owned();
        Observed {
            can: Capabilities { version, any_version: true, resources: true },
            proposed: proposed(uid),
            nodes: Fresh::Seen { value: nodes, at: live.at },
            cluster,
            surface: SurfaceSeen { bootstrap: bootstrap(names, live) },
        }
    }

    async fn converge(
        &self,
        scene: &Scene<'_>,
        seen: &Observed,
        plan: &Plan,
        want: &ValidatedCluster,
        known: &Known,
    ) -> Result<(), ServerError> {
        let (Some(desired), Some(nodes)) = (&plan.desired, seen.nodes.seen()) else { return Ok(()) };
        let converging = Converging {
            volumes_on_delete: want.volumes_on_delete,
            server: &self.server,
            clusters: &known.clusters,
            reach: scene.reach,
            names: scene.names,
            owner_uid: &scene.cluster.uid,
            settings: &self.settings,
            version: &self.version,
            live: scene.live,
            nodes,
        };
        for (reason, note) in converging.converge(desired).await? {
            info!(cluster = %scene.names.cluster, reason, note, "converge");
            self.events.removed(&scene.cluster.reference, reason, &note).await;
        }
        Ok(())
    }

    /// Tells what became of a step.
    async fn note(&self, scene: &Scene<'_>, step: &Step, outcome: &Outcome) {
        info!(cluster = %scene.names.cluster, step = %step.id, why = %step.why, ?outcome, "step");
        self.metrics.step(step.id.kind, outcome);
        self.events.step(&scene.cluster.reference, step, outcome).await;
    }

    /// Writes the status where it says more than the one that is there; where it was written lately, how long that waits.
    async fn tell(
        &self,
        names: &Names,
        cluster: &Subject,
        status: KafkaClusterStatus,
        known: &mut Known,
    ) -> Result<Option<Duration>, ServerError> {
        self.tell_stall(cluster, &status, known).await;
        let before = cluster.status.as_ref();
        if !says_more(before, &status) {
            return Ok(None);
        }
        if let Some(written) = known.status_written
            && let Some(due) = pause(before, &status).checked_sub(written.elapsed())
            && !due.is_zero()
        {
            return Ok(Some(due));
        }
        self.server.write_status(names, &cluster.uid, &status).await?;
        known.status_written = Some(Instant::now());
        Ok(None)
    }

    async fn tell_stall(&self, cluster: &Subject, status: &KafkaClusterStatus, known: &mut Known) {
        let stalled = status.condition(ConditionType::Stalled);
        let stalled = stalled.filter(|condition| condition.status == ConditionStatus::True);
        let message = stalled.map(|condition| condition.message.clone()).unwrap_or_default();
        if let Some(condition) = stalled
            && known.stalled != message
        {
            self.events.stalled(&cluster.reference, &format!("{:?}", condition.reason), &message).await;
        }
        known.stalled = message;
    }
}

/// Where clients connect first.
fn bootstrap(names: &Names, live: &Live) -> Option<String> {
    let service = names.bootstrap_service();
    let port = live.services.get(&service)?.pointer("/spec/ports/0/port")?.as_u64()?;
    Some(format!("{}:{port}", names.host(&service)))
}

/// The cluster id of a new cluster: the KafkaCluster's uid, as Kafka writes ids. One that begins with a dash would be taken
/// for an option by Kafka's tools.
fn proposed(uid: &str) -> ClusterId {
    let digits: Vec<u8> =
        uid.bytes().filter_map(|digit| char::from(digit).to_digit(16)).map(|d| d as u8).collect();
    let mut bytes = [0; 16];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        *byte = pair.iter().fold(0, |byte, digit| byte << 4 | digit);
    }
    if bytes[0] >> 2 == DASH {
        bytes[0] ^= 0x80;
    }
    let id = wire::codec::Uuid(bytes).to_string();
    #[allow(clippy::expect_used, reason = "22 letters, digits, dashes and underscores")]
    ClusterId::new(id).expect("a uuid in base64url is a cluster id")
}

/// The six bits that base64url writes as a dash.
const DASH: u8 = 62;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_clusters_id_is_its_uid_in_kafkas_writing_and_never_begins_with_a_dash() {
        assert_eq!(proposed("e0a7a0c1-3b5e-4f6a-8b0d-0f2f6b9c1a2d").as_str(), "4KegwTteT2qLDQ8va5waLQ");
        assert_eq!(proposed("f8a7a0c1-3b5e-4f6a-8b0d-0f2f6b9c1a2d").as_str(), "eKegwTteT2qLDQ8va5waLQ");
    }
}
