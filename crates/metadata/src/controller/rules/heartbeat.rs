//! BrokerHeartbeat (63): the life of a broker (`BrokerHeartbeatManager.calculateNextBrokerState`, KIP-631).
//!
//! | state | wants | becomes |
//! |---|---|---|
//! | fenced | to stop | told to stop |
//! | fenced | not to be fenced, and has its own registration | unfenced |
//! | unfenced | to be fenced | fenced; told to stop if it wants that too |
//! | unfenced | to stop, leads something | in controlled shutdown |
//! | unfenced | to stop, leads nothing | told to stop |
//! | in controlled shutdown | leads nothing, and all others know | told to stop |

use std::collections::BTreeSet;

use wire::codec::Uuid;
use wire::messages::broker_heartbeat::{BrokerHeartbeatRequest, BrokerHeartbeatResponse};
use wire::metadata::BrokerRegistrationChangeRecord;
use wire::records::MetadataRecord;

use super::fencing::{Happens, Updates, broker_comes, broker_leaves, fence_broker};
use super::{Outcome, Rule};
use crate::controller::pipeline::Write;
use crate::controller::refusal::Refusal;
use crate::entry::PrivateRecord;
use crate::image::Broker;

/// Where a broker is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::controller) enum BrokerState {
    Fenced,
    Unfenced,
    ControlledShutdown,
    ShutdownNow,
}

impl BrokerState {
    fn is_fenced(self) -> bool {
        matches!(self, BrokerState::Fenced | BrokerState::ShutdownNow)
    }
}

/// What a broker becomes by a heartbeat.
pub(in crate::controller) fn next_state(
    rule: &Rule<'_>,
    broker: &Broker,
    r: &BrokerHeartbeatRequest,
) -> BrokerState {
    use BrokerState::{ControlledShutdown, Fenced, ShutdownNow, Unfenced};
    let leads = || rule.image.topics().led_by(broker.id) > 0;
    match current_state(rule, broker) {
        Fenced if r.want_shut_down => ShutdownNow,
        Fenced if !r.want_fence && r.current_metadata_offset >= broker.registered_at => Unfenced,
        Fenced | ShutdownNow => Fenced,
        Unfenced if r.want_fence && r.want_shut_down => ShutdownNow,
        Unfenced if r.want_fence => Fenced,
        Unfenced if r.want_shut_down && leads() => ControlledShutdown,
        Unfenced if r.want_shut_down => ShutdownNow,
        Unfenced => Unfenced,
        ControlledShutdown if leads() => ControlledShutdown,
        ControlledShutdown if others_know(rule, broker) => ShutdownNow,
        ControlledShutdown => ControlledShutdown,
    }
}

fn current_state(rule: &Rule<'_>, broker: &Broker) -> BrokerState {
    let session = rule.soft.session(broker.id, broker.epoch);
    if session.is_some_and(|session| session.shutdown_offset.is_some()) {
        BrokerState::ControlledShutdown
    } else if broker.fenced {
        BrokerState::Fenced
    } else {
        BrokerState::Unfenced
    }
}

/// Whether all active brokers have read that this one leads nothing any more.
fn others_know(rule: &Rule<'_>, broker: &Broker) -> bool {
    let Some(offset) = rule.soft.session(broker.id, broker.epoch).and_then(|s| s.shutdown_offset) else {
        return true;
    };
    let stopping =
        |id: i32, epoch: i64| rule.soft.session(id, epoch).is_some_and(|s| s.shutdown_offset.is_some());
    let active = rule.image.brokers().iter().filter(|b| !b.fenced && !stopping(b.id, b.epoch));
    rule.soft.lowest_offset(active.map(|b| (b.id, b.epoch))).is_none_or(|lowest| offset <= lowest)
}

/// Answers a heartbeat.
pub(super) fn heartbeat(
    rule: &Rule<'_>,
    r: &BrokerHeartbeatRequest,
) -> Result<Outcome<BrokerHeartbeatResponse>, Refusal> {
    let broker = rule.broker_at_epoch(r.broker_id, r.broker_epoch)?;
    let next = next_state(rule, broker, r);
    let mut records = match next {
        _ if next == current_state(rule, broker) => Vec::new(),
        // Said before: to say it again would only make the log longer.
        BrokerState::Fenced | BrokerState::ShutdownNow if broker.fenced => Vec::new(),
        BrokerState::Fenced | BrokerState::ShutdownNow => fence_broker(rule, broker),
        BrokerState::Unfenced => unfence(rule, broker),
        BrokerState::ControlledShutdown => begin_controlled_shutdown(rule, broker),
    };
    if rule.metadata_version.has_directories() {
        records.extend(directories_offline(rule, broker, &r.offline_log_dirs));
    }
    let private = cordon(rule, broker, r.cordoned_log_dirs.as_deref(), &mut records);
    let response = BrokerHeartbeatResponse {
        is_caught_up: r.current_metadata_offset >= broker.registered_at,
        is_fenced: next.is_fenced(),
        should_shut_down: next == BrokerState::ShutdownNow,
        ..Default::default()
    };
    Ok(Outcome { write: Write { records, private, divisible: true }, response })
}

fn change(broker: &Broker) -> BrokerRegistrationChangeRecord {
    BrokerRegistrationChangeRecord { broker_id: broker.id, broker_epoch: broker.epoch, ..Default::default() }
}

/// First the broker, then what it may lead: no prefix has a fenced leader.
fn unfence(rule: &Rule<'_>, broker: &Broker) -> Vec<MetadataRecord> {
    let change = BrokerRegistrationChangeRecord { fenced: -1, ..change(broker) };
    let mut records = vec![MetadataRecord::BrokerRegistrationChange(change)];
    records.extend(broker_comes(rule, broker.id));
    records
}

fn begin_controlled_shutdown(rule: &Rule<'_>, broker: &Broker) -> Vec<MetadataRecord> {
    let mut records = Vec::new();
    if !broker.in_controlled_shutdown {
        let change = BrokerRegistrationChangeRecord { in_controlled_shutdown: 1, ..change(broker) };
        records.push(MetadataRecord::BrokerRegistrationChange(change));
    }
    records.extend(broker_leaves(rule, broker.id));
    records
}

/// Directories that were online and are not any more: what lies in them cannot be served.
fn directories_offline(rule: &Rule<'_>, broker: &Broker, offline: &[Uuid]) -> Vec<MetadataRecord> {
    let gone: Vec<Uuid> = broker.directories.iter().copied().filter(|id| offline.contains(id)).collect();
    if gone.is_empty() {
        return Vec::new();
    }
    let mut updates = Updates::new(rule, Happens::Leaves(broker.id));
    for (topic, index, view) in rule.image.topics().partitions_on(broker.id) {
        if view.assignment().any(|(id, directory)| id == broker.id && gone.contains(&directory)) {
            updates.partition(topic, index, &view.to_partition());
        }
    }
    let mut records = updates.records;
    let log_dirs = broker.directories.iter().copied().filter(|id| !gone.contains(id)).collect();
    records.push(MetadataRecord::BrokerRegistrationChange(BrokerRegistrationChangeRecord {
        log_dirs,
        ..change(broker)
    }));
    records
}

/// Directories that get no new replicas. A broker that has not caught up does not know yet and says nothing. Below
/// 4.3-IV0 there is no record for it, and Kafka knows no cordon: ours stands beside the records.
fn cordon(
    rule: &Rule<'_>,
    broker: &Broker,
    cordoned: Option<&[Uuid]>,
    records: &mut Vec<MetadataRecord>,
) -> Vec<PrivateRecord> {
    let Some(cordoned) = cordoned else { return Vec::new() };
    let told: BTreeSet<Uuid> = cordoned.iter().copied().collect();
    if broker.cordoned.as_ref() == Some(&told) {
        return Vec::new();
    }
    let directories: Vec<Uuid> = told.into_iter().collect();
    if rule.metadata_version.has_cordoned_directories() {
        let change =
            BrokerRegistrationChangeRecord { cordoned_log_dirs: Some(directories), ..change(broker) };
        records.push(MetadataRecord::BrokerRegistrationChange(change));
        return Vec::new();
    }
    if directories.is_empty() && broker.cordoned.is_none() {
        // Nothing is cordoned and nothing was: not worth an entry of its own for each broker that starts.
        return Vec::new();
    }
    vec![PrivateRecord::Cordon { broker_id: broker.id, broker_epoch: broker.epoch, directories }]
}
