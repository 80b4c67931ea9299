//! What a broker tells, once it has applied as much of the metadata log as was committed when the look began.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use client::{ClientError, Cluster};
use futures_util::future::join_all;
use tokio::time::{Instant, sleep, timeout};
use wire::messages::api_versions::ApiVersionsRequest;
use wire::messages::describe_configs::{DescribeConfigsRequest, DescribeConfigsResource};

use super::{Clusters, Reach};
use crate::validate::NodeId;

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
/// Config resource type of brokers.
const RESOURCE_BROKER: i8 = 4;

const CORDONED: &str = "cordoned.log.dirs";
const LOG_DIRS: &str = "log.dirs";

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

    /// Brokers all of whose directories are cordoned. One that does not answer counts as not cordoned.
    pub(super) async fn cordoned(&self, reach: &Reach) -> BTreeSet<NodeId> {
        let mut cordoned = BTreeSet::new();
        let brokers: Vec<(&NodeId, &String)> = reach.brokers.iter().collect();
        for some in brokers.chunks(ASKED_AT_ONCE) {
            let asked = some.iter().map(|(id, address)| async move {
                let cluster = self.at(address);
                let configs = timeout(ANSWER_TIMEOUT, broker_configs(&cluster, **id)).await;
                let configs = configs.ok()?.ok()?;
                is_cordoned(&configs).then_some(**id)
            });
            cordoned.extend(join_all(asked).await.into_iter().flatten());
        }
        cordoned
    }
}

/// What a broker says of its own directories.
async fn broker_configs(cluster: &Cluster, id: NodeId) -> Result<BTreeMap<String, String>, ClientError> {
    let request = DescribeConfigsRequest {
        resources: vec![DescribeConfigsResource {
            resource_type: RESOURCE_BROKER,
            resource_name: id.to_string().into(),
            configuration_keys: Some(vec![CORDONED.into(), LOG_DIRS.into()]),
        }],
        ..Default::default()
    };
    let connection = cluster.any().await?;
    let answer = connection.call(&request, ANSWER_TIMEOUT).await?;
    let mut configs = BTreeMap::new();
    for result in answer.results {
        if result.error_code != 0 {
            let what = format!("describe the configuration of broker {id}");
            return Err(ClientError::refused(what, result.error_code, result.error_message.as_deref()));
        }
        let told = result.configs.into_iter();
        configs.extend(told.filter_map(|config| Some((config.name.to_string(), config.value?.to_string()))));
    }
    Ok(configs)
}

/// `*`, or every directory by name (KIP-1066).
fn is_cordoned(configs: &BTreeMap<String, String>) -> bool {
    let list = |name| -> BTreeSet<&str> {
        let value = configs.get(name).map(String::as_str).unwrap_or_default();
        value.split(',').map(str::trim).filter(|part| !part.is_empty()).collect()
    };
    let (cordoned, directories) = (list(CORDONED), list(LOG_DIRS));
    cordoned.contains("*") || (!directories.is_empty() && directories.is_subset(&cordoned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broker_is_cordoned_when_all_its_directories_are() {
        let told = |cordoned: &str| {
            let pairs = [(CORDONED, cordoned), (LOG_DIRS, "/a,/b")];
            is_cordoned(&pairs.map(|(k, v)| (k.to_owned(), v.to_owned())).into())
        };
        assert!(told("*"));
        assert!(told("/b, /a"));
        assert!(!told("/a"));
        assert!(!told(""));
        assert!(!is_cordoned(&BTreeMap::new()));
    }
}
