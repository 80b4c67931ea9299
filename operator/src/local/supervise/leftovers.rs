//! Nodes that a supervisor left behind which was killed: they end by themselves, and are waited for.

use std::fs;
use std::time::Duration;

use rustix::process::Signal;
use tokio::time::{Instant, sleep};

use crate::local::process::RunningProcess;
use crate::local::root::DataRoot;

/// How long they may take; stopping in order takes no longer.
const END_WITHIN: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(20);

/// Waits until no node of an earlier supervisor runs; those that take too long are killed.
pub(super) async fn await_end(root: &DataRoot) {
    let left: Vec<RunningProcess> = root
        .nodes()
        .unwrap_or_default()
        .into_iter()
        .filter_map(|node| serde_json::from_slice(&fs::read(root.run_file(node)).ok()?).ok())
        .collect();
    let deadline = Instant::now() + END_WITHIN;
    let mut killed = false;
    while left.iter().any(RunningProcess::lives) {
        if Instant::now() >= deadline && !killed {
            killed = true;
            left.iter().for_each(|process| process.signal(Signal::KILL));
        }
        sleep(LOOK).await;
    }
}
