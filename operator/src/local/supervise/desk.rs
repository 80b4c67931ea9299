//! The supervisor's desk: what is shown, and what it was told, between the loop and those who speak to it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use tokio::net::{UnixListener, UnixStream};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::read_manifest;
use crate::local::clock::now;
use crate::local::control::{self, Answer, Request};
use crate::local::fleet::Fleet;
use crate::local::outlook;
use crate::local::status::View;
use crate::plan::{Observed, plan};
use crate::validate::{NodeId, Role};

/// How long one who speaks may take to say something, and to take the answer.
const SPEAK_WITHIN: Duration = Duration::from_secs(5);
/// How long one node may take to stop. A broker hands its partitions over first.
pub(super) const NODE_STOPS_WITHIN: Duration = Duration::from_secs(10);

/// Between the loop and those who speak to it. Belongs to one thread.
pub(super) struct Desk {
    pub(super) view: RefCell<View>,
    /// What was seen last.
    pub(super) seen: RefCell<Option<Observed>>,
    fleet: Rc<Fleet>,
    stirred: Cell<bool>,
    end: watch::Sender<bool>,
    stopped: watch::Sender<bool>,
    /// Those who are being answered.
    speaking: Cell<usize>,
}

impl Desk {
    pub(super) fn new(view: View, fleet: Rc<Fleet>) -> Desk {
        Desk {
            view: RefCell::new(view),
            seen: RefCell::new(None),
            fleet,
            stirred: Cell::new(false),
            end: watch::Sender::new(false),
            stopped: watch::Sender::new(false),
            speaking: Cell::new(0),
        }
    }

    /// There is something new to look at.
    pub(super) fn stir(&self) {
        self.stirred.set(true);
    }

    /// Whether there was something new, once.
    pub(super) fn take_stirred(&self) -> bool {
        self.stirred.take()
    }

    pub(super) async fn told_to_end(&self) {
        let mut end = self.end.subscribe();
        // The sender is this desk's own.
        let _ = end.wait_for(|end| *end).await;
    }

    /// Everything has stopped: whoever asked for it is answered before this returns.
    pub(super) async fn say_stopped(&self) {
        self.stopped.send_replace(true);
        let answered = async {
            while self.speaking.get() > 0 {
                sleep(Duration::from_millis(2)).await;
            }
        };
        let _ = timeout(SPEAK_WITHIN, answered).await;
    }

    async fn answer(&self, request: Request) -> Answer {
        match request {
            Request::Status => Answer::Status(Box::new(self.view.borrow().shown(&self.fleet))),
            Request::Down => {
                self.end.send_replace(true);
                let mut stopped = self.stopped.subscribe();
                let _ = stopped.wait_for(|stopped| *stopped).await;
                Answer::Done
            }
            Request::Stop { node } => match self.known(node) {
                Ok(()) => {
                    self.fleet.hold(node, true);
                    let node = BTreeSet::from([node]);
                    self.fleet.stop_all(&node, NODE_STOPS_WITHIN).await;
                    self.stir();
                    Answer::Done
                }
                Err(refused) => refused,
            },
            Request::Start { node } => match self.known(node) {
                Ok(()) => {
                    self.fleet.hold(node, false);
                    self.stir();
                    Answer::Done
                }
                Err(refused) => refused,
            },
            Request::Plan { manifest } => self.outlook(&manifest),
        }
    }

    fn known(&self, node: NodeId) -> Result<(), Answer> {
        let view = self.view.borrow();
        let nodes = view.nodes(&self.fleet);
        if nodes.contains_key(&node) {
            return Ok(());
        }
        let ids = |role: Role| {
            let ids = nodes.iter().filter(|(_, (_, r))| *r == role).map(|(id, _)| id.to_string());
            ids.collect::<Vec<_>>().join(", ")
        };
        Err(Answer::Refused(format!(
            "cluster {} has no node {node}; its controllers are {}, its brokers {}",
            view.root.name(),
            ids(Role::Controller),
            ids(Role::Broker)
        )))
    }

    /// What would be done if this were the manifest.
    fn outlook(&self, manifest: &str) -> Answer {
        let view = self.view.borrow();
        let seen = self.seen.borrow();
        let Some(seen) = seen.as_ref() else {
            return Answer::Refused("the cluster is just being started".into());
        };
        match read_manifest(manifest, Some(&view.memo.pools)) {
            Ok((_, want)) => {
                let plan = plan(&want, seen, &view.memo, now());
                Answer::Sentences(outlook::sentences(&want, &view.memo.pools, seen, &plan))
            }
            Err(violations) => {
                Answer::Refused(violations.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
            }
        }
    }
}

/// Serves those who speak to the supervisor, until the task is dropped.
pub(super) async fn serve(listener: UnixListener, desk: Rc<Desk>) {
    loop {
        match listener.accept().await {
            Ok((socket, _)) => {
                tokio::task::spawn_local(one(socket, desk.clone()));
            }
            // Out of descriptors, perhaps.
            Err(_) => sleep(Duration::from_millis(100)).await,
        }
    }
}

async fn one(mut socket: UnixStream, desk: Rc<Desk>) {
    let Ok(Some(request)) = timeout(SPEAK_WITHIN, control::read(&mut socket)).await else { return };
    desk.speaking.set(desk.speaking.get() + 1);
    let answer = desk.answer(request).await;
    let _ = timeout(SPEAK_WITHIN, control::answer(&mut socket, &answer)).await;
    desk.speaking.set(desk.speaking.get() - 1);
}
