//! The Services: host names for nodes, one name for all controllers, one for clients.

use serde_json::{Value, json};

use super::{Frame, sealed};
use crate::kubernetes::names::{CONTROLLER_PORT, HTTP_PORT};
use crate::plan::Surface;
use crate::validate::Role;

/// All Services of a cluster.
pub fn services(frame: &Frame<'_>, surface: &Surface) -> Vec<Value> {
    let names = frame.names;
    let all = json!({crate::kubernetes::names::LABEL_CLUSTER: names.cluster});
    // Nodes find each other before they are ready: none would ever become so otherwise.
    let nodes = headless(frame, &names.nodes_service(), &all, &[("http", HTTP_PORT)]);
    let controllers = names.role_selector(Role::Controller);
    let controllers = headless(
        frame,
        &names.controllers_service(),
        &json!(controllers),
        &[("controller", CONTROLLER_PORT)],
    );
    vec![nodes, controllers, bootstrap(frame, surface)]
}

fn headless(frame: &Frame<'_>, name: &str, selector: &Value, ports: &[(&str, u16)]) -> Value {
    sealed(json!({
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": frame.metadata(name, &frame.names.labels()),
        "spec": {
            "clusterIP": "None",
            "publishNotReadyAddresses": true,
            "selector": selector,
            "ports": ports.iter().map(|(name, port)| self::port(name, *port)).collect::<Vec<_>>(),
        },
    }))
}

/// Any broker that serves answers where all the others are.
fn bootstrap(frame: &Frame<'_>, surface: &Surface) -> Value {
    let ports = surface.listeners.iter().map(|listener| port(&listener.name, listener.port));
    sealed(json!({
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": frame.metadata(&frame.names.bootstrap_service(), &frame.names.labels()),
        "spec": {
            "type": "ClusterIP",
            "selector": frame.names.role_selector(Role::Broker),
            "ports": ports.collect::<Vec<_>>(),
        },
    }))
}

fn port(name: &str, port: u16) -> Value {
    json!({"name": name, "port": port, "targetPort": port, "protocol": "TCP"})
}
