//! Which topics a group reads, as far as its members say so.
//!
//! Only members of the type `consumer` speak a language the coordinator knows, and of that only the part that never changes:
//! the topics at its front. Offsets of topics a group reads do not expire and cannot be deleted.

use std::collections::BTreeSet;

use bytes::Bytes;
use wire::codec::{Decoder, Message, Str};
use wire::data::ConsumerProtocolSubscription;

use super::group::ClassicGroup;

/// The type of groups whose members are Kafka's consumers.
const CONSUMER: &str = "consumer";

impl ClassicGroup {
    pub(crate) fn uses_consumer_protocol(&self) -> bool {
        self.protocol_type.as_ref().is_some_and(|protocol_type| *protocol_type == *CONSUMER)
    }

    /// Whether the members read a topic. Unknown counts as yes for consumers, who might, and as no for others
    /// (`ClassicGroup.isSubscribedToTopic`).
    pub(crate) fn is_subscribed_to(&self, topic: &str) -> bool {
        match &self.subscribed_topics {
            Some(topics) => topics.contains(topic),
            None => self.uses_consumer_protocol(),
        }
    }

    /// What the members say under the protocol they agreed on. Nothing if they are no consumers or cannot be understood.
    pub(crate) fn computed_subscription(&self) -> Option<BTreeSet<Str>> {
        if !self.uses_consumer_protocol() {
            return None;
        }
        if self.members.is_empty() {
            return Some(BTreeSet::new());
        }
        let protocol = self.protocol_name.as_ref()?;
        let mut topics = BTreeSet::new();
        for member in self.members.values() {
            topics.extend(subscribed_topics(member.metadata(protocol)?)?);
        }
        Some(topics)
    }
}

/// The topics of a consumer's subscription, whatever its version: each begins with what version 0 is.
fn subscribed_topics(metadata: &Bytes) -> Option<Vec<Str>> {
    let after_version = metadata.len().checked_sub(2).map(|_| metadata.slice(2..))?;
    let mut d = Decoder::new(&after_version);
    let subscription = ConsumerProtocolSubscription::decode(&mut d, 0).ok()?;
    Some(subscription.topics)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_read_whatever_the_version() {
        for version in 0..=3_i16 {
            let subscription = ConsumerProtocolSubscription {
                topics: vec![Str::from("a"), Str::from("b")],
                ..Default::default()
            };
            let mut bytes = version.to_be_bytes().to_vec();
            bytes.extend_from_slice(&subscription.to_bytes(version).unwrap());
            let topics = subscribed_topics(&Bytes::from(bytes)).unwrap();
            assert_eq!(topics, [Str::from("a"), Str::from("b")]);
        }
    }

    #[test]
    fn what_is_no_subscription_names_no_topics() {
        for bytes in [&b""[..], b"\0", b"\0\0", b"\0\0\x7f\xff\xff\xff", b"\0\0\0\0\0\x01\0\x05a"] {
            assert_eq!(subscribed_topics(&Bytes::from_static(bytes)), None, "{bytes:?}");
        }
    }
}
