//! The controller's rules: what may be done, and which records do it.
//!
//! Each is a plain function of the draft, the soft state and a request, to the records that should be written and the
//! answer, or to a refusal. No rule changes anything, so each can be read, tested and trusted by itself. The checks, their
//! order and the codes are Kafka's (`ReplicationControlManager`, `ClusterControlManager`, `ConfigurationControlManager`,
//! `ControllerApis`); where a rule does otherwise it says so.

mod allocate_producer_ids;
mod alter_configs;
mod alter_partition;
mod assign_directories;
mod cordoned_brokers;
mod create_partitions;
mod create_topics;
mod delete_topics;
mod describe_quorum;
mod elect_leaders;
mod fencing;
mod heartbeat;
mod manual_assignment;
mod may_stop;
mod new_partition;
mod reassign_partitions;
mod registration;
mod topic_settings;
mod unregister;
mod voters;

use std::collections::BTreeMap;

use super::config::ControllerConfig;
use super::context::Random;
use super::event::{Progress, VoterKey};
use super::pipeline::Write;
use super::queue::Waiting;
use super::refusal::Refusal;
use super::request::Request;
use super::response::Response;
use super::soft::Soft;
use super::voters::Membership;
use crate::features::MetadataVersion;
use crate::image::{Broker, Image};

pub use create_topics::MAX_PARTITIONS_PER_REQUEST;
pub(super) use fencing::fence_broker;
pub(super) use heartbeat::{BrokerState, next_state};
pub(super) use may_stop::is_caught_up;
pub use may_stop::{Blocked, MAX_EXAMPLES, MayStop};
pub(super) use voters::{new_voter, without_voter};

/// What a rule sees.
#[derive(Clone, Copy)]
pub(super) struct Rule<'a> {
    /// The draft: all that was written, committed or not.
    pub(super) image: &'a Image,
    pub(super) soft: &'a Soft,
    pub(super) config: &'a ControllerConfig,
    pub(super) metadata_version: MetadataVersion,
    /// Where the first record of the rule will stand.
    pub(super) next_offset: i64,
    /// Behind what is committed.
    pub(super) high_watermark: i64,
    pub(super) term: i32,
    pub(super) now_ms: i64,
    pub(super) mono_ms: u64,
    pub(super) membership: &'a Membership,
    pub(super) progress: &'a BTreeMap<VoterKey, Progress>,
}

/// What a rule comes to.
#[derive(Debug, Default)]
pub(super) struct Outcome<R> {
    pub(super) write: Write,
    pub(super) response: R,
}

impl<R> Outcome<R> {
    fn map<S>(self, wrap: impl FnOnce(R) -> S) -> Outcome<S> {
        Outcome { write: self.write, response: wrap(self.response) }
    }

    fn answer(response: R) -> Outcome<R> {
        Outcome { write: Write::default(), response }
    }
}

impl<'a> Rule<'a> {
    /// The broker with exactly that registration (`ClusterControlManager.checkBrokerEpoch`).
    fn broker_at_epoch(&self, broker: i32, found: i64) -> Result<&'a Broker, Refusal> {
        let registered = self.image.brokers().get(broker);
        match registered {
            Some(broker) if broker.epoch == found => Ok(broker),
            _ => Err(Refusal::StaleBrokerEpoch { broker, found, registered: registered.map(|b| b.epoch) }),
        }
    }
}

/// Applies the rule for a request. Changes of voters take several steps and are not decided here.
pub(super) fn decide(
    rule: &Rule<'_>,
    waiting: &Waiting,
    random: &mut dyn Random,
) -> Result<Outcome<Response>, Refusal> {
    let version = waiting.version;
    Ok(match &waiting.request {
        Request::BrokerRegistration(r) => {
            registration::register_broker(rule, r)?.map(Response::BrokerRegistration)
        }
        Request::BrokerHeartbeat(r) => heartbeat::heartbeat(rule, r)?.map(Response::BrokerHeartbeat),
        Request::UnregisterBroker(r) => {
            unregister::unregister_broker(rule, r)?.map(Response::UnregisterBroker)
        }
        Request::CreateTopics(r) => {
            create_topics::create_topics(rule, r, random)?.map(Response::CreateTopics)
        }
        Request::DeleteTopics(r) => {
            delete_topics::delete_topics(rule, r, version)?.map(Response::DeleteTopics)
        }
        Request::CreatePartitions(r) => {
            create_partitions::create_partitions(rule, r, random).map(Response::CreatePartitions)
        }
        Request::IncrementalAlterConfigs(r) => {
            alter_configs::incremental_alter_configs(rule, r, waiting.forwarded)
                .map(Response::IncrementalAlterConfigs)
        }
        Request::AlterConfigs(r) => {
            alter_configs::alter_configs(rule, r, waiting.forwarded).map(Response::AlterConfigs)
        }
        Request::ElectLeaders(r) => {
            elect_leaders::elect_leaders(rule, r, version)?.map(Response::ElectLeaders)
        }
        Request::AlterPartition(r) => {
            alter_partition::alter_partition(rule, r, version)?.map(Response::AlterPartition)
        }
        Request::AlterPartitionReassignments(r) => {
            reassign_partitions::alter_reassignments(rule, r).map(Response::AlterPartitionReassignments)
        }
        Request::ListPartitionReassignments(r) => {
            reassign_partitions::list_reassignments(rule, r).map(Response::ListPartitionReassignments)
        }
        Request::AllocateProducerIds(r) => {
            allocate_producer_ids::allocate_producer_ids(rule, r)?.map(Response::AllocateProducerIds)
        }
        Request::AssignReplicasToDirs(r) => {
            assign_directories::assign_replicas(rule, r)?.map(Response::AssignReplicasToDirs)
        }
        Request::DescribeQuorum(r) => describe_quorum::describe_quorum(rule, r).map(Response::DescribeQuorum),
        Request::MayStop(nodes) => {
            may_stop::may_stop(rule, nodes).map(|answer| Response::MayStop(Ok(answer)))
        }
        Request::CordonedBrokers => {
            cordoned_brokers::cordoned_brokers(rule).map(|answer| Response::CordonedBrokers(Ok(answer)))
        }
        Request::AddRaftVoter(_) | Request::RemoveRaftVoter(_) => {
            return Err(Refusal::Invalid("a change of voters is not a rule".to_string()));
        }
    })
}
