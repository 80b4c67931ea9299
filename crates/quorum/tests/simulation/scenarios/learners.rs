//! Who follows without a vote, and what the leader knows of followers.

use std::time::Duration;

use ferryman_quorum::sim::{now, sleep};
use ferryman_quorum::{Error, NotTakenIn, VoterKey};

use super::{propose, story, until};

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
        // A newcomer is told why it has to wait, and is taken in when there is room.
        world.start(2);
        let newcomer = until("node 2", || world.quorum(2)).await;
        let refused = until("a refusal", || newcomer.not_taken_in().borrow().clone()).await;
        assert!(matches!(&refused, NotTakenIn::Refused(why) if why.contains("16 learners")), "{refused}");
        let key = *leader.quorum.membership().borrow().learners.keys().next().unwrap();
        leader.quorum.remove_learner(key).await.unwrap();
        until("room", || newcomer.not_taken_in().borrow().is_none().then_some(())).await;
        // What nobody follows does not stop the log.
        propose(&leader, 1 << 20).await.unwrap();
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
