//! Entries and messages that break a rule: refused, or the end of the node, never acted upon.

use std::time::Duration;

use ferryman_quorum::sim::Simulated;
use ferryman_quorum::{Error, Precondition, Quorum};

use super::{story, until};
use crate::batches;

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
