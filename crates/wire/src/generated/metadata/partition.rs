//! Generated from `crates/wire-codegen/schemas/metadata/partition.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `PartitionRecord`: record type 3, versions 0-2.
#[derive(Debug, Clone, PartialEq)]
pub struct PartitionRecord {
    /// Versions 0+, default -1.
    pub partition_id: i32,
    /// Versions 0+.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub replicas: Vec<i32>,
    /// Versions 0+.
    pub isr: Vec<i32>,
    /// Versions 0+.
    pub removing_replicas: Vec<i32>,
    /// Versions 0+.
    pub adding_replicas: Vec<i32>,
    /// Versions 0+, default -1.
    pub leader: i32,
    /// Versions 0+, tag 0.
    pub leader_recovery_state: i8,
    /// Versions 0+, default -1.
    pub leader_epoch: i32,
    /// Versions 0+, default -1.
    pub partition_epoch: i32,
    /// Versions 1+.
    pub directories: Vec<Uuid>,
    /// Versions 2+, may be null, tag 1, default null.
    pub eligible_leader_replicas: Option<Vec<i32>>,
    /// Versions 2+, may be null, tag 2, default null.
    pub last_known_elr: Option<Vec<i32>>,
}

impl Default for PartitionRecord {
    fn default() -> Self {
        Self {
            partition_id: -1,
            topic_id: Uuid::ZERO,
            replicas: Vec::new(),
            isr: Vec::new(),
            removing_replicas: Vec::new(),
            adding_replicas: Vec::new(),
            leader: -1,
            leader_recovery_state: 0,
            leader_epoch: -1,
            partition_epoch: -1,
            directories: Vec::new(),
            eligible_leader_replicas: None,
            last_known_elr: None,
        }
    }
}

impl Struct for PartitionRecord {
    const NAME: &'static str = "PartitionRecord";
    const MIN_LEN: usize = 37;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_id.read(d, v)?;
        self.topic_id.read(d, v)?;
        self.replicas.read(d, v)?;
        self.isr.read(d, v)?;
        self.removing_replicas.read(d, v)?;
        self.adding_replicas.read(d, v)?;
        self.leader.read(d, v)?;
        self.leader_epoch.read(d, v)?;
        self.partition_epoch.read(d, v)?;
        if v >= 1 {
            self.directories.read(d, v)?;
        }
        d.tags(v, |d, tag| {
            match tag {
                0 => self.leader_recovery_state.read(d, v)?,
                1 if v == 2 => self.eligible_leader_replicas.read(d, v)?,
                2 if v == 2 => self.last_known_elr.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_id.write(s, v);
        self.topic_id.write(s, v);
        self.replicas.write(s, v);
        self.isr.write(s, v);
        self.removing_replicas.write(s, v);
        self.adding_replicas.write(s, v);
        self.leader.write(s, v);
        self.leader_epoch.write(s, v);
        self.partition_epoch.write(s, v);
        if v >= 1 {
            self.directories.write(s, v);
        } else {
            s.absent(v, "directories", || !self.directories.is_empty());
        }
        if v != 2 {
            s.absent(v, "eligible_leader_replicas", || self.eligible_leader_replicas.is_some());
        }
        if v != 2 {
            s.absent(v, "last_known_elr", || self.last_known_elr.is_some());
        }
        if v.flexible {
            let has_leader_recovery_state = self.leader_recovery_state != 0;
            let has_eligible_leader_replicas = v == 2 && self.eligible_leader_replicas.is_some();
            let has_last_known_elr = v == 2 && self.last_known_elr.is_some();
            s.put_uvarint(
                u32::from(has_leader_recovery_state)
                    + u32::from(has_eligible_leader_replicas)
                    + u32::from(has_last_known_elr),
            );
            if has_leader_recovery_state {
                s.put_tagged(0, &self.leader_recovery_state, v);
            }
            if has_eligible_leader_replicas {
                s.put_tagged(1, &self.eligible_leader_replicas, v);
            }
            if has_last_known_elr {
                s.put_tagged(2, &self.last_known_elr, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for PartitionRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_id.fill(r, v);
        self.topic_id.fill(r, v);
        self.replicas.fill(r, v);
        self.isr.fill(r, v);
        self.removing_replicas.fill(r, v);
        self.adding_replicas.fill(r, v);
        self.leader.fill(r, v);
        self.leader_recovery_state.fill(r, v);
        self.leader_epoch.fill(r, v);
        self.partition_epoch.fill(r, v);
        if v >= 1 {
            self.directories.fill(r, v);
        }
        if v == 2 {
            self.eligible_leader_replicas.fill(r, v);
        }
        if v == 2 {
            self.last_known_elr.fill(r, v);
        }
    }
}

message!(PartitionRecord, 0, 2, Some(0));
