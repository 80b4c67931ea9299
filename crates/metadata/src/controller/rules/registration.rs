//! BrokerRegistration (62): a broker's process introduces itself (`ClusterControlManager.registerBroker`).

use std::collections::{BTreeMap, BTreeSet};

use wire::codec::{Str, Uuid};
use wire::messages::broker_registration::{BrokerRegistrationRequest, BrokerRegistrationResponse};
use wire::metadata::RegisterBrokerRecord;
use wire::metadata::register_broker::{BrokerEndpoint, BrokerFeature};
use wire::records::MetadataRecord;

use super::fencing::broker_leaves;
use super::{Outcome, Rule};
use crate::controller::pipeline::Write;
use crate::controller::refusal::Refusal;
use crate::directory;
use crate::entry::PrivateRecord;
use crate::features::{KRAFT, MetadataVersion};
use crate::image::Broker;

/// Registers a broker, or amends the registration of one that is the same process.
///
/// A new process takes the id only when the old one is silent or has lost its directories to it; it is out of all in-sync replicas before it is in again.
/// Its epoch is the offset of its record. Unlike Kafka's, a new process keeps the cordon of the directories it still has
/// until it says otherwise: else a fenced broker being emptied could get new replicas.
pub(super) fn register_broker(
    rule: &Rule<'_>,
    r: &BrokerRegistrationRequest,
) -> Result<Outcome<BrokerRegistrationResponse>, Refusal> {
    let id = r.broker_id;
    let existing = rule.image.brokers().get(id).map(|broker| &**broker);
    let same = existing.filter(|broker| broker.incarnation == r.incarnation_id);
    check_identity(rule, r, existing)?;
    if rule.metadata_version.has_directories() {
        check_directories(rule, r)?;
    }
    check_features(rule, r)?;
    let mut records = if same.is_some() { Vec::new() } else { broker_leaves(rule, id) };
    let epoch = same.map_or(rule.next_offset + records.len() as i64, |broker| broker.epoch);
    let cordoned: Option<Vec<Uuid>> = existing.and_then(|broker| broker.cordoned.as_ref()).map(|cordoned| {
        r.log_dirs.iter().copied().filter(|directory| cordoned.contains(directory)).collect()
    });
    let (recorded, private) = match cordoned {
        None => (None, Vec::new()),
        cordoned if rule.metadata_version.has_cordoned_directories() => (cordoned, Vec::new()),
        Some(directories) => {
            (None, vec![PrivateRecord::Cordon { broker_id: id, broker_epoch: epoch, directories }])
        }
    };
    records.push(MetadataRecord::RegisterBroker(RegisterBrokerRecord {
        broker_id: id,
        is_migrating_zk_broker: false,
        incarnation_id: r.incarnation_id,
        broker_epoch: epoch,
        end_points: endpoints(r),
        features: features(r),
        rack: r.rack.as_ref().map(Str::detached),
        fenced: same.is_none_or(|broker| broker.fenced),
        in_controlled_shutdown: same.is_some_and(|broker| broker.in_controlled_shutdown),
        log_dirs: if rule.metadata_version.has_directories() { r.log_dirs.clone() } else { Vec::new() },
        cordoned_log_dirs: recorded,
    }));
    let response = BrokerRegistrationResponse { broker_epoch: epoch, ..Default::default() };
    // In parts if it has to be: the registration comes last, so a broker cut off tries again.
    Ok(Outcome { write: Write { records, private, divisible: true }, response })
}

fn check_identity(
    rule: &Rule<'_>,
    r: &BrokerRegistrationRequest,
    existing: Option<&Broker>,
) -> Result<(), Refusal> {
    if *r.cluster_id != *rule.config.cluster_id {
        return Err(Refusal::ClusterId {
            expected: rule.config.cluster_id.to_string(),
            found: r.cluster_id.to_string(),
        });
    }
    if let Some(broker) = existing {
        let alive = rule.soft.is_alive(broker.id, broker.epoch, rule.mono_ms, rule.config.session_timeout_ms);
        if alive && broker.incarnation != r.incarnation_id && !holds_its_directories(broker, r) {
            return Err(Refusal::DuplicateRegistration(broker.id));
        }
    }
    let refuse =
        |reason: &str| Err(Refusal::Registration { broker: r.broker_id, reason: reason.to_string() });
    if r.broker_id < 0 {
        return refuse("its id is negative");
    }
    if r.is_migrating_zk_broker {
        return refuse("it is a broker of a ZooKeeper cluster, which this controller does not carry across");
    }
    Ok(())
}

/// Whether a new process has all directories of the old one. Each is locked by the process that uses it, so the old one is
/// gone: there is no need to wait until its session is over, as Kafka does after a kill. (What the controller still hears
/// from it has a stale epoch from now on.)
fn holds_its_directories(broker: &Broker, r: &BrokerRegistrationRequest) -> bool {
    !broker.directories.is_empty() && broker.directories.iter().all(|id| r.log_dirs.contains(id))
}

fn check_directories(rule: &Rule<'_>, r: &BrokerRegistrationRequest) -> Result<(), Refusal> {
    let refuse = |reason: String| Err(Refusal::Registration { broker: r.broker_id, reason });
    if r.log_dirs.is_empty() {
        return refuse("No directories specified in request".to_string());
    }
    if let Some(reserved) = r.log_dirs.iter().find(|id| directory::is_reserved(**id)) {
        return refuse(format!("Reserved directory ID {reserved} in request"));
    }
    if r.log_dirs.iter().collect::<BTreeSet<_>>().len() != r.log_dirs.len() {
        return refuse("Duplicate directory ID in request".to_string());
    }
    let brokers = rule.image.brokers();
    let foreign = |id: &&Uuid| brokers.owner_of(**id).is_some_and(|owner| owner != r.broker_id);
    match r.log_dirs.iter().find(foreign) {
        Some(id) => refuse(format!(
            "Broker {} is already registered with directory {id}",
            brokers.owner_of(*id).unwrap_or_default()
        )),
        None => Ok(()),
    }
}

/// A broker must be able to work at every level the cluster has agreed on.
fn check_features(rule: &Rule<'_>, r: &BrokerRegistrationRequest) -> Result<(), Refusal> {
    let kraft = (KRAFT, rule.image.quorum().kraft_version);
    let mut unverified: BTreeMap<&str, i16> = rule.image.features().iter().chain([kraft]).collect();
    let check = |feature: &str, level: i16, min: i16, max: i16| {
        if (min..=max).contains(&level) {
            return Ok(());
        }
        Err(Refusal::UnsupportedFeature { feature: feature.to_string(), level, min, max })
    };
    for feature in &r.features {
        let level = unverified.remove(&*feature.name).unwrap_or(0);
        check(&feature.name, level, feature.min_supported_version, feature.max_supported_version)?;
    }
    if unverified.contains_key(MetadataVersion::FEATURE) {
        let reason = format!("Request features do not contain '{}'", MetadataVersion::FEATURE);
        return Err(Refusal::Registration { broker: r.broker_id, reason });
    }
    unverified.into_iter().try_for_each(|(feature, level)| check(feature, level, 0, 0))
}

fn endpoints(r: &BrokerRegistrationRequest) -> Vec<BrokerEndpoint> {
    let endpoint = |l: &wire::messages::broker_registration::Listener| BrokerEndpoint {
        name: l.name.detached(),
        host: l.host.detached(),
        port: l.port,
        security_protocol: l.security_protocol,
    };
    r.listeners.iter().map(endpoint).collect()
}

fn features(r: &BrokerRegistrationRequest) -> Vec<BrokerFeature> {
    let feature = |f: &wire::messages::broker_registration::Feature| BrokerFeature {
        name: f.name.detached(),
        min_supported_version: f.min_supported_version,
        max_supported_version: f.max_supported_version,
    };
    r.features.iter().map(feature).collect()
}
