//! [`Brokers`] and [`Broker`]: who is registered, where it listens, and in which state it is.
//!
//! The replay rules are those of `ClusterControlManager`. Who is alive is decided by the controller, which writes it down;
//! here stands what was written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wire::codec::{Uuid, VersionRange};
use wire::metadata::{
    BrokerRegistrationChangeRecord, FenceBrokerRecord, RegisterBrokerRecord, UnfenceBrokerRecord,
    UnregisterBrokerRecord,
};

use super::changes::Changes;
use super::error::ApplyError;
use crate::directory;
use crate::persistent::Map;

/// A listener of a broker or controller, as it was registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Name of the listener.
    pub listener: Arc<str>,
    /// Host name or address, as clients dial it.
    pub host: Arc<str>,
    /// TCP port.
    pub port: u16,
    /// `SecurityProtocol`: 0 PLAINTEXT, 1 SSL, 2 SASL_PLAINTEXT, 3 SASL_SSL.
    pub security_protocol: i16,
}

/// A registered broker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broker {
    /// `node.id`.
    pub id: i32,
    /// The epoch of this registration: the offset of its record, or, where an Apache controller wrote it, that of the
    /// first record of its batch.
    pub epoch: i64,
    /// Names one run of the broker's process.
    pub incarnation: Uuid,
    /// Where it listens.
    pub endpoints: Vec<Endpoint>,
    /// Which levels of which features it supports.
    pub features: BTreeMap<Arc<str>, VersionRange>,
    /// Its rack.
    pub rack: Option<Arc<str>>,
    /// Whether it is kept away from clients and from leading.
    pub fenced: bool,
    /// Whether it is about to stop and hands over what it leads.
    pub in_controlled_shutdown: bool,
    /// Its online directories. Empty when it was registered before directories were recorded.
    pub directories: Vec<Uuid>,
    /// The directories that get no new replicas (KIP-1066). Unknown until the broker has told.
    pub cordoned: Option<BTreeSet<Uuid>>,
    /// Offset of the last registration record; a broker that has not read as far has not caught up.
    pub registered_at: i64,
    /// Whether it is a broker of a ZooKeeper cluster being carried across (KIP-866).
    pub is_migrating_zk_broker: bool,
}

impl Broker {
    /// Whether it may lead and be in sync.
    pub fn is_active(&self) -> bool {
        !self.fenced && !self.in_controlled_shutdown
    }

    /// Whether a replica in `directory` can be served.
    pub fn is_online(&self, directory: Uuid) -> bool {
        directory::is_online(directory, &self.directories)
    }

    /// Whether new replicas may be placed on it: at least one directory takes some (KIP-1066).
    pub fn takes_replicas(&self) -> bool {
        match &self.cordoned {
            Some(cordoned) if !self.directories.is_empty() => {
                !self.directories.iter().all(|directory| cordoned.contains(directory))
            }
            _ => true,
        }
    }

    /// The directory of a new replica: the only one, or the broker's choice (`ClusterControlManager.defaultDir`).
    pub fn default_directory(&self) -> Uuid {
        match self.directories.as_slice() {
            [] => directory::MIGRATING,
            [only] => *only,
            _ => directory::UNASSIGNED,
        }
    }

    /// The listener of that name.
    pub fn endpoint(&self, listener: &str) -> Option<&Endpoint> {
        self.endpoints.iter().find(|endpoint| &*endpoint.listener == listener)
    }
}

/// All registered brokers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brokers {
    brokers: Map<i32, Arc<Broker>>,
    owners: Map<Uuid, i32>,
}

/// A change of a registration.
#[derive(Default)]
struct Amendment {
    fenced: Option<bool>,
    in_controlled_shutdown: Option<bool>,
    directories: Option<Vec<Uuid>>,
    cordoned: Option<BTreeSet<Uuid>>,
}

impl Brokers {
    /// The broker of that id.
    pub fn get(&self, id: i32) -> Option<&Arc<Broker>> {
        self.brokers.get(&id)
    }

    /// All brokers, lowest id first.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Broker>> {
        self.brokers.values()
    }

    /// How many are registered.
    pub fn len(&self) -> usize {
        self.brokers.len()
    }

    /// Whether none is registered.
    pub fn is_empty(&self) -> bool {
        self.brokers.is_empty()
    }

    /// Whose directory it is.
    pub fn owner_of(&self, directory: Uuid) -> Option<i32> {
        self.owners.get(&directory).copied()
    }

    /// Whether the broker is registered, unfenced and not about to stop.
    pub fn is_active(&self, id: i32) -> bool {
        self.get(id).is_some_and(|broker| broker.is_active())
    }

    pub(super) fn register(
        &mut self,
        record: &RegisterBrokerRecord,
        offset: i64,
        changes: &mut Changes,
    ) -> Result<(), ApplyError> {
        let id = record.broker_id;
        let taken = |directory: &Uuid| self.owner_of(*directory).filter(|owner| *owner != id);
        if let Some((directory, owner)) = record.log_dirs.iter().find_map(|d| Some((*d, taken(d)?))) {
            return Err(ApplyError::DirectoryTaken { broker: id, directory, owner });
        }
        let broker = Broker {
            id,
            epoch: record.broker_epoch,
            incarnation: record.incarnation_id,
            endpoints: record
                .end_points
                .iter()
                .map(|e| Endpoint {
                    listener: (*e.name).into(),
                    host: (*e.host).into(),
                    port: e.port,
                    security_protocol: e.security_protocol,
                })
                .collect(),
            features: record
                .features
                .iter()
                .map(|f| {
                    let range = VersionRange::new(f.min_supported_version, f.max_supported_version);
                    (Arc::from(&*f.name), range)
                })
                .collect(),
            rack: record.rack.as_ref().map(|rack| (**rack).into()),
            fenced: record.fenced,
            in_controlled_shutdown: record.in_controlled_shutdown,
            directories: record.log_dirs.clone(),
            cordoned: record.cordoned_log_dirs.as_ref().map(|ids| ids.iter().copied().collect()),
            registered_at: offset,
            is_migrating_zk_broker: record.is_migrating_zk_broker,
        };
        self.put(broker, changes);
        Ok(())
    }

    pub(super) fn unregister(
        &mut self,
        record: &UnregisterBrokerRecord,
        changes: &mut Changes,
    ) -> Result<(), ApplyError> {
        let broker = self.at_epoch("UnregisterBrokerRecord", record.broker_id, record.broker_epoch)?;
        let (id, directories) = (broker.id, broker.directories.clone());
        self.disown(id, &directories);
        self.brokers.remove(&id);
        changes.brokers.insert(id);
        Ok(())
    }

    pub(super) fn change(
        &mut self,
        record: &BrokerRegistrationChangeRecord,
        changes: &mut Changes,
    ) -> Result<(), ApplyError> {
        const NAME: &str = "BrokerRegistrationChangeRecord";
        let meaningless =
            |field, value| ApplyError::BrokerChange { record: NAME, broker: record.broker_id, field, value };
        let amendment = Amendment {
            fenced: match record.fenced {
                0 => None,
                1 => Some(true),
                -1 => Some(false),
                value => return Err(meaningless("fenced", value)),
            },
            in_controlled_shutdown: match record.in_controlled_shutdown {
                0 => None,
                1 => Some(true),
                value => return Err(meaningless("inControlledShutdown", value)),
            },
            directories: (!record.log_dirs.is_empty()).then(|| record.log_dirs.clone()),
            cordoned: record.cordoned_log_dirs.as_ref().map(|ids| ids.iter().copied().collect()),
        };
        self.amend(NAME, record.broker_id, record.broker_epoch, amendment, changes)
    }

    pub(super) fn fence(
        &mut self,
        record: &FenceBrokerRecord,
        changes: &mut Changes,
    ) -> Result<(), ApplyError> {
        let amendment = Amendment { fenced: Some(true), ..Amendment::default() };
        self.amend("FenceBrokerRecord", record.id, record.epoch, amendment, changes)
    }

    pub(super) fn unfence(
        &mut self,
        record: &UnfenceBrokerRecord,
        changes: &mut Changes,
    ) -> Result<(), ApplyError> {
        let amendment = Amendment { fenced: Some(false), ..Amendment::default() };
        self.amend("UnfenceBrokerRecord", record.id, record.epoch, amendment, changes)
    }

    /// The cordon of a broker where no record can carry it (metadata.version below 4.3-IV0).
    pub(super) fn cordon(
        &mut self,
        id: i32,
        epoch: i64,
        cordoned: BTreeSet<Uuid>,
        changes: &mut Changes,
    ) -> Result<(), ApplyError> {
        let amendment = Amendment { cordoned: Some(cordoned), ..Amendment::default() };
        self.amend("a cordon", id, epoch, amendment, changes)
    }

    fn amend(
        &mut self,
        record: &'static str,
        id: i32,
        epoch: i64,
        amendment: Amendment,
        changes: &mut Changes,
    ) -> Result<(), ApplyError> {
        let mut broker = (**self.at_epoch(record, id, epoch)?).clone();
        if let Some(fenced) = amendment.fenced {
            broker.fenced = fenced;
        }
        if let Some(in_controlled_shutdown) = amendment.in_controlled_shutdown {
            broker.in_controlled_shutdown = in_controlled_shutdown;
        }
        if let Some(directories) = amendment.directories {
            let taken = |d: &Uuid| self.owner_of(*d).filter(|owner| *owner != id);
            if let Some((directory, owner)) = directories.iter().find_map(|d| Some((*d, taken(d)?))) {
                return Err(ApplyError::DirectoryTaken { broker: id, directory, owner });
            }
            broker.directories = directories;
        }
        if amendment.cordoned.is_some() {
            broker.cordoned = amendment.cordoned;
        }
        self.put(broker, changes);
        Ok(())
    }

    fn at_epoch(&self, record: &'static str, id: i32, found: i64) -> Result<&Arc<Broker>, ApplyError> {
        let broker = self.get(id).ok_or(ApplyError::UnknownBroker { record, broker: id })?;
        match broker.epoch {
            epoch if epoch == found => Ok(broker),
            epoch => Err(ApplyError::BrokerEpoch { record, broker: id, found, epoch }),
        }
    }

    fn put(&mut self, broker: Broker, changes: &mut Changes) {
        let id = broker.id;
        let before = self.get(id).map(|broker| broker.directories.clone()).unwrap_or_default();
        if before != broker.directories {
            self.disown(id, &before);
            for directory in &broker.directories {
                self.owners.insert(*directory, id);
            }
        }
        self.brokers.insert(id, Arc::new(broker));
        changes.brokers.insert(id);
    }

    fn disown(&mut self, id: i32, directories: &[Uuid]) {
        for directory in directories {
            if self.owners.get(directory) == Some(&id) {
                self.owners.remove(directory);
            }
        }
    }
}
