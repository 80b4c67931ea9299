//! A pod as the plan sees a node's run.

use k8s_openapi::api::core::v1::{ContainerState, ContainerStatus, Pod};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Time;

use crate::api::Timestamp;
use crate::kubernetes::names::ANNOTATION_REVISION;
use crate::plan::observed::Run;
use crate::plan::{Incarnation, Revision};
use crate::pod::Report;

/// After so many starts a container that never runs for long counts as one that ends as soon as it is started.
const STARTS_MIN: i32 = 3;
/// What runs for less is not running yet; milliseconds.
const SHORT_RUN_MS: i64 = 30_000;
/// An image that cannot be had for so long will not be had; milliseconds.
const IMAGE_PATIENCE_MS: i64 = 60_000;

/// Why containers wait that have nothing in their way.
const TURNS: [&str; 2] = ["ContainerCreating", "PodInitializing"];
/// The container that formats the node's directories.
pub(super) const FORMAT_CONTAINER: &str = "format";

/// Whether a node runs, by its pod.
pub fn run_of(pod: &Pod, now: Timestamp) -> Run {
    let status = pod.status.as_ref();
    let phase = status.and_then(|status| status.phase.as_deref()).unwrap_or("Pending");
    // Kubernetes makes another pod in the place of one that has ended for good.
    if ["Succeeded", "Failed"].contains(&phase) {
        return Run::Absent;
    }
    let revision = Revision::new(annotation(pod).cloned().unwrap_or_default());
    let since = pod.metadata.creation_timestamp.as_ref().map_or(now, instant);
    let ending = pod.metadata.deletion_timestamp.is_some();
    if !ending && let Some(why) = failure(pod, since, now) {
        return Run::Failed { revision, why, since };
    }
    let incarnation = Incarnation(pod.metadata.uid.clone().unwrap_or_default());
    Run::Up { incarnation, revision, ready: !ending && is_ready(pod), since }
}

fn annotation(pod: &Pod) -> Option<&String> {
    pod.metadata.annotations.as_ref()?.get(ANNOTATION_REVISION)
}

pub(super) fn instant(time: &Time) -> Timestamp {
    Timestamp(time.0.as_millisecond())
}

fn is_ready(pod: &Pod) -> bool {
    let conditions = pod.status.iter().flat_map(|status| status.conditions.iter().flatten());
    conditions.into_iter().any(|condition| condition.type_ == "Ready" && condition.status == "True")
}

/// Why a pod's containers do not start, where they do not.
fn failure(pod: &Pod, since: Timestamp, now: Timestamp) -> Option<String> {
    let status = pod.status.as_ref()?;
    let init = status.init_container_statuses.iter().flatten();
    let main = status.container_statuses.iter().flatten();
    init.chain(main).find_map(|container| container_failure(container, since, now))
}

fn container_failure(container: &ContainerStatus, since: Timestamp, now: Timestamp) -> Option<String> {
    let state = container.state.as_ref()?;
    if let Some(waiting) = &state.waiting {
        let reason = waiting.reason.as_deref().unwrap_or_default();
        let said = || format!("{reason}: {}", waiting.message.as_deref().unwrap_or_default());
        return match reason {
            "InvalidImageName" | "ErrImageNeverPull" => Some(said()),
            "ErrImagePull"
            | "ImagePullBackOff"
            | "CreateContainerConfigError"
            | "CreateContainerError"
            | "RunContainerError" => (now.ms_since(since) > IMAGE_PATIENCE_MS).then(said),
            "CrashLoopBackOff" => ends_at_once(container).then(|| last_words(container)),
            _ => None,
        };
    }
    // Between two attempts it runs for a moment.
    let young = |state: &ContainerState| {
        let running = state.running.as_ref()?;
        let started = running.started_at.as_ref().map(instant)?;
        Some(now.ms_since(started) < SHORT_RUN_MS / 3)
    };
    let trying = young(state).unwrap_or(state.terminated.as_ref().is_some_and(|ended| ended.exit_code != 0));
    (trying && !container.ready && ends_at_once(container)).then(|| last_words(container))
}

/// Whether a container was started several times and its last run was a short one.
fn ends_at_once(container: &ContainerStatus) -> bool {
    let last = container.last_state.as_ref().and_then(|state| state.terminated.as_ref());
    let short = last.is_some_and(|ended| match (&ended.started_at, &ended.finished_at) {
        (Some(started), Some(finished)) => instant(finished).ms_since(instant(started)) < SHORT_RUN_MS,
        _ => true,
    });
    container.restart_count >= STARTS_MIN && short
}

fn last_words(container: &ContainerStatus) -> String {
    let states = [container.state.as_ref(), container.last_state.as_ref()];
    let ended = states.into_iter().flatten().find_map(|state| state.terminated.as_ref());
    let Some(ended) = ended else { return "it ends as soon as it is started".to_owned() };
    let words = ended.message.as_deref().unwrap_or_default();
    if let Ok(report) = Report::from_text(words) {
        return report.why;
    }
    let lines: Vec<&str> = words.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let words = lines[lines.len().saturating_sub(3)..].join(" / ");
    format!("it ended with exit code {}: {words}", ended.exit_code)
}

/// What a pod waits for before it can run, where that is more than its turn.
pub(super) fn waits_for(pod: &Pod) -> Option<String> {
    let status = pod.status.as_ref().filter(|_| pod.metadata.deletion_timestamp.is_none())?;
    let mut conditions = status.conditions.iter().flatten();
    let unscheduled =
        conditions.find(|condition| condition.type_ == "PodScheduled" && condition.status == "False");
    if let Some(condition) = unscheduled {
        let said = condition.message.as_deref().unwrap_or_default();
        // What follows speaks of pods that could make way, and of the same machines once more.
        let said = said.split(" preemption:").next().unwrap_or_default();
        return Some(format!("a machine ({})", said.trim_end_matches('.')));
    }
    let init = status.init_container_statuses.iter().flatten();
    init.chain(status.container_statuses.iter().flatten()).find_map(|container| {
        let waiting = container.state.as_ref()?.waiting.as_ref()?;
        let reason = waiting.reason.as_deref().filter(|reason| !TURNS.contains(reason))?;
        Some(format!("{reason}: {}", waiting.message.as_deref().unwrap_or_default()))
    })
}

/// What a node's pod reported of its volumes.
pub(super) fn report(pod: &Pod) -> Option<Report> {
    let statuses = pod.status.as_ref()?.init_container_statuses.iter().flatten();
    let mut of_format = statuses.filter(|container| container.name == FORMAT_CONTAINER);
    let container = of_format.next()?;
    let states = [container.state.as_ref(), container.last_state.as_ref()];
    states
        .into_iter()
        .flatten()
        .find_map(|state| Report::from_text(state.terminated.as_ref()?.message.as_deref()?).ok())
}

/// Where a pod is reached whose node runs.
pub(super) fn address(pod: &Pod) -> Option<String> {
    let status = pod.status.as_ref()?;
    let runs =
        |container: &ContainerStatus| container.state.as_ref().is_some_and(|state| state.running.is_some());
    if !status.container_statuses.iter().flatten().any(runs) {
        return None;
    }
    let ip = status.pod_ip.as_deref().filter(|ip| !ip.is_empty())?;
    Some(if ip.contains(':') { format!("[{ip}]") } else { ip.to_owned() })
}
