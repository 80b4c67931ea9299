//! [`ShardTask`]: the task of one shard: it hands events in, one by one, and does what the shard wants done.
//!
//! What comes together is handed in together before anything is appended, so that a busy shard appends in large batches.
//! One wait at a time is parked on the high watermark, for the oldest batch that is not committed.

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use coordinator::{
    Append, AppendError, DeletedTopic, Effects, Event, Loading, Note, Now, Response, Shard, Ticket,
};
use replica::waiting::{Outcome, Parked, Wait};
use tokio::sync::{mpsc, oneshot};
use tokio::time::sleep;
use tracing::{debug, info, warn};

use super::append::{Refused, Uncommitted, append_all};
use super::led::{Asks, LedTask, ShardCounts};
use super::load::leads;
use crate::clock::Clock;
use crate::replicas::{Replica, Replicas};

/// Requests, or requests that came together, that may wait for a shard. Beyond it callers are asked to come again.
pub(super) const MAILBOX_MAX: usize = 4096;
/// Taken out of the mailbox before what they want appended is.
const TAKEN_AT_ONCE: usize = 256;
/// Between attempts where too many wait for the high watermark already.
const REFUSED_PAUSE: Duration = Duration::from_millis(50);

/// Of what a task is made.
pub(super) struct ShardSetup {
    pub(super) replicas: Arc<Replicas>,
    pub(super) replica: Arc<Replica>,
    pub(super) leader_epoch: i32,
    pub(super) clock: Clock,
    pub(super) mailbox: mpsc::Receiver<Asks>,
    pub(super) led: LedTask,
}

/// A shard and what it needs.
pub(super) struct ShardTask {
    replicas: Arc<Replicas>,
    replica: Arc<Replica>,
    leader_epoch: i32,
    clock: Clock,
    shard: Shard,
    mailbox: mpsc::Receiver<Asks>,
    deletions: mpsc::UnboundedReceiver<Vec<DeletedTopic>>,
    resign: oneshot::Receiver<Infallible>,
    counts: Arc<ShardCounts>,
    /// Who waits for which answer.
    open: HashMap<Ticket, oneshot::Sender<Response>>,
    next_ticket: u64,
    /// Handed out by the shard and not appended.
    outbox: Vec<Append>,
    /// Oldest first.
    uncommitted: VecDeque<Uncommitted>,
    /// For the first of them.
    parked: Option<ParkedWait>,
    wake_at_ms: Option<i64>,
    /// The partition is not ours to write to any more.
    lost: bool,
}

struct ParkedWait {
    /// None while it is not on the list, which was full.
    wait: Option<Arc<Wait<oneshot::Sender<()>>>>,
    woken: oneshot::Receiver<()>,
}

/// What a task waits for.
enum Happened {
    Resign,
    HighWatermark,
    TopicsDeleted(Vec<DeletedTopic>),
    Asked(Asks),
    Time,
}

impl ShardTask {
    /// A shard of what was loaded.
    pub(super) fn new(setup: ShardSetup, loading: Loading) -> ShardTask {
        let ShardSetup { replicas, replica, leader_epoch, clock, mailbox, led } = setup;
        let (shard, effects) = loading.finish(now(clock));
        let mut task = ShardTask {
            replicas,
            replica,
            leader_epoch,
            clock,
            shard,
            mailbox,
            deletions: led.deletions,
            resign: led.resign,
            counts: led.counts,
            open: HashMap::new(),
            next_ticket: 0,
            outbox: Vec::new(),
            uncommitted: VecDeque::new(),
            parked: None,
            wake_at_ms: None,
            lost: false,
        };
        task.carry_out(effects);
        task.flush();
        task
    }

    /// Lives until the leadership is over, and answers everybody who is still waiting then.
    pub(super) async fn run(mut self) {
        while !self.lost {
            match self.next().await {
                Happened::Resign => break,
                Happened::HighWatermark => self.woken(),
                Happened::TopicsDeleted(topics) => self.step(Event::TopicsDeleted { topics }),
                Happened::Asked(asks) => self.asked(asks),
                Happened::Time => self.tick(),
            }
            self.flush();
        }
        self.resign();
    }

    async fn next(&mut self) -> Happened {
        let woken = self.parked.as_mut().map(|parked| &mut parked.woken);
        let woken = async {
            match woken {
                Some(woken) => drop(woken.await),
                None => pending().await,
            }
        };
        let (clock, wake_at_ms) = (self.clock, self.wake_at_ms);
        let time = async {
            match wake_at_ms {
                Some(at) => sleep(until(clock, at)).await,
                None => pending().await,
            }
        };
        tokio::select! {
            biased;
            _ = &mut self.resign => Happened::Resign,
            () = woken => Happened::HighWatermark,
            Some(topics) = self.deletions.recv() => Happened::TopicsDeleted(topics),
            asks = self.mailbox.recv() => asks.map_or(Happened::Resign, Happened::Asked),
            () = time => Happened::Time,
        }
    }

    fn asked(&mut self, asks: Asks) {
        self.ask_all(asks);
        for _ in 1..TAKEN_AT_ONCE {
            let Ok(asks) = self.mailbox.try_recv() else { break };
            self.ask_all(asks);
        }
        // A mailbox that is never empty must not stop the time.
        if self.wake_at_ms.is_some_and(|at| at <= now(self.clock).monotonic_ms) {
            self.tick();
        }
    }

    fn ask_all(&mut self, asks: Asks) {
        for ask in asks {
            let ticket = Ticket(self.next_ticket);
            self.next_ticket += 1;
            self.open.insert(ticket, ask.reply);
            self.step(Event::Request { ticket, context: ask.context, request: ask.request });
        }
    }

    /// The time has come; but what came before it is handed in before it.
    fn tick(&mut self) {
        for _ in 0..self.mailbox.len() {
            let Ok(asks) = self.mailbox.try_recv() else { break };
            self.ask_all(asks);
        }
        self.step(Event::Tick);
    }

    fn step(&mut self, event: Event) {
        let effects = self.shard.step(event, now(self.clock));
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Effects) {
        self.outbox.extend(effects.appends);
        for reply in effects.replies {
            if let Some(waiting) = self.open.remove(&reply.ticket) {
                // Nobody waits when the connection is gone.
                let _ = waiting.send(reply.response);
            }
        }
        effects.notes.iter().for_each(note);
        self.wake_at_ms = effects.wake_at_ms;
        self.counts.groups.store(self.shard.group_count(), Ordering::Relaxed);
    }

    /// Appends what was handed out. A refusal, or that something is committed at once, may make the shard hand out more.
    fn flush(&mut self) {
        while !self.lost {
            if self.outbox.is_empty() {
                self.park();
                if self.outbox.is_empty() {
                    return;
                }
            }
            let appends = std::mem::take(&mut self.outbox);
            let moment = self.replicas.moment();
            let appended =
                append_all(&self.replica, self.leader_epoch, &appends, &moment, &mut self.uncommitted);
            if let Err(Refused { from, cause }) = appended {
                self.lost = cause == AppendError::NotLeader;
                self.step(Event::AppendFailed { from, cause });
            }
        }
    }

    /// Waits for the oldest batch to be committed, which it may be already.
    fn park(&mut self) {
        while self.parked.is_none()
            && !self.lost
            && let Some(oldest) = self.uncommitted.front()
        {
            let (wake, woken) = oneshot::channel();
            let wait = Arc::new(Wait::for_all(1, wake));
            if self.replica.waits().park_acks(&wait, 0, oldest.end, oldest.generation) == Parked::Complete {
                self.settle(wait.outcome(0));
            } else {
                self.parked = Some(ParkedWait { wait: Some(wait), woken });
            }
        }
    }

    fn woken(&mut self) {
        if let Some(wait) = self.parked.take().and_then(|parked| parked.wait) {
            self.settle(wait.outcome(0));
        }
    }

    /// What became of the oldest batch.
    fn settle(&mut self, outcome: Outcome) {
        match outcome {
            // However many were in sync: it is committed, and nothing takes it out of the log again.
            Outcome::Reached | Outcome::NotEnoughReplicas => self.committed(),
            Outcome::Refused => self.park_later(),
            Outcome::Interrupted | Outcome::Waiting => self.lost = true,
        }
    }

    fn committed(&mut self) {
        let Some(oldest) = self.uncommitted.front() else { return };
        // The high watermark of another epoch would tell of somebody else's records.
        let seen = self.replica.view();
        let is_ours = leads(&self.replica, self.leader_epoch) && seen.leader_epoch == self.leader_epoch;
        let committed = if is_ours { seen.high_watermark.max(oldest.end) } else { oldest.end };
        let mut through = oldest.last;
        while let Some(batch) = self.uncommitted.pop_front_if(|batch| batch.end <= committed) {
            through = batch.last;
        }
        self.step(Event::Committed { through });
    }

    fn park_later(&mut self) {
        let (wake, woken) = oneshot::channel();
        tokio::spawn(async move {
            sleep(REFUSED_PAUSE).await;
            let _ = wake.send(());
        });
        self.parked = Some(ParkedWait { wait: None, woken });
    }

    /// The leadership is over. Whatever was asked is answered with that.
    fn resign(mut self) {
        self.mailbox.close();
        if let Some(wait) = self.parked.take().and_then(|parked| parked.wait) {
            wait.expire();
        }
        self.step(Event::Resign);
        while let Ok(asks) = self.mailbox.try_recv() {
            self.ask_all(asks);
        }
        debug!(partition = %self.replica.name(), leader_epoch = self.leader_epoch, "its groups are coordinated elsewhere now");
    }
}

fn now(clock: Clock) -> Now {
    Now { epoch_ms: clock.wall_ms(), monotonic_ms: clock.mono_ms() as i64 }
}

fn until(clock: Clock, at_ms: i64) -> Duration {
    Duration::from_millis(u64::try_from(at_ms.saturating_sub(now(clock).monotonic_ms)).unwrap_or(0))
}

fn note(note: &Note) {
    match note {
        Note::Rebalancing { group, generation, reason } => {
            info!(%group, generation, reason, "rebalances");
        }
        Note::Joined { group, generation, members } => info!(%group, generation, members, "all have joined"),
        Note::Stable { group, generation } => info!(%group, generation, "stable"),
        Note::Empty { group, generation } => info!(%group, generation, "empty"),
        Note::MemberRemoved { group, member, reason } => info!(%group, %member, reason, "a member is gone"),
        Note::Deleted { group, expired: true } => debug!(%group, "expired"),
        Note::Deleted { group, expired: false } => info!(%group, "deleted"),
        Note::AppendFailed { batches, cause } => warn!(batches, %cause, "changes of groups are undone"),
    }
}
