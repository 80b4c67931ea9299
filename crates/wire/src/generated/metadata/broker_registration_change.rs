//! Generated from `crates/wire-codegen/schemas/metadata/broker_registration_change.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `BrokerRegistrationChangeRecord`: record type 17, versions 0-3.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BrokerRegistrationChangeRecord {
    /// Versions 0+.
    pub broker_id: i32,
    /// Versions 0+.
    pub broker_epoch: i64,
    /// Versions 0+, tag 0.
    pub fenced: i8,
    /// Versions 1+, tag 1.
    pub in_controlled_shutdown: i8,
    /// Versions 2+, tag 2.
    pub log_dirs: Vec<Uuid>,
    /// Versions 3+, may be null, tag 3, default null.
    pub cordoned_log_dirs: Option<Vec<Uuid>>,
}

impl Struct for BrokerRegistrationChangeRecord {
    const NAME: &'static str = "BrokerRegistrationChangeRecord";
    const MIN_LEN: usize = 13;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.broker_id.read(d, v)?;
        self.broker_epoch.read(d, v)?;
        d.tags(v, |d, tag| {
            match tag {
                0 => self.fenced.read(d, v)?,
                1 if v >= 1 => self.in_controlled_shutdown.read(d, v)?,
                2 if v >= 2 => self.log_dirs.read(d, v)?,
                3 if v == 3 => self.cordoned_log_dirs.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.broker_id.write(s, v);
        self.broker_epoch.write(s, v);
        if v < 1 {
            s.absent(v, "in_controlled_shutdown", || self.in_controlled_shutdown != 0);
        }
        if v < 2 {
            s.absent(v, "log_dirs", || !self.log_dirs.is_empty());
        }
        if v != 3 {
            s.absent(v, "cordoned_log_dirs", || self.cordoned_log_dirs.is_some());
        }
        if v.flexible {
            let has_fenced = self.fenced != 0;
            let has_in_controlled_shutdown = v >= 1 && self.in_controlled_shutdown != 0;
            let has_log_dirs = v >= 2 && !self.log_dirs.is_empty();
            let has_cordoned_log_dirs = v == 3 && self.cordoned_log_dirs.is_some();
            s.put_uvarint(
                u32::from(has_fenced)
                    + u32::from(has_in_controlled_shutdown)
                    + u32::from(has_log_dirs)
                    + u32::from(has_cordoned_log_dirs),
            );
            if has_fenced {
                s.put_tagged(0, &self.fenced, v);
            }
            if has_in_controlled_shutdown {
                s.put_tagged(1, &self.in_controlled_shutdown, v);
            }
            if has_log_dirs {
                s.put_tagged(2, &self.log_dirs, v);
            }
            if has_cordoned_log_dirs {
                s.put_tagged(3, &self.cordoned_log_dirs, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for BrokerRegistrationChangeRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.broker_id.fill(r, v);
        self.broker_epoch.fill(r, v);
        self.fenced.fill(r, v);
        if v >= 1 {
            self.in_controlled_shutdown.fill(r, v);
        }
        if v >= 2 {
            self.log_dirs.fill(r, v);
        }
        if v == 3 {
            self.cordoned_log_dirs.fill(r, v);
        }
    }
}

message!(BrokerRegistrationChangeRecord, 0, 3, Some(0));
