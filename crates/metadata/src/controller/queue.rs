//! [`Queue`]: requests that wait until the log has room, the urgent first.

use std::collections::VecDeque;

use super::event::Ticket;
use super::request::{Priority, Request};

/// The most requests that wait. Beyond it the least urgent are refused.
pub const MAX_WAITING: usize = 10_000;

/// A request that waits.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Waiting {
    pub(super) ticket: Ticket,
    pub(super) request: Request,
    pub(super) version: i16,
    pub(super) forwarded: bool,
}

/// Requests in the order in which they are served: by priority, then as they came.
#[derive(Debug, Default)]
pub(super) struct Queue {
    liveness: VecDeque<Waiting>,
    data: VecDeque<Waiting>,
    admin: VecDeque<Waiting>,
}

impl Queue {
    pub(super) fn len(&self) -> usize {
        self.liveness.len() + self.data.len() + self.admin.len()
    }

    /// Puts a request behind those of its priority; gives back one that has to be refused for it.
    pub(super) fn push(&mut self, waiting: Waiting) -> Option<Waiting> {
        let priority = waiting.request.priority();
        let mut refused = None;
        if self.len() >= MAX_WAITING {
            refused = match priority {
                Priority::Liveness => self.admin.pop_back().or_else(|| self.data.pop_back()),
                Priority::Data => self.admin.pop_back(),
                Priority::Admin => None,
            };
            if refused.is_none() {
                return Some(waiting);
            }
        }
        match priority {
            Priority::Liveness => self.liveness.push_back(waiting),
            Priority::Data => self.data.push_back(waiting),
            Priority::Admin => self.admin.push_back(waiting),
        }
        refused
    }

    pub(super) fn pop(&mut self) -> Option<Waiting> {
        self.liveness.pop_front().or_else(|| self.data.pop_front()).or_else(|| self.admin.pop_front())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use wire::messages::alter_partition::AlterPartitionRequest;
    use wire::messages::broker_heartbeat::BrokerHeartbeatRequest;

    fn waiting(ticket: u64, request: Request) -> Waiting {
        Waiting { ticket: Ticket(ticket), request, version: 0, forwarded: false }
    }

    #[test]
    fn the_urgent_go_first_and_the_least_urgent_are_refused() {
        let admin = || Request::MayStop(BTreeSet::new());
        let data = || Request::AlterPartition(AlterPartitionRequest::default());
        let alive = || Request::BrokerHeartbeat(BrokerHeartbeatRequest::default());
        let mut queue = Queue::default();
        for ticket in 0..MAX_WAITING as u64 {
            assert_eq!(queue.push(waiting(ticket, admin())), None);
        }
        assert_eq!(queue.push(waiting(70_000, admin())).unwrap().ticket, Ticket(70_000));
        assert_eq!(queue.push(waiting(70_001, data())).unwrap().ticket, Ticket(MAX_WAITING as u64 - 1));
        assert_eq!(queue.push(waiting(70_002, alive())).unwrap().ticket, Ticket(MAX_WAITING as u64 - 2));
        assert_eq!(queue.len(), MAX_WAITING);
        let order: Vec<u64> = std::iter::from_fn(|| queue.pop()).take(4).map(|w| w.ticket.0).collect();
        assert_eq!(order, [70_002, 70_001, 0, 1]);
    }
}
