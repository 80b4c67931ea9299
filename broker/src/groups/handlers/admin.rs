//! DescribeGroups, DeleteGroups, ListGroups: what concerns groups of several shards.

use std::collections::BTreeSet;

use coordinator::{Request, Response};
use wire::error_code::ErrorCode;
use wire::frame::RequestFrame;
use wire::messages::describe_groups::DescribedGroup;
use wire::messages::{
    DeleteGroupsRequest, DeleteGroupsResponse, DescribeGroupsRequest, DescribeGroupsResponse,
    ListGroupsRequest, ListGroupsResponse,
};

use super::{NOT_RANDOM, asker};
use crate::api::{RequestContext, Unanswerable};
use crate::groups::ask::Answer;
use crate::groups::host::GroupCoordinator;
use crate::groups::led::State;
use crate::net::Outcome;

/// What anybody may do with a group where nothing is authorised, as bits: read (3), delete (6), describe (8), describe its
/// configuration (10), alter it (11) (`AclEntry.supportedOperations`).
const ALL_OPERATIONS: i32 = 1 << 3 | 1 << 6 | 1 << 8 | 1 << 10 | 1 << 11;

impl GroupCoordinator {
    pub(super) fn describe_groups(
        &self,
        context: &RequestContext,
        frame: &RequestFrame,
    ) -> Result<Outcome, Unanswerable> {
        let request = context.body::<DescribeGroupsRequest>(frame)?;
        let with_operations = request.include_authorized_operations;
        let answers = self.ask_shards(context, request.groups, Request::DescribeGroups);
        let context = context.clone();
        Ok(Outcome::later(async move {
            let mut groups = Vec::new();
            for answer in answers {
                let Response::DescribeGroups(described) = answer.wait().await? else { return None };
                groups.extend(described);
            }
            if with_operations {
                tell_operations(&mut groups);
            }
            let response = DescribeGroupsResponse { groups, ..Default::default() };
            context.encode::<DescribeGroupsRequest>(&response)
        }))
    }

    pub(super) fn delete_groups(
        &self,
        context: &RequestContext,
        frame: &RequestFrame,
    ) -> Result<Outcome, Unanswerable> {
        let mut request = context.body::<DeleteGroupsRequest>(frame)?;
        let mut seen = BTreeSet::new();
        request.groups_names.retain(|group| seen.insert(group.clone()));
        let answers = self.ask_shards(context, request.groups_names, Request::DeleteGroups);
        let context = context.clone();
        Ok(Outcome::later(async move {
            let mut results = Vec::new();
            for answer in answers {
                let Response::DeleteGroups(deleted) = answer.wait().await? else { return None };
                results.extend(deleted);
            }
            let response = DeleteGroupsResponse { results, ..Default::default() };
            context.encode::<DeleteGroupsRequest>(&response)
        }))
    }

    /// All groups of this broker: while one of its partitions is being loaded, nobody can tell.
    pub(super) fn list_groups(
        &self,
        context: &RequestContext,
        frame: &RequestFrame,
    ) -> Result<Outcome, Unanswerable> {
        let request = context.body::<ListGroupsRequest>(frame)?;
        let asker = asker(context, NOT_RANDOM);
        let led = self.led.states();
        let asked = led.into_iter().filter(|(_, state)| !matches!(state, State::Failed));
        let answers: Vec<Answer> = asked
            .flat_map(|(index, _)| self.led.ask(index, &asker, vec![Request::ListGroups(request.clone())]))
            .collect();
        let context = context.clone();
        Ok(Outcome::later(async move {
            let mut lists = Vec::with_capacity(answers.len());
            for answer in answers {
                let Response::ListGroups(list) = answer.wait().await? else { return None };
                lists.push(list);
            }
            context.encode::<ListGroupsRequest>(&merged(lists))
        }))
    }
}

fn tell_operations(groups: &mut [DescribedGroup]) {
    let described = groups.iter_mut().filter(|group| group.error_code == ErrorCode::None.code());
    described.for_each(|group| group.authorized_operations = ALL_OPERATIONS);
}

/// One list of all: the first error, if there is one that does not only say that a partition has gone elsewhere.
fn merged(lists: Vec<ListGroupsResponse>) -> ListGroupsResponse {
    let mut all = ListGroupsResponse::default();
    for list in lists {
        match ErrorCode::from_code(list.error_code) {
            ErrorCode::None => all.groups.extend(list.groups),
            ErrorCode::NotCoordinator => {}
            code => return ListGroupsResponse { error_code: code.code(), ..Default::default() },
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::messages::list_groups::ListedGroup;

    fn list(code: ErrorCode, groups: &[&'static str]) -> ListGroupsResponse {
        let listed = |id: &&'static str| ListedGroup { group_id: (*id).into(), ..Default::default() };
        ListGroupsResponse {
            error_code: code.code(),
            groups: groups.iter().map(listed).collect(),
            ..Default::default()
        }
    }

    #[test]
    fn a_list_is_whole_or_an_error_and_partitions_that_left_are_no_error() {
        let lists = || {
            vec![
                list(ErrorCode::None, &["a"]),
                list(ErrorCode::NotCoordinator, &[]),
                list(ErrorCode::None, &["b"]),
            ]
        };
        assert_eq!(merged(lists()), list(ErrorCode::None, &["a", "b"]));
        let mut loading = lists();
        loading.push(list(ErrorCode::CoordinatorLoadInProgress, &[]));
        assert_eq!(merged(loading), list(ErrorCode::CoordinatorLoadInProgress, &[]));
    }

    #[test]
    fn operations_are_told_of_groups_that_there_are() {
        let mut groups = [DescribedGroup::default(), DescribedGroup { error_code: 69, ..Default::default() }];
        tell_operations(&mut groups);
        assert_eq!([groups[0].authorized_operations, groups[1].authorized_operations], [3400, i32::MIN]);
    }
}
