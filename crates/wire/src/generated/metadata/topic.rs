//! Generated from `crates/wire-codegen/schemas/metadata/topic.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `TopicRecord`: record type 2, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicRecord {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub topic_id: Uuid,
}

impl Struct for TopicRecord {
    const NAME: &'static str = "TopicRecord";
    const MIN_LEN: usize = 18;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.topic_id.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.topic_id.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TopicRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.topic_id.fill(r, v);
    }
}

message!(TopicRecord, 0, 0, Some(0));
