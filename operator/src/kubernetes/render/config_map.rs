//! A revision's ConfigMap: immutable, named by its content, never changed once it is there.

use serde_json::{Value, json};

use super::{Frame, Template, sealed};
use crate::cluster::CONTROLLER_LISTENER;
use crate::kubernetes::names::{
    ANNOTATION_IMAGE, ANNOTATION_RESOURCES, ANNOTATION_REVISION, ANNOTATION_VERSION, CONTROLLER_PORT,
    HTTP_PORT, LABEL_ROLE, REPLICATION_PORT, role_name,
};
use crate::local::render::REPLICATION_LISTENER;
use crate::plan::Rendering;
use crate::pod::properties::line;
use crate::validate::Role;

/// The ConfigMap of a revision.
pub fn config_map(frame: &Frame<'_>, rendering: &Rendering, template: &Template) -> Value {
    let role = rendering.role;
    let mut labels = frame.names.labels();
    labels.insert(LABEL_ROLE.to_owned(), role_name(role).to_owned());
    let mut metadata = frame.metadata(&frame.names.config_map(role, &template.revision), &labels);
    metadata["annotations"] = json!({
        ANNOTATION_REVISION: template.revision.as_str(),
        ANNOTATION_VERSION: template.version,
        ANNOTATION_IMAGE: template.image,
    });
    if !template.resources.is_empty() {
        metadata["annotations"][ANNOTATION_RESOURCES] = json!(template.resources).to_string().into();
    }
    sealed(json!({
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": metadata,
        "immutable": true,
        "data": {"server.properties": shared_properties(rendering)},
    }))
}

/// The properties that all nodes of a role share.
pub fn shared_properties(rendering: &Rendering) -> String {
    let listeners = listeners(rendering);
    let addresses: Vec<String> = listeners.iter().map(|(name, port)| format!("{name}://:{port}")).collect();
    let mut protocols: Vec<String> = listeners.iter().map(|(name, _)| format!("{name}:PLAINTEXT")).collect();
    let mut properties = rendering.properties.clone();
    let role = match rendering.role {
        Role::Controller => "controller",
        Role::Broker => {
            protocols.push(format!("{CONTROLLER_LISTENER}:PLAINTEXT"));
            properties.insert("inter.broker.listener.name".into(), REPLICATION_LISTENER.into());
            "broker"
        }
    };
    for (key, value) in [
        ("process.roles", role.to_owned()),
        ("listeners", addresses.join(",")),
        ("listener.security.protocol.map", protocols.join(",")),
        ("controller.listener.names", CONTROLLER_LISTENER.to_owned()),
        ("ferryman.http.listener", format!(":{HTTP_PORT}")),
    ] {
        properties.insert(key.to_owned(), value);
    }
    let lines: String = properties.iter().map(|(key, value)| line(key, value)).collect();
    format!("# Written by ferryman-operator; edit the KafkaCluster instead.\n{lines}")
}

fn listeners(rendering: &Rendering) -> Vec<(String, u16)> {
    if rendering.role == Role::Controller {
        return vec![(CONTROLLER_LISTENER.to_owned(), CONTROLLER_PORT)];
    }
    let for_clients = rendering.listeners.iter().map(|listener| (listener.kafka_name.clone(), listener.port));
    for_clients.chain([(REPLICATION_LISTENER.to_owned(), REPLICATION_PORT)]).collect()
}
