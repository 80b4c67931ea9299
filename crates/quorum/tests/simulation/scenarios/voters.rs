//! Changes of voters: one at a time, on the membership that was looked at, never to a group that could decide nothing.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use ferryman_quorum::Error;
use ferryman_quorum::sim::{Running, sleep};
use parking_lot::Mutex;

use super::{propose, story, until};
use crate::world::voters_entry;

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
fn a_removed_voter_follows_again_once_it_is_started_again_and_may_be_made_a_voter() {
    story(async |world| {
        let leader = world.found(&[1, 2, 3, 4]).await;
        let removed = world.key(4);
        let membership = leader.quorum.membership().borrow().clone();
        let voters: BTreeSet<_> = membership.voters.keys().copied().filter(|key| *key != removed).collect();
        let entry = voters_entry(voters.iter());
        leader.quorum.change_voters(voters, membership.log_id, entry).await.unwrap();
        sleep(Duration::from_secs(10)).await;
        let learners = || leader.quorum.membership().borrow().learners.clone();
        assert!(learners().is_empty(), "while it runs, who was sent away stays away");
        // It was a voter by all that its log knows: the entry that ended that never came to it.
        world.crash(4);
        world.start(4);
        until("a learner", || learners().get(&removed).map(|_| ())).await;
        assert!(!leader.quorum.membership().borrow().is_voter(&removed), "it has no vote by itself");
        world.add_voter(4).await;
        assert!(leader.quorum.membership().borrow().is_voter(&removed));
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
fn a_voter_that_does_not_answer_is_told_of_once_and_again_when_it_answers() {
    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);
    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let gone = tracing::subscriber::with_default(subscriber, || {
        story(async |world| {
            let leader = world.found(&[1, 2, 3]).await;
            let gone = if leader.key.id == 3 { 2 } else { 3 };
            world.crash(gone);
            sleep(Duration::from_secs(10)).await;
            world.start(gone);
            sleep(Duration::from_secs(5)).await;
            assert_eq!(world.leading().await.key, leader.key);
            world.key(gone)
        })
    });
    let lines = String::from_utf8(lines.0.lock().clone()).unwrap();
    let of_it = |line: &&str| line.contains(&format!("voter {gone} "));
    let told: Vec<&str> = lines.lines().filter(of_it).collect();
    assert_eq!(told.len(), 2, "{lines}");
    assert!(told[0].contains("WARN") && told[0].contains("has not answered for 2s: 2 of 3 voters answer"));
    assert!(told[1].contains("INFO") && told[1].contains("answers again: 3 of 3 voters answer"));
}
