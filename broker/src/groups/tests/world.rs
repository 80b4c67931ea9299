//! A broker without a network: replicas on a disk in memory, metadata as the test publishes it, and requests as frames.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::{BufMut, BytesMut};
use disk::{Disk, SimDisk};
use log::{Identity, LogDir, MetaProperties, Resources};
use metadata::configs::NodeConfig;
use metadata::image::{Changes, Image};
use parking_lot::RwLock;
use replica::FollowerFetch;
use tokio::runtime::Handle;
use wire::codec::{Request, Str, Uuid};
use wire::frame::{RequestFrame, decode_response, encode_request};
use wire::metadata::{PartitionRecord, RemoveTopicRecord, TopicRecord};
use wire::records::MetadataRecord;

use crate::api::RequestContext;
use crate::clock::Clock;
use crate::config::{Properties, ServerConfig};
use crate::groups::{GroupCoordinator, GroupsSetup};
use crate::image::MetadataView;
use crate::net::{ClientConnection, ListenerName, Outcome, ResponseFrame};
use crate::replicas::{Directory, Fetchers, Replica, Replicas, ReplicasSetup};

/// This broker, and one that only the metadata knows.
pub(crate) const US: i32 = 1;
pub(crate) const OTHER: i32 = 2;
pub(crate) const OFFSETS: Uuid = Uuid::from_u128(50);
pub(crate) const TOPIC: Uuid = Uuid::from_u128(60);
/// Partitions of `__consumer_offsets` in these tests.
pub(crate) const PARTITIONS: i32 = 3;
/// How long anything may take.
const DEADLINE: Duration = Duration::from_secs(20);

pub(crate) struct World {
    pub(crate) groups: Arc<GroupCoordinator>,
    pub(crate) replicas: Arc<Replicas>,
    view: Arc<MetadataView>,
    pub(crate) connection: Arc<ClientConnection>,
    partition_epoch: std::sync::atomic::AtomicI32,
}

impl World {
    /// A broker that knows a topic `t` of two partitions, and leads nothing of `__consumer_offsets` yet.
    pub(crate) fn new(properties: &str) -> World {
        let text = format!(
            "process.roles=broker\nnode.id={US}\nlisteners=INTERNAL://127.0.0.1:9092\n\
             listener.security.protocol.map=INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT\n\
             inter.broker.listener.name=INTERNAL\ncontroller.listener.names=CONTROLLER\n\
             controller.quorum.bootstrap.servers=127.0.0.1:9093\nlog.dirs=/logs\n{properties}\n"
        );
        let properties = Properties::parse(&text).unwrap();
        let config = ServerConfig::read(&properties).unwrap();
        let (clock, view) = (Clock::new(), Arc::new(MetadataView::new()));
        let disk: Arc<dyn Disk> = Arc::new(SimDisk::new());
        let resources = Resources::new(disk.clone(), 1 << 20);
        let path = Path::new("/logs");
        disk.create_dir_all(path).unwrap();
        MetaProperties::new("cluster", US, Uuid::from_u128(9)).write(&*disk, path).unwrap();
        let dir = LogDir::open(disk, path, &Identity { cluster_id: None, node_id: US }).unwrap();
        let directory = Arc::new(Directory::load(dir, resources.clone()).unwrap());
        let replicas = Replicas::new(ReplicasSetup {
            node_id: US,
            clock,
            view: view.clone(),
            config: Arc::new(NodeConfig {
                node_id: US,
                properties: properties.iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect(),
            }),
            log: config.log,
            replication: config.replication,
            listener: "INTERNAL".to_owned(),
            directories: vec![directory],
            resources,
        });
        let runtime = Handle::current();
        let fetchers = Fetchers::new(replicas.clone(), runtime.clone());
        let (following, handle) = (replicas.clone(), runtime.clone());
        std::thread::spawn(move || following.follow_metadata(&handle, &fetchers));
        let (node_id, config) = (US, config.group);
        let setup =
            GroupsSetup { node_id, replicas: replicas.clone(), view: view.clone(), config, clock, runtime };
        let connection = Arc::new(ClientConnection {
            listener: ListenerName::new("INTERNAL"),
            peer: "10.0.0.7:40000".parse().unwrap(),
            local: "10.0.0.1:9092".parse().unwrap(),
            number: 1,
            software: RwLock::new(None),
        });
        let groups = GroupCoordinator::new(setup);
        let world = World { groups, replicas, view, connection, partition_epoch: 0.into() };
        let mut records = vec![topic("t", TOPIC), topic("__consumer_offsets", OFFSETS)];
        records.extend((0..2).map(|index| partition(TOPIC, index, OTHER, 0, &[OTHER], 0)));
        records.extend((0..PARTITIONS).map(|index| partition(OFFSETS, index, OTHER, 0, &[US, OTHER], 0)));
        world.publish(records);
        world
    }

    /// A broker that leads all of `__consumer_offsets` in epoch 1, in sync with `isr`, and has loaded it.
    pub(crate) async fn leading(properties: &str, isr: &[i32]) -> World {
        let world = World::new(properties);
        world.lead(US, 1, isr);
        world.until(|world| world.is_loaded(1)).await;
        world
    }

    pub(crate) fn publish(&self, records: Vec<MetadataRecord>) {
        let mut image = Image::clone(&self.view.load());
        let mut changes = Changes::default();
        for record in records {
            image.apply(image.offset + 1, &record, &mut changes).unwrap();
        }
        self.view.publish(image, changes);
    }

    /// Makes somebody the leader of all partitions.
    pub(crate) fn lead(&self, leader: i32, epoch: i32, isr: &[i32]) {
        let partition_epoch = 1 + self.partition_epoch.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let records = (0..PARTITIONS)
            .map(|index| partition(OFFSETS, index, leader, epoch, isr, partition_epoch))
            .collect();
        self.publish(records);
    }

    pub(crate) fn delete_topic(&self) {
        self.publish(vec![MetadataRecord::RemoveTopic(RemoveTopicRecord { topic_id: TOPIC })]);
    }

    /// Whether all partitions are loaded in that epoch.
    pub(crate) fn is_loaded(&self, leader_epoch: i32) -> bool {
        self.groups.led.loaded_in(leader_epoch) == PARTITIONS as usize
    }

    /// Waits for a condition.
    pub(crate) async fn until(&self, condition: impl Fn(&World) -> bool) {
        let begun = Instant::now();
        while !condition(self) {
            assert!(begun.elapsed() < DEADLINE, "waited in vain");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    pub(crate) fn replica(&self, index: i32) -> Arc<Replica> {
        self.replicas.get(OFFSETS, index).unwrap()
    }

    /// Records in all partitions together.
    pub(crate) fn log_ends(&self) -> i64 {
        (0..PARTITIONS).map(|index| self.replica(index).view().log_end).sum()
    }

    /// The other broker has fetched all there is, of all partitions.
    pub(crate) fn other_has_all(&self, leader_epoch: i32) {
        for index in 0..PARTITIONS {
            let replica = self.replica(index);
            let fetch = FollowerFetch {
                replica: OTHER,
                broker_epoch: -1,
                leader_epoch: Some(leader_epoch),
                offset: replica.view().log_end,
                last_fetched_epoch: None,
                log_start: 0,
            };
            replica.follower_fetch(&fetch, &self.replicas.moment()).unwrap();
        }
    }

    /// Hands a request in, and gives the future of its answer.
    pub(crate) fn send<R: Request>(
        &self,
        request: &R,
        version: i16,
    ) -> impl Future<Output = R::Response> + Send + use<R>
    where
        R::Response: Send,
    {
        let bytes = encode_request(request, version, 7, Some(&Str::from("tester"))).unwrap();
        let frame = RequestFrame::parse(&bytes.freeze().slice(4..)).unwrap();
        let context = RequestContext::new(&self.connection, &frame);
        let outcome = self.groups.serve(&context, &frame).unwrap().unwrap();
        async move {
            let frame = match outcome {
                Outcome::Ready(frame) => frame,
                Outcome::Waiting(answer) => answer.await.unwrap(),
                Outcome::Nothing | Outcome::Close(_) => panic!("no answer"),
            };
            decode::<R>(frame, version)
        }
    }

    /// The answer to a request.
    pub(crate) async fn ask<R: Request>(&self, request: &R, version: i16) -> R::Response
    where
        R::Response: Send,
    {
        tokio::time::timeout(DEADLINE, self.send(request, version)).await.expect("no answer in time")
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.groups.shutdown();
    }
}

fn decode<R: Request>(frame: ResponseFrame, version: i16) -> R::Response {
    let mut all = BytesMut::new();
    frame.pieces.iter().for_each(|piece| all.put_slice(piece));
    decode_response::<R>(&all.freeze().slice(4..), version).unwrap().1
}

fn topic(name: &'static str, topic_id: Uuid) -> MetadataRecord {
    MetadataRecord::Topic(TopicRecord { name: name.into(), topic_id })
}

fn partition(
    topic_id: Uuid,
    partition_id: i32,
    leader: i32,
    leader_epoch: i32,
    isr: &[i32],
    partition_epoch: i32,
) -> MetadataRecord {
    let replicas = if topic_id == OFFSETS { vec![US, OTHER] } else { vec![OTHER] };
    MetadataRecord::Partition(PartitionRecord {
        partition_id,
        topic_id,
        directories: vec![Uuid::ZERO; replicas.len()],
        replicas,
        isr: isr.to_vec(),
        leader,
        leader_epoch,
        partition_epoch,
        ..Default::default()
    })
}
