//! [`Configs`]: what was configured for topics, brokers and other resources. Nothing here knows what a name means.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use wire::metadata::ConfigRecord;

use super::changes::Changes;
use super::error::ApplyError;
use crate::persistent::Map;

/// What can be configured (`ConfigResource.Type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i8)]
pub enum ResourceType {
    /// A topic.
    Topic = 2,
    /// A broker, or with an empty name all of them.
    Broker = 4,
    /// The log levels of a broker. Never stored.
    BrokerLogger = 8,
    /// A subscription of client metrics (KIP-714).
    ClientMetrics = 16,
    /// A group (KIP-848).
    Group = 32,
}

impl ResourceType {
    /// The type of the number on the wire.
    pub fn from_wire(value: i8) -> Option<ResourceType> {
        [Self::Topic, Self::Broker, Self::BrokerLogger, Self::ClientMetrics, Self::Group]
            .into_iter()
            .find(|known| *known as i8 == value)
    }
}

/// Something that can be configured.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConfigResource {
    /// What it is.
    pub resource_type: ResourceType,
    /// Which one.
    pub name: Arc<str>,
}

impl ConfigResource {
    /// A topic.
    pub fn topic(name: &str) -> ConfigResource {
        ConfigResource { resource_type: ResourceType::Topic, name: name.into() }
    }

    /// A broker.
    pub fn broker(id: i32) -> ConfigResource {
        ConfigResource { resource_type: ResourceType::Broker, name: id.to_string().into() }
    }

    /// All brokers.
    pub fn all_brokers() -> ConfigResource {
        ConfigResource { resource_type: ResourceType::Broker, name: "".into() }
    }
}

impl fmt::Display for ConfigResource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.resource_type {
            ResourceType::Topic => "topic",
            ResourceType::Broker => "broker",
            ResourceType::BrokerLogger => "broker logger",
            ResourceType::ClientMetrics => "client metrics",
            ResourceType::Group => "group",
        };
        write!(f, "{kind} '{}'", self.name)
    }
}

/// The properties of one resource, in the order of their names.
pub type Properties = BTreeMap<Arc<str>, Arc<str>>;

/// The configurations of all resources that have one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Configs {
    topics: Map<Arc<str>, Arc<Properties>>,
    others: Map<ConfigResource, Arc<Properties>>,
}

impl Configs {
    /// What is configured for a resource, if anything is.
    pub fn get(&self, resource: &ConfigResource) -> Option<&Arc<Properties>> {
        match resource.resource_type {
            ResourceType::Topic => self.topics.get(&*resource.name),
            _ => self.others.get(resource),
        }
    }

    /// What is configured for a topic, if anything is.
    pub fn topic(&self, name: &str) -> Option<&Arc<Properties>> {
        self.topics.get(name)
    }

    /// All resources that have a configuration, topics first.
    pub fn iter(&self) -> impl Iterator<Item = (ConfigResource, &Arc<Properties>)> {
        let topic =
            |name: &Arc<str>| ConfigResource { resource_type: ResourceType::Topic, name: Arc::clone(name) };
        let topics = self.topics.iter().map(move |(name, properties)| (topic(name), properties));
        topics.chain(self.others.iter().map(|(resource, properties)| (resource.clone(), properties)))
    }

    pub(super) fn apply(&mut self, record: &ConfigRecord, changes: &mut Changes) -> Result<(), ApplyError> {
        let resource_type = ResourceType::from_wire(record.resource_type)
            .ok_or(ApplyError::ResourceType(record.resource_type))?;
        let resource = ConfigResource { resource_type, name: (*record.resource_name).into() };
        let value = record.value.as_deref();
        match resource_type {
            ResourceType::Topic => set(&mut self.topics, Arc::clone(&resource.name), &record.name, value),
            _ => set(&mut self.others, resource.clone(), &record.name, value),
        }
        changes.configs.insert(resource);
        Ok(())
    }

    pub(super) fn forget_topic(&mut self, name: &str, changes: &mut Changes) {
        if self.topics.remove(name).is_some() {
            changes.configs.insert(ConfigResource::topic(name));
        }
    }
}

/// Sets or removes one property. A resource without properties is not kept.
fn set<K: Ord + Clone>(
    resources: &mut Map<K, Arc<Properties>>,
    resource: K,
    name: &str,
    value: Option<&str>,
) {
    let Some(properties) = resources.get_mut(&resource) else {
        if let Some(value) = value {
            resources.insert(resource, Arc::new([(name.into(), value.into())].into()));
        }
        return;
    };
    match value {
        Some(value) => {
            Arc::make_mut(properties).insert(name.into(), value.into());
        }
        None => {
            Arc::make_mut(properties).remove(name);
            if properties.is_empty() {
                resources.remove(&resource);
            }
        }
    }
}
