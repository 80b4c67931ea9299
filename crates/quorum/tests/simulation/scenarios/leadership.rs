//! Who leads: handed over without a gap, given up when a majority is out of reach or the node stops.

use std::time::Duration;

use ferryman_quorum::Error;
use ferryman_quorum::sim::now;

use super::{propose, story, until};

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
