//! DeleteTopics (20) (`ControllerApis.deleteTopics`, `ReplicationControlManager.deleteTopics`).

use std::collections::{BTreeMap, BTreeSet};

use wire::codec::{Str, Uuid};
use wire::messages::delete_topics::{DeletableTopicResult, DeleteTopicsRequest, DeleteTopicsResponse};
use wire::metadata::RemoveTopicRecord;

use super::{Outcome, Rule};
use crate::controller::pipeline::Write;
use crate::controller::refusal::Refusal;

/// How a topic was named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    Name(Str),
    Id(Uuid),
}

/// Deletes topics, named by name or, from version 6 on, by id. A topic that is named twice is not deleted.
pub(super) fn delete_topics(
    rule: &Rule<'_>,
    r: &DeleteTopicsRequest,
    version: i16,
) -> Result<Outcome<DeleteTopicsResponse>, Refusal> {
    if !rule.config.delete_topic_enable {
        let old = Refusal::Invalid("This version does not support topic deletion.".to_string());
        return Err(if version < 3 { old } else { Refusal::DeletionDisabled });
    }
    let mut results = Vec::new();
    let mut write = Write::default();
    let mut answer = |named: &Named, id: Uuid, result: Result<Option<Str>, Refusal>| {
        let (name, refusal) = match result {
            Ok(name) => (name, None),
            Err(refusal) => match named {
                Named::Name(name) => (Some(name.clone()), Some(refusal)),
                Named::Id(_) => (None, Some(refusal)),
            },
        };
        results.push(DeletableTopicResult {
            name,
            topic_id: id,
            error_code: refusal.as_ref().map_or(0, Refusal::wire_code),
            error_message: refusal.as_ref().and_then(Refusal::message),
        });
    };
    let mut deleted = BTreeSet::new();
    for (named, times) in named(r) {
        let (named, twice) = match named {
            Ok(named) => (named, times > 1),
            Err((named, reason)) => {
                let id = if let Named::Id(id) = &named { *id } else { Uuid::ZERO };
                answer(&named, id, Err(Refusal::Invalid(reason.to_string())));
                continue;
            }
        };
        match topic_of(rule, &named, twice) {
            Ok((id, name)) if deleted.insert(id) => {
                write.records.push(RemoveTopicRecord { topic_id: id }.into());
                answer(&named, id, Ok(Some(name)));
            }
            Ok((id, _)) => {
                let reason = "The provided topic name maps to an ID that was already supplied.";
                answer(&named, id, Err(Refusal::Invalid(reason.to_string())));
            }
            Err(refusal) => {
                let id = if let Named::Id(id) = &named { *id } else { Uuid::ZERO };
                answer(&named, id, Err(refusal));
            }
        }
    }
    Ok(Outcome { write, response: DeleteTopicsResponse { responses: results, ..Default::default() } })
}

type Misnamed = (Named, &'static str);

/// What was named, each once, in the order of the request, and how often.
fn named(r: &DeleteTopicsRequest) -> Vec<(Result<Named, Misnamed>, usize)> {
    let by_name = r.topic_names.iter().map(|name| Ok(Named::Name(name.clone())));
    let by_state = r.topics.iter().map(|topic| match (&topic.name, topic.topic_id) {
        (None, id) if id.is_zero() => Err((Named::Id(id), "Neither topic name nor id were specified.")),
        (None, id) => Ok(Named::Id(id)),
        (Some(name), id) if id.is_zero() => Ok(Named::Name(name.clone())),
        (Some(name), _) => {
            Err((Named::Name(name.clone()), "You may not specify both topic name and topic id."))
        }
    });
    let mut order = Vec::new();
    let mut times: BTreeMap<Named, usize> = BTreeMap::new();
    for named in by_name.chain(by_state) {
        match named {
            Ok(named) => {
                let count = times.entry(named.clone()).or_default();
                *count += 1;
                if *count == 1 {
                    order.push(Ok(named));
                }
            }
            wrong => order.push(wrong),
        }
    }
    order
        .into_iter()
        .map(|named| {
            let count = named.as_ref().ok().and_then(|named| times.get(named)).copied().unwrap_or(1);
            (named, count)
        })
        .collect()
}

fn topic_of(rule: &Rule<'_>, named: &Named, twice: bool) -> Result<(Uuid, Str), Refusal> {
    let topics = rule.image.topics();
    let topic = match named {
        Named::Name(_) if twice => return Err(Refusal::Invalid("Duplicate topic name.".to_string())),
        Named::Id(_) if twice => return Err(Refusal::Invalid("Duplicate topic id.".to_string())),
        Named::Name(name) => topics.by_name(name).ok_or_else(|| Refusal::UnknownTopic(name.to_string()))?,
        Named::Id(id) => topics.by_id(*id).ok_or(Refusal::UnknownTopicId(*id))?,
    };
    Ok((topic.id(), Str::from(topic.name().to_string())))
}
