//! A broker's process: it registers, says that it is alive, follows the log, and changes the in-sync replicas of the
//! partitions it leads.

use std::time::Duration;

use bytes::Bytes;
use metadata::controller::{Request, Response};
use metadata::entry::LogBatch;
use metadata::features::MetadataVersion;
use metadata::image::{Changes, Replay};
use quorum::sim::{random_below, sleep};
use quorum::{Uuid, Validity};
use wire::batch::Batches;
use wire::messages::allocate_producer_ids::AllocateProducerIdsRequest;
use wire::messages::alter_partition::request::{PartitionData, TopicData};
use wire::messages::alter_partition::{AlterPartitionRequest, BrokerState};
use wire::messages::broker_heartbeat::BrokerHeartbeatRequest;
use wire::messages::broker_registration::{BrokerRegistrationRequest, Feature, Listener};

use crate::world::{CLUSTER, CONTROLLERS, SESSION_MS, World, new_uuid};

/// Bytes of the log that are fetched at a time.
const FETCH_BYTES: usize = 4096;

struct Broker {
    world: World,
    id: i32,
    /// The directory of its data; it stays.
    directory: Uuid,
    /// This process.
    incarnation: Uuid,
    /// Its epoch, once it was told.
    epoch: Option<i64>,
    replay: Replay,
    /// The epoch of the last batch it has.
    last_epoch: i32,
    /// The controller it takes for the active one.
    controller: i32,
}

/// Runs for ever.
pub(crate) async fn broker(world: World, id: i32) {
    let directory = new_uuid();
    let mut broker = Broker {
        world,
        id,
        directory,
        incarnation: new_uuid(),
        epoch: None,
        replay: Replay::default(),
        last_epoch: 0,
        controller: 1,
    };
    loop {
        sleep(Duration::from_millis(20 + random_below(180))).await;
        if !broker.world.is_healed() && random_below(40) == 0 {
            broker.world.history.lock().counts.broker_crashes += 1;
            broker.begin_anew();
            sleep(Duration::from_millis(random_below(3 * SESSION_MS))).await;
        }
        broker.follow();
        match broker.epoch {
            None => broker.register().await,
            Some(epoch) => broker.live(epoch).await,
        }
    }
}

impl Broker {
    /// Another process comes in the place of this one.
    fn begin_anew(&mut self) {
        self.incarnation = new_uuid();
        self.epoch = None;
        self.replay = Replay::default();
        self.last_epoch = 0;
    }

    async fn ask(&mut self, request: Request, version: i16) -> Option<Response> {
        let response = self.world.ask(self.id, self.controller, request, version).await;
        if response.as_ref().is_none_or(Response::is_not_controller) {
            // Looks for another one: mostly the right one is found, as a leader's answer names it.
            let anybody = 1 + random_below(CONTROLLERS as u64) as i32;
            let leader = self.world.leader().filter(|_| random_below(4) > 0);
            self.controller = leader.map_or(anybody, |leader| leader.key.id);
            return None;
        }
        response
    }

    async fn register(&mut self) {
        let feature = |name: &str, min, max| Feature {
            name: name.to_string().into(),
            min_supported_version: min,
            max_supported_version: max,
        };
        let incarnation = self.incarnation;
        let request = BrokerRegistrationRequest {
            broker_id: self.id,
            cluster_id: CLUSTER.into(),
            incarnation_id: incarnation,
            listeners: vec![Listener {
                name: "INTERNAL".into(),
                host: format!("broker-{}", self.id).into(),
                port: 9092,
                security_protocol: 0,
            }],
            features: vec![
                feature("metadata.version", MetadataVersion::MIN.level(), MetadataVersion::MAX.level()),
                feature("kraft.version", 0, 1),
            ],
            log_dirs: vec![self.directory],
            ..BrokerRegistrationRequest::default()
        };
        let answer = self.ask(Request::BrokerRegistration(request), 4).await;
        if let Some(Response::BrokerRegistration(answer)) = answer
            && answer.error_code == 0
        {
            self.epoch = Some(answer.broker_epoch);
        }
    }

    /// Says that it is alive; and does what leaders of partitions do.
    async fn live(&mut self, epoch: i64) {
        let request = BrokerHeartbeatRequest {
            broker_id: self.id,
            broker_epoch: epoch,
            current_metadata_offset: self.replay.image().offset,
            ..BrokerHeartbeatRequest::default()
        };
        match self.ask(Request::BrokerHeartbeat(request), 2).await {
            Some(Response::BrokerHeartbeat(answer)) if answer.error_code != 0 => return self.begin_anew(),
            _ => {}
        }
        if random_below(3) == 0 {
            self.alter_partition(epoch).await;
        }
        if random_below(20) == 0 {
            let request = AllocateProducerIdsRequest { broker_id: self.id, broker_epoch: epoch };
            self.ask(Request::AllocateProducerIds(request), 0).await;
        }
    }

    /// Reads on in the log, from whoever leads by its own account, as Apache's brokers do.
    fn follow(&mut self) {
        let leading = self.world.network.running().into_iter().filter(|running| {
            let known = running.quorum.leadership().borrow().clone();
            known.is_leader
                && known.term >= self.last_epoch
                && !self.world.network.is_cut(self.id, running.key.id)
        });
        let leading: Vec<_> = leading.collect();
        let Some(leader) = leading.get(random_below(leading.len().max(1) as u64) as usize) else { return };
        let view = leader.quorum.log_view();
        let offset = self.replay.next_offset();
        let validity = view.validate(offset, self.last_epoch);
        assert_eq!(validity, Validity::Valid, "broker {} is told to truncate at {offset}", self.id);
        let Ok(records) = view.read(offset, FETCH_BYTES) else { return };
        for batch in Batches::new(records.batches) {
            let bytes: Bytes = batch.unwrap().bytes().clone();
            let batch = LogBatch::decode(&bytes).unwrap();
            self.replay.apply_batch(&batch, &mut Changes::default()).unwrap();
            self.last_epoch = batch.epoch;
            let whole = random_below(8) == 0;
            self.world.history.lock().follows(&format!("broker {}", self.id), self.replay.image(), whole);
        }
    }

    /// Wants other in-sync replicas for one of its partitions: fewer at times, mostly all that are alive.
    async fn alter_partition(&mut self, epoch: i64) {
        let image = self.replay.image().clone();
        let led: Vec<_> = image.topics().partitions_on(self.id).map(|(t, i, p)| (t.clone(), i, p)).collect();
        let led: Vec<_> = led
            .into_iter()
            .map(|(t, i, p)| (t, i, p.to_partition()))
            .filter(|(_, _, p)| p.leader == self.id)
            .collect();
        let Some((topic, index, p)) = led.get(random_below(led.len().max(1) as u64) as usize) else { return };
        let stays = |id: i32| id == self.id || (image.brokers().is_active(id) && random_below(4) > 0);
        let isr: Vec<i32> = p.replicas.iter().copied().filter(|id| stays(*id)).collect();
        let broker = |id: &i32| BrokerState {
            broker_id: *id,
            broker_epoch: image.brokers().get(*id).map_or(-1, |broker| broker.epoch),
        };
        let data = PartitionData {
            partition_index: *index,
            leader_epoch: p.leader_epoch,
            new_isr_with_epochs: isr.iter().map(broker).collect(),
            partition_epoch: p.partition_epoch,
            ..PartitionData::default()
        };
        let topics = vec![TopicData { topic_id: topic.id(), partitions: vec![data], ..TopicData::default() }];
        let request = AlterPartitionRequest { broker_id: self.id, broker_epoch: epoch, topics };
        self.ask(Request::AlterPartition(request), 3).await;
    }
}
