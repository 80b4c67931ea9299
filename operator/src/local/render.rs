//! What a node is started with on this machine: a revision's properties, and those that depend on where it runs. Pure.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::ports::{HOST, NodePorts};
use crate::cluster::CONTROLLER_LISTENER;
use crate::plan::Rendering;
use crate::validate::{NodeId, Role};

/// The listener by which brokers speak to each other.
pub const REPLICATION_LISTENER: &str = "REPLICATION";

/// Where a node runs.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    /// Its id.
    pub node: NodeId,
    /// Its log directories, the metadata's first.
    pub directories: Vec<PathBuf>,
    /// Its ports.
    pub ports: &'a NodePorts,
    /// `host:port` of the controllers.
    pub controllers: Vec<String>,
    /// Properties that follow from the cluster's size, where the revision does not say otherwise.
    pub implied: &'a BTreeMap<String, String>,
}

/// A node's configuration, as a properties file.
pub fn properties(rendering: &Rendering, place: &Place<'_>) -> String {
    let mut properties = place.implied.clone();
    properties.extend(rendering.properties.clone());
    let listeners = listeners(rendering, place.ports);
    let addresses: Vec<String> =
        listeners.iter().map(|(name, port)| format!("{name}://{HOST}:{port}")).collect();
    let mut protocols: Vec<String> = listeners.iter().map(|(name, _)| format!("{name}:PLAINTEXT")).collect();
    let role = match rendering.role {
        Role::Controller => "controller",
        Role::Broker => {
            protocols.push(format!("{CONTROLLER_LISTENER}:PLAINTEXT"));
            properties.insert("inter.broker.listener.name".into(), REPLICATION_LISTENER.into());
            "broker"
        }
    };
    let directories: Vec<String> = place.directories.iter().map(|dir| dir.display().to_string()).collect();
    for (key, value) in [
        ("process.roles", role.to_owned()),
        ("node.id", place.node.to_string()),
        ("listeners", addresses.join(",")),
        ("advertised.listeners", addresses.join(",")),
        ("listener.security.protocol.map", protocols.join(",")),
        ("controller.listener.names", CONTROLLER_LISTENER.to_owned()),
        ("controller.quorum.bootstrap.servers", place.controllers.join(",")),
        ("log.dirs", directories.join(",")),
        ("ferryman.http.listener", format!("{HOST}:{}", place.ports.http)),
    ] {
        properties.insert(key.to_owned(), value);
    }
    let line = |(key, value): (&String, &String)| format!("{key}={}\n", value.replace('\\', "\\\\"));
    let lines: String = properties.iter().map(line).collect();
    format!("# Written by ferryman at each start of the node; edit the manifest instead.\n{lines}")
}

/// Names and ports of a node's listeners, in Kafka's names.
pub fn listeners(rendering: &Rendering, ports: &NodePorts) -> Vec<(String, u16)> {
    if rendering.role == Role::Controller {
        return vec![(CONTROLLER_LISTENER.to_owned(), ports.own)];
    }
    let for_clients = rendering.listeners.iter().filter_map(|listener| {
        let port = ports.listeners.get(&listener.name)?;
        Some((listener.kafka_name.clone(), port.port))
    });
    for_clients.chain([(REPLICATION_LISTENER.to_owned(), ports.own)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::local::ports::ListenerPort;
    use crate::validate::{ValidatedListener, ValidatedResources};

    fn rendering(role: Role) -> Rendering {
        Rendering {
            role,
            version: "0".into(),
            properties: BTreeMap::from([
                ("min.insync.replicas".into(), "2".into()),
                ("x.pattern".into(), r"a\d".into()),
            ]),
            listeners: match role {
                Role::Controller => Vec::new(),
                Role::Broker => {
                    vec![ValidatedListener {
                        name: "internal".into(),
                        kafka_name: "INTERNAL".into(),
                        port: 9092,
                    }]
                }
            },
            resources: ValidatedResources::default(),
        }
    }

    fn render(role: Role, node: i64) -> Vec<String> {
        let listeners = BTreeMap::from([("internal".into(), ListenerPort { wanted: 9093, port: 9095 })]);
        let ports = NodePorts { http: 11, own: 12, listeners };
        let place = Place {
            node: NodeId::new(node).unwrap(),
            directories: vec!["/r/d0".into(), "/r/d1".into()],
            ports: &ports,
            controllers: vec!["127.0.0.1:1".into(), "127.0.0.1:2".into()],
            implied: &BTreeMap::from([
                ("min.insync.replicas".into(), "1".into()),
                ("offsets.topic.replication.factor".into(), "1".into()),
            ]),
        };
        properties(&rendering(role), &place).lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_broker_listens_for_clients_and_for_brokers_and_knows_the_controllers() {
        let lines = render(Role::Broker, 1);
        for line in [
            "process.roles=broker",
            "node.id=1",
            "listeners=INTERNAL://127.0.0.1:9095,REPLICATION://127.0.0.1:12",
            "listener.security.protocol.map=INTERNAL:PLAINTEXT,REPLICATION:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name=REPLICATION",
            "controller.quorum.bootstrap.servers=127.0.0.1:1,127.0.0.1:2",
            "log.dirs=/r/d0,/r/d1",
            "ferryman.http.listener=127.0.0.1:11",
            r"x.pattern=a\\d",
        ] {
            assert!(lines.contains(&line.to_owned()), "{line} is missing in {lines:#?}");
        }
    }

    #[test]
    fn a_controller_has_its_one_listener() {
        let lines = render(Role::Controller, 9000);
        assert!(lines.contains(&"listeners=CONTROLLER://127.0.0.1:12".to_owned()));
        assert!(lines.contains(&"listener.security.protocol.map=CONTROLLER:PLAINTEXT".to_owned()));
        assert!(!lines.iter().any(|line| line.starts_with("inter.broker.listener.name")));
    }

    #[test]
    fn what_the_manifest_says_wins_over_what_follows_from_the_clusters_size() {
        let lines = render(Role::Broker, 1);
        assert!(lines.contains(&"min.insync.replicas=2".to_owned()));
        assert!(lines.contains(&"offsets.topic.replication.factor=1".to_owned()));
    }
}
