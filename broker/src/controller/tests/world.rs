//! [`World`]: a controller on a disk in memory, and brokers that it has registered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::{BufMut, Bytes, BytesMut};
use disk::{Disk, SimDisk};
use metadata::configs::NodeConfig;
use metadata::controller::ControllerConfig;
use metadata::features::{BootstrapFeatures, MetadataVersion, supported_by_broker};
use parking_lot::{Mutex, RwLock};
use quorum::{Endpoint, Limits, QuorumConfig, Timing, VoterKey};
use wire::codec::{Request, Uuid};
use wire::error_code::ErrorCode;
use wire::frame::{decode_response, encode_request};
use wire::messages as m;

use super::coded::Coded;
use crate::api::Supported;
use crate::clock::Clock;
use crate::controller::{ControllerNode, ControllerService, ControllerSetup, apis};
use crate::image::MetadataView;
use crate::net::{ClientConnection, Frame, ListenerName, Outcome, ResponseFrame, Service};

pub(super) const CLUSTER: &str = "a-cluster";
pub(super) const LISTENER: &str = "CONTROLLER";
/// This controller.
pub(super) const US: i32 = 9000;
/// How long anything may take.
const DEADLINE: Duration = Duration::from_secs(20);

/// An API, a version of it, and whether something in the answer was refused.
pub(super) type Answered = (i16, i16, bool);

/// What is wrong with a request, and what it is refused with.
pub(super) type Amiss<R> = (ErrorCode, fn(&mut R));

pub(super) struct World {
    pub(super) node: ControllerNode,
    pub(super) service: Arc<ControllerService>,
    connection: Arc<ClientConnection>,
    /// The brokers that are registered and not fenced, with their epochs.
    epochs: Mutex<BTreeMap<i32, i64>>,
    answered: Mutex<BTreeSet<Answered>>,
}

/// The directory of a node.
pub(super) fn directory(id: i32) -> Uuid {
    Uuid::from_parts(0xD1, id as u64)
}

pub(super) fn config(id: i32, level: MetadataVersion) -> ControllerConfig {
    ControllerConfig {
        bootstrap: BootstrapFeatures::at(level),
        // Nobody is fenced because a test is slow.
        session_timeout_ms: 600_000,
        ..ControllerConfig::new(CLUSTER, id, directory(id))
    }
}

impl World {
    /// A controller that nobody has taken in yet, at that port.
    pub(super) async fn start(
        controller: ControllerConfig,
        disk: &SimDisk,
        port: u16,
        bootstrap: Vec<String>,
    ) -> World {
        let clock = Clock::new();
        let disk: Arc<dyn Disk> = Arc::new(disk.clone());
        let key = VoterKey { id: controller.node_id, directory: controller.directory_id };
        let endpoint = Endpoint { listener: LISTENER.into(), host: "127.0.0.1".into(), port };
        let quorum = QuorumConfig {
            key,
            endpoints: vec![endpoint].into(),
            cluster_id: CLUSTER.into(),
            timing: Timing { announce_interval: Duration::from_millis(20), ..Timing::default() },
            disk,
            metadata_log_dir: "/meta".into(),
            limits: Limits::default(),
        };
        let config = Arc::new(NodeConfig { node_id: key.id, ..NodeConfig::default() });
        let setup = ControllerSetup { controller, quorum, bootstrap, clock };
        let node = ControllerNode::start(setup, Arc::new(MetadataView::new())).await.unwrap();
        let service = Arc::new(ControllerService::new(node.clone(), config, clock));
        let connection = Arc::new(ClientConnection {
            listener: ListenerName::new(LISTENER),
            peer: "10.0.0.7:40000".parse().unwrap(),
            local: "10.0.0.1:9093".parse().unwrap(),
            number: 1,
            software: RwLock::new(None),
        });
        World { node, service, connection, epochs: Mutex::default(), answered: Mutex::default() }
    }

    /// A controller alone, which has written the first records of its log.
    pub(super) async fn leading(config: ControllerConfig) -> World {
        let world = World::start(config, &SimDisk::new(), 9093, Vec::new()).await;
        world.lead().await;
        world
    }

    /// Founds the quorum, and leads it.
    pub(super) async fn lead(&self) {
        self.node.bootstrap(directory(US)).await.unwrap();
        self.until(|world| world.node.core.committed().features().metadata_version().is_some()).await;
    }

    /// Waits for a condition.
    pub(super) async fn until(&self, condition: impl Fn(&World) -> bool) {
        let begun = Instant::now();
        while !condition(self) {
            assert!(begun.elapsed() < DEADLINE, "waited in vain");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Hands a request in as a frame, and reads the frame of its answer.
    pub(super) async fn ask<R: Request>(&self, request: &R, version: i16) -> R::Response {
        let frame = self.answer(framed(request, version)).await;
        decode_response::<R>(&frame, version).unwrap().1
    }

    /// The answer to a frame, without its length.
    pub(super) async fn answer(&self, bytes: Bytes) -> Bytes {
        let named = format!("key {} version {}", i16::from_be_bytes([bytes[0], bytes[1]]), bytes[3]);
        let answer = match self.service.serve(&self.connection, Frame { bytes, permit: None }) {
            Outcome::Ready(answer) => answer,
            Outcome::Waiting(answer) => {
                let answer = tokio::time::timeout(DEADLINE, answer).await.expect("an answer in time");
                answer.unwrap_or_else(|| panic!("{named}: the answer cannot be written"))
            }
            Outcome::Nothing => panic!("{named}: no answer"),
            Outcome::Close(why) => panic!("{named}: {why}"),
        };
        joined(&answer)
    }

    /// Asks in every version that is offered; all of them are to answer these codes.
    pub(super) async fn every<R: Coded>(&self, codes: &[ErrorCode], request: impl Fn(i16) -> R) {
        self.since(0, codes, request).await;
    }

    /// Asks in every version that is offered and can carry the question.
    pub(super) async fn since<R: Coded>(&self, first: i16, codes: &[ErrorCode], request: impl Fn(i16) -> R) {
        let offered = Supported::CONTROLLER.versions(R::KEY).unwrap();
        for version in offered.iter().filter(|version| *version >= first) {
            self.one(version, codes, &request(version)).await;
        }
    }

    /// Asks in one version.
    pub(super) async fn one<R: Coded>(&self, version: i16, codes: &[ErrorCode], request: &R) -> R::Response {
        let response = self.ask(request, version).await;
        let found: Vec<ErrorCode> = R::codes(&response).into_iter().map(ErrorCode::from_code).collect();
        assert_eq!(found, codes, "{:?} version {version}: {response:?}", R::KEY);
        let refused = codes.iter().any(|code| *code != ErrorCode::None);
        self.answered.lock().insert((R::KEY.id(), version, refused));
        if refused && apis::is_admin(R::KEY) {
            self.enveloped(version, codes, request).await;
        }
        response
    }

    /// Asks again as a broker sends it on for its client. What is refused can be asked for twice.
    async fn enveloped<R: Coded>(&self, version: i16, codes: &[ErrorCode], request: &R) {
        let envelope = m::EnvelopeRequest {
            request_data: framed(request, version),
            client_host_address: Bytes::from_static(&[10, 0, 0, 7]),
            ..Default::default()
        };
        let answer = self.ask(&envelope, 0).await;
        let not_controller = codes.contains(&ErrorCode::NotController);
        self.answered.lock().insert((m::EnvelopeRequest::KEY.id(), 0, not_controller));
        if not_controller {
            // The broker looks for another controller; its client does not see this answer.
            assert_eq!(answer.error_code, ErrorCode::NotController.code(), "{:?} version {version}", R::KEY);
            return;
        }
        assert_eq!(answer.error_code, 0, "{:?} version {version} in an envelope", R::KEY);
        let (_, answer) = decode_response::<R>(&answer.response_data.unwrap(), version).unwrap();
        let found: Vec<ErrorCode> = R::codes(&answer).into_iter().map(ErrorCode::from_code).collect();
        assert_eq!(found, codes, "{:?} version {version} in an envelope", R::KEY);
    }

    /// What was answered up to now.
    pub(super) fn answered(&self) -> BTreeSet<Answered> {
        self.answered.lock().clone()
    }

    /// A registration of a process with directories of its own.
    pub(super) fn registration(&self, id: i32, version: i16) -> m::BrokerRegistrationRequest {
        use m::broker_registration::{BrokerRegistrationRequest, Feature, Listener};
        let feature = |f: &metadata::features::SupportedFeature| Feature {
            name: f.name.into(),
            min_supported_version: f.levels.min,
            max_supported_version: f.levels.max,
        };
        let listener =
            Listener { name: "INTERNAL".into(), host: "127.0.0.1".into(), port: 9092, ..Default::default() };
        BrokerRegistrationRequest {
            broker_id: id,
            cluster_id: CLUSTER.into(),
            incarnation_id: Uuid::from_parts(0x1A, id as u64),
            listeners: vec![listener],
            features: supported_by_broker().iter().map(feature).collect(),
            log_dirs: if version >= 2 { vec![directory(id)] } else { Vec::new() },
            ..Default::default()
        }
    }

    /// Registers a broker and unfences it.
    pub(super) async fn broker(&self, id: i32) {
        let registered = self.one(4, &[ErrorCode::None], &self.registration(id, 4)).await;
        self.epochs.lock().insert(id, registered.broker_epoch);
        self.heartbeat(id).await;
    }

    /// The epoch of a broker.
    pub(super) fn epoch(&self, id: i32) -> i64 {
        self.epochs.lock()[&id]
    }

    /// A broker is alive, has all there is, and wants to serve.
    pub(super) async fn heartbeat(&self, id: i32) {
        let request = m::BrokerHeartbeatRequest {
            broker_id: id,
            broker_epoch: self.epoch(id),
            current_metadata_offset: i64::MAX,
            ..Default::default()
        };
        self.one(0, &[ErrorCode::None], &request).await;
    }

    /// A broker wants to be fenced.
    pub(super) async fn fence(&self, id: i32) {
        let request = m::BrokerHeartbeatRequest {
            broker_id: id,
            broker_epoch: self.epoch(id),
            want_fence: true,
            ..Default::default()
        };
        self.one(0, &[ErrorCode::None], &request).await;
    }

    /// Makes a topic; each partition has these replicas, the first of which leads.
    pub(super) async fn topic(&self, name: &str, partitions: &[&[i32]]) -> Uuid {
        use m::create_topics::{CreatableReplicaAssignment, CreatableTopic, CreateTopicsRequest};
        let assignment = |(index, replicas): (usize, &&[i32])| CreatableReplicaAssignment {
            partition_index: index as i32,
            broker_ids: replicas.to_vec(),
        };
        let topic = CreatableTopic {
            name: name.to_owned().into(),
            num_partitions: -1,
            replication_factor: -1,
            assignments: partitions.iter().enumerate().map(assignment).collect(),
            ..Default::default()
        };
        let request = CreateTopicsRequest { topics: vec![topic], ..Default::default() };
        self.one(7, &[ErrorCode::None], &request).await.topics[0].topic_id
    }

    /// A partition, as it is committed.
    pub(super) fn partition(&self, topic: Uuid, index: i32) -> metadata::image::Partition {
        let image = self.node.core.committed();
        let topic = image.topics().by_id(topic).unwrap();
        image.topics().partition(topic, index).unwrap().to_partition()
    }
}

/// A request as it comes in, without its length.
pub(super) fn framed<R: Request>(request: &R, version: i16) -> Bytes {
    let bytes = encode_request(request, version, 7, Some(&"tester".into()));
    bytes
        .unwrap_or_else(|e| panic!("{:?} version {version} cannot ask that: {e}", R::KEY))
        .freeze()
        .slice(4..)
}

fn joined(answer: &ResponseFrame) -> Bytes {
    let mut all = BytesMut::new();
    answer.pieces.iter().for_each(|piece| all.put_slice(piece));
    all.freeze().slice(4..)
}
