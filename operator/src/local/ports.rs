//! Which ports nodes have: chosen once for each node, kept in the data root. Pure but for [`is_free`] and [`holder`].
//!
//! A broker's listener has the manifest's port plus the broker's place in its pool, where that is free; the first
//! broker's is the one that people write down, so where the manifest names it nothing else will do. Ports that only nodes
//! use lie below the range from which the kernel takes ports for outgoing connections, so that none is lost to one while
//! a node is down.

use std::collections::BTreeMap;
use std::net::TcpListener;

use serde::{Deserialize, Serialize};

use super::LocalError;
use crate::validate::{NodeId, Role, ValidatedListener};

/// Where nodes listen.
pub const HOST: &str = "127.0.0.1";
/// Ports that only nodes use.
const INTERNAL_PORTS: std::ops::Range<u16> = 10_000..20_000;
/// How many are tried.
const TRIES: usize = 2_000;

/// The ports of all nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ports {
    nodes: BTreeMap<NodeId, NodePorts>,
}

/// The ports of a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodePorts {
    /// `/readyz` and `/metrics`.
    pub http: u16,
    /// CONTROLLER of a controller, REPLICATION of a broker.
    pub own: u16,
    /// A broker's listeners for clients, by their name in the manifest.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub listeners: BTreeMap<String, ListenerPort>,
}

/// A port of a listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListenerPort {
    /// By the manifest.
    pub wanted: u16,
    /// What it is.
    pub port: u16,
}

/// A node that needs ports.
#[derive(Clone, Copy, Debug)]
pub struct Needs<'a> {
    /// Its id.
    pub node: NodeId,
    /// What it does.
    pub role: Role,
    /// Its place in its pool.
    pub place: u32,
    /// Whether it is the first broker of the default pool.
    pub first: bool,
    /// Where clients connect.
    pub listeners: &'a [ValidatedListener],
    /// Whether the manifest names their ports.
    pub configured: bool,
}

impl Ports {
    /// A node's ports, if it has some.
    pub fn of(&self, node: NodeId) -> Option<&NodePorts> {
        self.nodes.get(&node)
    }

    /// Listeners whose port is another than the manifest's: node, listener, port.
    pub fn moved(&self) -> impl Iterator<Item = (NodeId, &str, ListenerPort)> {
        let listeners = self.nodes.iter().flat_map(|(id, node)| {
            node.listeners.iter().map(move |(name, port)| (*id, name.as_str(), *port))
        });
        listeners.filter(|(_, _, port)| port.port != port.wanted)
    }

    /// Gives a node the ports that it lacks. `free` tells whether nobody listens on a port, `draw` draws a number.
    ///
    /// # Errors
    /// Where the one port that must be is taken, or none is free.
    pub fn assign(
        &mut self,
        needs: Needs<'_>,
        free: &dyn Fn(u16) -> bool,
        draw: &mut dyn FnMut() -> u16,
    ) -> Result<(), LocalError> {
        let mut ports = match self.nodes.get(&needs.node) {
            Some(ports) => ports.clone(),
            None => {
                let own = self.internal(&needs, &[], free, draw)?;
                let http = self.internal(&needs, &[own], free, draw)?;
                NodePorts { http, own, listeners: BTreeMap::new() }
            }
        };
        let names: Vec<&str> = needs.listeners.iter().map(|listener| listener.name.as_str()).collect();
        ports.listeners.retain(|name, _| needs.role == Role::Broker && names.contains(&name.as_str()));
        for listener in needs.listeners.iter().filter(|_| needs.role == Role::Broker) {
            let wanted = listener.port.saturating_add(u16::try_from(needs.place).unwrap_or(u16::MAX));
            if ports.listeners.get(&listener.name).is_some_and(|port| port.wanted == wanted) {
                continue;
            }
            let mine: Vec<u16> =
                ports.listeners.values().map(|port| port.port).chain([ports.own, ports.http]).collect();
            let port = self.listener(&needs, listener, wanted, &mine, free)?;
            ports.listeners.insert(listener.name.clone(), ListenerPort { wanted, port });
        }
        self.nodes.insert(needs.node, ports);
        Ok(())
    }

    /// Gives a node that does not run other ports where those that nobody but nodes knows are taken.
    ///
    /// # Errors
    /// Where one is taken that must be as it is: whose, and by whom.
    pub fn check(
        &mut self,
        needs: Needs<'_>,
        free: &dyn Fn(u16) -> bool,
        draw: &mut dyn FnMut() -> u16,
    ) -> Result<(), LocalError> {
        let Some(ports) = self.nodes.get(&needs.node).cloned() else { return Ok(()) };
        for (name, listener) in &ports.listeners {
            if !free(listener.port) {
                return Err(taken(&needs, Some(name), listener.port));
            }
        }
        if needs.role == Role::Controller && !free(ports.own) {
            return Err(taken(&needs, None, ports.own));
        }
        let mut checked = ports.clone();
        if !free(ports.own) {
            checked.own = self.internal(&needs, &[ports.http], free, draw)?;
        }
        if !free(ports.http) {
            checked.http = self.internal(&needs, &[checked.own], free, draw)?;
        }
        self.nodes.insert(needs.node, checked);
        Ok(())
    }

    fn is_given(&self, port: u16) -> bool {
        self.nodes.values().any(|node| {
            node.http == port
                || node.own == port
                || node.listeners.values().any(|listener| listener.port == port)
        })
    }

    fn internal(
        &self,
        needs: &Needs<'_>,
        but: &[u16],
        free: &dyn Fn(u16) -> bool,
        draw: &mut dyn FnMut() -> u16,
    ) -> Result<u16, LocalError> {
        let range = INTERNAL_PORTS;
        let drawn = (0..TRIES).map(|_| range.start + draw() % (range.end - range.start));
        let mut fitting = drawn.filter(|port| !but.contains(port) && !self.is_given(*port) && free(*port));
        fitting.next().ok_or_else(|| LocalError::NoPort { what: whose(needs, None), from: range.start })
    }

    fn listener(
        &self,
        needs: &Needs<'_>,
        listener: &ValidatedListener,
        wanted: u16,
        mine: &[u16],
        free: &dyn Fn(u16) -> bool,
    ) -> Result<u16, LocalError> {
        let own = |port: u16| mine.contains(&port) || self.is_given(port);
        if needs.first && needs.configured && !own(wanted) && !free(wanted) {
            return Err(taken(needs, Some(&listener.name), wanted));
        }
        let from_wanted = (wanted..=u16::MAX).take(TRIES);
        let mut fitting = from_wanted.filter(|port| !own(*port) && free(*port));
        fitting
            .next()
            .ok_or_else(|| LocalError::NoPort { what: whose(needs, Some(&listener.name)), from: wanted })
    }
}

impl NodePorts {
    /// `host:port` of the controller's listener, or of the broker's for brokers.
    pub fn own_address(&self) -> String {
        format!("{HOST}:{}", self.own)
    }

    /// `host:port` where clients connect by a listener of the manifest.
    pub fn listener_address(&self, name: &str) -> Option<String> {
        self.listeners.get(name).map(|listener| format!("{HOST}:{}", listener.port))
    }
}

/// Whether nobody listens on a port.
pub fn is_free(port: u16) -> bool {
    TcpListener::bind((HOST, port)).is_ok()
}

/// Numbers for ports.
pub fn draw() -> u16 {
    let mut bytes = [0; 2];
    match getrandom::fill(&mut bytes) {
        Ok(()) => u16::from_le_bytes(bytes),
        // Every port that is drawn is tried before it is taken.
        Err(_) => std::process::id() as u16,
    }
}

/// The process that listens on a port, where it is shown to us.
pub fn holder(port: u16) -> Option<String> {
    listening::holder_of(port)
}

fn whose(needs: &Needs<'_>, listener: Option<&str>) -> String {
    let node = needs.node;
    match (needs.role, listener) {
        (Role::Controller, _) => format!("controller {node}"),
        (Role::Broker, Some(name)) => format!("broker {node} (listener {name})"),
        (Role::Broker, None) => format!("broker {node}"),
    }
}

fn taken(needs: &Needs<'_>, listener: Option<&str>, port: u16) -> LocalError {
    LocalError::PortTaken {
        what: whose(needs, listener),
        port,
        holder: holder(port).unwrap_or_else(|| "a process that is not shown to us".to_owned()),
        instead: match listener {
            Some(name) => format!("choose another port of listener {name} in spec.listeners"),
            None => "wait for it to end".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listener(name: &str, port: u16) -> ValidatedListener {
        ValidatedListener { name: name.into(), kafka_name: name.to_uppercase(), port }
    }

    fn needs(node: i64, role: Role, listeners: &[ValidatedListener], configured: bool) -> Needs<'_> {
        let node = NodeId::new(node).unwrap();
        let place = node.get() as u32 % 1000;
        Needs { node, role, place, first: role == Role::Broker && place == 0, listeners, configured }
    }

    fn counter() -> impl FnMut() -> u16 {
        let mut next = 0;
        move || {
            next += 1;
            next
        }
    }

    #[test]
    fn brokers_count_on_from_the_port_of_the_manifest_and_ports_stay_once_chosen() {
        let listeners = [listener("internal", 9092), listener("external", 9094)];
        let mut ports = Ports::default();
        let mut draw = counter();
        for node in 0..4 {
            ports.assign(needs(node, Role::Broker, &listeners, true), &|_| true, &mut draw).unwrap();
        }
        let internal: Vec<u16> = ports.nodes.values().map(|node| node.listeners["internal"].port).collect();
        assert_eq!(internal, [9092, 9093, 9096, 9098], "a port that a node has already is passed over");
        assert!(
            ports.moved().any(|(node, name, port)| (node.get(), name, port.port) == (2, "internal", 9096))
        );
        let before = ports.clone();
        for node in 0..4 {
            ports.assign(needs(node, Role::Broker, &listeners, true), &|_| false, &mut draw).unwrap();
        }
        assert_eq!(ports, before);
        let stored = serde_json::to_string(&ports).unwrap();
        assert_eq!(serde_json::from_str::<Ports>(&stored).unwrap(), ports);
        ports.assign(needs(0, Role::Broker, &listeners[..1], true), &|_| true, &mut draw).unwrap();
        assert_eq!(ports.of(NodeId::new(0).unwrap()).unwrap().listeners.len(), 1);
    }

    #[test]
    fn the_first_brokers_port_must_be_free_where_the_manifest_names_it() {
        let listeners = [listener("internal", 9092)];
        let free = |port| port != 9092;
        let mut draw = counter();
        let refused = Ports::default().assign(needs(0, Role::Broker, &listeners, true), &free, &mut draw);
        let said = refused.unwrap_err().to_string();
        assert!(
            said.contains("9092") && said.contains("broker 0") && said.contains("spec.listeners"),
            "{said}"
        );
        let mut ports = Ports::default();
        ports.assign(needs(0, Role::Broker, &listeners, false), &free, &mut draw).unwrap();
        assert_eq!(
            ports.of(NodeId::new(0).unwrap()).unwrap().listener_address("internal").unwrap(),
            "127.0.0.1:9093"
        );
    }

    #[test]
    fn a_controllers_port_is_kept_or_refused_and_one_that_only_we_know_is_drawn_anew() {
        let mut ports = Ports::default();
        let mut draw = counter();
        let controller = needs(9000, Role::Controller, &[], true);
        let broker = needs(1, Role::Broker, &[], true);
        for needs in [controller, broker] {
            ports.assign(needs, &|_| true, &mut draw).unwrap();
        }
        let before = ports.of(broker.node).unwrap().clone();
        ports.check(broker, &|port| port != before.own && port != before.http, &mut draw).unwrap();
        let after = ports.of(broker.node).unwrap();
        assert!(after.own != before.own && after.http != before.http);
        let own = ports.of(controller.node).unwrap().own;
        let said = ports.check(controller, &|port| port != own, &mut draw).unwrap_err().to_string();
        assert!(said.contains("controller 9000") && said.contains(&own.to_string()), "{said}");
    }

    #[test]
    fn a_taken_port_is_told_with_the_process_that_has_it() {
        let socket = TcpListener::bind((HOST, 0)).unwrap();
        let port = socket.local_addr().unwrap().port();
        assert!(!is_free(port));
        let listeners = [listener("internal", port)];
        let refused =
            Ports::default().assign(needs(0, Role::Broker, &listeners, true), &is_free, &mut counter());
        assert!(refused.unwrap_err().to_string().contains(&format!("process {}", std::process::id())));
    }
}
