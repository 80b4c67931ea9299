//! [`Simulated`]: the simulation as a runtime that the quorum can run on.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::io;
use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use openraft::AsyncRuntime;
use tokio::sync::oneshot;

use super::executor::{Simulation, disk_delay, now, random_word, sleep, spawn};
use super::timer::Sleep;
use crate::runtime::{RuntimeExt, Tokio, Worker};

/// The deterministic runtime.
pub struct Simulated(Simulation);

impl fmt::Debug for Simulated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Simulated")
    }
}

/// A point of simulated time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SimulatedInstant(Duration);

/// The origin of instants: far enough from 0 that any duration can be taken from one.
const ORIGIN: Duration = Duration::from_secs(1_000_000_000);

impl openraft::Instant for SimulatedInstant {
    fn now() -> Self {
        Self(ORIGIN + now())
    }
}

impl Add<Duration> for SimulatedInstant {
    type Output = Self;
    fn add(self, d: Duration) -> Self {
        Self(self.0 + d)
    }
}

impl AddAssign<Duration> for SimulatedInstant {
    fn add_assign(&mut self, d: Duration) {
        self.0 += d;
    }
}

impl Sub<Duration> for SimulatedInstant {
    type Output = Self;
    fn sub(self, d: Duration) -> Self {
        Self(self.0 - d)
    }
}

impl Sub<Self> for SimulatedInstant {
    type Output = Duration;
    fn sub(self, other: Self) -> Duration {
        self.0 - other.0
    }
}

impl SubAssign<Duration> for SimulatedInstant {
    fn sub_assign(&mut self, d: Duration) {
        self.0 -= d;
    }
}

/// The result of a task that was spawned.
pub struct JoinHandle<T>(oneshot::Receiver<T>);

/// The task was killed.
#[derive(Debug)]
pub struct Killed;

impl fmt::Display for Killed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the task was killed")
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, Killed>;
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx).map_err(|_| Killed)
    }
}

/// The time was up.
#[derive(Debug)]
pub struct Elapsed;

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the time was up")
    }
}

/// A future with an end.
pub struct Timeout<F> {
    future: Pin<Box<F>>,
    sleep: Sleep,
}

impl<F: Future> Future for Timeout<F> {
    type Output = Result<F::Output, Elapsed>;
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let Poll::Ready(output) = self.future.as_mut().poll(cx) {
            return Poll::Ready(Ok(output));
        }
        Pin::new(&mut self.sleep).poll(cx).map(|()| Err(Elapsed))
    }
}

/// The simulation's random numbers.
#[derive(Debug)]
pub struct SimulatedRng;

impl rand::TryRng for SimulatedRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((random_word() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(random_word())
    }

    fn try_fill_bytes(&mut self, into: &mut [u8]) -> Result<(), Infallible> {
        for chunk in into.chunks_mut(8) {
            chunk.copy_from_slice(&random_word().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

impl AsyncRuntime for Simulated {
    type JoinError = Killed;
    type JoinHandle<T: Send + 'static> = JoinHandle<T>;
    type Sleep = Sleep;
    type Instant = SimulatedInstant;
    type TimeoutError = Elapsed;
    type Timeout<R, T: Future<Output = R> + Send> = Timeout<T>;
    type ThreadLocalRng = SimulatedRng;
    // Tokio's channels need no runtime, and wake in an order that does not matter here: what can go on is a set.
    type Mpsc = <Tokio as AsyncRuntime>::Mpsc;
    type Watch = <Tokio as AsyncRuntime>::Watch;
    type Oneshot = <Tokio as AsyncRuntime>::Oneshot;
    type Mutex<T: Send + 'static> = <Tokio as AsyncRuntime>::Mutex<T>;

    fn spawn<T>(future: T) -> JoinHandle<T::Output>
    where
        T: Future + Send + 'static,
        T::Output: Send + 'static,
    {
        let (tx, rx) = oneshot::channel();
        spawn(async move {
            let _ = tx.send(future.await);
        });
        JoinHandle(rx)
    }

    fn sleep(duration: Duration) -> Sleep {
        sleep(duration)
    }

    fn sleep_until(deadline: SimulatedInstant) -> Sleep {
        Sleep::until(deadline.0.saturating_sub(ORIGIN))
    }

    fn timeout<R, F: Future<Output = R> + Send>(duration: Duration, future: F) -> Timeout<F> {
        Timeout { future: Box::pin(future), sleep: sleep(duration) }
    }

    fn timeout_at<R, F: Future<Output = R> + Send>(deadline: SimulatedInstant, future: F) -> Timeout<F> {
        Timeout { future: Box::pin(future), sleep: Self::sleep_until(deadline) }
    }

    /// A panic ends the whole simulation; no task sees another's.
    fn is_panic(_error: &Killed) -> bool {
        false
    }

    fn thread_rng() -> SimulatedRng {
        SimulatedRng
    }

    fn new(threads: usize) -> Self {
        Self(Simulation::new(threads as u64))
    }

    fn block_on<F: Future<Output = T>, T>(&mut self, future: F) -> T {
        self.0.block_on(future)
    }

    fn spawn_blocking<F, T>(f: F) -> impl Future<Output = Result<T, io::Error>> + Send
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let output = f();
        async move { Ok(output) }
    }
}

impl RuntimeExt for Simulated {
    fn drive(_name: &str, mut worker: Box<dyn Worker>) -> io::Result<()> {
        spawn(async move {
            while worker.wait().await {
                sleep(disk_delay()).await;
                worker.write();
                sleep(disk_delay()).await;
                worker.flush();
            }
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::{digest, note, random_below};

    #[test]
    fn it_is_a_runtime_as_raft_expects_one() {
        openraft::rt::testing::Suite::<Simulated>::test_all();
    }

    #[test]
    fn the_same_seed_makes_the_same_steps_and_another_seed_others() {
        let run = |seed| {
            Simulation::new(seed).block_on(async {
                let (tx, mut rx) = tokio::sync::mpsc::channel(4);
                for i in 0..20_u64 {
                    let tx = tx.clone();
                    Simulated::spawn(async move {
                        sleep(Duration::from_millis(random_below(50))).await;
                        tx.send(i).await.unwrap();
                    });
                }
                drop(tx);
                while let Some(i) = rx.recv().await {
                    note(i);
                }
                (digest(), now())
            })
        };
        assert_eq!(run(1), run(1));
        assert_ne!(run(1), run(2));
    }

    #[test]
    fn a_killed_group_does_nothing_any_more() {
        use crate::sim::{kill, new_group, spawn_in};
        Simulation::new(5).block_on(async {
            let (tx, mut rx) = tokio::sync::mpsc::unbounded_channel();
            let group = new_group();
            spawn_in(group, async move {
                loop {
                    // A task of a task is of the same group.
                    let tx = tx.clone();
                    Simulated::spawn(async move { tx.send(now()).unwrap() });
                    sleep(Duration::from_millis(10)).await;
                }
            });
            sleep(Duration::from_millis(95)).await;
            kill(group);
            sleep(Duration::from_secs(1)).await;
            let mut beats = 0;
            while rx.recv().await.is_some() {
                beats += 1;
            }
            assert_eq!(beats, 10);
        });
    }
}
