//! DescribeConfigs: what is configured on topics and brokers, by the definitions of `metadata::configs`.

use metadata::configs::{DescribedConfig, NodeConfig, describe_broker, describe_topic};
use metadata::image::Image;
use wire::codec::Str;
use wire::error_code::ErrorCode;
use wire::messages::describe_configs::{
    DescribeConfigsRequest, DescribeConfigsResource, DescribeConfigsResourceResult, DescribeConfigsResponse,
    DescribeConfigsResult, DescribeConfigsSynonym,
};

/// Types of resources that can be asked for.
const TOPIC: i8 = 2;
const BROKER: i8 = 4;
/// A configuration whose type is not known.
const KIND_UNKNOWN: i8 = 0;

/// Answers for all resources of a request, each with its own error.
pub fn describe_configs(
    node: &NodeConfig,
    image: &Image,
    request: &DescribeConfigsRequest,
) -> DescribeConfigsResponse {
    let results = request.resources.iter().map(|resource| {
        let mut result = DescribeConfigsResult {
            resource_type: resource.resource_type,
            resource_name: resource.resource_name.clone(),
            ..Default::default()
        };
        match described(node, image, resource) {
            Ok(configs) => {
                let wanted = configs.iter().filter(|config| is_wanted(resource, config));
                result.configs = wanted.map(|config| written(config, request)).collect();
            }
            Err((code, message)) => {
                result.error_code = code.code();
                result.error_message = Some(message.into());
            }
        }
        result
    });
    DescribeConfigsResponse { results: results.collect(), ..Default::default() }
}

fn described(
    node: &NodeConfig,
    image: &Image,
    resource: &DescribeConfigsResource,
) -> Result<Vec<DescribedConfig>, (ErrorCode, String)> {
    let name = &*resource.resource_name;
    match resource.resource_type {
        TOPIC if image.topics().by_name(name).is_none() => {
            Err((ErrorCode::UnknownTopicOrPartition, format!("There is no topic {name}.")))
        }
        TOPIC => Ok(describe_topic(node, image, name)),
        // The default of all brokers has no name.
        BROKER if name.is_empty() => Ok(describe_broker(node, image, false)),
        BROKER => match name.parse::<i32>() {
            Ok(id) if id == node.node_id => Ok(describe_broker(node, image, true)),
            Ok(id) => Err((
                ErrorCode::InvalidRequest,
                format!(
                    "Unexpected broker id, expected {}, but received {id}: ask that broker.",
                    node.node_id
                ),
            )),
            Err(_) => {
                Err((ErrorCode::InvalidRequest, format!("Broker id must be an integer, but it is: {name}")))
            }
        },
        other => Err((ErrorCode::InvalidRequest, format!("Unsupported resource type: {other}"))),
    }
}

fn is_wanted(resource: &DescribeConfigsResource, config: &DescribedConfig) -> bool {
    resource.configuration_keys.as_ref().is_none_or(|keys| keys.iter().any(|key| **key == *config.name))
}

fn written(config: &DescribedConfig, request: &DescribeConfigsRequest) -> DescribeConfigsResourceResult {
    let text = |value: &Option<String>| value.as_ref().map(|value| Str::from(value.clone()));
    let synonyms = config.synonyms.iter().filter(|_| request.include_synonyms);
    DescribeConfigsResourceResult {
        name: config.name.clone().into(),
        value: text(&config.value),
        read_only: config.read_only,
        config_source: config.source as i8,
        is_sensitive: config.is_sensitive,
        synonyms: synonyms
            .map(|s| DescribeConfigsSynonym {
                name: s.name.clone().into(),
                value: text(&s.value),
                source: s.source as i8,
            })
            .collect(),
        config_type: config.kind.map_or(KIND_UNKNOWN, |kind| kind.to_wire()),
        documentation: config.documentation.filter(|_| request.include_documentation).map(Str::from_static),
        ..Default::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Supported;
    use crate::net::ResponseFrame;
    use wire::api::ApiKey;

    #[test]
    fn every_offered_version_can_carry_what_a_broker_says_of_itself() {
        let node = NodeConfig { node_id: 1, ..NodeConfig::default() };
        let resource = DescribeConfigsResource {
            resource_type: BROKER,
            resource_name: "1".into(),
            configuration_keys: None,
        };
        let request = DescribeConfigsRequest {
            resources: vec![resource],
            include_synonyms: true,
            include_documentation: true,
        };
        let response = describe_configs(&node, &Image::new(), &request);
        assert!(!response.results[0].configs.is_empty());
        let offered = Supported::BROKER.versions(ApiKey::DescribeConfigs).unwrap();
        for version in offered.iter() {
            ResponseFrame::encode::<DescribeConfigsRequest>(&response, version, 0).unwrap();
        }
    }
}
