//! Single stories, told without chance: what each part of the interface promises.

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

#[test]
fn leadership_is_handed_over_at_once_and_without_a_gap_in_the_log() {
    story(async |world| {
        let leader = world.found(&[1, 2, 3]).await;
        let before = propose(&leader, 5 << 20).await.unwrap();
        let began = now();
        leader.quorum.transfer_leadership(world.key(3)).await.unwrap();
        assert!(now() - began < Duration::from_millis(200), "it took {:?}", now() - began);
        assert!(matches!(propose(&leader, 6 << 20).await, Err(Error::NotLeader { .. })));
        let next = until("the successor", || world.leader().filter(|next| next.key.id == 3)).await;
        let after = propose(&next, 7 << 20).await.unwrap();
        assert_eq!(after.offset, before.offset + 2);
    });
}

#[test]
fn the_first_proposal_of_a_new_group_stands_at_offset_0() {
    story(async |world| {
        let leader = world.found(&[1]).await;
        let placed = propose(&leader, 1 << 20).await.unwrap();
        assert_eq!(placed.offset, 0);
        until("its application", || (world.history.lock().len() > placed.index).then_some(())).await;
        let view = leader.quorum.log_view();
        assert_eq!((view.start_offset(), view.high_watermark(), view.end_offset()), (0, 2, 2));
    });
}

#[test]
fn founding_is_refused_to_other_directories_and_repeated_without_effect() {
    story(async |world| {
        world.start(1);
        let founder = until("node 1", || world.quorum(1)).await;
        let other = world.key(2).directory;
        assert!(matches!(founder.bootstrap(other).await, Err(Error::OtherDirectory { .. })));
        assert!(founder.is_blank());
        founder.bootstrap(world.key(1).directory).await.unwrap();
        let leader = world.leading().await;
        propose(&leader, 1 << 20).await.unwrap();
        founder.bootstrap(world.key(1).directory).await.unwrap();
        // Also after a restart; and a member that did not found the group can not found another.
        world.start(2);
        world.add_voter(2).await;
        world.crash(1);
        world.start(1);
        let founder = until("node 1", || world.quorum(1)).await;
        founder.bootstrap(world.key(1).directory).await.unwrap();
        let joined = until("node 2", || world.quorum(2)).await;
        assert!(matches!(joined.bootstrap(world.key(2).directory).await, Err(Error::AlreadyMember)));
        assert_eq!(world.leading().await.quorum.membership().borrow().voters.len(), 2);
    });
}

#[test]
fn founding_may_stop_at_any_step_of_the_disk_and_goes_on_when_it_is_repeated() {
    for step in 0..40 {
        story(async |world| {
            world.start(1);
            let founder = until("node 1", || world.quorum(1)).await;
            let directory = world.key(1).directory;
            {
                let mut nodes = world.nodes.lock();
                let node = nodes.get_mut(&1).unwrap();
                node.disk_fault = true;
                node.disk.stop_after(step);
            }
            let asked = futures_util::future::select(
                Box::pin(founder.bootstrap(directory)),
                Box::pin(sleep(Duration::from_millis(300))),
            );
            drop(asked.await);
            world.crash(1);
            world.start_if_stopped(1);
            let again = until("node 1", || world.quorum(1)).await;
            again.bootstrap(directory).await.unwrap();
            let leader = world.leading().await;
            assert_eq!(propose(&leader, 1 << 20).await.unwrap().offset, 0, "after step {step}");
        });
    }
}

#[test]
fn a_blank_node_stays_an_observer_until_it_is_taken_in() {
    story(async |world| {
        world.start(2);
        sleep(Duration::from_secs(30)).await;
        let alone = world.quorum(2).unwrap();
        assert!(alone.is_blank());
        assert_eq!(alone.leadership().borrow().term, 0, "it has not campaigned");
        world.found(&[1]).await;
        until("node 2 as a learner", || {
            let leader = world.leader()?;
            let membership = leader.quorum.membership().borrow().clone();
            membership.learners.contains_key(&world.key(2)).then_some(())
        })
        .await;
        until("its log", || (!alone.is_blank()).then_some(())).await;
        until("its leader", || alone.leadership().borrow().leader.clone()).await;
    });
}

#[test]
fn a_leader_that_is_cut_off_stops_calling_itself_one_and_takes_nothing() {
    story(async |world| {
        let leader = world.found(&[1, 2, 3]).await;
        for other in [2, 3] {
            world.network.cut(leader.key.id, other);
            world.network.cut(other, leader.key.id);
        }
        let began = now();
        until("its end", || (!leader.quorum.leadership().borrow().is_leader).then_some(())).await;
        assert!(now() - began < Duration::from_millis(2500), "it took {:?}", now() - began);
        assert_eq!(leader.quorum.leadership().borrow().leader, None);
        assert!(matches!(propose(&leader, 1 << 20).await, Err(Error::NoQuorum)));
        let next = until("another leader", || world.leader()).await;
        assert_ne!(next.key, leader.key);
        propose(&next, 2 << 20).await.unwrap();
        world.network.join_all();
        until("it follows", || {
            let leadership = leader.quorum.leadership().borrow().clone();
            leadership.leader.filter(|known| known.key == next.key)
        })
        .await;
    });
}

#[test]
fn a_new_leader_ends_the_change_of_voters_that_the_old_one_left_open() {
    story(async |world| {
        let leader = world.found(&[1, 2, 3]).await;
        world.start(4);
        let learner = world.key(4);
        until("a learner", || leader.quorum.membership().borrow().learners.get(&learner).map(|_| ())).await;
        let before = world.history.lock().len();
        // The change begins, and its leader dies as soon as the joint configuration is there.
        let change = {
            let membership = leader.quorum.membership().borrow().clone();
            let voters: BTreeSet<_> = membership.voters.keys().copied().chain([learner]).collect();
            let entry = voters_entry(voters.iter());
            let leader = leader.quorum.clone();
            async move {
                loop {
                    let caught_up =
                        leader.change_voters(voters.clone(), membership.log_id, entry.clone()).await;
                    if !matches!(caught_up, Err(Error::NotCaughtUp(_))) {
                        return;
                    }
                    sleep(Duration::from_millis(5)).await;
                }
            }
        };
        world.spawn(change);
        let joint = |running: &Running| running.quorum.membership().borrow().is_joint();
        let other = world.network.running().into_iter().find(|r| r.key.id == 2).unwrap();
        let mut seen = other.quorum.membership();
        while !joint(&other) {
            seen.changed().await.unwrap();
        }
        world.crash(leader.key.id);
        let next = world.leading().await;
        let membership = next.quorum.membership().borrow().clone();
        assert!(!membership.is_joint() && membership.committed);
        let history = world.history.lock();
        let ended =
            history.from(before).find(|applied| applied.membership.is_some() && applied.count > 0).unwrap();
        let voters = ended.membership.as_ref().unwrap().voters.keys();
        assert_eq!(
            ended.private,
            voters_entry(voters).private,
            "the entry has the Voters batch of its voters"
        );
    });
}

#[test]
fn a_removed_leader_leaves_and_does_not_come_back_by_itself() {
    story(async |world| {
        let leader = world.found(&[1, 2, 3]).await;
        let membership = leader.quorum.membership().borrow().clone();
        let voters: BTreeSet<_> =
            membership.voters.keys().filter(|key| **key != leader.key).copied().collect();
        let entry = voters_entry(voters.iter());
        leader.quorum.change_voters(voters.clone(), membership.log_id, entry).await.unwrap();
        let next = until("another leader", || world.leader().filter(|next| next.key != leader.key)).await;
        propose(&next, 1 << 20).await.unwrap();
        sleep(Duration::from_secs(10)).await;
        let membership = world.leading().await.quorum.membership().borrow().clone();
        assert_eq!(membership.voters.keys().copied().collect::<BTreeSet<_>>(), voters);
        assert!(membership.learners.is_empty(), "who was sent away stays away");
        assert!(!leader.quorum.leadership().borrow().is_leader);
    });
}

#[test]
fn a_silent_learner_is_dropped_and_comes_back_when_it_can() {
    story(async |world| {
        world.start(2);
        let leader = world.found(&[1]).await;
        let learner = world.key(2);
        let is_learner = || leader.quorum.membership().borrow().learners.contains_key(&learner);
        until("a learner", || is_learner().then_some(())).await;
        world.network.cut(1, 2);
        world.network.cut(2, 1);
        let began = now();
        until("its removal", || (!is_learner()).then_some(())).await;
        assert!(now() - began >= Duration::from_secs(4), "it was dropped after {:?}", now() - began);
        world.network.join_all();
        until("its return", || is_learner().then_some(())).await;
    });
}

/// The founder: its log begins with a group in which it is alone, and it must never act upon that again.
#[test]
fn a_voter_that_lost_its_log_has_no_vote_and_comes_back_under_another_directory_only() {
    story(async |world| {
        let leader = world.found(&[1, 2, 3]).await;
        if leader.key.id == 1 {
            leader.quorum.transfer_leadership(world.key(2)).await.unwrap();
        }
        let leader = until("another leader", || world.leader().filter(|leader| leader.key.id != 1)).await;
        let lost = world.key(1);
        world.crash(1);
        world.nodes.lock().get_mut(&1).unwrap().disk = disk::SimDisk::new();
        world.start(1);
        let blank = until("node 1", || world.quorum(1)).await;
        // The leader dies: one of two voters with a log is no majority of three, whatever the blank one is asked.
        world.crash(leader.key.id);
        sleep(Duration::from_secs(10)).await;
        assert!(world.leader().is_none(), "a blank directory has voted");
        assert!(blank.is_blank());
        world.start(leader.key.id);
        let leader = world.leading().await;
        sleep(Duration::from_secs(3)).await;
        assert!(blank.is_blank(), "a voter that lost its log is not filled as if nothing had happened");
        let membership = leader.quorum.membership().borrow().clone();
        let voters: BTreeSet<_> = membership.voters.keys().filter(|key| **key != lost).copied().collect();
        let entry = voters_entry(voters.iter());
        leader.quorum.change_voters(voters, membership.log_id, entry).await.unwrap();
        // It is no voter any more, but the log says that it was.
        sleep(Duration::from_secs(5)).await;
        assert!(blank.is_blank(), "who finds itself in the log as a voter must not learn the group from it");
        assert!(world.leading().await.quorum.membership().borrow().endpoints(&lost).is_none());
        world.format(1);
        world.add_voter(1).await;
    });
}

#[test]
fn a_new_disk_is_another_voter() {
    story(async |world| {
        world.found(&[1, 2, 3]).await;
        let old = world.key(3);
        world.crash(3);
        {
            let mut nodes = world.nodes.lock();
            let node = nodes.get_mut(&3).unwrap();
            node.disk = disk::SimDisk::new();
            node.key.directory = crate::world::new_directory();
        }
        world.start(3);
        let leader = world.leading().await;
        until("the new one as a learner", || {
            leader.quorum.membership().borrow().learners.get(&world.key(3)).map(|_| ())
        })
        .await;
        let membership = leader.quorum.membership().borrow().clone();
        assert!(membership.voters.contains_key(&old), "the old one stays a voter until it is removed");
        let both: BTreeSet<_> = membership.voters.keys().copied().chain([world.key(3)]).collect();
        let entry = voters_entry(both.iter());
        let twice = leader.quorum.change_voters(both.clone(), membership.log_id, entry).await;
        assert!(matches!(twice, Err(Error::InvalidChange(_))), "two voters of one node id");
        let swapped: BTreeSet<_> = both.into_iter().filter(|key| *key != old).collect();
        loop {
            let entry = voters_entry(swapped.iter());
            match leader.quorum.change_voters(swapped.clone(), membership.log_id, entry).await {
                Ok(_) => break,
                Err(e) => assert!(matches!(e, Error::NotCaughtUp(_)), "{e}"),
            }
            sleep(Duration::from_millis(20)).await;
        }
        let voters = leader.quorum.membership().borrow().voters.keys().copied().collect::<BTreeSet<_>>();
        assert_eq!(voters, swapped);
    });
}

#[test]
fn changes_need_the_membership_that_was_looked_at() {
    story(async |world| {
        let leader = world.found(&[1, 2, 3]).await;
        let membership = leader.quorum.membership().borrow().clone();
        let two: BTreeSet<_> = membership.voters.keys().take(2).copied().collect();
        let entry = || voters_entry(two.iter());
        let stale = leader.quorum.change_voters(two.clone(), None, entry()).await;
        assert!(matches!(stale, Err(Error::MembershipChanged { .. })));
        let unknown: BTreeSet<_> = [world.key(5)].into();
        let unknown = leader.quorum.change_voters(unknown, membership.log_id, entry()).await;
        assert!(matches!(unknown, Err(Error::InvalidChange(_))));
        let empty = leader.quorum.change_voters(BTreeSet::new(), membership.log_id, entry()).await;
        assert!(matches!(empty, Err(Error::InvalidChange(_))));
        let follower = until("a follower", || world.quorum(2)).await;
        let elsewhere = follower.change_voters(two.clone(), membership.log_id, entry()).await;
        assert!(matches!(elsewhere, Err(Error::NotLeader { leader: Some(_) })));
        let placed = leader.quorum.change_voters(two.clone(), membership.log_id, entry()).await.unwrap();
        let history = world.history.lock();
        let applied = history.from(placed.index).next().unwrap();
        assert_eq!((applied.base_offset, applied.count), (placed.offset, 1));
        assert_eq!(applied.membership.as_ref().unwrap().voters.keys().copied().collect::<BTreeSet<_>>(), two);
    });
}

#[test]
fn no_more_learners_are_taken_in_than_can_be_served() {
    story(async |world| {
        let leader = world.found(&[1]).await;
        let member = |id: i32| ferryman_quorum::Member {
            key: VoterKey { id, directory: crate::world::new_directory() },
            endpoints: ferryman_quorum::sim::Network::endpoints(id),
        };
        for id in 0..16 {
            leader.quorum.add_learner(member(100 + id)).await.unwrap();
        }
        let one_more = leader.quorum.add_learner(member(200)).await;
        assert!(matches!(one_more, Err(Error::TooManyLearners(16))), "{one_more:?}");
        // Another directory of a node that is one already takes its place.
        leader.quorum.add_learner(member(100)).await.unwrap();
        assert_eq!(leader.quorum.membership().borrow().learners.len(), 16);
        let key = *leader.quorum.membership().borrow().learners.keys().next().unwrap();
        leader.quorum.remove_learner(key).await.unwrap();
        leader.quorum.add_learner(member(200)).await.unwrap();
        // What nobody follows does not stop the log.
        propose(&leader, 1 << 20).await.unwrap();
    });
}

#[test]
fn a_member_that_listens_elsewhere_is_called_there() {
    story(async |world| {
        let leader = world.found(&[1, 2, 3]).await;
        let membership = leader.quorum.membership().borrow().clone();
        let moved = ferryman_quorum::Member {
            key: world.key(2),
            endpoints: vec![ferryman_quorum::Endpoint {
                listener: "CONTROLLER".into(),
                host: "node-4".into(),
                port: 1,
            }]
            .into(),
        };
        let entry = voters_entry(membership.voters.keys());
        leader.quorum.update_endpoints(moved.clone(), membership.log_id, Some(entry)).await.unwrap();
        assert_eq!(leader.quorum.membership().borrow().endpoints(&moved.key), Some(&moved.endpoints));
        // Nobody is there: it is not heard any more.
        until("silence", || {
            let progress = leader.quorum.progress()?;
            let replica = progress.into_iter().find(|replica| replica.key == moved.key)?;
            (replica.last_contact? > Duration::from_secs(2)).then_some(())
        })
        .await;
    });
}

#[test]
fn progress_tells_who_follows_and_since_when_not() {
    story(async |world| {
        let leader = world.found(&[1, 2, 3]).await;
        propose(&leader, 1 << 20).await.unwrap();
        sleep(Duration::from_secs(1)).await;
        let end = leader.quorum.log_view().end_offset();
        for replica in leader.quorum.progress().unwrap() {
            assert!(replica.voter);
            assert_eq!(replica.log_end_offset, Some(end));
            assert!(replica.last_contact.unwrap() < Duration::from_millis(300), "{replica:?}");
            assert!(replica.last_caught_up.unwrap() < Duration::from_millis(300), "{replica:?}");
        }
        world.crash(3);
        for mark in 2..6 {
            propose(&leader, mark << 20).await.unwrap();
            sleep(Duration::from_millis(500)).await;
        }
        let progress = leader.quorum.progress().unwrap();
        let gone = progress.iter().find(|replica| replica.key.id == 3).unwrap();
        assert_eq!(gone.log_end_offset, Some(end));
        assert!(gone.last_contact.unwrap() >= Duration::from_millis(1900), "{gone:?}");
        assert!(gone.last_caught_up.unwrap() >= Duration::from_millis(1800), "{gone:?}");
        assert_eq!(world.quorum(2).unwrap().progress(), None);
    });
}

#[test]
fn shutdown_hands_the_leadership_over_and_leaves_everything_on_the_disk() {
    story(async |world| {
        let leader = world.found(&[1, 2, 3]).await;
        let placed = propose(&leader, 1 << 20).await.unwrap();
        until("its application", || (world.history.lock().len() > placed.index).then_some(())).await;
        let began = now();
        leader.quorum.shutdown().await.unwrap();
        let next = until("another leader", || world.leader().filter(|next| next.key != leader.key)).await;
        assert!(now() - began < Duration::from_millis(500), "it took {:?}", now() - began);
        assert!(leader.quorum.fatal().borrow().is_none(), "an end that was asked for is no failure");
        assert!(propose(&leader, 2 << 20).await.is_err());
        propose(&next, 3 << 20).await.unwrap();
    });
}

#[test]
fn an_entry_that_breaks_a_rule_is_refused() {
    story(async |world| {
        let leader = world.found(&[1]).await;
        let term = leader.quorum.leadership().borrow().term;
        let good = batches::entry(2, 1);
        let refused = async |entry| {
            let result = leader.quorum.propose(entry, Precondition { term }).await;
            assert!(matches!(result, Err(Error::InvalidEntry(_))), "{result:?}");
        };
        refused(ferryman_quorum::Entry { count: 3, ..good.clone() }).await;
        refused(ferryman_quorum::Entry { batch: good.batch.slice(1..), ..good.clone() }).await;
        refused(ferryman_quorum::Entry {
            batch: [&good.batch[..], &good.batch[..]].concat().into(),
            ..good.clone()
        })
        .await;
        let mut damaged = good.batch.to_vec();
        *damaged.last_mut().unwrap() ^= 1;
        refused(ferryman_quorum::Entry { batch: damaged.into(), ..good.clone() }).await;
        refused(ferryman_quorum::Entry {
            private: vec![0; ferryman_quorum::MAX_ENTRY_BYTES].into(),
            ..good.clone()
        })
        .await;
        let stale = leader.quorum.propose(good, Precondition { term: term + 1 }).await;
        assert!(matches!(stale, Err(Error::NotLeader { .. })));
    });
}

#[test]
fn a_directory_whose_memory_was_removed_is_refused() {
    story(async |world| {
        world.found(&[1]).await;
        world.crash(1);
        let disk = world.nodes.lock()[&1].disk.clone();
        let state = std::path::Path::new("/meta/__cluster_metadata-0/quorum-state");
        let raft = std::path::Path::new("/meta/__cluster_metadata-0/raft");
        use disk::Disk;
        for (removed, expected) in [(state, "it is missing"), (raft, "the raft log only knows of None")] {
            let aside = std::path::Path::new("/aside");
            disk.rename(removed, aside).unwrap();
            let config = world.config(world.key(1), disk.clone());
            let transport = world.network.transport(1);
            let opened =
                Quorum::<Simulated>::open(config, transport, world.witness(world.key(1)), world.encoder())
                    .await;
            match opened.map(|_| ()) {
                Err(e @ Error::Forgotten { .. }) => assert!(e.to_string().contains(expected), "{e}"),
                other => panic!("{other:?}"),
            }
            if disk.kind(removed).unwrap().is_some() {
                disk.remove_dir_all(removed).unwrap();
            }
            disk.rename(aside, removed).unwrap();
        }
        world.start(1);
        world.leading().await;
    });
}

#[test]
fn an_entry_that_can_not_be_applied_ends_the_node() {
    struct Fails;
    impl ferryman_quorum::Applier for Fails {
        fn apply(&mut self, applied: &ferryman_quorum::Applied) -> Result<(), ferryman_quorum::ApplyError> {
            if applied.count > 0 { Err("poison".into()) } else { Ok(()) }
        }
    }
    story(async |world| {
        let config = world.config(world.key(1), disk::SimDisk::new());
        let transport = world.network.transport(1);
        let quorum =
            Quorum::<Simulated>::open(config, transport, Box::new(Fails), world.encoder()).await.unwrap();
        quorum.bootstrap(world.key(1).directory).await.unwrap();
        until("readiness", || quorum.leadership().borrow().own_term_applied.then_some(())).await;
        let term = quorum.leadership().borrow().term;
        quorum.propose(batches::entry(1, 1), Precondition { term }).await.unwrap();
        let fatal = until("its end", || quorum.fatal().borrow().clone()).await;
        assert!(fatal.reason.contains("poison") && fatal.reason.contains("offset 0"), "{fatal}");
        let after = quorum.propose(batches::entry(1, 2), Precondition { term }).await;
        assert!(matches!(after, Err(Error::Ended(_))), "{after:?}");
        until("that it says so", || (!quorum.leadership().borrow().is_leader).then_some(())).await;
    });
}

#[test]
fn messages_of_another_cluster_or_for_another_voter_are_refused() {
    story(async |world| {
        world.found(&[1, 2]).await;
        let one = world.quorum(1).unwrap();
        let two = world.quorum(2).unwrap();
        for garbage in [&b""[..], b"\x01", b"\x07aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
            for key in ferryman_quorum::PeerKey::ALL {
                let answer = one.handle_peer(key, bytes::Bytes::copy_from_slice(garbage)).await;
                assert_eq!(answer[1], 1, "{key:?} {garbage:?}");
            }
        }
        let seen = world.network.record(Duration::from_millis(300)).await;
        assert!(!seen.is_empty());
        for (to, key, message) in seen {
            let (other, own) = if to == 1 { (&two, &one) } else { (&one, &two) };
            assert_eq!(other.handle_peer(key, message.clone()).await[1], 1, "{key:?} for {to}");
            let mut foreign = message.to_vec();
            foreign[3] ^= 1;
            assert_eq!(own.handle_peer(key, foreign.into()).await[1], 1, "{key:?} of another cluster");
            assert_eq!(own.handle_peer(key, message).await[1], 0, "{key:?} for {to}");
        }
    });
}

#[test]
fn a_change_that_would_leave_no_majority_is_refused() {
    story(async |world| {
        let leader = world.found(&[1, 2, 3]).await;
        world.crash(3);
        sleep(Duration::from_secs(3)).await;
        let membership = leader.quorum.membership().borrow().clone();
        let with_the_dead: BTreeSet<_> =
            membership.voters.keys().filter(|key| key.id != 2).copied().collect();
        let entry = voters_entry(with_the_dead.iter());
        let refused = leader.quorum.change_voters(with_the_dead, membership.log_id, entry).await;
        assert!(matches!(refused, Err(Error::NoMajority { answering: 1, voters: 2 })), "{refused:?}");
        let without: BTreeSet<_> = membership.voters.keys().filter(|key| key.id != 3).copied().collect();
        let entry = voters_entry(without.iter());
        leader.quorum.change_voters(without, membership.log_id, entry).await.unwrap();
    });
}

#[test]
fn a_voter_that_was_heard_just_before_it_lost_its_disk_does_not_count_as_answering() {
    story(async |world| {
        let leader = world.found(&[1, 2, 3]).await;
        let other = if leader.key.id == 2 { 3 } else { 2 };
        sleep(Duration::from_millis(500)).await;
        world.crash(other);
        let membership = leader.quorum.membership().borrow().clone();
        let with_the_dead = BTreeSet::from([leader.key, world.key(other)]);
        let entry = voters_entry(with_the_dead.iter());
        let refused = leader.quorum.change_voters(with_the_dead, membership.log_id, entry).await;
        assert!(matches!(refused, Err(Error::NoMajority { answering: 1, voters: 2 })), "{refused:?}");
        assert_eq!(leader.quorum.membership().borrow().log_id, membership.log_id, "nothing was begun");
    });
}

#[test]
fn a_learner_that_lost_its_disk_after_it_had_caught_up_does_not_become_a_voter() {
    story(async |world| {
        let leader = world.found(&[1, 2]).await;
        world.start(3);
        let key = world.key(3);
        until("a learner that has all", || {
            let progress = leader.quorum.progress()?;
            let learner = progress.into_iter().find(|replica| replica.key == key)?;
            (learner.log_end_offset >= Some(leader.quorum.log_view().end_offset())).then_some(())
        })
        .await;
        world.crash(3);
        let membership = leader.quorum.membership().borrow().clone();
        let voters: BTreeSet<_> = membership.voters.keys().copied().chain([key]).collect();
        let entry = voters_entry(voters.iter());
        let refused = leader.quorum.change_voters(voters, membership.log_id, entry).await;
        assert!(matches!(refused, Err(Error::NotCaughtUp(newcomer)) if newcomer == key), "{refused:?}");
    });
}
