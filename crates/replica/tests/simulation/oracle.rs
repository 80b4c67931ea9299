//! What must hold whatever happens: the oracle of a run.
//!
//! * No record that was acknowledged with acks=all, or read by a consumer, is ever gone or replaced: whoever is
//!   elected later has it, and at the end all have it.
//! * One leader per epoch. * A leader's high watermark never falls; the latest offset that a client was told neither.
//! * The members of the ISR have the same records up to the leader's high watermark.
//! * A replica that lost nothing never cuts its log below its high watermark.

use std::collections::BTreeMap;

use ferryman_replica::{LeaderEpoch, Offset};

use crate::common::Record;
use crate::controller::Metadata;
use crate::message::Id;
use crate::node::{Node, Seen};

pub(crate) type Verdict = Result<(), String>;

#[derive(Default)]
pub(crate) struct Oracle {
    /// Every record that somebody was promised, with the epoch of the leader that promised it.
    committed: BTreeMap<Offset, (Record, LeaderEpoch)>,
    leaders: BTreeMap<LeaderEpoch, Id>,
    high_watermarks: BTreeMap<(Id, u64, LeaderEpoch), Offset>,
    latest_told: BTreeMap<Id, Offset>,
    pub(crate) acked: usize,
    acked_after_healing: usize,
    pub(crate) elections: usize,
    pub(crate) read: usize,
}

impl Oracle {
    pub(crate) fn saw(&mut self, id: Id, seen: &Seen, nodes: &[Node], healed: bool) -> Verdict {
        let node = nodes.iter().find(|node| node.id == id).ok_or("an unknown broker")?;
        match seen {
            Seen::Elected { epoch } => self.elected(node, *epoch),
            Seen::HighWatermark { offset, leading: true } => {
                let epoch = node.partition().map_or(-1, |partition| partition.leader_epoch());
                let before = self.high_watermarks.insert((id, node.life, epoch), *offset);
                check(before.is_none_or(|before| before <= *offset), || {
                    format!("the high watermark of leader {id} fell from {before:?} to {offset}")
                })
            }
            Seen::HighWatermark { leading: false, .. } => Ok(()),
            Seen::CutBelowHighWatermark { to, high_watermark } => check(node.lossy, || {
                format!(
                    "broker {id}, which lost nothing, cut its log at {to}, below its high watermark {high_watermark}"
                )
            }),
            Seen::Acked { offset, record, epoch } => {
                self.acked += 1;
                self.acked_after_healing += usize::from(healed);
                self.promise(*offset, *record, *epoch, "acknowledged", nodes)
            }
        }
    }

    pub(crate) fn read(
        &mut self,
        offset: Offset,
        record: Record,
        epoch: LeaderEpoch,
        nodes: &[Node],
    ) -> Verdict {
        self.read += 1;
        self.promise(offset, record, epoch, "read", nodes)
    }

    pub(crate) fn told_latest(&mut self, client: Id, offset: Offset) -> Verdict {
        let before = self.latest_told.insert(client, offset);
        check(before.is_none_or(|before| before <= offset), || {
            format!("client {client} was told {before:?} as the latest offset, and {offset} later")
        })
    }

    fn promise(
        &mut self,
        offset: Offset,
        record: Record,
        epoch: LeaderEpoch,
        how: &str,
        nodes: &[Node],
    ) -> Verdict {
        if let Some((before, in_epoch)) = self.committed.get(&offset) {
            return check(*before == record, || {
                format!(
                    "{record:?} was {how} in epoch {epoch} at {offset}, where {before:?} was in epoch {in_epoch}"
                )
            });
        }
        self.committed.insert(offset, (record, epoch));
        for node in nodes.iter().filter(|node| node.leads().is_some_and(|leads| leads > epoch)) {
            has(node, offset, record)
                .map_err(|error| format!("{how} in epoch {epoch} by a leader deposed: {error}"))?;
        }
        Ok(())
    }

    fn elected(&mut self, node: &Node, epoch: LeaderEpoch) -> Verdict {
        self.elections += 1;
        let other = *self.leaders.entry(epoch).or_insert(node.id);
        check(other == node.id, || format!("{other} and {} both lead in epoch {epoch}", node.id))?;
        for (offset, (record, promised_in)) in &self.committed {
            if *promised_in < epoch {
                has(node, *offset, *record).map_err(|error| format!("elected in epoch {epoch}: {error}"))?;
            }
        }
        Ok(())
    }

    /// The controller's leader and ISR agree up to the high watermark.
    pub(crate) fn agreement(&self, metadata: &Metadata, nodes: &[Node]) -> Verdict {
        let leads =
            |node: &&Node| Some(node.id) == metadata.leader && node.leads() == Some(metadata.leader_epoch);
        let Some(leader) = nodes.iter().find(leads) else { return Ok(()) };
        let high_watermark =
            leader.partition().map_or(0, |partition| partition.high_watermark().offset) as usize;
        for member in nodes.iter().filter(|node| metadata.isr.contains(&node.id)) {
            let same = member.log.records.get(..high_watermark) == leader.log.records.get(..high_watermark);
            check(same, || {
                format!(
                    "broker {} of the ISR {:?} does not have what leader {} has up to its high watermark {high_watermark}",
                    member.id, metadata.isr, leader.id
                )
            })?;
        }
        Ok(())
    }

    /// After healing: producers are served, all replicas are in sync and have everything that was promised, and
    /// nothing is left uncommitted.
    pub(crate) fn healed(&self, metadata: &Metadata, nodes: &[Node]) -> Verdict {
        check(self.acked_after_healing > 20, || {
            format!("only {} records were acknowledged after healing", self.acked_after_healing)
        })?;
        check(metadata.leader.is_some(), || format!("no leader after healing: {metadata:?}"))?;
        check(metadata.isr.len() == metadata.replicas.len(), || {
            format!("not all are in sync after healing: {:?} of {:?}", metadata.isr, metadata.replicas)
        })?;
        for node in nodes.iter().filter(|node| metadata.replicas.contains(&node.id)) {
            for (offset, (record, _)) in &self.committed {
                has(node, *offset, *record).map_err(|error| format!("at the end: {error}"))?;
            }
            let view =
                node.partition().map(|partition| partition.view()).ok_or("a replica that is not running")?;
            check(Some(node.id) != metadata.leader || view.high_watermark == view.log_end, || {
                format!("the high watermark stands still after healing: {view:?}")
            })?;
        }
        Ok(())
    }
}

fn has(node: &Node, offset: Offset, record: Record) -> Verdict {
    let found = node.log.records.get(offset as usize);
    check(found == Some(&record), || {
        format!("broker {} has {found:?} at {offset}, where {record:?} was promised", node.id)
    })
}

fn check(holds: bool, otherwise: impl FnOnce() -> String) -> Verdict {
    if holds { Ok(()) } else { Err(otherwise()) }
}
