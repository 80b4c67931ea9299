//! Generated from `crates/wire-codegen/schemas/metadata/partition_change.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `PartitionChangeRecord`: record type 5, versions 0-2.
#[derive(Debug, Clone, PartialEq)]
pub struct PartitionChangeRecord {
    /// Versions 0+, default -1.
    pub partition_id: i32,
    /// Versions 0+.
    pub topic_id: Uuid,
    /// Versions 0+, may be null, tag 0, default null.
    pub isr: Option<Vec<i32>>,
    /// Versions 0+, tag 1, default -2.
    pub leader: i32,
    /// Versions 0+, may be null, tag 2, default null.
    pub replicas: Option<Vec<i32>>,
    /// Versions 0+, may be null, tag 3, default null.
    pub removing_replicas: Option<Vec<i32>>,
    /// Versions 0+, may be null, tag 4, default null.
    pub adding_replicas: Option<Vec<i32>>,
    /// Versions 0+, tag 5, default -1.
    pub leader_recovery_state: i8,
    /// Versions 1+, may be null, tag 8, default null.
    pub directories: Option<Vec<Uuid>>,
    /// Versions 2+, may be null, tag 6, default null.
    pub eligible_leader_replicas: Option<Vec<i32>>,
    /// Versions 2+, may be null, tag 7, default null.
    pub last_known_elr: Option<Vec<i32>>,
}

impl Default for PartitionChangeRecord {
    fn default() -> Self {
        Self {
            partition_id: -1,
            topic_id: Uuid::ZERO,
            isr: None,
            leader: -2,
            replicas: None,
            removing_replicas: None,
            adding_replicas: None,
            leader_recovery_state: -1,
            directories: None,
            eligible_leader_replicas: None,
            last_known_elr: None,
        }
    }
}

impl Struct for PartitionChangeRecord {
    const NAME: &'static str = "PartitionChangeRecord";
    const MIN_LEN: usize = 21;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_id.read(d, v)?;
        self.topic_id.read(d, v)?;
        d.tags(v, |d, tag| {
            match tag {
                0 => self.isr.read(d, v)?,
                1 => self.leader.read(d, v)?,
                2 => self.replicas.read(d, v)?,
                3 => self.removing_replicas.read(d, v)?,
                4 => self.adding_replicas.read(d, v)?,
                5 => self.leader_recovery_state.read(d, v)?,
                8 if v >= 1 => self.directories.read(d, v)?,
                6 if v == 2 => self.eligible_leader_replicas.read(d, v)?,
                7 if v == 2 => self.last_known_elr.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_id.write(s, v);
        self.topic_id.write(s, v);
        if v != 2 {
            s.absent(v, "eligible_leader_replicas", || self.eligible_leader_replicas.is_some());
        }
        if v != 2 {
            s.absent(v, "last_known_elr", || self.last_known_elr.is_some());
        }
        if v < 1 {
            s.absent(v, "directories", || self.directories.is_some());
        }
        if v.flexible {
            let has_isr = self.isr.is_some();
            let has_leader = self.leader != -2;
            let has_replicas = self.replicas.is_some();
            let has_removing_replicas = self.removing_replicas.is_some();
            let has_adding_replicas = self.adding_replicas.is_some();
            let has_leader_recovery_state = self.leader_recovery_state != -1;
            let has_eligible_leader_replicas = v == 2 && self.eligible_leader_replicas.is_some();
            let has_last_known_elr = v == 2 && self.last_known_elr.is_some();
            let has_directories = v >= 1 && self.directories.is_some();
            s.put_uvarint(
                u32::from(has_isr)
                    + u32::from(has_leader)
                    + u32::from(has_replicas)
                    + u32::from(has_removing_replicas)
                    + u32::from(has_adding_replicas)
                    + u32::from(has_leader_recovery_state)
                    + u32::from(has_eligible_leader_replicas)
                    + u32::from(has_last_known_elr)
                    + u32::from(has_directories),
            );
            if has_isr {
                s.put_tagged(0, &self.isr, v);
            }
            if has_leader {
                s.put_tagged(1, &self.leader, v);
            }
            if has_replicas {
                s.put_tagged(2, &self.replicas, v);
            }
            if has_removing_replicas {
                s.put_tagged(3, &self.removing_replicas, v);
            }
            if has_adding_replicas {
                s.put_tagged(4, &self.adding_replicas, v);
            }
            if has_leader_recovery_state {
                s.put_tagged(5, &self.leader_recovery_state, v);
            }
            if has_eligible_leader_replicas {
                s.put_tagged(6, &self.eligible_leader_replicas, v);
            }
            if has_last_known_elr {
                s.put_tagged(7, &self.last_known_elr, v);
            }
            if has_directories {
                s.put_tagged(8, &self.directories, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for PartitionChangeRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_id.fill(r, v);
        self.topic_id.fill(r, v);
        self.isr.fill(r, v);
        self.leader.fill(r, v);
        self.replicas.fill(r, v);
        self.removing_replicas.fill(r, v);
        self.adding_replicas.fill(r, v);
        self.leader_recovery_state.fill(r, v);
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

message!(PartitionChangeRecord, 0, 2, Some(0));
