//! [`Ask`]: a request on its way to a shard, and [`Answer`]: its answer on the way back.

use coordinator::{Request, RequestContext, Response};
use tokio::sync::{mpsc, oneshot};
use wire::error_code::ErrorCode;

use super::led::{LedPartitions, State};

/// A request for a shard.
pub(super) struct Ask {
    pub(super) context: RequestContext,
    pub(super) request: Request,
    pub(super) reply: oneshot::Sender<Response>,
}

/// An answer that is there, or that the shard's task gives.
pub(super) enum Answer {
    Now(Response),
    Later(oneshot::Receiver<Response>),
}

impl Answer {
    /// The answer. None only if the shard's task has ended as no task should.
    pub(super) async fn wait(self) -> Option<Response> {
        match self {
            Answer::Now(response) => Some(response),
            Answer::Later(response) => response.await.ok(),
        }
    }
}

impl LedPartitions {
    /// Hands requests to the shard of a partition, in order and together. Where there is no shard to take them, that is
    /// the answer: NOT_COORDINATOR; or COORDINATOR_LOAD_IN_PROGRESS, on which clients ask again, while it is being
    /// loaded and when its mailbox is full.
    pub(super) fn ask(&self, index: i32, context: &RequestContext, requests: Vec<Request>) -> Vec<Answer> {
        let refuse = |requests: &[Request]| {
            let refusal = |request| Response::refusal(request, context.version, ErrorCode::NotCoordinator);
            requests.iter().map(refusal).map(Answer::Now).collect()
        };
        match self.state(index) {
            Some(State::Loaded(mailbox)) => send(&mailbox, context, requests),
            Some(State::Loading) => requests
                .iter()
                .map(|request| Answer::Now(Response::while_loading(request, context.version)))
                .collect(),
            Some(State::Failed) | None => refuse(&requests),
        }
    }
}

fn send(mailbox: &mpsc::Sender<Vec<Ask>>, context: &RequestContext, requests: Vec<Request>) -> Vec<Answer> {
    let place = match mailbox.try_reserve() {
        Ok(place) => place,
        Err(error) => {
            let refusal = |request: &Request| match error {
                mpsc::error::TrySendError::Full(()) => Response::while_loading(request, context.version),
                mpsc::error::TrySendError::Closed(()) => {
                    Response::refusal(request, context.version, ErrorCode::NotCoordinator)
                }
            };
            return requests.iter().map(refusal).map(Answer::Now).collect();
        }
    };
    let mut answers = Vec::with_capacity(requests.len());
    let asks = requests.into_iter().map(|request| {
        let (reply, answer) = oneshot::channel();
        answers.push(Answer::Later(answer));
        Ask { context: context.clone(), request, reply }
    });
    place.send(asks.collect());
    answers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::groups::led::Leadership;
    use wire::codec::{Str, Uuid};
    use wire::messages::{HeartbeatRequest, SyncGroupRequest};

    fn requests() -> Vec<Request> {
        vec![Request::Heartbeat(HeartbeatRequest::default()), Request::SyncGroup(SyncGroupRequest::default())]
    }

    /// What a heartbeat and a SyncGroup are answered at once; nothing for what is to be answered later.
    fn codes(answers: Vec<Answer>) -> Vec<Option<ErrorCode>> {
        let code = |answer| match answer {
            Answer::Now(Response::Heartbeat(answer)) => Some(ErrorCode::from_code(answer.error_code)),
            Answer::Now(Response::SyncGroup(answer)) => Some(ErrorCode::from_code(answer.error_code)),
            Answer::Now(other) => panic!("{other:?}"),
            Answer::Later(_) => None,
        };
        answers.into_iter().map(code).collect()
    }

    #[test]
    fn a_request_that_no_shard_can_take_is_answered_so_that_its_client_asks_again() {
        let led = LedPartitions::default();
        let context =
            RequestContext { version: 4, client_id: Str::new(), client_host: Str::new(), random: 0 };
        let ask = || codes(led.ask(7, &context, requests()));
        let everywhere = |code| vec![Some(code), Some(code)];
        let busy = vec![Some(ErrorCode::None), Some(ErrorCode::CoordinatorLoadInProgress)];
        assert_eq!(ask(), everywhere(ErrorCode::NotCoordinator));

        let leadership = Leadership { topic_id: Uuid::from_u128(1), index: 7, leader_epoch: 1 };
        let _task = led.follow(&[leadership]);
        assert_eq!(ask(), busy);

        let (mailbox, receiver) = mpsc::channel(1);
        led.set(leadership, State::Loaded(mailbox));
        assert_eq!(ask(), [None, None]);
        assert_eq!(ask(), busy, "a full mailbox");
        drop(receiver);
        assert_eq!(ask(), everywhere(ErrorCode::NotCoordinator));
        led.set(leadership, State::Failed);
        assert_eq!(ask(), everywhere(ErrorCode::NotCoordinator));
    }
}
