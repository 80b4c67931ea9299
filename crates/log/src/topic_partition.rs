//! [`TopicPartition`] and [`PartitionDir`]: partitions, and the names of the directories that hold them.
//!
//! A directory is called `<topic>-<partition>`, or `<topic>-<partition>.<id>-delete`, `-future` or `-stray`
//! (`org.apache.kafka.storage.internals.log.LocalLog.parseTopicPartitionName`).

use std::fmt;
use std::sync::Arc;

/// A partition of a topic, by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicPartition {
    /// The topic's name.
    pub topic: Arc<str>,
    /// The partition's number, not negative.
    pub partition: i32,
}

impl TopicPartition {
    /// A partition.
    pub fn new(topic: impl Into<Arc<str>>, partition: i32) -> Self {
        Self { topic: topic.into(), partition }
    }
}

impl fmt::Display for TopicPartition {
    /// `topic-partition`, as Kafka writes it and as the directory is called.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.topic, self.partition)
    }
}

/// What a partition's directory is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DirState {
    /// It is the replica.
    Current,
    /// It is being deleted; nothing in it counts any more. Its topic's name may be cut.
    Deleted,
    /// It is being filled to replace the replica in another directory.
    Future,
    /// It is a replica that the cluster does not want here: set aside, for a human to look at.
    Stray,
}

impl DirState {
    fn suffix(self) -> &'static str {
        match self {
            DirState::Current => "",
            DirState::Deleted => "-delete",
            DirState::Future => "-future",
            DirState::Stray => "-stray",
        }
    }
}

/// The longest name of a directory on the file systems we run on.
const NAME_MAX: usize = 255;

/// A partition's directory, by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartitionDir {
    /// The directory's name within its log directory.
    pub name: String,
    /// Whose it is. Of a deleted or stray one the topic's name may be cut.
    pub partition: TopicPartition,
    /// What it is there for.
    pub state: DirState,
}

impl PartitionDir {
    /// The directory of a replica.
    pub fn current(partition: TopicPartition) -> Self {
        Self { name: partition.to_string(), partition, state: DirState::Current }
    }

    /// The directory of a partition in another state. `id` makes it unique: 16 random bytes. As Kafka does, the topic's
    /// name is cut where the whole would be too long.
    pub fn with_state(partition: TopicPartition, state: DirState, id: [u8; 16]) -> Self {
        if state == DirState::Current {
            return Self::current(partition);
        }
        let id = u128::from_be_bytes(id);
        let rest = format!("-{}.{id:032x}{}", partition.partition, state.suffix());
        let mut kept = partition.topic.len().min(NAME_MAX.saturating_sub(rest.len()));
        while !partition.topic.is_char_boundary(kept) {
            kept -= 1;
        }
        Self { name: format!("{}{rest}", &partition.topic[..kept]), partition, state }
    }

    /// Reads a directory's name; `None` when it is not a partition's.
    pub fn parse(name: &str) -> Option<Self> {
        let state = [DirState::Deleted, DirState::Future, DirState::Stray]
            .into_iter()
            .find(|state| name.ends_with(state.suffix()))
            .unwrap_or(DirState::Current);
        let of = match state {
            DirState::Current => name,
            // The id is behind the last dot; a topic's name may have dots of its own.
            _ => name.strip_suffix(state.suffix())?.rsplit_once('.').filter(|(_, id)| !id.is_empty())?.0,
        };
        let (topic, number) = of.rsplit_once('-')?;
        if topic.is_empty() || number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let partition = TopicPartition::new(topic, number.parse().ok()?);
        Some(Self { name: name.to_owned(), partition, state })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for topic in ["orders", "a-b.c_d", "x-delete", "metrics-7"] {
            let tp = TopicPartition::new(topic, 12);
            let current = PartitionDir::current(tp.clone());
            assert_eq!(PartitionDir::parse(&current.name), Some(current));
            for state in [DirState::Deleted, DirState::Future, DirState::Stray] {
                let dir = PartitionDir::with_state(tp.clone(), state, [0xab; 16]);
                assert_eq!(PartitionDir::parse(&dir.name), Some(dir));
            }
        }
        let deleted = PartitionDir::with_state(TopicPartition::new("t", 0), DirState::Deleted, [1; 16]);
        assert_eq!(deleted.name, "t-0.01010101010101010101010101010101-delete");
    }

    #[test]
    fn the_longest_topic_name_still_makes_a_directory_name() {
        let tp = TopicPartition::new("t".repeat(249), 2_000_000_000);
        let dir = PartitionDir::with_state(tp, DirState::Stray, [255; 16]);
        assert_eq!(dir.name.len(), 255);
        assert_eq!(PartitionDir::parse(&dir.name).unwrap().partition.partition, 2_000_000_000);
    }

    #[test]
    fn other_directories_are_not_partitions() {
        for name in [
            "lost+found",
            "orders",
            "orders-",
            "-1",
            "orders-x",
            "a-0.-delete",
            "a-1-delete",
            "a-99999999999",
        ] {
            assert_eq!(PartitionDir::parse(name), None, "{name}");
        }
    }
}
