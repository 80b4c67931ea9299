//! [`TopicSettings`]: the two settings of topics that rules act on, for many topics at once.

use crate::configs::{Value, names, topic_definition};
use crate::image::{Image, Topic};

/// Looks settings up with what is in force for all topics read only once.
pub(super) struct TopicSettings<'a> {
    image: &'a Image,
    unclean: bool,
    min_isr: i64,
}

impl<'a> TopicSettings<'a> {
    pub(super) fn new(rule: &super::Rule<'a>) -> TopicSettings<'a> {
        let common = |name: &str| {
            let definition = topic_definition(name)?;
            let text = rule.config.node.effective(rule.image, definition, None).value?;
            definition.parse(&text).ok()
        };
        TopicSettings {
            image: rule.image,
            unclean: common(names::UNCLEAN_LEADER_ELECTION) == Some(Value::Boolean(true)),
            min_isr: common(names::MIN_INSYNC_REPLICAS).and_then(|value| value.number()).unwrap_or(1),
        }
    }

    fn own(&self, topic: &Topic, name: &str) -> Option<Value> {
        let text = self.image.configs().topic(topic.name())?.get(name)?;
        topic_definition(name)?.parse(text).ok()
    }

    /// Whether a replica that is not in sync may lead when no other can.
    pub(super) fn unclean(&self, topic: &Topic) -> bool {
        match self.own(topic, names::UNCLEAN_LEADER_ELECTION) {
            Some(value) => value == Value::Boolean(true),
            None => self.unclean,
        }
    }

    /// How many in-sync replicas a partition with that many replicas should have, at most all.
    pub(super) fn min_isr(&self, topic: &Topic, replicas: usize) -> usize {
        let own = self.own(topic, names::MIN_INSYNC_REPLICAS).and_then(|value| value.number());
        usize::try_from(own.unwrap_or(self.min_isr)).unwrap_or(1).min(replicas)
    }
}
