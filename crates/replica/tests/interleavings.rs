//! Every interleaving of a few threads on the wait lists and the published view, by loom.
//!
//! Their sources are compiled here a second time, with loom's types in place of the real ones, so no feature and no
//! flag stands between them and `cargo test`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]
#![allow(dead_code, unreachable_pub, unused_imports, reason = "not all of the sources is used here")]

/// Loom's types under the names that the sources use.
mod sync {
    pub(crate) use loom::sync::Arc;
    pub(crate) use loom::sync::atomic::{AtomicI64, AtomicU8, AtomicU64, Ordering, fence};

    #[derive(Debug)]
    pub(crate) struct Mutex<T>(loom::sync::Mutex<T>);

    impl<T> Mutex<T> {
        pub(crate) fn new(value: T) -> Mutex<T> {
            Mutex(loom::sync::Mutex::new(value))
        }

        pub(crate) fn lock(&self) -> loom::sync::MutexGuard<'_, T> {
            self.0.lock().expect("no thread panics while it holds it")
        }
    }

    pub(crate) fn pause() {
        loom::thread::yield_now();
    }
}

mod view {
    pub(crate) use ferryman_replica::{PartitionView, RoleKind};
}

#[path = "../src/waiting/list.rs"]
mod list;
#[path = "../src/published.rs"]
mod published;
#[path = "../src/waiting/wait.rs"]
mod wait;

use list::{Parked, Until, WaitList};
use loom::thread;
use published::PublishedView;
use sync::Arc;
use view::{PartitionView, RoleKind};
use wait::{Outcome, Wait};

type Name = &'static str;

fn explore(threads: impl Fn() + Sync + Send + 'static) {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(threads);
}

fn new_list(reached: i64) -> Arc<WaitList<Name>> {
    Arc::new(WaitList::new(1, reached, 0, 10))
}

/// Answers what a call handed out; how often that happened.
fn answer(ready: Vec<Arc<Wait<Name>>>) -> usize {
    ready.iter().filter(|wait| wait.take().is_some()).count()
}

/// Parks, and answers if that is left to the one who parks.
fn park(list: &WaitList<Name>, wait: &Arc<Wait<Name>>, slot: usize, until: Until) -> usize {
    match list.park(wait, slot, until, 1) {
        Parked::Complete => usize::from(wait.take().is_some()),
        Parked::Waiting | Parked::Over => 0,
    }
}

fn advance(list: &WaitList<Name>, to: i64, bytes: u64) -> usize {
    let mut ready = Vec::new();
    list.advance(to, bytes, &mut ready);
    answer(ready)
}

#[test]
fn no_wakeup_is_lost_between_parking_and_an_advance() {
    explore(|| {
        let (list, wait) = (new_list(0), Arc::new(Wait::for_all(1, "acks")));
        let mover = {
            let list = Arc::clone(&list);
            thread::spawn(move || advance(&list, 1, 0) + advance(&list, 2, 0))
        };
        let parked = park(&list, &wait, 0, Until::Reached(2));
        let woken = mover.join().unwrap();
        assert_eq!(parked + woken, 1, "answered once, and not never");
        assert_eq!(wait.outcome(0), Outcome::Reached);
    });
}

#[test]
fn no_bytes_are_lost_between_parking_and_an_advance() {
    explore(|| {
        let (list, wait) = (new_list(0), Arc::new(Wait::for_bytes(1, 20, "fetch")));
        let mover = {
            let list = Arc::clone(&list);
            thread::spawn(move || advance(&list, 1, 10) + advance(&list, 2, 20))
        };
        let parked = park(&list, &wait, 0, Until::MoreThan { offset: 0, bytes: 0, at_most: 100 });
        assert_eq!(parked + mover.join().unwrap(), 1);
    });
}

#[test]
fn a_request_on_two_partitions_is_answered_once() {
    explore(|| {
        let (one, two) = (new_list(0), new_list(0));
        let wait = Arc::new(Wait::for_all(2, "acks"));
        let mover = {
            let one = Arc::clone(&one);
            thread::spawn(move || advance(&one, 1, 0))
        };
        let other = {
            let two = Arc::clone(&two);
            thread::spawn(move || advance(&two, 1, 0))
        };
        let parked = park(&one, &wait, 0, Until::Reached(1)) + park(&two, &wait, 1, Until::Reached(1));
        assert_eq!(parked + mover.join().unwrap() + other.join().unwrap(), 1);
    });
}

#[test]
fn a_timeout_and_a_completion_answer_once_between_them() {
    explore(|| {
        let (list, wait) = (new_list(0), Arc::new(Wait::for_all(1, "acks")));
        list.park(&wait, 0, Until::Reached(1), 1);
        let mover = {
            let list = Arc::clone(&list);
            thread::spawn(move || advance(&list, 1, 0))
        };
        let expired = usize::from(wait.expire().is_some());
        assert_eq!(expired + mover.join().unwrap(), 1);
    });
}

#[test]
fn whoever_parks_while_the_leader_is_deposed_is_answered_and_never_as_reached() {
    explore(|| {
        let (list, wait) = (new_list(0), Arc::new(Wait::for_all(1, "acks")));
        let mover = {
            let list = Arc::clone(&list);
            thread::spawn(move || {
                let mut ready = Vec::new();
                list.interrupt(2, 0, 0, &mut ready);
                // The new leader's records reach the same offset.
                list.advance(1, 0, &mut ready);
                answer(ready)
            })
        };
        let parked = park(&list, &wait, 0, Until::Reached(1));
        assert_eq!(parked + mover.join().unwrap(), 1);
        assert_eq!(wait.outcome(0), Outcome::Interrupted);
    });
}

#[test]
fn a_reader_of_the_published_view_never_sees_half_of_a_change() {
    explore(|| {
        let view = |number: i64| PartitionView {
            role: RoleKind::Leader,
            leader: Some(number as i32),
            leader_epoch: number as i32,
            epoch_start: number,
            log_start: number,
            high_watermark: number,
            log_end: number,
        };
        let published = Arc::new(PublishedView::new(&view(1)));
        let writer = {
            let published = Arc::clone(&published);
            thread::spawn(move || published.store(&view(2)))
        };
        let seen = published.load();
        assert!(seen == view(1) || seen == view(2), "{seen:?}");
        writer.join().unwrap();
        assert_eq!(published.load(), view(2));
    });
}
