//! Announces this node to the leader, as long as nobody leads it.
//!
//! Who does: a blank directory, until a leader takes it in; a learner that has not heard from a leader for a while, because
//! it may have been dropped for its silence; and whoever was started and has not met a leader since. The last may have been
//! removed: its log need not say so, for the entry that ends a change does not go to who leaves. A leader answers a voter
//! that it is one, and lets anybody else follow without a vote, as any controller of Kafka's may.
//!
//! A directory that is removed while it runs does not announce itself: who was sent away does not come back by itself
//! (KAFKA-19850). Whoever starts it again has a use for it.

use std::sync::Arc;
use std::time::Duration;

use openraft::Instant;

use super::{InstantOf, Node, Standing};
use crate::peer::message::{AnnounceOutcome, Request, Response};
use crate::peers::CallError;
use crate::runtime::{Runtime, spawn};
use crate::{Member, NotTakenIn};

/// Spawns the task; it ends with the node.
pub(super) fn begin<RT: Runtime>(node: &Arc<Node<RT>>) {
    let weak = Arc::downgrade(node);
    let mut attempt = 0;
    spawn::<RT>(async move {
        // Not a strong reference over a wait: the task must not keep a node alive that everybody else has dropped.
        while let Some(node) = weak.upgrade() {
            if node.stopping.load(std::sync::atomic::Ordering::Relaxed) || node.fatal.borrow().is_some() {
                return;
            }
            let pause = node.config.timing.announce_interval;
            if node.is_led_by_nobody() {
                node.announce(attempt).await;
                attempt += 1;
            } else {
                node.tell_not_taken_in(None);
            }
            drop(node);
            RT::sleep(pause).await;
        }
    });
}

impl<RT: Runtime> Node<RT> {
    fn is_led_by_nobody(&self) -> bool {
        let blank = self.wal.last().is_none();
        if blank && *self.standing.lock() == Standing::Founding {
            return false;
        }
        let learner = self.membership.borrow().learners.contains_key(&self.config.key);
        let silence = self.config.timing.quorum_timeout;
        let now = InstantOf::<RT>::now();
        let Some(heard) = *self.leader_heard.lock() else { return true };
        (blank || learner) && now.saturating_duration_since(heard) > silence
    }

    /// Asks one bootstrap server, and the leader that it names.
    async fn announce(&self, attempt: u64) {
        let blank = self.wal.last().is_none().then_some(self.life);
        let request = Request::Announce { endpoints: self.config.endpoints.clone(), blank };
        let timeout = self.announce_timeout();
        let mut answer = self.peers.call_bootstrap::<RT>(attempt, &request, timeout).await;
        if let Ok(Response::Announce(AnnounceOutcome::NotLeader(Some(leader)))) = answer {
            answer = self.ask_leader(leader, &request, timeout).await;
        }
        match answer {
            Ok(Response::Announce(AnnounceOutcome::TakenIn)) => self.taken_in(),
            Ok(Response::Announce(AnnounceOutcome::NotWanted(reason))) => {
                self.tell_not_taken_in(Some(NotTakenIn::Refused(reason)));
            }
            Ok(Response::Announce(AnnounceOutcome::LostLog)) => {
                self.tell_not_taken_in(Some(NotTakenIn::LostLog {
                    voter: self.config.key,
                    log: self.config.dir(),
                }));
            }
            other => tracing::debug!("an announcement has found no leader: {other:?}"),
        }
    }

    async fn ask_leader(
        &self,
        leader: Member,
        request: &Request,
        timeout: Duration,
    ) -> Result<Response, CallError> {
        self.peers.call::<RT>(leader.key, &leader.endpoints, request, timeout).await
    }

    /// Being taken in waits for a commit.
    fn announce_timeout(&self) -> Duration {
        self.config.timing.quorum_timeout
    }

    fn tell_not_taken_in(&self, why: Option<NotTakenIn>) {
        self.not_taken_in.send_if_modified(|known| {
            let changed = *known != why;
            *known = why;
            changed
        });
    }

    fn taken_in(&self) {
        self.tell_not_taken_in(None);
        let mut standing = self.standing.lock();
        if *standing == Standing::Blank {
            *standing = Standing::Member;
        }
    }
}
