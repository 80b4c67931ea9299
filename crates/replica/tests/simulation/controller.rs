//! A model of the controller: registrations, fencing, election from the ISR, AlterPartition, reassignment.
//!
//! Kafka's rules (ReplicationControlManager, PartitionChangeBuilder) for one partition, without eligible leader
//! replicas. Its log is its history of whole states; brokers learn of them late, and may skip some.

use std::collections::BTreeMap;
use std::rc::Rc;

use ferryman_replica::{
    AlterPartition, BROKER_EPOCH_UNKNOWN, BrokerEpoch, BrokerStatus, IsrMember, LeaderEpoch, PartitionEpoch,
    PartitionState,
};
use wire::error_code::ErrorCode;

use crate::message::{Altered, Id};

/// One version of the metadata.
#[derive(Clone, Debug)]
pub(crate) struct Metadata {
    pub(crate) version: u64,
    pub(crate) brokers: BTreeMap<Id, BrokerStatus>,
    pub(crate) leader: Option<Id>,
    pub(crate) leader_epoch: LeaderEpoch,
    pub(crate) partition_epoch: PartitionEpoch,
    pub(crate) isr: Vec<Id>,
    pub(crate) replicas: Vec<Id>,
    pub(crate) adding: Vec<Id>,
    pub(crate) removing: Vec<Id>,
}

impl Metadata {
    pub(crate) fn state(&self) -> PartitionState<'_> {
        PartitionState {
            leader: self.leader,
            leader_epoch: self.leader_epoch,
            partition_epoch: self.partition_epoch,
            isr: &self.isr,
            replicas: &self.replicas,
            adding: &self.adding,
            removing: &self.removing,
        }
    }

    fn is_active(&self, id: Id) -> bool {
        self.brokers.get(&id).is_some_and(|broker| !broker.fenced && !broker.shutting_down)
    }
}

pub(crate) struct Controller {
    pub(crate) history: Vec<Rc<Metadata>>,
    last_heartbeat: BTreeMap<Id, u64>,
    last_attempt: BTreeMap<Id, u64>,
    incarnations: BTreeMap<Id, u64>,
}

impl Controller {
    pub(crate) fn new(replicas: &[Id]) -> Controller {
        let first = Metadata {
            version: 0,
            brokers: BTreeMap::new(),
            leader: None,
            leader_epoch: 0,
            partition_epoch: 0,
            isr: replicas.to_vec(),
            replicas: replicas.to_vec(),
            adding: Vec::new(),
            removing: Vec::new(),
        };
        Controller {
            history: vec![Rc::new(first)],
            last_heartbeat: BTreeMap::new(),
            last_attempt: BTreeMap::new(),
            incarnations: BTreeMap::new(),
        }
    }

    pub(crate) fn now(&self) -> &Rc<Metadata> {
        self.history.last().expect("there is a first version")
    }

    /// Makes the next version by a change of the last one; nothing when it changes nothing of the partition or
    /// brokers.
    fn change(&mut self, change: impl FnOnce(&mut Metadata)) {
        let old = Rc::clone(self.now());
        let mut new = (*old).clone();
        change(&mut new);
        complete_reassignment(&mut new);
        if new.leader.is_none_or(|id| !can_lead(&new, id)) {
            new.leader = new.replicas.iter().copied().find(|id| can_lead(&new, *id));
        }
        let lost_a_replica = old.replicas.iter().any(|id| !new.replicas.contains(id));
        if new.leader != old.leader || lost_a_replica {
            new.leader_epoch += 1;
        }
        let partition = |metadata: &Metadata| {
            let Metadata { leader, leader_epoch, isr, replicas, adding, removing, .. } = metadata.clone();
            (leader, leader_epoch, isr, replicas, adding, removing)
        };
        if partition(&new) != partition(&old) {
            new.partition_epoch += 1;
        } else if new.brokers == old.brokers {
            return;
        }
        new.version += 1;
        self.history.push(Rc::new(new));
    }

    /// A broker process starts: a new epoch, fenced until it has caught up, out of the ISR unless it is the last. A
    /// process that asks again, because it got no answer, keeps its epoch. `None` for one that is dead, as a later
    /// one registered.
    pub(crate) fn register(&mut self, id: Id, incarnation: u64, now: u64) -> Option<(BrokerEpoch, u64)> {
        let last = self.incarnations.get(&id).copied();
        if last > Some(incarnation) {
            return None;
        }
        self.incarnations.insert(id, incarnation);
        self.last_heartbeat.insert(id, now);
        if let Some(known) = self.now().brokers.get(&id).filter(|_| last == Some(incarnation)) {
            return Some((known.epoch, known.epoch as u64));
        }
        let version = self.now().version + 1;
        let epoch = version as BrokerEpoch;
        self.change(|new| {
            new.brokers.insert(id, BrokerStatus { epoch, fenced: true, shutting_down: false });
            leave_isr(new, id);
        });
        Some((epoch, version))
    }

    pub(crate) fn heartbeat(&mut self, id: Id, epoch: BrokerEpoch, version: u64, stopping: bool, now: u64) {
        let Some(known) = self.now().brokers.get(&id).copied().filter(|known| known.epoch == epoch) else {
            return;
        };
        self.last_heartbeat.insert(id, now);
        if stopping && !known.shutting_down {
            self.change(|new| {
                if let Some(broker) = new.brokers.get_mut(&id) {
                    broker.shutting_down = true;
                }
                leave_isr(new, id);
            });
        } else if known.fenced && !stopping && version as BrokerEpoch >= epoch {
            self.change(|new| {
                if let Some(broker) = new.brokers.get_mut(&id) {
                    broker.fenced = false;
                }
            });
        }
    }

    /// The broker's machine is gone: its registration is void, so that nothing it had sent before brings it back.
    pub(crate) fn lost(&mut self, id: Id) {
        self.change(|new| {
            new.brokers.remove(&id);
            leave_isr(new, id);
        });
    }

    fn fence(&mut self, id: Id) {
        self.change(|new| {
            if let Some(broker) = new.brokers.get_mut(&id) {
                broker.fenced = true;
            }
            leave_isr(new, id);
        });
    }

    pub(crate) fn fence_silent(&mut self, now: u64, session: u64) {
        let silent: Vec<Id> =
            self.last_heartbeat.iter().filter(|(_, at)| now - **at > session).map(|(id, _)| *id).collect();
        for id in silent {
            if self.now().brokers.get(&id).is_some_and(|broker| !broker.fenced) {
                self.fence(id);
            }
        }
    }

    /// Makes another active member of the ISR the leader.
    pub(crate) fn elect(&mut self, id: Id) {
        if can_lead(self.now(), id) {
            self.change(|new| new.leader = Some(id));
        }
    }

    pub(crate) fn reassign(&mut self, target: &[Id]) {
        if !self.now().adding.is_empty() || !self.now().removing.is_empty() {
            return;
        }
        self.change(|new| {
            new.adding = target.iter().copied().filter(|id| !new.replicas.contains(id)).collect();
            new.removing = new.replicas.iter().copied().filter(|id| !target.contains(id)).collect();
            new.replicas = target.iter().chain(&new.removing).copied().collect();
        });
    }

    /// `None` for a request that was overtaken by a later one of the same broker: its connection was given up.
    pub(crate) fn alter_partition(
        &mut self,
        from: Id,
        attempt: u64,
        broker_epoch: BrokerEpoch,
        proposal: &AlterPartition,
    ) -> Option<Altered> {
        let last = self.last_attempt.entry(from).or_default();
        if attempt <= *last {
            return None;
        }
        *last = attempt;
        if let Some(code) = self.refusal(from, broker_epoch, proposal) {
            return Some(Altered::Refused(code));
        }
        let isr: Vec<Id> = proposal.new_isr.iter().map(|member| member.broker).collect();
        self.change(|new| new.isr.clone_from(&isr));
        let now = self.now();
        if now.leader != Some(from) {
            return Some(Altered::Refused(ErrorCode::NewLeaderElected));
        }
        Some(Altered::Done {
            leader_epoch: now.leader_epoch,
            partition_epoch: now.partition_epoch,
            isr: now.isr.clone(),
        })
    }

    fn refusal(&self, from: Id, broker_epoch: BrokerEpoch, proposal: &AlterPartition) -> Option<ErrorCode> {
        let now = self.now();
        let ineligible = |member: &IsrMember| {
            now.brokers.get(&member.broker).is_none_or(|known| {
                known.fenced
                    || known.shutting_down
                    || (member.epoch != BROKER_EPOCH_UNKNOWN && member.epoch != known.epoch)
            })
        };
        let is_replica = |member: &IsrMember| now.replicas.contains(&member.broker);
        if now.brokers.get(&from).is_none_or(|known| known.epoch != broker_epoch) {
            Some(ErrorCode::StaleBrokerEpoch)
        } else if proposal.leader_epoch > now.leader_epoch || proposal.partition_epoch > now.partition_epoch {
            Some(ErrorCode::NotController)
        } else if proposal.leader_epoch < now.leader_epoch {
            Some(ErrorCode::FencedLeaderEpoch)
        } else if now.leader != Some(from) {
            Some(ErrorCode::InvalidRequest)
        } else if proposal.partition_epoch < now.partition_epoch {
            Some(ErrorCode::InvalidUpdateVersion)
        } else if !proposal.new_isr.iter().all(is_replica)
            || !proposal.new_isr.iter().any(|member| member.broker == from)
        {
            Some(ErrorCode::InvalidRequest)
        } else if proposal.new_isr.iter().any(ineligible) {
            Some(ErrorCode::IneligibleReplica)
        } else {
            None
        }
    }
}

fn can_lead(metadata: &Metadata, id: Id) -> bool {
    metadata.isr.contains(&id) && metadata.is_active(id)
}

fn leave_isr(metadata: &mut Metadata, id: Id) {
    if metadata.isr.len() > 1 {
        metadata.isr.retain(|member| *member != id);
    }
    if metadata.leader == Some(id) {
        // Decided anew: not even the last of the ISR leads while it is fenced.
        metadata.leader = None;
    }
}

/// When all that stay are in sync, those to be removed go.
fn complete_reassignment(metadata: &mut Metadata) {
    if metadata.adding.is_empty() && metadata.removing.is_empty() {
        return;
    }
    let stays = |id: &Id| !metadata.removing.contains(id);
    let replicas: Vec<Id> = metadata.replicas.iter().copied().filter(stays).collect();
    if !replicas.iter().all(|id| metadata.isr.contains(id)) {
        return;
    }
    metadata.isr.retain(|id| replicas.contains(id));
    metadata.replicas = replicas;
    metadata.adding.clear();
    metadata.removing.clear();
}
