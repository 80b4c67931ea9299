//! What DescribeConfigs (32) answers: values in force, where they come from, and what they stand before (`ConfigHelper`).

use super::broker_definitions::{UpdateMode, broker_definition, broker_definitions};
use super::definition::ConfigDefinition;
use super::effective::NodeConfig;
use super::kind::ConfigKind;
use super::synonyms::{broker_synonyms, topic_synonyms};
use super::topic_definitions::topic_definitions;
use crate::image::{ConfigResource, Image};

/// Who gave a value (`DescribeConfigsResponse.ConfigSource`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i8)]
pub enum ConfigSource {
    /// It was set for the topic.
    Topic = 1,
    /// It was set for the broker while it ran.
    DynamicBroker = 2,
    /// It was set for all brokers while they ran.
    DynamicDefaultBroker = 3,
    /// It stands in the node's file.
    StaticBroker = 4,
    /// Nobody: it is the default.
    Default = 5,
}

/// A value further back in the order of precedence, or the one in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synonym {
    /// Under which name it was set.
    pub name: String,
    /// The value; nothing when it may not be told.
    pub value: Option<String>,
    /// Who set it.
    pub source: ConfigSource,
}

/// One configuration in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescribedConfig {
    /// Its name.
    pub name: String,
    /// The value in force; nothing when there is none or it may not be told.
    pub value: Option<String>,
    /// Who gave it.
    pub source: ConfigSource,
    /// Whether the value may not be told.
    pub is_sensitive: bool,
    /// Whether a change takes effect only when the broker starts.
    pub read_only: bool,
    /// All values there are, the one in force first.
    pub synonyms: Vec<Synonym>,
    /// The type; none for a name that is not known here.
    pub kind: Option<ConfigKind>,
    /// What it does.
    pub documentation: Option<&'static str>,
}

/// The configuration of a topic as it is in force on this node, ordered by name. The caller has looked whether the topic
/// is there.
pub fn describe_topic(node: &NodeConfig, image: &Image, topic: &str) -> Vec<DescribedConfig> {
    let overrides = image.configs().topic(topic).map(|properties| &**properties);
    let is_set = |name: &str| overrides.is_some_and(|properties| properties.contains_key(name));
    let shown =
        topic_definitions().iter().filter(|definition| !definition.internal || is_set(definition.name));
    shown
        .map(|definition| {
            let effective = node.effective(image, definition, overrides);
            let value = effective.value.map(|value| definition.to_text(&value));
            let mut synonyms = match topic_synonyms(definition.name).first() {
                Some((broker_name, _)) => node.broker_synonyms_of(image, broker_name, definition.kind),
                None => Vec::new(),
            };
            if effective.source == ConfigSource::Topic {
                let own = Synonym {
                    name: definition.name.to_string(),
                    value: value.clone(),
                    source: ConfigSource::Topic,
                };
                synonyms.insert(0, own);
            }
            let source = synonyms.first().map_or(ConfigSource::Default, |synonym| synonym.source);
            described(definition, value, source, false, synonyms)
        })
        .collect()
}

/// The configuration of this node (`per_broker`), or of all brokers together, ordered by name. Of all brokers together
/// only what was set for them is told.
pub fn describe_broker(node: &NodeConfig, image: &Image, per_broker: bool) -> Vec<DescribedConfig> {
    let known = broker_definitions().map(|(definition, _)| definition.name.to_string());
    let configs = image.configs();
    let set_for = |resource: &ConfigResource| {
        configs
            .get(resource)
            .into_iter()
            .flat_map(|properties| properties.keys().map(|name| name.to_string()))
    };
    let mut names: Vec<String> = if per_broker {
        let own = set_for(&ConfigResource::broker(node.node_id)).collect::<Vec<_>>();
        known.chain(node.properties.keys().cloned()).chain(own).collect()
    } else {
        set_for(&ConfigResource::all_brokers()).collect()
    };
    names.sort();
    names.dedup();
    names.into_iter().map(|name| node.described_broker(image, &name, per_broker)).collect()
}

impl NodeConfig {
    fn described_broker(&self, image: &Image, name: &str, per_broker: bool) -> DescribedConfig {
        let known = broker_definition(name);
        // Of what is not known it is not known whether it is a password.
        let kind = known.map_or(ConfigKind::Password, |(definition, _)| definition.kind);
        let mut synonyms = self.broker_synonyms_of(image, name, kind);
        if !per_broker {
            synonyms.retain(|synonym| synonym.source == ConfigSource::DynamicDefaultBroker);
        }
        let source = synonyms.first().map_or(ConfigSource::Default, |synonym| synonym.source);
        let value = synonyms.first().and_then(|synonym| synonym.value.clone());
        let Some((definition, mode)) = known else {
            return DescribedConfig {
                name: name.to_string(),
                value: None,
                source,
                is_sensitive: true,
                read_only: true,
                synonyms,
                kind: None,
                documentation: None,
            };
        };
        let value = value.map(|value| definition.to_text(&value));
        described(definition, value, source, mode == UpdateMode::ReadOnly, synonyms)
    }

    /// All values of a broker's configuration, the one in force first. As Kafka does, what stands only under a lesser
    /// name (`log.retention.hours` for `log.retention.ms`) is not told unless something stands under the name itself.
    fn broker_synonyms_of(&self, image: &Image, name: &str, kind: ConfigKind) -> Vec<Synonym> {
        let names = broker_synonyms(name);
        let configs = image.configs();
        let dynamic = |resource: ConfigResource, name: &str| {
            configs.get(&resource).and_then(|properties| properties.get(name)).map(|value| value.to_string())
        };
        let look = |source: ConfigSource, name: &str| match source {
            ConfigSource::Topic => None,
            ConfigSource::DynamicBroker => dynamic(ConfigResource::broker(self.node_id), name),
            ConfigSource::DynamicDefaultBroker => dynamic(ConfigResource::all_brokers(), name),
            ConfigSource::StaticBroker => self.properties.get(name).cloned(),
            ConfigSource::Default => broker_definition(name).and_then(|(d, _)| d.default).map(str::to_string),
        };
        let mut synonyms = Vec::new();
        for source in [
            ConfigSource::DynamicBroker,
            ConfigSource::DynamicDefaultBroker,
            ConfigSource::StaticBroker,
            ConfigSource::Default,
        ] {
            for name in &names {
                let Some(value) = look(source, name) else { continue };
                let value = (!kind.is_sensitive()).then_some(value);
                synonyms.push(Synonym { name: name.to_string(), value, source });
            }
        }
        let first = synonyms.iter().position(|synonym| synonym.name == name).unwrap_or(synonyms.len());
        synonyms.split_off(first)
    }
}

fn described(
    definition: &'static ConfigDefinition,
    value: Option<String>,
    source: ConfigSource,
    read_only: bool,
    synonyms: Vec<Synonym>,
) -> DescribedConfig {
    let is_sensitive = definition.kind.is_sensitive();
    DescribedConfig {
        name: definition.name.to_string(),
        value: value.filter(|_| !is_sensitive),
        source,
        is_sensitive,
        read_only,
        synonyms,
        kind: Some(definition.kind),
        documentation: Some(definition.documentation),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Changes;
    use wire::codec::Str;
    use wire::metadata::ConfigRecord;
    use wire::records::MetadataRecord;

    fn image_with(settings: &[(ConfigResource, &'static str, &'static str)]) -> Image {
        let mut image = Image::new();
        for (resource, name, value) in settings {
            let record = MetadataRecord::Config(ConfigRecord {
                resource_type: resource.resource_type as i8,
                resource_name: Str::from(resource.name.to_string()),
                name: Str::from(*name),
                value: Some(Str::from(*value)),
            });
            image.apply(image.offset + 1, &record, &mut Changes::default()).unwrap();
        }
        image
    }

    fn find<'a>(described: &'a [DescribedConfig], name: &str) -> &'a DescribedConfig {
        described.iter().find(|config| config.name == name).unwrap()
    }

    #[test]
    fn a_topics_value_stands_before_what_the_broker_would_say() {
        let image = image_with(&[
            (ConfigResource::topic("t"), "segment.bytes", " 2097152 "),
            (ConfigResource::all_brokers(), "log.segment.bytes", "3000000"),
        ]);
        let described = describe_topic(&NodeConfig::default(), &image, "t");
        let config = find(&described, "segment.bytes");
        assert_eq!((config.value.as_deref(), config.source), (Some("2097152"), ConfigSource::Topic));
        let sources: Vec<_> = config.synonyms.iter().map(|s| (s.name.as_str(), s.source)).collect();
        assert_eq!(
            sources,
            [
                ("segment.bytes", ConfigSource::Topic),
                ("log.segment.bytes", ConfigSource::DynamicDefaultBroker),
                ("log.segment.bytes", ConfigSource::Default),
            ]
        );
        assert_eq!(described.len(), 33, "internal.segment.bytes is shown only where it was set");
        assert!(find(&described, "retention.ms").synonyms.is_empty());
        assert_eq!(find(&described, "retention.ms").value.as_deref(), Some("604800000"));
    }

    #[test]
    fn passwords_and_what_may_be_one_are_not_told() {
        let mut node = NodeConfig { node_id: 1, ..NodeConfig::default() };
        node.properties.insert("ssl.keystore.password".into(), "secret".into());
        node.properties.insert("some.plugin.password".into(), "secret".into());
        let described = describe_broker(&node, &Image::new(), true);
        for name in ["ssl.keystore.password", "some.plugin.password"] {
            let config = find(&described, name);
            assert!(config.is_sensitive && config.value.is_none(), "{config:?}");
            assert!(config.synonyms.iter().all(|synonym| synonym.value.is_none()), "{config:?}");
        }
    }

    #[test]
    fn of_all_brokers_only_what_was_set_for_all_is_told() {
        let image = image_with(&[
            (ConfigResource::all_brokers(), "log.retention.ms", "5"),
            (ConfigResource::broker(1), "log.retention.ms", "4"),
        ]);
        let node = NodeConfig { node_id: 1, ..NodeConfig::default() };
        let all = describe_broker(&node, &image, false);
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].value.as_deref(), all[0].source), (Some("5"), ConfigSource::DynamicDefaultBroker));
        let own = describe_broker(&node, &image, true);
        let config = find(&own, "log.retention.ms");
        assert_eq!((config.value.as_deref(), config.source), (Some("4"), ConfigSource::DynamicBroker));
        assert!(!config.read_only && find(&own, "num.partitions").read_only);
    }
}
