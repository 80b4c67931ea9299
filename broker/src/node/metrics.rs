//! What `/metrics` shows: read where it stands when it is asked for, so that nothing is counted twice.
//!
//! Names begin with `ferryman_`; units stand in them, as OpenMetrics has it.

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

use super::status::Status;

/// All metrics, as OpenMetrics text.
pub(super) fn text(status: &Status) -> String {
    let mut registry = Registry::with_prefix("ferryman");
    node(status, &mut registry);
    if let Some(broker) = &status.broker {
        replicas(broker, &mut registry);
    }
    if let Some(controller) = &status.controller {
        quorum(controller, &mut registry);
    }
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = encode(&mut text, &registry);
    text
}

fn gauge(registry: &mut Registry, name: &str, help: &str, value: impl TryInto<i64>) {
    let metric: Gauge = Gauge::default();
    metric.set(value.try_into().unwrap_or(i64::MAX));
    registry.register(name, help, metric);
}

fn gauge_bytes(registry: &mut Registry, name: &str, help: &str, value: impl TryInto<i64>) {
    let metric: Gauge = Gauge::default();
    metric.set(value.try_into().unwrap_or(i64::MAX));
    registry.register_with_unit(name, help, Unit::Bytes, metric);
}

fn node(status: &Status, registry: &mut Registry) {
    gauge(
        registry,
        "ready",
        "Whether the node is ready (1) or not (0)",
        i64::from(status.why_not_ready().is_empty()),
    );
    gauge(registry, "metadata_offset", "Offset of the last metadata record known", status.view.offset());
    gauge(registry, "connections", "Open connections", status.connections.count());
    gauge_bytes(
        registry,
        "request_memory_free",
        "Bytes left for requests that have not been answered (queued.max.request.bytes)",
        status.memory.free_bytes(),
    );
    if let Some(resident) = resident_bytes() {
        gauge_bytes(registry, "process_resident_memory", "Memory of the process that is in use", resident);
    }
}

fn replicas(broker: &super::status::BrokerStatus, registry: &mut Registry) {
    let all = broker.replicas.all();
    let (mut leaders, mut under_replicated, mut under_min, mut bytes) = (0, 0, 0, 0_u64);
    for replica in &all {
        bytes += replica.log().size_in_bytes();
        let Some((in_sync, min, replicas)) = replica.in_sync() else { continue };
        leaders += 1;
        under_replicated += i64::from(in_sync < replicas);
        under_min += i64::from(in_sync < min);
    }
    gauge(registry, "replicas", "Replicas on this broker", all.len());
    gauge(registry, "leaders", "Partitions that this broker leads", leaders);
    gauge(
        registry,
        "under_replicated_partitions",
        "Partitions led here with a replica that is not in sync",
        under_replicated,
    );
    gauge(
        registry,
        "under_min_isr_partitions",
        "Partitions led here with fewer replicas in sync than min.insync.replicas",
        under_min,
    );
    gauge_bytes(registry, "log", "Bytes of all logs", bytes);
    let events = *broker.lifecycle.events().borrow();
    gauge(registry, "broker_epoch", "Epoch of this broker's registration, -1 before it", events.broker_epoch);
    gauge(
        registry,
        "broker_fenced",
        "Whether the controllers have fenced this broker (1) or not (0)",
        i64::from(events.fenced),
    );
}

fn quorum(controller: &crate::controller::ControllerNode, registry: &mut Registry) {
    let leadership = controller.quorum().leadership().borrow().clone();
    let voters = controller.quorum().membership().borrow().voters.len();
    gauge(registry, "quorum_term", "Term of the metadata quorum: the controller epoch", leadership.term);
    gauge(registry, "quorum_voters", "Voters of the metadata quorum, as known here", voters);
    gauge(
        registry,
        "quorum_leader",
        "Node id of the active controller, -1 if none is known",
        leadership.leader.map_or(-1, |leader| leader.key.id),
    );
    gauge(
        registry,
        "quorum_active_controller",
        "Whether this is the active controller (1) or not (0)",
        i64::from(leadership.is_leader),
    );
    let end = controller.quorum().log_view().end_offset();
    gauge(registry, "quorum_log_end_offset", "Where the metadata log ends here", end);
}

/// Resident bytes, where the system tells.
fn resident_bytes() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
