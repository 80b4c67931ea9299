//! `listeners`, `advertised.listeners` and who may come in by which.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::Reader;
use crate::net::ListenerName;

/// Where a listener binds, or what clients are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The listener.
    pub name: ListenerName,
    /// Host or address; empty for every address of the machine.
    pub host: String,
    /// Port; 0 for any free one (only where it binds).
    pub port: u16,
}

/// All listeners of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListenerConfig {
    /// Where it listens.
    pub listeners: Vec<Endpoint>,
    /// What is told to others, for every listener of brokers; ports of 0 are filled in when bound.
    pub advertised: Vec<Endpoint>,
    /// `controller.listener.names`: listeners of the controllers, the first being the one that nodes dial.
    pub controller_names: Vec<ListenerName>,
    /// `inter.broker.listener.name`; meaningless on a node that is only a controller.
    pub inter_broker: ListenerName,
}

impl ListenerConfig {
    /// Whether clients of the controllers come in by the listener.
    pub fn is_controller(&self, name: &ListenerName) -> bool {
        self.controller_names.contains(name)
    }

    pub(super) fn read(reader: &mut Reader<'_>, broker: bool, controller: bool) -> ListenerConfig {
        let listeners = endpoints(reader, "listeners");
        let mut advertised = endpoints(reader, "advertised.listeners");
        let controller_names: Vec<ListenerName> =
            reader.list("controller.listener.names").into_iter().map(ListenerName::new).collect();
        if controller_names.is_empty() {
            reader.wrong("controller.listener.names is missing: set it to the listener of the controllers, such as CONTROLLER".into());
        }
        check_protocols(reader, &listeners, &controller_names);
        if listeners.is_empty() {
            reader.wrong("listeners is missing: such as listeners=INTERNAL://:9092".into());
        }
        let of_controllers = |e: &&Endpoint| controller_names.contains(&e.name);
        if controller && !listeners.iter().any(|e| of_controllers(&e)) {
            reader.wrong(
                "process.roles has controller, but no listener is named in controller.listener.names".into(),
            );
        }
        if !controller && listeners.iter().any(|e| of_controllers(&e)) {
            reader.wrong("a listener of controller.listener.names stands in listeners, but process.roles has no controller: remove it".into());
        }
        for listener in &listeners {
            if !advertised.iter().any(|a| a.name == listener.name) {
                advertised.push(Endpoint { host: advertised_host(&listener.host), ..listener.clone() });
            }
        }
        for a in &advertised {
            if !listeners.iter().any(|l| l.name == a.name) {
                reader.wrong(format!("advertised.listeners names {}, which listeners does not", a.name));
            }
        }
        let inter_broker = inter_broker(reader, &listeners, &controller_names, broker);
        ListenerConfig { listeners, advertised, controller_names, inter_broker }
    }
}

fn inter_broker(
    reader: &mut Reader<'_>,
    listeners: &[Endpoint],
    controllers: &[ListenerName],
    broker: bool,
) -> ListenerName {
    let for_clients = || listeners.iter().filter(|e| !controllers.contains(&e.name));
    let name =
        match (reader.text("inter.broker.listener.name"), reader.text("security.inter.broker.protocol")) {
            (Some(name), _) | (None, Some(name)) => ListenerName::new(name),
            (None, None) => for_clients()
                .find(|e| e.name.as_str() == "PLAINTEXT")
                .or_else(|| for_clients().next())
                .map_or_else(|| ListenerName::new("PLAINTEXT"), |e| e.name.clone()),
        };
    if broker && !for_clients().any(|e| e.name == name) {
        reader.wrong(format!("inter.broker.listener.name={name} is none of the brokers' listeners"));
    }
    name
}

/// What others are told of a listener that binds every address: this machine's name, as Kafka does.
fn advertised_host(host: &str) -> String {
    if !host.is_empty() && host != "0.0.0.0" && host != "::" {
        return host.to_owned();
    }
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

fn endpoints(reader: &mut Reader<'_>, key: &'static str) -> Vec<Endpoint> {
    let mut found: Vec<Endpoint> = Vec::new();
    for part in reader.list(key) {
        let Some(endpoint) = parse(part) else {
            reader.wrong(format!("{key}: {part} is not NAME://host:port"));
            continue;
        };
        if found.iter().any(|e| e.name == endpoint.name) {
            reader.wrong(format!("{key} names {} twice", endpoint.name));
            continue;
        }
        found.push(endpoint);
    }
    found
}

fn parse(text: &str) -> Option<Endpoint> {
    let (name, address) = text.split_once("://")?;
    let (host, port) = address.rsplit_once(':')?;
    let host = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
    Some(Endpoint { name: ListenerName::new(name), host: host.to_owned(), port: port.parse().ok()? })
}

/// Only PLAINTEXT is built; anything else must be refused, never served in the clear.
fn check_protocols(reader: &mut Reader<'_>, listeners: &[Endpoint], controllers: &[ListenerName]) {
    let mut map = BTreeMap::new();
    for part in reader.list("listener.security.protocol.map") {
        match part.split_once(':') {
            Some((name, protocol)) => {
                map.insert(name.trim().to_ascii_uppercase(), protocol.trim().to_ascii_uppercase());
            }
            None => reader.wrong(format!("listener.security.protocol.map: {part} is not NAME:PROTOCOL")),
        }
    }
    let explicit = !map.is_empty();
    let names: BTreeSet<&ListenerName> = listeners.iter().map(|e| &e.name).chain(controllers).collect();
    for name in names {
        let protocol = match map.get(name.as_str()) {
            Some(protocol) => protocol.as_str(),
            // Without a map a listener is named after its protocol; Kafka takes controllers' listeners for PLAINTEXT.
            None if !explicit && ["SSL", "SASL_PLAINTEXT", "SASL_SSL"].contains(&name.as_str()) => {
                name.as_str()
            }
            None if !explicit && (name.as_str() == "PLAINTEXT" || controllers.contains(name)) => "PLAINTEXT",
            None => {
                reader.wrong(format!("listener.security.protocol.map does not say which protocol {name} speaks: add {name}:PLAINTEXT"));
                continue;
            }
        };
        if protocol != "PLAINTEXT" {
            reader.wrong(format!(
                "listener {name} asks for {protocol}, which this version does not speak: only PLAINTEXT"
            ));
        }
    }
}
