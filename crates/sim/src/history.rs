//! [`History`]: all that was committed and answered in a run, and the check of each new event against it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use bytes::Bytes;
use metadata::controller::{Request, Response};
use metadata::image::Image;
use quorum::sim::{Observer, note};
use quorum::{Applied, VoterKey};
use wire::codec::Uuid;

use crate::invariants;

/// Images are compared as a whole at every so many entries, and at the end of a run.
const COMPARE_EVERY: u64 = 5;

/// A committed entry, as whoever applied it first has seen it.
struct Entry {
    applied: Applied,
    /// The image behind it.
    image: Image,
}

/// What has happened in a run.
#[derive(Default)]
pub(crate) struct History {
    /// The one log, by index.
    committed: Vec<Entry>,
    /// Who leads which term of the quorum.
    leaders: BTreeMap<u64, VoterKey>,
    /// Who leads which leader epoch of a partition.
    partition_leaders: BTreeMap<(Uuid, i32, i32), i32>,
    /// All topics that ever were, and those whose deletion was asked for.
    topics: BTreeSet<Uuid>,
    deleted: BTreeSet<Bytes>,
    /// Topics whose making was answered, with their names.
    acknowledged: BTreeMap<Uuid, String>,
    /// Blocks of producer ids that were given out.
    producer_ids: BTreeSet<i64>,
    pub(crate) counts: Counts,
}

impl History {
    /// A controller applied an entry, in one life; `before` is what it applied last in that life.
    pub(crate) fn applied(&mut self, node: VoterKey, before: Option<u64>, applied: &Applied, image: &Image) {
        note(applied.index);
        note(applied.term as u64);
        assert_eq!(
            applied.index,
            before.map_or(0, |before| before + 1),
            "{node} applies entries out of order"
        );
        if let Some(known) = self.committed.get(applied.index as usize) {
            assert_eq!(applied, &known.applied, "{node} applies something else than others have");
            assert_eq!((image.offset, image.epoch), (known.image.offset, known.image.epoch), "{node}");
            if applied.index.is_multiple_of(COMPARE_EVERY) {
                assert!(*image == known.image, "{node} has another image at offset {}", image.offset);
            }
            return;
        }
        assert_eq!(applied.index, self.committed.len() as u64, "{node} applies beyond the committed log");
        note(image.offset as u64);
        let empty = Image::new();
        let last = self.committed.last().map_or(&empty, |entry| &entry.image);
        invariants::step(last, image, &mut self.partition_leaders, &mut self.counts);
        self.topics.extend(image.topics().iter().map(|topic| topic.id()));
        self.counts.entries += 1;
        self.committed.push(Entry { applied: applied.clone(), image: image.clone() });
    }

    /// A node says that it leads a term, or a message of a leader was seen.
    pub(crate) fn led(&mut self, term: u64, leader: VoterKey) {
        let known = *self.leaders.entry(term).or_insert(leader);
        assert_eq!(known, leader, "term {term} has two leaders");
    }

    /// A controller begins to serve requests.
    pub(crate) fn controls(&mut self, term: i32, node: VoterKey) {
        note(term as u64);
        self.counts.controllers += 1;
        self.led(term as u64, node);
    }

    /// What a broker or controller has at an offset; the image that the log has there.
    pub(crate) fn follows(&mut self, who: &str, image: &Image, whole: bool) {
        if image.offset < 0 {
            return;
        }
        let at = self.committed.partition_point(|entry| entry.image.offset < image.offset);
        let known = self.committed.get(at).unwrap_or_else(|| panic!("{who} has more than is committed"));
        // In a transaction the visible image stands still.
        if known.image.offset == image.offset && whole {
            assert!(*image == known.image, "{who} has another image at offset {}", image.offset);
        }
        self.counts.followed += 1;
    }

    /// The last committed image.
    pub(crate) fn latest(&self) -> Image {
        self.committed.last().map(|entry| entry.image.clone()).unwrap_or_default()
    }

    /// Index of the last committed entry, and the offset behind it.
    pub(crate) fn end(&self) -> Option<(u64, i64)> {
        let last = &self.committed.last()?.applied;
        Some((last.index, last.base_offset + i64::from(last.count)))
    }

    /// Somebody has asked for the end of a topic: whatever comes of it, it may be gone.
    pub(crate) fn deletion_asked(&mut self, name: &str) {
        self.deleted.insert(Bytes::copy_from_slice(name.as_bytes()));
    }

    /// A controller gives an answer: what it says must be in the log.
    pub(crate) fn answered(&mut self, request: &Request, response: &Response) {
        let latest = self.latest();
        match (request, response) {
            (Request::CreateTopics(_), Response::CreateTopics(answer)) => {
                for topic in answer.topics.iter().filter(|topic| topic.error_code == 0) {
                    assert!(self.topics.contains(&topic.topic_id), "{} is not committed", topic.name);
                    self.acknowledged.insert(topic.topic_id, topic.name.to_string());
                    self.counts.acknowledged += 1;
                }
            }
            (Request::BrokerRegistration(r), Response::BrokerRegistration(answer))
                if answer.error_code == 0 =>
            {
                let broker = latest.brokers().get(r.broker_id);
                let known = broker.is_some_and(|broker| broker.epoch >= answer.broker_epoch);
                assert!(known, "the registration of broker {} is not committed", r.broker_id);
                self.counts.registrations += 1;
            }
            (Request::AllocateProducerIds(_), Response::AllocateProducerIds(answer))
                if answer.error_code == 0 =>
            {
                let start = answer.producer_id_start;
                assert!(self.producer_ids.insert(start), "producer ids from {start} on were given twice");
                let next = start + i64::from(answer.producer_id_len);
                assert!(latest.producer_ids().next >= next, "producer ids are not committed");
            }
            (Request::AlterPartition(r), Response::AlterPartition(answer)) => {
                for (asked, topic) in r.topics.iter().zip(&answer.topics) {
                    for p in topic.partitions.iter().filter(|p| p.error_code == 0) {
                        let Some(made) = latest.topics().by_id(asked.topic_id) else { continue };
                        let now = latest.topics().partition(made, p.partition_index).unwrap().to_partition();
                        assert!(now.partition_epoch >= p.partition_epoch, "an answered ISR is not committed");
                        self.counts.isr_changes += 1;
                    }
                }
            }
            _ => {}
        }
    }

    /// At the end of a run, when all is committed: what was answered is still there.
    pub(crate) fn check_acknowledged(&self) {
        let latest = self.latest();
        for (id, name) in self.acknowledged.iter().filter(|(_, name)| !self.deleted.contains(name.as_bytes()))
        {
            assert!(latest.topics().by_id(*id).is_some(), "topic {name} was acknowledged and is gone");
        }
    }
}

/// Tells the history what the network sees.
pub(crate) struct Watch(pub(crate) std::sync::Arc<parking_lot::Mutex<History>>);

impl Observer for Watch {
    fn led(&self, term: u64, leader: VoterKey) {
        self.0.lock().led(term, leader);
    }
}

macro_rules! counts {
    ($($(#[$doc:meta])* $field:ident,)*) => {
        /// How much happened in a run: a promise that was never tried is none.
        #[derive(Clone, Default, Debug)]
        pub struct Counts { $($(#[$doc])* pub $field: u64,)* }

        impl Counts {
            /// Adds another run's.
            pub fn add(&mut self, other: &Self) { $(self.$field += other.$field;)* }

            /// All of them, by name.
            pub fn fields(&self) -> Vec<(&'static str, u64)> { vec![$((stringify!($field), self.$field),)*] }
        }
    };
}

counts! {
    /// Entries committed.
    entries,
    /// Controllers that began to serve.
    controllers,
    /// Topics whose making was answered.
    acknowledged,
    /// Registrations of brokers that were answered.
    registrations,
    /// Changes of in-sync replicas that were answered.
    isr_changes,
    /// Leaders of partitions that were elected.
    elections,
    /// Brokers that were fenced.
    fencings,
    /// Batches that brokers have read.
    followed,
    /// Changes of the quorum's voters.
    voter_changes,
    /// Entries that the quorum did not take.
    refused_entries,
    /// Processes of controllers that were killed.
    crashes,
    /// Disks of controllers that were lost.
    wipes,
    /// Times that links were cut.
    cuts,
    /// Processes of controllers that ended because of their disk.
    disk_failures,
    /// Processes of brokers that were killed.
    broker_crashes,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields: Vec<String> = self.fields().iter().map(|(name, n)| format!("{n} {name}")).collect();
        f.write_str(&fields.join(", "))
    }
}
