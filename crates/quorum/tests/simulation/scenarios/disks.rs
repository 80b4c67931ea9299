//! Disks that were lost, or went back: what was promised on them is never promised again under the same name.

use std::collections::BTreeSet;
use std::time::Duration;

use ferryman_quorum::sim::{Simulated, sleep};
use ferryman_quorum::{Error, NotTakenIn, Quorum};

use super::{story, until};
use crate::world::voters_entry;

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
        let told = blank.not_taken_in().borrow().clone();
        let log = "/meta/__cluster_metadata-0".into();
        assert_eq!(told, Some(NotTakenIn::LostLog { voter: lost, log }), "it is told what has happened");
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
        assert_eq!(*world.quorum(1).unwrap().not_taken_in().borrow(), None);
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
