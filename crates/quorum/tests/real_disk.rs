//! A controller on tokio, threads and a real disk: what the simulation replaces.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use disk::RealDisk;
use ferryman_quorum::{
    Applied, Applier, ApplyError, Endpoint, Endpoints, Entry, Limits, Member, PeerError, PeerKey,
    PeerTransport, Precondition, Quorum, QuorumConfig, Timing, Uuid, VoterKey, VotersEncoder,
};
use futures_util::future::BoxFuture;
use parking_lot::Mutex;
use wire::batch::{BatchBuilder, BatchOptions, NewRecord};

/// Keeps the batches that were applied, one after the other.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<u8>>>);

impl Applier for Seen {
    fn apply(&mut self, applied: &Applied) -> Result<(), ApplyError> {
        self.0.lock().extend_from_slice(&applied.batch);
        Ok(())
    }
}

/// There is nobody else.
struct Alone;

impl PeerTransport for Alone {
    fn call(
        &self,
        _to: VoterKey,
        _endpoints: Endpoints,
        _key: PeerKey,
        _message: Bytes,
        _timeout: Duration,
    ) -> BoxFuture<'static, Result<Bytes, PeerError>> {
        Box::pin(async { Err(PeerError::Unreachable("nobody is there".into())) })
    }

    fn call_bootstrap(
        &self,
        _attempt: u64,
        _key: PeerKey,
        _message: Bytes,
        _timeout: Duration,
    ) -> BoxFuture<'static, Result<Bytes, PeerError>> {
        Box::pin(async { Err(PeerError::Unreachable("nobody is there".into())) })
    }
}

impl VotersEncoder for Alone {
    fn voters(&self, _voters: &[Member]) -> Entry {
        entry(0)
    }
}

const DIRECTORY: Uuid = Uuid([7; 16]);

fn entry(i: u32) -> Entry {
    let mut builder = BatchBuilder::new(BatchOptions::default());
    let value = vec![i as u8; 100];
    builder.append(NewRecord { value: Some(&value), ..NewRecord::default() }).unwrap();
    Entry { batch: builder.finish().unwrap(), count: 1, private: Bytes::new() }
}

async fn open(dir: &Path, seen: &Seen) -> Quorum {
    let config = QuorumConfig {
        key: VoterKey { id: 1, directory: DIRECTORY },
        endpoints: vec![Endpoint { listener: "CONTROLLER".into(), host: "localhost".into(), port: 9093 }]
            .into(),
        cluster_id: "real".into(),
        timing: Timing::default(),
        disk: Arc::new(RealDisk),
        metadata_log_dir: dir.to_path_buf(),
        limits: Limits::default(),
    };
    Quorum::open(config, Arc::new(Alone), Box::new(seen.clone()), Arc::new(Alone)).await.unwrap()
}

/// The term in which it leads, as soon as it may propose.
async fn leading(quorum: &Quorum) -> i32 {
    let mut leadership = quorum.leadership();
    leadership.wait_for(|known| known.own_term_applied).await.unwrap().term
}

async fn propose(quorum: &Quorum, entries: std::ops::Range<u32>) {
    let term = leading(quorum).await;
    let mut end = 0;
    for i in entries {
        end = quorum.propose(entry(i), Precondition { term }).await.unwrap().offset + 1;
    }
    quorum.log_view().watch().wait_for(|high_watermark| *high_watermark >= end).await.unwrap();
}

#[test]
fn what_is_committed_stands_in_kafkas_files_and_survives_restarts() {
    let dir = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(restarts(dir.path()));
    if let Ok(keep) = std::env::var("FERRYMAN_KEEP_LOG") {
        std::fs::rename(dir.keep(), keep).unwrap();
    }
}

async fn restarts(dir: &Path) {
    let files = dir.join("__cluster_metadata-0");
    let seen = Seen::default();
    let quorum = open(dir, &seen).await;
    quorum.bootstrap(DIRECTORY).await.unwrap();
    propose(&quorum, 0..500).await;
    quorum.shutdown().await.unwrap();

    // Another start finds all of it, and goes on in another epoch.
    let again = Seen::default();
    let quorum = open(dir, &again).await;
    propose(&quorum, 500..600).await;
    quorum.shutdown().await.unwrap();
    assert!(again.0.lock().starts_with(&seen.0.lock()));

    // What the write-ahead log keeps can always be made again.
    let log = files.join("00000000000000000000.log");
    assert_eq!(std::fs::read(&log).unwrap(), *again.0.lock());
    std::fs::write(&log, &again.0.lock()[..12_345]).unwrap();
    let quorum = open(dir, &Seen::default()).await;
    leading(&quorum).await;
    quorum.shutdown().await.unwrap();
    assert_eq!(std::fs::read(&log).unwrap(), *again.0.lock());

    let epochs = std::fs::read_to_string(files.join("leader-epoch-checkpoint")).unwrap();
    let epochs: Vec<&str> = epochs.lines().collect();
    assert_eq!(epochs[..2], ["0", "2"], "{epochs:?}");
    assert!(epochs[2].ends_with(" 0") && epochs[3].ends_with(" 500"), "{epochs:?}");
    for name in ["00000000000000000000.index", "00000000000000000000.timeindex", "quorum-state", "raft"] {
        assert!(files.join(name).exists(), "{name}");
    }
}
