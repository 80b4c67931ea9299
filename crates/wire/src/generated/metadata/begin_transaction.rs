//! Generated from `crates/wire-codegen/schemas/metadata/begin_transaction.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `BeginTransactionRecord`: record type 23, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BeginTransactionRecord {
    /// Versions 0+, may be null, tag 0, default null.
    pub name: Option<Str>,
}

impl Struct for BeginTransactionRecord {
    const NAME: &'static str = "BeginTransactionRecord";
    const MIN_LEN: usize = 1;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        d.tags(v, |d, tag| {
            match tag {
                0 => self.name.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v.flexible {
            let has_name = self.name.is_some();
            s.put_uvarint(u32::from(has_name));
            if has_name {
                s.put_tagged(0, &self.name, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for BeginTransactionRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
    }
}

message!(BeginTransactionRecord, 0, 0, Some(0));
