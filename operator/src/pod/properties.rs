//! A pool's shared properties, completed for one node. Pure.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::validate::NodeId;

/// What only the pod knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The node.
    pub node: NodeId,
    /// The host name by which others reach it.
    pub host: String,
    /// Its log directories, the metadata's first.
    pub directories: Vec<PathBuf>,
    /// `host:port` of controllers.
    pub controllers: Vec<String>,
    /// Properties that count where the shared ones are silent.
    pub implied: BTreeMap<String, String>,
}

impl Place {
    /// The node of a pod by its name: what stands behind the last dash.
    pub fn node_of(pod: &str) -> Option<NodeId> {
        pod.rsplit_once('-')?.1.parse().ok().and_then(NodeId::new)
    }
}

/// The properties of one node.
///
/// `shared` has a line `listeners=NAME://host:port,...`; what is advertised is the same with this node's host name.
pub fn complete(shared: &str, place: &Place) -> String {
    let own: BTreeMap<&str, &str> = shared.lines().filter_map(property).collect();
    let advertised = own.get("listeners").copied().unwrap_or_default().split(',').filter_map(|listener| {
        let (name, address) = listener.split_once("://")?;
        let (_, port) = address.rsplit_once(':')?;
        Some(format!("{name}://{}:{port}", place.host))
    });
    let directories: Vec<String> = place.directories.iter().map(|dir| dir.display().to_string()).collect();
    let mut added = place.implied.clone();
    added.retain(|key, _| !own.contains_key(key.as_str()));
    for (key, value) in [
        ("node.id", place.node.to_string()),
        ("advertised.listeners", advertised.collect::<Vec<_>>().join(",")),
        ("log.dirs", directories.join(",")),
        ("controller.quorum.bootstrap.servers", place.controllers.join(",")),
    ] {
        added.insert(key.to_owned(), value);
    }
    let end = if shared.is_empty() || shared.ends_with('\n') { "" } else { "\n" };
    let added = added.iter().map(|(key, value)| line(key, value));
    format!("{shared}{end}{}", added.collect::<String>())
}

/// A property as it stands in a file.
pub fn line(key: &str, value: &str) -> String {
    format!("{key}={}\n", value.replace('\\', "\\\\"))
}

fn property(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    if line.starts_with(['#', '!']) { None } else { line.split_once('=') }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_has_its_own_id_name_and_directories_and_the_pools_everything_else() {
        let shared = "# shared\nlisteners=INTERNAL://:9092,REPLICATION://:9091\nmin.insync.replicas=2";
        let place = Place {
            node: Place::node_of("q-brokers-12").unwrap(),
            host: "q-brokers-12.q-nodes.ns.svc".into(),
            directories: vec!["/var/lib/ferryman/d0/log".into(), "/var/lib/ferryman/d1/log".into()],
            controllers: vec!["a:9093".into(), "b:9093".into()],
            implied: BTreeMap::from([
                ("min.insync.replicas".into(), "1".into()),
                ("offsets.topic.replication.factor".into(), "1".into()),
            ]),
        };
        let expected = "# shared\n\
            listeners=INTERNAL://:9092,REPLICATION://:9091\n\
            min.insync.replicas=2\n\
            advertised.listeners=INTERNAL://q-brokers-12.q-nodes.ns.svc:9092,REPLICATION://q-brokers-12.q-nodes.ns.svc:9091\n\
            controller.quorum.bootstrap.servers=a:9093,b:9093\n\
            log.dirs=/var/lib/ferryman/d0/log,/var/lib/ferryman/d1/log\n\
            node.id=12\n\
            offsets.topic.replication.factor=1\n";
        assert_eq!(complete(shared, &place), expected);
    }

    #[test]
    fn a_pod_is_the_node_behind_its_last_dash() {
        assert_eq!(Place::node_of("q-controllers-9000").map(NodeId::get), Some(9000));
        assert_eq!(Place::node_of("q"), None);
        assert_eq!(Place::node_of("q-x"), None);
    }
}
