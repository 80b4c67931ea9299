//! Generated from `crates/wire-codegen/schemas/metadata/abort_transaction.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `AbortTransactionRecord`: record type 25, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AbortTransactionRecord {
    /// Versions 0+, may be null, tag 0, default null.
    pub reason: Option<Str>,
}

impl Struct for AbortTransactionRecord {
    const NAME: &'static str = "AbortTransactionRecord";
    const MIN_LEN: usize = 1;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        d.tags(v, |d, tag| {
            match tag {
                0 => self.reason.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v.flexible {
            let has_reason = self.reason.is_some();
            s.put_uvarint(u32::from(has_reason));
            if has_reason {
                s.put_tagged(0, &self.reason, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for AbortTransactionRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.reason.fill(r, v);
    }
}

message!(AbortTransactionRecord, 0, 0, Some(0));
