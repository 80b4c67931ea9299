//! What a broker tells, once it has applied as much of the metadata log as was committed when the look began.

use std::sync::Arc;
use std::time::Duration;

use client::Cluster;
use futures_util::future::join_all;
use tokio::time::{Instant, sleep, timeout};
use wire::messages::api_versions::ApiVersionsRequest;

use super::{Clusters, Reach};

/// Brokers that are asked at once.
const ASKED_AT_ONCE: usize = 8;
/// How long one broker may take to answer a small question.
const ANSWER_TIMEOUT: Duration = Duration::from_millis(1000);
/// How long brokers may take to apply what was committed.
const CATCH_UP: Duration = Duration::from_millis(1500);
/// The same while none was ever ready: then the quorum forms without them.
const CATCH_UP_AT_FIRST: Duration = Duration::from_millis(60);
/// Between two looks at how far they are.
const CATCH_UP_PAUSE: Duration = Duration::from_millis(15);

/// How far the brokers that answer have come.
pub(super) enum Informed {
    /// This one has applied what was asked for.
    Broker(Arc<Cluster>),
    /// Some answer, and none has applied it in time.
    Behind,
    /// None answers.
    Nobody,
}

impl Clusters {
    /// A broker that has applied the metadata log up to, not including, `offset`.
    pub(super) async fn informed_broker(&self, reach: &Reach, offset: i64) -> Informed {
        let deadline = Instant::now() + if reach.served { CATCH_UP } else { CATCH_UP_AT_FIRST };
        let addresses: Vec<&String> = reach.brokers.values().collect();
        let mut somebody = false;
        loop {
            for some in addresses.chunks(ASKED_AT_ONCE) {
                let asked = join_all(some.iter().map(|address| self.applied_up_to(address))).await;
                somebody |= asked.iter().any(Option::is_some);
                let informed =
                    some.iter().zip(asked).find(|(_, upto)| upto.is_some_and(|upto| upto >= offset));
                if let Some((address, _)) = informed {
                    return Informed::Broker(self.at(address));
                }
            }
            if !somebody {
                return Informed::Nobody;
            }
            if Instant::now() >= deadline {
                return Informed::Behind;
            }
            sleep(CATCH_UP_PAUSE).await;
        }
    }

    /// The offset behind the last record of the metadata log that a broker has applied: its features are told as of that
    /// record (KIP-584's finalized features epoch, which in KRaft is the image's offset).
    async fn applied_up_to(&self, address: &str) -> Option<i64> {
        let cluster = self.at(address);
        let request = ApiVersionsRequest {
            client_software_name: "ferryman".into(),
            client_software_version: env!("CARGO_PKG_VERSION").into(),
        };
        let asked = async {
            let connection = cluster.any().await.ok()?;
            connection.call(&request, ANSWER_TIMEOUT).await.ok()
        };
        let answer = timeout(ANSWER_TIMEOUT, asked).await.ok().flatten()?;
        Some(answer.finalized_features_epoch.saturating_add(1))
    }
}
