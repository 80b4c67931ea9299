//! Which of the partitions that a request names exist: a shard does not know topics.

use metadata::image::Image;
use wire::codec::{Str, Uuid};

/// The id of a topic; nothing if there is none of that name.
pub(super) fn topic_id(image: &Image, name: &Str) -> Option<Uuid> {
    image.topics().by_name(name).map(|topic| topic.id())
}

/// Parts the partitions of a topic into those that there are and those that there are not.
pub(super) fn part<P>(
    image: &Image,
    topic: Uuid,
    partitions: Vec<P>,
    index: impl Fn(&P) -> i32,
) -> (Vec<P>, Vec<P>) {
    let topics = image.topics();
    let topic = topics.by_id(topic);
    partitions
        .into_iter()
        .partition(|partition| topic.is_some_and(|topic| topics.partition(topic, index(partition)).is_some()))
}
