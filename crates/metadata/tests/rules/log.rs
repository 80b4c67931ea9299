//! The log: how it begins, what a leader promises about it, and what becomes of promises when leadership is lost.

use bytes::Bytes;
use ferryman_metadata::Error;
use ferryman_metadata::controller::{
    Applied, Controller, Ctx, Effect, Effects, Event, MAX_IN_FLIGHT, Request, Response,
};
use ferryman_metadata::entry::{BatchWriter, LogBatch, LogRecord, MAX_BATCH_BYTES, encode_record};
use ferryman_metadata::features::MetadataVersion;
use wire::codec::{Str, Uuid};
use wire::error_code::ErrorCode;
use wire::messages::create_topics::CreateTopicsRequest;
use wire::metadata::{AbortTransactionRecord, BeginTransactionRecord, FeatureLevelRecord, TopicRecord};
use wire::records::{ControlRecord, MetadataRecord};

use crate::harness::*;

fn create(name: &str, partitions: i32) -> Request {
    let topics = vec![topic(name, partitions, 1)];
    Request::CreateTopics(CreateTopicsRequest { topics, ..Default::default() })
}

fn records(applied: &Applied) -> Vec<LogRecord> {
    LogBatch::decode(&applied.batch).unwrap().records.into_iter().map(|(_, record)| record).collect()
}

#[test]
fn a_new_log_begins_with_leader_version_voters_and_features() {
    let world = World::new("3.9");
    let first = records(&world.log[0]);
    assert!(matches!(first[0], LogRecord::Control(ControlRecord::LeaderChange(_))), "{first:?}");
    assert!(matches!(first[1], LogRecord::Control(ControlRecord::KRaftVersion(_))));
    assert!(matches!(first[2], LogRecord::Control(ControlRecord::Voters(_))));
    let second = records(&world.log[1]);
    let LogRecord::Data(MetadataRecord::FeatureLevel(level)) = &second[0] else { panic!("{second:?}") };
    assert_eq!((&*level.name, level.feature_level, second.len()), ("metadata.version", 21, 1));
    assert_eq!(world.image().quorum().kraft_version, 1);
    assert_eq!(world.image().quorum().voters.len(), 1);
    assert_eq!(world.log.len(), 2, "an idle controller writes nothing");
}

#[test]
fn a_later_leader_announces_itself_and_nothing_more() {
    let mut world = World::with_brokers("4.3", 1);
    let before = world.log.len();
    world.step(Event::LostLeadership);
    world.term = 2;
    let next_offset = world.records();
    world.step(Event::BecameLeader { term: 2, next_offset });
    world.commit();
    assert_eq!(world.log.len(), before + 1);
    assert_eq!(records(&world.log[before]).len(), 1);
    assert_eq!(world.image().epoch, 2);
}

#[test]
fn a_cluster_without_features_gets_them_from_the_leader_that_finds_it_so() {
    // The first leader was lost between its announcement and the features.
    let first = World::new("4.3");
    let mut late = World::blank(config("4.3"));
    late.members(&[LEADER], &[]);
    late.apply(first.log[0].clone());
    late.term = 2;
    late.step(Event::BecameLeader { term: 2, next_offset: 3 });
    late.commit();
    assert_eq!(late.image().features(), first.image().features());
}

#[test]
fn requests_wait_until_a_new_leader_knows_what_was_committed_before_it() {
    let mut world = World::with_brokers("4.3", 1);
    // An entry of the old term is in the log of the new leader, but not committed yet.
    let ticket = world.send(create("old", 1), 7, false);
    world.step(Event::Flush);
    let old = world.proposed.pop_front().unwrap();
    world.step(Event::LostLeadership);
    let Some(Response::CreateTopics(r)) = world.replies.remove(&ticket) else { panic!() };
    assert_eq!(r.topics[0].error_code, ErrorCode::NotController.code());
    world.term = 2;
    let next_offset = old.base_offset + i64::from(old.count);
    world.step(Event::BecameLeader { term: 2, next_offset });
    let ticket = world.send(create("old", 1), 7, false);
    world.step(Event::Flush);
    assert_eq!(world.proposed.len(), 1, "only the announcement");
    assert!(world.controller.draft().is_none());
    world.apply(Applied {
        term: 1,
        base_offset: old.base_offset,
        count: old.count,
        batch: stamped(&old.batch, old.base_offset, 1),
        private: old.private,
    });
    assert!(world.replies.is_empty());
    world.commit();
    let Some(Response::CreateTopics(r)) = world.replies.remove(&ticket) else { panic!() };
    assert_eq!(r.topics[0].error_code, ErrorCode::TopicAlreadyExists.code(), "it was committed after all");
}

#[test]
fn an_answer_is_given_when_what_it_stands_on_is_committed() {
    let mut world = World::with_brokers("4.3", 1);
    let made = world.send(create("t", 1), 7, false);
    world.step(Event::Flush);
    // It finds the topic on the draft; that it is there is no fact yet.
    let exists = world.send(create("t", 1), 7, false);
    world.step(Event::Flush);
    assert!(world.replies.is_empty());
    assert!(world.image().topics().by_name("t").is_none());
    assert!(world.controller.draft().unwrap().topics().by_name("t").is_some());
    world.commit();
    let code = |world: &mut World, ticket| {
        let Some(Response::CreateTopics(r)) = world.replies.remove(&ticket) else { panic!() };
        ErrorCode::from_code(r.topics[0].error_code)
    };
    assert_eq!(code(&mut world, made), ErrorCode::None);
    assert_eq!(code(&mut world, exists), ErrorCode::TopicAlreadyExists);
    // With nothing on its way it is given at once.
    let exists = world.send(create("t", 1), 7, false);
    assert_eq!(code(&mut world, exists), ErrorCode::TopicAlreadyExists);
}

#[test]
fn what_was_promised_is_taken_back_when_leadership_is_lost() {
    let mut world = World::with_brokers("4.3", 1);
    let mut tickets: Vec<_> = (0..40)
        .map(|n| {
            let ticket = world.send(create(&format!("t{n}"), 1), 7, false);
            if n % 2 == 0 {
                world.step(Event::Flush);
            }
            ticket
        })
        .collect();
    let heartbeat = world.heartbeat_of(1);
    tickets.push(world.send(Request::BrokerHeartbeat(heartbeat), 2, false));
    world.step(Event::LostLeadership);
    assert!(world.controller.draft().is_none());
    for ticket in tickets {
        let response = world.replies.remove(&ticket).expect("every request is answered");
        assert!(response.is_not_controller(), "{response:?}");
    }
    let ticket = world.send(create("t", 1), 7, false);
    assert!(world.replies.remove(&ticket).unwrap().is_not_controller());
}

#[test]
fn only_so_many_entries_are_on_their_way() {
    let mut world = World::with_brokers("4.3", 1);
    for n in 0..100 {
        world.send(create(&format!("t{n}"), 1), 7, false);
        world.step(Event::Flush);
    }
    assert_eq!(world.proposed.len(), MAX_IN_FLIGHT);
    world.commit_one();
    assert_eq!(world.proposed.len(), MAX_IN_FLIGHT, "as one is committed the next goes out");
    world.commit();
    assert_eq!(world.replies.len(), 100);
    assert_eq!(world.image().topics().len(), 100);
    assert!(world.log.len() < 30, "what waited went together: {} entries", world.log.len());
}

#[test]
fn a_fencing_with_more_records_than_an_entry_takes_is_written_in_parts() {
    let mut world = World::with_brokers("4.3", 2);
    for n in 0..3 {
        let r = world.create(vec![assigned(&format!("t{n}"), &vec![[1, 2].as_slice(); 9_000])]);
        assert_eq!(r.topics[0].error_code, 0);
    }
    assert_eq!(world.image().topics().led_by(1), 27_000);
    let before = world.log.len();
    world.lose_broker(1);
    assert_eq!((world.image().topics().led_by(1), world.image().topics().led_by(2)), (0, 27_000));
    let written = &world.log[before..];
    assert!(written.iter().filter(|entry| entry.count > 5_000).count() >= 3);
    for entry in written {
        assert!(entry.count <= 10_000 && entry.batch.len() <= MAX_BATCH_BYTES);
    }
}

#[test]
fn a_request_whose_records_fit_into_no_entry_is_refused_whole() {
    let mut world = World::with_brokers("4.3", 1);
    // 300 topics whose configurations take 32 kB each.
    let long = "0:1,".repeat(8_000);
    let topics = (0..300).map(|n| {
        configured(
            topic(&format!("t{n}"), 1, 1),
            "leader.replication.throttled.replicas",
            long.trim_end_matches(','),
        )
    });
    let r = world.create(topics.collect());
    assert!(r.topics.iter().all(|t| t.error_code == ErrorCode::PolicyViolation.code()), "{:?}", r.topics[0]);
    assert!(world.image().topics().is_empty());
}

fn entry(records: &[MetadataRecord], base_offset: i64, term: i32) -> Applied {
    let mut writer = BatchWriter::new(MAX_BATCH_BYTES);
    for record in records {
        let value = encode_record(record, MetadataVersion::MAX).unwrap();
        writer.add(&value, 5).unwrap().unwrap();
    }
    let batch = stamped(&writer.finish().unwrap(), base_offset, term);
    Applied { term, base_offset, count: records.len() as u32, batch, private: Bytes::new() }
}

fn step(controller: &mut Controller, event: Event) -> Result<Effects, Error> {
    let mut random = || 4;
    let mut effects = Effects::new();
    let mut ctx = Ctx { now_ms: 5, mono_ms: 5, random: &mut random };
    controller.step(event, &mut ctx, &mut effects).map(|()| effects)
}

#[test]
fn a_transaction_that_a_leader_left_open_is_aborted_by_the_next() {
    let mut world = World::new("4.3");
    world.step(Event::LostLeadership);
    let begin = BeginTransactionRecord { name: Some(text("half")) };
    let hidden = TopicRecord { name: text("hidden"), topic_id: Uuid::from_u128(9) };
    let next_offset = world.records();
    world.apply(entry(&[begin.into(), hidden.into()], next_offset, 1));
    assert!(world.image().topics().is_empty());
    world.term = 2;
    world.step(Event::BecameLeader { term: 2, next_offset: next_offset + 2 });
    world.commit();
    let abort = records(world.log.last().unwrap());
    assert!(matches!(
        &abort[0],
        LogRecord::Data(MetadataRecord::AbortTransaction(AbortTransactionRecord { .. }))
    ));
    world.start_broker(1);
    world.create_with("hidden", &[&[1]]);
}

#[test]
fn an_entry_that_nobody_here_wrote_ends_a_leader() {
    let mut world = World::new("4.3");
    let stranger = TopicRecord { name: text("t"), topic_id: Uuid::from_u128(9) };
    let applied = entry(&[stranger.into()], world.records(), 1);
    let error = step(&mut world.controller, Event::Applied(applied)).unwrap_err();
    assert!(matches!(error, Error::UnexpectedEntry { .. }), "{error}");
}

#[test]
fn a_log_with_a_hole_or_a_contradiction_ends_a_controller() {
    let level = |level| FeatureLevelRecord { name: Str::from("metadata.version"), feature_level: level };
    let mut controller = Controller::new(config("4.3"));
    let error = step(&mut controller, Event::Applied(entry(&[level(30).into()], 4, 1))).unwrap_err();
    assert_eq!(error, Error::Gap { offset: 4, expected: 0 });
    step(&mut controller, Event::Applied(entry(&[level(30).into()], 0, 1))).unwrap();
    let error = step(&mut controller, Event::Applied(entry(&[level(31).into()], 1, 1))).unwrap_err();
    assert!(error.to_string().contains("metadata.version 31 is not supported"), "{error}");
    let topic: MetadataRecord = TopicRecord { name: text("t"), topic_id: Uuid::from_u128(9) }.into();
    step(&mut controller, Event::Applied(entry(std::slice::from_ref(&topic), 1, 1))).unwrap();
    let error = step(&mut controller, Event::Applied(entry(&[topic], 2, 1))).unwrap_err();
    assert!(matches!(error, Error::Apply { offset: 2, .. }), "{error}");
    let mut broken = entry(&[level(30).into()], 2, 1);
    let mut bytes = broken.batch.to_vec();
    *bytes.last_mut().unwrap() ^= 1;
    broken.batch = bytes.into();
    let error = step(&mut controller, Event::Applied(broken)).unwrap_err();
    assert!(matches!(error, Error::Entry(_)), "{error}");
}

#[test]
fn what_is_committed_is_told_before_it_is_answered() {
    let mut world = World::with_brokers("4.3", 1);
    world.send(create("t", 1), 7, false);
    world.step(Event::Flush);
    let proposal = world.proposed.pop_front().unwrap();
    let applied = Applied {
        term: 1,
        base_offset: proposal.base_offset,
        count: proposal.count,
        batch: stamped(&proposal.batch, proposal.base_offset, 1),
        private: proposal.private,
    };
    let effects = step(&mut world.controller, Event::Applied(applied)).unwrap();
    let Effect::Committed { changes } = &effects[0] else { panic!("{effects:?}") };
    assert_eq!((changes.topics_created.len(), changes.partitions.len()), (1, 1));
    assert!(matches!(effects[1], Effect::Reply { .. }));
}
