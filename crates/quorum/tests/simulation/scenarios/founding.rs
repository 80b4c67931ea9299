//! How a group comes to be: once, by one named directory, however often it is interrupted.

use std::time::Duration;

use ferryman_quorum::Error;
use ferryman_quorum::sim::sleep;

use super::{propose, story, until};

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
