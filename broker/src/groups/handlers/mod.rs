//! The group APIs: from requests to what shards understand, and from their answers to responses.
//!
//! In the synchronous stage a request is taken apart and handed to its shards, so that requests of one connection reach a
//! shard in the order in which they came. Waiting for the answers and putting them together comes later.
//!
//! Must not be here: any rule about a group. What the shard cannot know is: which topics exist, and where a group belongs.

mod admin;
mod by_partition;
mod membership;
mod offset_commit;
mod offset_delete;
mod offset_fetch;
mod topics;

use std::net::IpAddr;

use coordinator::{Request, Response, partition_for};
use metadata::image::Image;
use metadata::topic_name::CONSUMER_OFFSETS;
use wire::api::ApiKey;
use wire::codec::Str;
use wire::frame::RequestFrame;

use super::ask::Answer;
use super::host::GroupCoordinator;
use crate::api::{RequestContext, Unanswerable};
use crate::net::Outcome;

/// For requests that make no new member.
const NOT_RANDOM: u128 = 0;

impl GroupCoordinator {
    /// Serves a request; nothing if it is no group's.
    pub fn serve(
        &self,
        context: &RequestContext,
        frame: &RequestFrame,
    ) -> Option<Result<Outcome, Unanswerable>> {
        Some(match context.api {
            ApiKey::JoinGroup => self.join_group(context, frame),
            ApiKey::SyncGroup => self.sync_group(context, frame),
            ApiKey::Heartbeat => self.heartbeat(context, frame),
            ApiKey::LeaveGroup => self.leave_group(context, frame),
            ApiKey::OffsetCommit => self.offset_commit(context, frame),
            ApiKey::OffsetFetch => self.offset_fetch(context, frame),
            ApiKey::OffsetDelete => self.offset_delete(context, frame),
            ApiKey::DescribeGroups => self.describe_groups(context, frame),
            ApiKey::ListGroups => self.list_groups(context, frame),
            ApiKey::DeleteGroups => self.delete_groups(context, frame),
            _ => return None,
        })
    }

    /// Hands one request to the shard of its group; with a random number, where the shard has to have one.
    fn ask_one(&self, context: &RequestContext, group: &str, random: u128, request: Request) -> Answer {
        let index = partition_of(&self.view.load(), group);
        let asked = self.led.ask(index, &asker(context, random), vec![request]);
        #[allow(clippy::expect_used, reason = "each request has an answer")]
        asked.into_iter().next().expect("an answer to one request")
    }
}

/// Answers with what a shard says; `take` finds the message in it.
fn later<R: wire::codec::Request>(
    context: &RequestContext,
    answer: Answer,
    take: fn(Response) -> Option<R::Response>,
) -> Outcome
where
    R::Response: 'static,
{
    let context = context.clone();
    Outcome::later(async move { context.encode::<R>(&take(answer.wait().await?)?) })
}

/// The partition of `__consumer_offsets` that a group belongs to; 0 while there is no such topic.
fn partition_of(image: &Image, group: &str) -> i32 {
    let partitions = image.topics().by_name(CONSUMER_OFFSETS).map_or(0, |topic| topic.partition_count());
    partition_for(group, i32::try_from(partitions).unwrap_or(i32::MAX))
}

/// Who asks, as a shard is told. What may stay in a group is detached from the request's bytes by the shard.
fn asker(context: &RequestContext, random: u128) -> coordinator::RequestContext {
    coordinator::RequestContext {
        version: context.version,
        client_id: context.client_id.clone(),
        client_host: client_host(context.connection.peer.ip()),
        random,
    }
}

/// An address as Java's `InetAddress` prints it: with a slash, and IPv6 in eight groups without any left out.
fn client_host(address: IpAddr) -> Str {
    match address.to_canonical() {
        IpAddr::V4(address) => Str::from(format!("/{address}")),
        IpAddr::V6(address) => {
            let groups: Vec<String> = address.segments().iter().map(|group| format!("{group:x}")).collect();
            Str::from(format!("/{}", groups.join(":")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_look_as_javas_do() {
        let host = |address: &str| client_host(address.parse().unwrap()).to_string();
        assert_eq!(host("10.0.0.7"), "/10.0.0.7");
        assert_eq!(host("::1"), "/0:0:0:0:0:0:0:1");
        assert_eq!(host("fe80::12:a"), "/fe80:0:0:0:0:0:12:a");
        assert_eq!(host("::ffff:10.0.0.7"), "/10.0.0.7");
    }
}
