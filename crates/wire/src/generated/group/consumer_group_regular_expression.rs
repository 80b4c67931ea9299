//! Generated from `crates/wire-codegen/schemas/group/consumer_group_regular_expression.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ConsumerGroupRegularExpressionKey`: record type 16, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupRegularExpressionKey {
    /// Versions 0.
    pub group_id: Str,
    /// Versions 0.
    pub regular_expression: Str,
}

impl Struct for ConsumerGroupRegularExpressionKey {
    const NAME: &'static str = "ConsumerGroupRegularExpressionKey";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_id.read(d, v)?;
        self.regular_expression.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_id.write(s, v);
        self.regular_expression.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ConsumerGroupRegularExpressionKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.regular_expression.fill(r, v);
    }
}

message!(ConsumerGroupRegularExpressionKey, 0, 0, None);

/// `ConsumerGroupRegularExpressionValue`: record type 16, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupRegularExpressionValue {
    /// Versions 0+.
    pub topics: Vec<Str>,
    /// Versions 0+.
    pub version: i64,
    /// Versions 0+.
    pub timestamp: i64,
}

impl Struct for ConsumerGroupRegularExpressionValue {
    const NAME: &'static str = "ConsumerGroupRegularExpressionValue";
    const MIN_LEN: usize = 18;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topics.read(d, v)?;
        self.version.read(d, v)?;
        self.timestamp.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topics.write(s, v);
        self.version.write(s, v);
        self.timestamp.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ConsumerGroupRegularExpressionValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topics.fill(r, v);
        self.version.fill(r, v);
        self.timestamp.fill(r, v);
    }
}

message!(ConsumerGroupRegularExpressionValue, 0, 0, Some(0));
