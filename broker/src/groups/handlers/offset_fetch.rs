//! OffsetFetch: each group asked of its shard, the answers put together for the version.

use coordinator::{GroupOffsets, Request, Response, fetched_response, requested_groups};
use wire::frame::RequestFrame;
use wire::messages::OffsetFetchRequest;

use super::{NOT_RANDOM, asker, by_partition};
use crate::api::{RequestContext, Unanswerable};
use crate::groups::ask::Answer;
use crate::groups::host::GroupCoordinator;
use crate::net::Outcome;

impl GroupCoordinator {
    pub(super) fn offset_fetch(
        &self,
        context: &RequestContext,
        frame: &RequestFrame,
    ) -> Result<Outcome, Unanswerable> {
        let request = context.body::<OffsetFetchRequest>(frame)?;
        let groups = requested_groups(&request, context.version);
        let parted = by_partition::part(&self.view.load(), groups, |group| &group.group_id);
        let asker = asker(context, NOT_RANDOM);
        let mut answers: Vec<(usize, Answer)> = Vec::new();
        for (index, groups) in parted {
            let (places, requests): (Vec<usize>, Vec<Request>) = groups
                .into_iter()
                .map(|(place, group)| {
                    let offsets = GroupOffsets { group, require_stable: request.require_stable };
                    (place, Request::OffsetFetch(offsets))
                })
                .unzip();
            answers.extend(places.into_iter().zip(self.led.ask(index, &asker, requests)));
        }
        let context = context.clone();
        Ok(Outcome::later(async move {
            let answers = by_partition::in_order(answers).await?.into_iter();
            let groups = answers.map(|response| match response {
                Response::OffsetFetch(group) => Some(group),
                _ => None,
            });
            let response = fetched_response(groups.collect::<Option<_>>()?, context.version);
            context.encode::<OffsetFetchRequest>(&response)
        }))
    }
}
