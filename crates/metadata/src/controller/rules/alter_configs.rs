//! IncrementalAlterConfigs (44) and AlterConfigs (33) (`ConfigurationControlManager`, `ControllerApis`).

use std::collections::BTreeMap;
use std::sync::Arc;

use wire::codec::Str;
use wire::messages::alter_configs::{
    AlterConfigsRequest, AlterConfigsResourceResponse as OldResult, AlterConfigsResponse,
};
use wire::messages::incremental_alter_configs::{
    AlterConfigsResource, AlterConfigsResourceResponse, IncrementalAlterConfigsRequest,
    IncrementalAlterConfigsResponse,
};
use wire::metadata::ConfigRecord;
use wire::records::MetadataRecord;

use super::{Outcome, Rule};
use crate::configs::{
    ConfigKind, broker_definition, names, topic_definition, validate_broker, validate_topic,
};
use crate::controller::pipeline::Write;
use crate::controller::refusal::Refusal;
use crate::image::{ConfigResource, Properties, ResourceType};
use crate::topic_name;

/// What becomes of one property: a value, or nothing.
type Change = (Arc<str>, Option<Arc<str>>);

/// Changes single properties. Each resource is changed whole or refused; all that are changed are changed together.
pub(super) fn incremental_alter_configs(
    rule: &Rule<'_>,
    r: &IncrementalAlterConfigsRequest,
    forwarded: bool,
) -> Outcome<IncrementalAlterConfigsResponse> {
    let times = times(r.resources.iter().map(|resource| (resource.resource_type, &*resource.resource_name)));
    let mut write = Write::default();
    let mut responses = Vec::new();
    for resource in &r.resources {
        let once = times.get(&(resource.resource_type, &*resource.resource_name)) == Some(&1);
        let changed = resource_of(resource.resource_type, &resource.resource_name, once)
            .and_then(|target| Ok((incremental_changes(rule, &target, resource)?, target)))
            .and_then(|(changes, target)| records(rule, &target, &changes, forwarded));
        let refusal = take(changed, &mut write);
        responses.push(AlterConfigsResourceResponse {
            error_code: refusal.as_ref().map_or(0, Refusal::wire_code),
            error_message: refusal.as_ref().and_then(Refusal::message),
            resource_type: resource.resource_type,
            resource_name: resource.resource_name.clone(),
        });
    }
    let response = IncrementalAlterConfigsResponse { responses, ..Default::default() };
    Outcome { write: if r.validate_only { Write::default() } else { write }, response }
}

/// Replaces all properties of resources: what is not named is removed.
pub(super) fn alter_configs(
    rule: &Rule<'_>,
    r: &AlterConfigsRequest,
    forwarded: bool,
) -> Outcome<AlterConfigsResponse> {
    let times = times(r.resources.iter().map(|resource| (resource.resource_type, &*resource.resource_name)));
    let mut write = Write::default();
    let mut responses = Vec::new();
    for resource in &r.resources {
        let once = times.get(&(resource.resource_type, &*resource.resource_name)) == Some(&1);
        let replaced =
            resource_of(resource.resource_type, &resource.resource_name, once).and_then(|target| {
                let named = resource.configs.iter().map(|config| (&*config.name, config.value.as_deref()));
                let named: BTreeMap<&str, &str> = without_nulls(named)?;
                let current = rule.image.configs().get(&target).cloned().unwrap_or_default();
                let removed = current.keys().filter(|name| !named.contains_key(&***name));
                let removed = removed.map(|name| (Arc::clone(name), None));
                let set = named.iter().map(|(name, value)| (Arc::from(*name), Some(Arc::from(*value))));
                records(rule, &target, &set.chain(removed).collect::<Vec<Change>>(), forwarded)
            });
        let refusal = take(replaced, &mut write);
        responses.push(OldResult {
            error_code: refusal.as_ref().map_or(0, Refusal::wire_code),
            error_message: refusal.as_ref().and_then(Refusal::message),
            resource_type: resource.resource_type,
            resource_name: resource.resource_name.clone(),
        });
    }
    let response = AlterConfigsResponse { responses, ..Default::default() };
    Outcome { write: if r.validate_only { Write::default() } else { write }, response }
}

fn times<'a>(resources: impl Iterator<Item = (i8, &'a str)>) -> BTreeMap<(i8, &'a str), usize> {
    let mut times = BTreeMap::new();
    resources.for_each(|resource| *times.entry(resource).or_default() += 1);
    times
}

fn take(changed: Result<Vec<MetadataRecord>, Refusal>, write: &mut Write) -> Option<Refusal> {
    match changed {
        Ok(records) => {
            write.records.extend(records);
            None
        }
        Err(refusal) => Some(refusal),
    }
}

/// The resource, if it is one whose configuration is stored.
fn resource_of(resource_type: i8, name: &str, once: bool) -> Result<ConfigResource, Refusal> {
    if !once {
        return Err(Refusal::Invalid("Each resource must appear at most once.".to_string()));
    }
    match ResourceType::from_wire(resource_type) {
        Some(kind @ (ResourceType::Topic | ResourceType::Broker)) => {
            Ok(ConfigResource { resource_type: kind, name: name.into() })
        }
        _ => Err(Refusal::Invalid(format!("Resources of type {resource_type} cannot be configured here."))),
    }
}

fn without_nulls<'a>(
    named: impl Iterator<Item = (&'a str, Option<&'a str>)>,
) -> Result<BTreeMap<&'a str, &'a str>, Refusal> {
    let mut values = BTreeMap::new();
    for (name, value) in named {
        let Some(value) = value else {
            return Err(Refusal::Invalid(format!("Null value not supported for : {name}")));
        };
        if values.insert(name, value).is_some() {
            return Err(Refusal::Invalid("Error due to duplicate config keys".to_string()));
        }
    }
    Ok(values)
}

/// What each operation makes of its property (KIP-339).
fn incremental_changes(
    rule: &Rule<'_>,
    target: &ConfigResource,
    resource: &AlterConfigsResource,
) -> Result<Vec<Change>, Refusal> {
    const SET: i8 = 0;
    const DELETE: i8 = 1;
    const APPEND: i8 = 2;
    const SUBTRACT: i8 = 3;
    let current = rule.image.configs().get(target);
    let mut changes: Vec<Change> = Vec::new();
    for config in &resource.configs {
        if changes.iter().any(|(name, _)| **name == *config.name) {
            return Err(Refusal::Invalid("Error due to duplicate config keys".to_string()));
        }
        let given = || {
            let missing = || Refusal::Invalid(format!("Null value not supported for : {}", config.name));
            config.value.as_deref().ok_or_else(missing)
        };
        let value = match config.config_operation {
            SET => Some(Arc::from(given()?)),
            DELETE => None,
            operation @ (APPEND | SUBTRACT) => {
                let default = list_default(target.resource_type, &config.name, operation == APPEND)?;
                let current =
                    current.and_then(|properties| properties.get(&*config.name)).map(|value| &**value);
                let mut parts: Vec<&str> =
                    current.unwrap_or(default).split(',').filter(|p| !p.is_empty()).collect();
                for part in given()?.split(',') {
                    match operation {
                        APPEND if !parts.contains(&part) => parts.push(part),
                        SUBTRACT => parts.retain(|kept| *kept != part),
                        _ => {}
                    }
                }
                Some(Arc::from(parts.join(",")))
            }
            other => return Err(Refusal::Invalid(format!("Unknown operations type {other}"))),
        };
        changes.push(((*config.name).into(), value));
    }
    Ok(changes)
}

/// The default of a list, which append and subtract begin with.
fn list_default(kind: ResourceType, name: &str, append: bool) -> Result<&'static str, Refusal> {
    let definition = match kind {
        ResourceType::Topic => topic_definition(name),
        _ => broker_definition(name).map(|(definition, _)| definition),
    };
    match definition {
        Some(definition) if definition.kind == ConfigKind::List => Ok(definition.default.unwrap_or("")),
        _ => {
            let operation = if append { "APPEND" } else { "SUBTRACT" };
            Err(Refusal::NotAList { operation, name: name.to_string() })
        }
    }
}

/// The records of the changes, after a look at what would be configured then.
fn records(
    rule: &Rule<'_>,
    target: &ConfigResource,
    changes: &[Change],
    forwarded: bool,
) -> Result<Vec<MetadataRecord>, Refusal> {
    let current = rule.image.configs().get(target).cloned().unwrap_or_default();
    let mut all: Properties = (*current).clone();
    for (name, value) in changes {
        match value {
            Some(value) => all.insert(Arc::clone(name), Arc::clone(value)),
            None => all.remove(name),
        };
    }
    match target.resource_type {
        ResourceType::Topic => {
            topic_name::validate(&target.name).map_err(Refusal::TopicName)?;
            validate_topic(&all, &rule.config.node, rule.image)?;
            if rule.image.topics().by_name(&target.name).is_none() {
                return Err(Refusal::UnknownTopic(target.name.to_string()));
            }
        }
        _ => {
            check_node(rule, &target.name)?;
            check_cordon(&current, changes, forwarded)?;
            validate_broker(&changed_to(changes), !target.name.is_empty())?;
        }
    }
    let record = |(name, value): &Change| {
        MetadataRecord::Config(ConfigRecord {
            resource_type: target.resource_type as i8,
            resource_name: Str::from(target.name.to_string()),
            name: Str::from(name.to_string()),
            value: value.as_ref().map(|value| Str::from(value.to_string())),
        })
    };
    // A broker reads again what a property stands for, a file perhaps, when it is written again (KAFKA-14136).
    let again = target.resource_type == ResourceType::Broker;
    let differs = |(name, value): &&Change| again || current.get(name) != value.as_ref();
    Ok(changes.iter().filter(differs).map(record).collect())
}

fn changed_to(changes: &[Change]) -> Properties {
    changes.iter().filter_map(|(name, value)| Some((Arc::clone(name), Arc::clone(value.as_ref()?)))).collect()
}

/// A broker's configuration is for all of them, or for a node that is known.
fn check_node(rule: &Rule<'_>, name: &str) -> Result<(), Refusal> {
    if name.is_empty() {
        return Ok(());
    }
    let unreadable =
        || Refusal::Invalid(format!("Unable to parse broker name '{name}' as a base 10 number."));
    let id: i32 = name.parse().map_err(|_| unreadable())?;
    let is_voter =
        rule.membership.voters.keys().chain(rule.membership.learners.keys()).any(|key| key.id == id);
    let known =
        rule.image.brokers().get(id).is_some() || is_voter || rule.image.kept().controllers.contains_key(&id);
    if known { Ok(()) } else { Err(Refusal::BrokerNotRegistered(id)) }
}

/// Only the broker itself knows its directories by path. What did not come through it may take away, or name all.
/// Unlike Kafka's, a cordon is taken at all levels of `metadata.version` (see the heartbeat's rule).
fn check_cordon(current: &Properties, changes: &[Change], forwarded: bool) -> Result<(), Refusal> {
    let parts = |text: &str| text.split(',').map(|part| part.trim().to_string()).collect::<Vec<_>>();
    let set = changes.iter().find(|(name, _)| **name == *names::CORDONED_LOG_DIRS);
    let Some((_, Some(value))) = set else { return Ok(()) };
    let current = current.get(names::CORDONED_LOG_DIRS).map(|value| parts(value)).unwrap_or_default();
    let harmless =
        value.trim().is_empty() || value.trim() == "*" || parts(value).iter().all(|d| current.contains(d));
    if forwarded || harmless {
        Ok(())
    } else {
        Err(Refusal::CordonUnchecked(names::CORDONED_LOG_DIRS.to_string()))
    }
}
