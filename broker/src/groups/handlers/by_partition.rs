//! Requests that name several groups: parted by partition, and their answers put back in order.

use std::collections::BTreeMap;

use coordinator::{Request, Response};
use metadata::image::Image;
use wire::codec::Str;

use super::{NOT_RANDOM, asker, partition_of};
use crate::api::RequestContext;
use crate::groups::ask::Answer;
use crate::groups::host::GroupCoordinator;

impl GroupCoordinator {
    /// Asks the shards of several groups at once; `request` makes a shard's request of the groups that are its own.
    pub(super) fn ask_shards(
        &self,
        context: &RequestContext,
        groups: Vec<Str>,
        request: fn(Vec<Str>) -> Request,
    ) -> Vec<Answer> {
        let parted = part(&self.view.load(), groups, |group| group);
        let asker = asker(context, NOT_RANDOM);
        let asked = parted.into_iter().flat_map(|(index, groups)| {
            let groups = groups.into_iter().map(|(_, group)| group).collect();
            self.led.ask(index, &asker, vec![request(groups)])
        });
        asked.collect()
    }
}

/// Parts what belongs to groups by the groups' partitions, each with its place.
pub(super) fn part<T>(
    image: &Image,
    all: Vec<T>,
    group: impl Fn(&T) -> &Str,
) -> BTreeMap<i32, Vec<(usize, T)>> {
    let mut parted: BTreeMap<i32, Vec<(usize, T)>> = BTreeMap::new();
    for (place, one) in all.into_iter().enumerate() {
        parted.entry(partition_of(image, group(&one))).or_default().push((place, one));
    }
    parted
}

/// All answers, in the order of the places that they were asked from.
pub(super) async fn in_order(answers: Vec<(usize, Answer)>) -> Option<Vec<Response>> {
    let mut given = Vec::with_capacity(answers.len());
    for (place, answer) in answers {
        given.push((place, answer.wait().await?));
    }
    given.sort_by_key(|(place, _)| *place);
    Some(given.into_iter().map(|(_, response)| response).collect())
}
