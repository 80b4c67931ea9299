//! [`Sleep`] and the timers behind it.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::executor::{now, timers};

/// All timers that are set, by time and then by age.
#[derive(Default)]
pub(super) struct Timers {
    set: BTreeMap<(Duration, u64), Waker>,
    made: u64,
}

impl Timers {
    pub(super) fn next(&self) -> Option<Duration> {
        self.set.keys().next().map(|(at, _)| *at)
    }

    /// Takes the wakers of all timers up to `now`.
    pub(super) fn due(&mut self, now: Duration) -> Vec<Waker> {
        let later = self.set.split_off(&(now, u64::MAX));
        std::mem::replace(&mut self.set, later).into_values().collect()
    }
}

/// Ready at a point of simulated time.
pub struct Sleep {
    at: Duration,
    number: Option<u64>,
}

impl Sleep {
    pub(super) fn until(at: Duration) -> Self {
        Self { at, number: None }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if now() >= self.at {
            return Poll::Ready(());
        }
        let (at, number) = (self.at, self.number);
        self.number = timers(|timers| {
            let number = number.unwrap_or_else(|| {
                timers.made += 1;
                timers.made
            });
            timers.set.insert((at, number), cx.waker().clone());
            number
        });
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            let at = self.at;
            let _ = timers(|timers| timers.set.remove(&(at, number)));
        }
    }
}
