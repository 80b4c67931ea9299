//! Generated from `crates/wire-codegen/schemas/api/alter_partition.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `AlterPartitionRequest`: API key 56, versions 0-3.
#[derive(Debug, Clone, PartialEq)]
pub struct AlterPartitionRequest {
    /// Versions 0+.
    pub broker_id: i32,
    /// Versions 0+, default -1.
    pub broker_epoch: i64,
    /// Versions 0+.
    pub topics: Vec<request::TopicData>,
}

impl Default for AlterPartitionRequest {
    fn default() -> Self {
        Self { broker_id: 0, broker_epoch: -1, topics: Vec::new() }
    }
}

impl Struct for AlterPartitionRequest {
    const NAME: &'static str = "AlterPartitionRequest";
    const MIN_LEN: usize = 14;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.broker_id.read(d, v)?;
        self.broker_epoch.read(d, v)?;
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.broker_id.write(s, v);
        self.broker_epoch.write(s, v);
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AlterPartitionRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.broker_id.fill(r, v);
        self.broker_epoch.fill(r, v);
        self.topics.fill(r, v);
    }
}

message!(AlterPartitionRequest, 0, 3, Some(0));
request!(AlterPartitionRequest, AlterPartition, AlterPartitionResponse);

/// Part of [`AlterPartitionRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct BrokerState {
    /// Versions 3+.
    pub broker_id: i32,
    /// Versions 3+, default -1.
    pub broker_epoch: i64,
}

impl Default for BrokerState {
    fn default() -> Self {
        Self { broker_id: 0, broker_epoch: -1 }
    }
}

impl Struct for BrokerState {
    const NAME: &'static str = "BrokerState";
    const MIN_LEN: usize = 13;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.broker_id.read(d, v)?;
        self.broker_epoch.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.broker_id.write(s, v);
        self.broker_epoch.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for BrokerState {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.broker_id.fill(r, v);
        self.broker_epoch.fill(r, v);
    }
}

/// Structs of [`AlterPartitionRequest`] whose names its counterpart uses too.
pub mod request {
    use super::*;

    /// Part of [`AlterPartitionRequest`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct TopicData {
        /// Versions 0-1, ignorable.
        pub topic_name: Str,
        /// Versions 2+, ignorable.
        pub topic_id: Uuid,
        /// Versions 0+.
        pub partitions: Vec<request::PartitionData>,
    }

    impl Struct for TopicData {
        const NAME: &'static str = "TopicData";
        const MIN_LEN: usize = 3;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            if v <= 1 {
                self.topic_name.read(d, v)?;
            }
            if v >= 2 {
                self.topic_id.read(d, v)?;
            }
            self.partitions.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            if v <= 1 {
                self.topic_name.write(s, v);
            }
            if v >= 2 {
                self.topic_id.write(s, v);
            }
            self.partitions.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for TopicData {
        fn fill(&mut self, r: &mut Random, v: Version) {
            if v <= 1 {
                self.topic_name.fill(r, v);
            }
            if v >= 2 {
                self.topic_id.fill(r, v);
            }
            self.partitions.fill(r, v);
        }
    }

    /// Part of [`AlterPartitionRequest`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartitionData {
        /// Versions 0+.
        pub partition_index: i32,
        /// Versions 0+.
        pub leader_epoch: i32,
        /// Versions 0-2.
        pub new_isr: Vec<i32>,
        /// Versions 3+.
        pub new_isr_with_epochs: Vec<BrokerState>,
        /// Versions 1+.
        pub leader_recovery_state: i8,
        /// Versions 0+.
        pub partition_epoch: i32,
    }

    impl Struct for PartitionData {
        const NAME: &'static str = "PartitionData";
        const MIN_LEN: usize = 14;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.partition_index.read(d, v)?;
            self.leader_epoch.read(d, v)?;
            if v <= 2 {
                self.new_isr.read(d, v)?;
            }
            if v == 3 {
                self.new_isr_with_epochs.read(d, v)?;
            }
            if v >= 1 {
                self.leader_recovery_state.read(d, v)?;
            }
            self.partition_epoch.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.partition_index.write(s, v);
            self.leader_epoch.write(s, v);
            if v <= 2 {
                self.new_isr.write(s, v);
            } else {
                s.absent(v, "new_isr", || !self.new_isr.is_empty());
            }
            if v == 3 {
                self.new_isr_with_epochs.write(s, v);
            } else {
                s.absent(v, "new_isr_with_epochs", || !self.new_isr_with_epochs.is_empty());
            }
            if v >= 1 {
                self.leader_recovery_state.write(s, v);
            } else {
                s.absent(v, "leader_recovery_state", || self.leader_recovery_state != 0);
            }
            self.partition_epoch.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for PartitionData {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.partition_index.fill(r, v);
            self.leader_epoch.fill(r, v);
            if v <= 2 {
                self.new_isr.fill(r, v);
            }
            if v == 3 {
                self.new_isr_with_epochs.fill(r, v);
            }
            if v >= 1 {
                self.leader_recovery_state.fill(r, v);
            }
            self.partition_epoch.fill(r, v);
        }
    }
}

/// `AlterPartitionResponse`: API key 56, versions 0-3.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterPartitionResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub topics: Vec<response::TopicData>,
}

impl Struct for AlterPartitionResponse {
    const NAME: &'static str = "AlterPartitionResponse";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AlterPartitionResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.topics.fill(r, v);
    }
}

message!(AlterPartitionResponse, 0, 3, Some(0));

/// Structs of [`AlterPartitionResponse`] whose names its counterpart uses too.
pub mod response {
    use super::*;

    /// Part of [`AlterPartitionResponse`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct TopicData {
        /// Versions 0-1, ignorable.
        pub topic_name: Str,
        /// Versions 2+, ignorable.
        pub topic_id: Uuid,
        /// Versions 0+.
        pub partitions: Vec<response::PartitionData>,
    }

    impl Struct for TopicData {
        const NAME: &'static str = "TopicData";
        const MIN_LEN: usize = 3;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            if v <= 1 {
                self.topic_name.read(d, v)?;
            }
            if v >= 2 {
                self.topic_id.read(d, v)?;
            }
            self.partitions.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            if v <= 1 {
                self.topic_name.write(s, v);
            }
            if v >= 2 {
                self.topic_id.write(s, v);
            }
            self.partitions.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for TopicData {
        fn fill(&mut self, r: &mut Random, v: Version) {
            if v <= 1 {
                self.topic_name.fill(r, v);
            }
            if v >= 2 {
                self.topic_id.fill(r, v);
            }
            self.partitions.fill(r, v);
        }
    }

    /// Part of [`AlterPartitionResponse`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartitionData {
        /// Versions 0+.
        pub partition_index: i32,
        /// Versions 0+.
        pub error_code: i16,
        /// Versions 0+.
        pub leader_id: i32,
        /// Versions 0+.
        pub leader_epoch: i32,
        /// Versions 0+.
        pub isr: Vec<i32>,
        /// Versions 1+, ignorable.
        pub leader_recovery_state: i8,
        /// Versions 0+.
        pub partition_epoch: i32,
    }

    impl Struct for PartitionData {
        const NAME: &'static str = "PartitionData";
        const MIN_LEN: usize = 20;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.partition_index.read(d, v)?;
            self.error_code.read(d, v)?;
            self.leader_id.read(d, v)?;
            self.leader_epoch.read(d, v)?;
            self.isr.read(d, v)?;
            if v >= 1 {
                self.leader_recovery_state.read(d, v)?;
            }
            self.partition_epoch.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.partition_index.write(s, v);
            self.error_code.write(s, v);
            self.leader_id.write(s, v);
            self.leader_epoch.write(s, v);
            self.isr.write(s, v);
            if v >= 1 {
                self.leader_recovery_state.write(s, v);
            }
            self.partition_epoch.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for PartitionData {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.partition_index.fill(r, v);
            self.error_code.fill(r, v);
            self.leader_id.fill(r, v);
            self.leader_epoch.fill(r, v);
            self.isr.fill(r, v);
            if v >= 1 {
                self.leader_recovery_state.fill(r, v);
            }
            self.partition_epoch.fill(r, v);
        }
    }
}
