//! Generated from `crates/wire-codegen/schemas/data/consumer_protocol_assignment.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ConsumerProtocolAssignment`: versions 0-3.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerProtocolAssignment {
    /// Versions 0+.
    pub assigned_partitions: Vec<TopicPartition>,
    /// Versions 0+, may be null, default null.
    pub user_data: Option<Bytes>,
}

impl Struct for ConsumerProtocolAssignment {
    const NAME: &'static str = "ConsumerProtocolAssignment";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.assigned_partitions.read(d, v)?;
        self.user_data.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.assigned_partitions.write(s, v);
        self.user_data.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ConsumerProtocolAssignment {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.assigned_partitions.fill(r, v);
        self.user_data.fill(r, v);
    }
}

message!(ConsumerProtocolAssignment, 0, 3, None);

/// Part of [`ConsumerProtocolAssignment`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicPartition {
    /// Versions 0+, key of its list.
    pub topic: Str,
    /// Versions 0+.
    pub partitions: Vec<i32>,
}

impl Struct for TopicPartition {
    const NAME: &'static str = "TopicPartition";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic.read(d, v)?;
        self.partitions.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic.write(s, v);
        self.partitions.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TopicPartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic.fill(r, v);
        self.partitions.fill(r, v);
    }
}
