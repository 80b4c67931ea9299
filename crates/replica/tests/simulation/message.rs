//! What goes over the simulated network.

use ferryman_replica::{
    AlterPartition, BrokerEpoch, FetchOutcome, FetchPosition, FollowerFetch, LeaderEpoch, Offset,
    PartitionEpoch,
};
use wire::error_code::ErrorCode;

use crate::common::Record;

/// The controller is 0, brokers count from 1, clients from [`FIRST_CLIENT`].
pub(crate) type Id = i32;

pub(crate) const CONTROLLER: Id = 0;
pub(crate) const FIRST_CLIENT: Id = 100;

#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) from: Id,
    pub(crate) to: Id,
    /// The life of the receiver that it was sent to: a connection does not outlive it.
    pub(crate) to_life: u64,
    pub(crate) body: Body,
}

#[derive(Clone, Debug)]
#[allow(dead_code, reason = "some of it is only for the trace")]
pub(crate) enum Body {
    Fetch {
        attempt: u64,
        asked: FetchPosition,
        fetch: FollowerFetch,
    },
    Fetched {
        attempt: u64,
        asked: FetchPosition,
        outcome: FetchOutcome,
        records: Vec<Record>,
    },
    Alter {
        attempt: u64,
        broker_epoch: BrokerEpoch,
        proposal: AlterPartition,
    },
    Altered {
        attempt: u64,
        proposal: u64,
        answer: Altered,
    },
    Register {
        incarnation: u64,
    },
    Registered {
        incarnation: u64,
        epoch: BrokerEpoch,
        version: u64,
    },
    Heartbeat {
        epoch: BrokerEpoch,
        version: u64,
        stopping: bool,
    },
    /// The metadata has come to this version.
    Metadata {
        version: u64,
    },
    Produce {
        value: u64,
        acks_all: bool,
    },
    Produced {
        value: u64,
        result: Result<(Offset, LeaderEpoch), ErrorCode>,
    },
    Read {
        offset: Offset,
        epoch: LeaderEpoch,
    },
    ReadAnswer {
        offset: Offset,
        epoch: LeaderEpoch,
        result: Result<Vec<Record>, ErrorCode>,
    },
    Latest {
        question: u64,
        epoch: LeaderEpoch,
    },
    LatestAnswer {
        question: u64,
        result: Result<Offset, ErrorCode>,
    },
}

#[derive(Clone, Debug)]
pub(crate) enum Altered {
    Done { leader_epoch: LeaderEpoch, partition_epoch: PartitionEpoch, isr: Vec<Id> },
    Refused(ErrorCode),
}

impl Body {
    /// Whether the network may bring it twice, late, or after what was sent later. What would be an append of its
    /// own if it came twice, and what goes over the one connection of a broker to its controller, may only be lost.
    pub(crate) fn may_repeat(&self) -> bool {
        !matches!(
            self,
            Body::Produce { .. } | Body::Alter { .. } | Body::Register { .. } | Body::Heartbeat { .. }
        )
    }
}
