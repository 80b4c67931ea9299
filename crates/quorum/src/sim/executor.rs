//! [`Simulation`]: the tasks, the clock, the random numbers and the trace of one run.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::ops::Range;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use parking_lot::Mutex;

use super::timer::{Sleep, Timers};

/// Tasks that live and die together: a simulated process.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct GroupId(u64);

type TaskId = u64;
type BoxedTask = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The task that [`Simulation::block_on`] runs.
const MAIN: TaskId = 0;
/// The group of the main task; it can not be killed.
const MAIN_GROUP: GroupId = GroupId(0);
/// More steps at one instant than any sound program makes.
const MAX_STEPS_AT_ONCE: u64 = 200_000;

struct Task {
    group: GroupId,
    /// Taken while it is polled.
    future: Option<BoxedTask>,
    waker: Waker,
}

/// Tasks that can go on, in the order of their numbers.
type Ready = Arc<Mutex<BTreeSet<TaskId>>>;

struct ReadyWaker {
    task: TaskId,
    ready: Ready,
}

impl Wake for ReadyWaker {
    fn wake(self: Arc<Self>) {
        self.ready.lock().insert(self.task);
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.ready.lock().insert(self.task);
    }
}

struct Inner {
    now: Duration,
    random: u64,
    trace: u64,
    tasks: BTreeMap<TaskId, Task>,
    next_task: TaskId,
    next_group: u64,
    dead: BTreeSet<GroupId>,
    group: GroupId,
    timers: Timers,
    disk_delay: Range<Duration>,
}

struct World {
    inner: RefCell<Inner>,
    ready: Ready,
}

thread_local! {
    static RUNNING: RefCell<Option<std::rc::Rc<World>>> = const { RefCell::new(None) };
}

/// One run, from one seed.
pub struct Simulation {
    world: std::rc::Rc<World>,
}

/// The generator `splitmix64`: a bijection of its counter, so no seed is weak.
fn mix(x: u64) -> u64 {
    let z = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Inner {
    fn below(&mut self, n: u64) -> u64 {
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let x = mix(self.random);
        ((u128::from(x) * u128::from(n.max(1))) >> 64) as u64
    }

    fn note(&mut self, x: u64) {
        self.trace = mix(self.trace ^ x);
    }
}

fn world() -> std::rc::Rc<World> {
    #[allow(clippy::expect_used, reason = "the caller's mistake, in a test")]
    RUNNING.with(|running| running.borrow().clone()).expect("no simulation is running on this thread")
}

fn with<T>(f: impl FnOnce(&mut Inner) -> T) -> T {
    f(&mut world().inner.borrow_mut())
}

impl Simulation {
    /// A run that will make the choices of `seed`.
    pub fn new(seed: u64) -> Self {
        let inner = Inner {
            now: Duration::ZERO,
            random: mix(seed),
            trace: 0,
            tasks: BTreeMap::new(),
            next_task: MAIN + 1,
            next_group: MAIN_GROUP.0 + 1,
            dead: BTreeSet::new(),
            group: MAIN_GROUP,
            timers: Timers::default(),
            disk_delay: Duration::ZERO..Duration::ZERO,
        };
        Self { world: std::rc::Rc::new(World { inner: RefCell::new(inner), ready: Ready::default() }) }
    }

    /// Runs a future to its end, and everything that it spawns beside it.
    ///
    /// # Panics
    ///
    /// When the future waits for something that can not happen any more, or time stands still for too long.
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        let outer = RUNNING.with(|running| running.replace(Some(self.world.clone())));
        let _restore = Restore(outer);
        let mut future = pin!(future);
        let waker = self.waker(MAIN);
        self.world.ready.lock().insert(MAIN);
        let mut steps = 0_u64;
        loop {
            let Some(task) = self.choose() else {
                steps = 0;
                assert!(self.advance(), "every task of the simulation waits, and no timer is set");
                continue;
            };
            steps += 1;
            assert!(steps < MAX_STEPS_AT_ONCE, "the simulation makes steps without end at {:?}", now());
            if task != MAIN {
                self.run(task);
            } else if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                return output;
            }
        }
    }

    fn waker(&self, task: TaskId) -> Waker {
        Waker::from(Arc::new(ReadyWaker { task, ready: self.world.ready.clone() }))
    }

    /// Takes one of the tasks that can go on.
    fn choose(&self) -> Option<TaskId> {
        let mut ready = self.world.ready.lock();
        if ready.is_empty() {
            return None;
        }
        let mut inner = self.world.inner.borrow_mut();
        let nth = inner.below(ready.len() as u64) as usize;
        let task = ready.iter().nth(nth).copied()?;
        ready.remove(&task);
        let now = inner.now.as_nanos() as u64;
        inner.note(now);
        inner.note(task);
        Some(task)
    }

    fn run(&self, id: TaskId) {
        let (mut future, waker, group) = {
            let mut inner = self.world.inner.borrow_mut();
            let Some(task) = inner.tasks.get_mut(&id) else { return };
            let Some(future) = task.future.take() else { return };
            let found = (future, task.waker.clone(), task.group);
            inner.group = found.2;
            found
        };
        let done = future.as_mut().poll(&mut Context::from_waker(&waker)).is_ready();
        let keep = {
            let mut inner = self.world.inner.borrow_mut();
            match inner.tasks.get_mut(&id) {
                // Killed by itself, or at its end.
                None => Some(future),
                Some(_) if done => {
                    inner.tasks.remove(&id);
                    Some(future)
                }
                Some(task) => {
                    task.future = Some(future);
                    None
                }
            }
        };
        // What a future does when it is dropped, it does in its own group.
        drop(keep);
        let _ = group;
        self.world.inner.borrow_mut().group = MAIN_GROUP;
    }

    /// Lets time pass until the next timer; false when there is none.
    fn advance(&self) -> bool {
        let due = {
            let mut inner = self.world.inner.borrow_mut();
            let Some(at) = inner.timers.next() else { return false };
            inner.now = inner.now.max(at);
            let now = inner.now;
            inner.timers.due(now)
        };
        for waker in due {
            waker.wake();
        }
        true
    }
}

struct Restore(Option<std::rc::Rc<World>>);

impl Drop for Restore {
    fn drop(&mut self) {
        let outer = self.0.take();
        RUNNING.with(|running| *running.borrow_mut() = outer);
    }
}

impl Drop for Simulation {
    /// Ends all tasks while there is still a simulation for what they do at their end.
    fn drop(&mut self) {
        let outer = RUNNING.with(|running| running.replace(Some(self.world.clone())));
        let _restore = Restore(outer);
        loop {
            let tasks = std::mem::take(&mut self.world.inner.borrow_mut().tasks);
            if tasks.is_empty() {
                return;
            }
            let groups: BTreeSet<GroupId> = tasks.values().map(|task| task.group).collect();
            self.world.inner.borrow_mut().dead.extend(groups);
            drop(tasks);
        }
    }
}

/// Time since the simulation began.
pub fn now() -> Duration {
    with(|inner| inner.now)
}

/// A number below `n`, the next of the seed's.
pub fn random_below(n: u64) -> u64 {
    with(|inner| inner.below(n))
}

/// Adds something to the trace that [`digest`] sums up.
pub fn note(x: u64) {
    with(|inner| inner.note(x));
}

/// A sum of every step made so far and everything noted.
pub fn digest() -> u64 {
    with(|inner| inner.trace)
}

/// A new group, for one life of a simulated process.
pub fn new_group() -> GroupId {
    with(|inner| {
        inner.next_group += 1;
        GroupId(inner.next_group)
    })
}

/// How long each step of a worker takes: writing, and flushing.
pub fn set_disk_delay(delay: Range<Duration>) {
    with(|inner| inner.disk_delay = delay);
}

/// A random delay of the disk.
pub(super) fn disk_delay() -> Duration {
    with(|inner| {
        let span = inner.disk_delay.end.saturating_sub(inner.disk_delay.start).as_micros() as u64;
        inner.disk_delay.start + Duration::from_micros(inner.below(span.max(1)))
    })
}

/// A random word, for the generator that Raft draws from.
pub(super) fn random_word() -> u64 {
    with(|inner| {
        inner.random = inner.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(inner.random)
    })
}

/// Spawns a task into a group.
pub fn spawn_in(group: GroupId, future: impl Future<Output = ()> + Send + 'static) {
    let world = world();
    let refused = {
        let mut inner = world.inner.borrow_mut();
        if inner.dead.contains(&group) {
            Some(future)
        } else {
            let id = inner.next_task;
            inner.next_task += 1;
            let waker = Waker::from(Arc::new(ReadyWaker { task: id, ready: world.ready.clone() }));
            inner.tasks.insert(id, Task { group, future: Some(Box::pin(future)), waker });
            world.ready.lock().insert(id);
            None
        }
    };
    drop(refused);
}

/// Spawns a task into the group of the running task.
pub(super) fn spawn(future: impl Future<Output = ()> + Send + 'static) {
    let group = with(|inner| inner.group);
    spawn_in(group, future);
}

/// Ends all tasks of a group at once, wherever they are, and for ever.
pub fn kill(group: GroupId) {
    let world = world();
    let ended: Vec<Task> = {
        let mut inner = world.inner.borrow_mut();
        inner.dead.insert(group);
        let ids: Vec<TaskId> =
            inner.tasks.iter().filter(|(_, task)| task.group == group).map(|(id, _)| *id).collect();
        ids.iter().filter_map(|id| inner.tasks.remove(id)).collect()
    };
    let before = with(|inner| std::mem::replace(&mut inner.group, group));
    drop(ended);
    with(|inner| inner.group = before);
}

/// Waits until so much simulated time has passed.
pub fn sleep(duration: Duration) -> Sleep {
    Sleep::until(now() + duration)
}

pub(super) fn timers<T>(f: impl FnOnce(&mut Timers) -> T) -> Option<T> {
    let world = RUNNING.with(|running| running.borrow().clone())?;
    Some(f(&mut world.inner.borrow_mut().timers))
}
