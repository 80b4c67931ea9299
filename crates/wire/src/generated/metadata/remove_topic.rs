//! Generated from `crates/wire-codegen/schemas/metadata/remove_topic.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `RemoveTopicRecord`: record type 9, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RemoveTopicRecord {
    /// Versions 0+.
    pub topic_id: Uuid,
}

impl Struct for RemoveTopicRecord {
    const NAME: &'static str = "RemoveTopicRecord";
    const MIN_LEN: usize = 17;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_id.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_id.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for RemoveTopicRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_id.fill(r, v);
    }
}

message!(RemoveTopicRecord, 0, 0, Some(0));
