//! Single stories, told without chance: what each part of the interface promises. Each file is about one kind of promise.

mod disks;
mod founding;
mod leadership;
mod learners;
mod refusals;
mod voters;

use std::collections::BTreeSet;
use std::time::Duration;

use ferryman_quorum::sim::{Running, Simulated, Simulation, now, sleep};
use ferryman_quorum::{Error, Precondition, Quorum, VoterKey};

use crate::batches;
use crate::world::{World, voters_entry};

/// Waits until something is so, and fails when it does not come to be.
async fn until<T>(what: &str, mut so: impl FnMut() -> Option<T>) -> T {
    let limit = now() + Duration::from_secs(20);
    loop {
        if let Some(found) = so() {
            return found;
        }
        assert!(now() < limit, "{what} has not come to be");
        sleep(Duration::from_millis(10)).await;
    }
}

fn story<F: Future>(tell: impl FnOnce(World) -> F) -> F::Output {
    crate::show();
    Simulation::new(7).block_on(async { tell(World::new()).await })
}

impl World {
    async fn leading(&self) -> Running {
        until("a leader", || self.leader()).await
    }

    fn quorum(&self, id: i32) -> Option<Quorum<Simulated>> {
        self.network.running().into_iter().find(|running| running.key.id == id).map(|running| running.quorum)
    }

    fn key(&self, id: i32) -> VoterKey {
        self.nodes.lock()[&id].key
    }

    /// Node 1 founds a group, and these become voters.
    async fn found(&self, voters: &[i32]) -> Running {
        self.start(1);
        let founder = until("node 1", || self.quorum(1)).await;
        founder.bootstrap(self.key(1).directory).await.unwrap();
        for id in voters.iter().filter(|id| **id != 1) {
            self.start(*id);
            self.add_voter(*id).await;
        }
        self.leading().await
    }

    async fn add_voter(&self, id: i32) {
        let key = self.key(id);
        loop {
            let leader = self.leading().await;
            until("a learner", || leader.quorum.membership().borrow().learners.get(&key).map(|_| ())).await;
            let membership = leader.quorum.membership().borrow().clone();
            let voters: BTreeSet<_> = membership.voters.keys().copied().chain([key]).collect();
            let entry = voters_entry(voters.iter());
            match leader.quorum.change_voters(voters, membership.log_id, entry).await {
                Ok(_) => return,
                Err(Error::NotCaughtUp(_) | Error::MembershipChanged { .. } | Error::ChangeInProgress) => {}
                Err(e) => panic!("{e}"),
            }
            sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn propose(running: &Running, mark: u64) -> Result<ferryman_quorum::Proposed, Error> {
    let term = running.quorum.leadership().borrow().term;
    running.quorum.propose(batches::entry(2, mark), Precondition { term }).await
}
