//! [`Effective`]: which value of a topic's configuration is in force, and who said so (`KafkaConfigSchema`).

use std::collections::BTreeMap;

use super::definition::ConfigDefinition;
use super::describe::ConfigSource;
use super::synonyms::topic_synonyms;
use super::topic_definitions::topic_definition;
use crate::image::{ConfigResource, Image, Properties};

/// What a node was started with: the properties of its file by Kafka's names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NodeConfig {
    /// The node, whose dynamic configuration goes before the file.
    pub node_id: i32,
    /// The properties that were given. Defaults are not among them.
    pub properties: BTreeMap<String, String>,
}

/// A value in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effective {
    /// The value, as it was given; nothing where there is no default.
    pub value: Option<String>,
    /// Who gave it.
    pub source: ConfigSource,
}

impl NodeConfig {
    /// The value of a topic's configuration that is in force on this node, where `overrides` is what was set for the
    /// topic.
    pub fn effective(
        &self,
        image: &Image,
        definition: &ConfigDefinition,
        overrides: Option<&Properties>,
    ) -> Effective {
        if let Some(value) = overrides.and_then(|properties| properties.get(definition.name)) {
            return Effective { value: Some(value.to_string()), source: ConfigSource::Topic };
        }
        let configs = image.configs();
        let node = configs.get(&ConfigResource::broker(self.node_id));
        let cluster = configs.get(&ConfigResource::all_brokers());
        let dynamic = |properties: Option<&std::sync::Arc<Properties>>, name: &str| {
            properties.and_then(|properties| properties.get(name)).map(|value| value.to_string())
        };
        let synonyms = topic_synonyms(definition.name);
        let said_by = |source: ConfigSource, look: &dyn Fn(&str) -> Option<String>| {
            synonyms.iter().find_map(|(name, conversion)| {
                let value = conversion.apply(&look(name)?)?;
                Some(Effective { value: Some(value), source })
            })
        };
        said_by(ConfigSource::DynamicBroker, &|name| dynamic(node, name))
            .or_else(|| said_by(ConfigSource::DynamicDefaultBroker, &|name| dynamic(cluster, name)))
            .or_else(|| said_by(ConfigSource::StaticBroker, &|name| self.properties.get(name).cloned()))
            .unwrap_or_else(|| Effective {
                value: definition.default.map(str::to_string),
                source: ConfigSource::Default,
            })
    }

    /// The value in force for a topic that is there, as text that can be read by the definition; the default where what
    /// was given cannot be read.
    pub fn topic_value(&self, image: &Image, topic: &str, name: &str) -> Option<super::Value> {
        let definition = topic_definition(name)?;
        let overrides = image.configs().topic(topic).map(|properties| &**properties);
        let effective = self.effective(image, definition, overrides);
        let read = effective.value.and_then(|value| definition.parse(&value).ok());
        read.or_else(|| definition.parse(definition.default?).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Changes;
    use wire::codec::Str;
    use wire::metadata::ConfigRecord;
    use wire::records::MetadataRecord;

    fn set(image: &mut Image, resource: ConfigResource, name: &'static str, value: &'static str) {
        let record = MetadataRecord::Config(ConfigRecord {
            resource_type: resource.resource_type as i8,
            resource_name: Str::from(resource.name.to_string()),
            name: Str::from(name),
            value: Some(Str::from(value)),
        });
        image.apply(image.offset + 1, &record, &mut Changes::default()).unwrap();
    }

    #[test]
    fn the_nearest_word_counts() {
        let mut image = Image::new();
        let mut node = NodeConfig { node_id: 3, ..NodeConfig::default() };
        let ask = |node: &NodeConfig, image: &Image| {
            let properties = image.configs().topic("t").cloned();
            let effective =
                node.effective(image, topic_definition("retention.ms").unwrap(), properties.as_deref());
            (effective.value.unwrap(), effective.source)
        };
        assert_eq!(ask(&node, &image), ("604800000".to_string(), ConfigSource::Default));
        node.properties.insert("log.retention.hours".into(), "1".into());
        assert_eq!(ask(&node, &image), ("3600000".to_string(), ConfigSource::StaticBroker));
        node.properties.insert("log.retention.minutes".into(), "2".into());
        assert_eq!(ask(&node, &image), ("120000".to_string(), ConfigSource::StaticBroker));
        set(&mut image, ConfigResource::all_brokers(), "log.retention.ms", "30");
        assert_eq!(ask(&node, &image), ("30".to_string(), ConfigSource::DynamicDefaultBroker));
        set(&mut image, ConfigResource::broker(3), "log.retention.ms", "20");
        set(&mut image, ConfigResource::broker(4), "log.retention.ms", "21");
        assert_eq!(ask(&node, &image), ("20".to_string(), ConfigSource::DynamicBroker));
        set(&mut image, ConfigResource::topic("t"), "retention.ms", "10");
        assert_eq!(ask(&node, &image), ("10".to_string(), ConfigSource::Topic));
    }
}
