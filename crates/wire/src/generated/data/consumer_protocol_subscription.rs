//! Generated from `crates/wire-codegen/schemas/data/consumer_protocol_subscription.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ConsumerProtocolSubscription`: versions 0-3.
#[derive(Debug, Clone, PartialEq)]
pub struct ConsumerProtocolSubscription {
    /// Versions 0+.
    pub topics: Vec<Str>,
    /// Versions 0+, may be null, default null.
    pub user_data: Option<Bytes>,
    /// Versions 1+, ignorable.
    pub owned_partitions: Vec<TopicPartition>,
    /// Versions 2+, default -1, ignorable.
    pub generation_id: i32,
    /// Versions 3+, may be null, default null, ignorable.
    pub rack_id: Option<Str>,
}

impl Default for ConsumerProtocolSubscription {
    fn default() -> Self {
        Self {
            topics: Vec::new(),
            user_data: None,
            owned_partitions: Vec::new(),
            generation_id: -1,
            rack_id: None,
        }
    }
}

impl Struct for ConsumerProtocolSubscription {
    const NAME: &'static str = "ConsumerProtocolSubscription";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topics.read(d, v)?;
        self.user_data.read(d, v)?;
        if v >= 1 {
            self.owned_partitions.read(d, v)?;
        }
        if v >= 2 {
            self.generation_id.read(d, v)?;
        }
        if v == 3 {
            self.rack_id.read(d, v)?;
        }
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topics.write(s, v);
        self.user_data.write(s, v);
        if v >= 1 {
            self.owned_partitions.write(s, v);
        }
        if v >= 2 {
            self.generation_id.write(s, v);
        }
        if v == 3 {
            self.rack_id.write(s, v);
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for ConsumerProtocolSubscription {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topics.fill(r, v);
        self.user_data.fill(r, v);
        if v >= 1 {
            self.owned_partitions.fill(r, v);
        }
        if v >= 2 {
            self.generation_id.fill(r, v);
        }
        if v == 3 {
            self.rack_id.fill(r, v);
        }
    }
}

message!(ConsumerProtocolSubscription, 0, 3, None);

/// Part of [`ConsumerProtocolSubscription`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicPartition {
    /// Versions 1+, key of its list.
    pub topic: Str,
    /// Versions 1+.
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
