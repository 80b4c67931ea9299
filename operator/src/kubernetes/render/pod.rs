//! A node's pod: one container that makes it the node's, one that is the node. Restricted, on a read-only file system,
//! under whatever user the image or the platform gives.

use serde_json::{Value, json};

use super::{AtStart, Frame, Template, quantity};
use crate::cluster::CONTROLLER_LISTENER;
use crate::kubernetes::names::{CONTROLLER_PORT, HTTP_PORT, REPLICATION_PORT};
use crate::local::render::REPLICATION_LISTENER;
use crate::plan::PoolShape;
use crate::validate::Role;

/// Where the shared properties are.
const CONFIG_DIR: &str = "/etc/ferryman";
/// Where the node's own are written at each start.
const RUN_DIR: &str = "/run/ferryman";
/// Where volumes are.
const DATA_DIR: &str = "/var/lib/ferryman";
/// A node hands over what it leads and drains its connections well within this.
const GRACE_SECONDS: u32 = 60;
/// Seconds for which a node may give no answer before it is ended.
const SILENCE_SECONDS: u32 = 30;
/// Seconds that the recovery of logs may take after a crash.
const RECOVERY_SECONDS: u32 = 4 * 3600;

pub(super) fn spec(
    frame: &Frame<'_>,
    shape: &PoolShape,
    template: &Template,
    volumes: &[&str],
    at_start: &AtStart<'_>,
) -> Value {
    let selector = frame.names.pool_selector(&shape.name);
    let spread = |key: &str| {
        json!({
            "maxSkew": 1,
            "topologyKey": key,
            "whenUnsatisfiable": "ScheduleAnyway",
            "labelSelector": {"matchLabels": selector},
        })
    };
    let mut spec = json!({
        "automountServiceAccountToken": false,
        "enableServiceLinks": false,
        "terminationGracePeriodSeconds": GRACE_SECONDS,
        "securityContext": security_context(frame.settings.fs_group),
        "topologySpreadConstraints": [spread("kubernetes.io/hostname"), spread("topology.kubernetes.io/zone")],
        "initContainers": [format_container(frame, template, volumes, at_start)],
        "containers": [node_container(frame, shape, template, volumes)],
        "volumes": [
            {"name": "config", "configMap": {"name": frame.names.config_map(shape.role, &template.revision)}},
            {"name": "run", "emptyDir": {"medium": "Memory"}},
            {"name": "tmp", "emptyDir": {}},
        ],
    });
    if !frame.settings.pull_secrets.is_empty() {
        let secrets = frame.settings.pull_secrets.iter().map(|name| json!({"name": name}));
        spec["imagePullSecrets"] = secrets.collect();
    }
    spec
}

/// No user is named: that of the image, or the one the platform gives.
fn security_context(fs_group: Option<i64>) -> Value {
    let mut context = json!({"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}});
    if let Some(group) = fs_group {
        context["fsGroup"] = group.into();
        context["fsGroupChangePolicy"] = "OnRootMismatch".into();
    }
    context
}

fn container(
    frame: &Frame<'_>,
    name: &str,
    template: &Template,
    command: &[String],
    volumes: &[&str],
) -> Value {
    let mut mounts = vec![
        json!({"name": "config", "mountPath": CONFIG_DIR, "readOnly": true}),
        json!({"name": "run", "mountPath": RUN_DIR}),
        json!({"name": "tmp", "mountPath": "/tmp"}),
    ];
    mounts
        .extend(volumes.iter().map(|name| json!({"name": name, "mountPath": format!("{DATA_DIR}/{name}")})));
    let mut container = json!({
        "name": name,
        "image": template.image,
        "imagePullPolicy": frame.settings.pull_policy,
        "command": command,
        "securityContext": {
            "allowPrivilegeEscalation": false,
            "readOnlyRootFilesystem": true,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": mounts,
        "terminationMessagePolicy": "FallbackToLogsOnError",
    });
    // The same for both: they run one after the other, so that the pod requests it once, and a namespace with a quota wants it
    // of every container.
    if let Some(resources) = quantity::resources(&template.resources) {
        container["resources"] = resources;
    }
    container
}

fn format_container(
    frame: &Frame<'_>,
    template: &Template,
    volumes: &[&str],
    at_start: &AtStart<'_>,
) -> Value {
    let mut command: Vec<String> = [
        "/usr/local/bin/ferryman-node",
        "format",
        // An id may begin with a dash.
        &format!("--cluster-id={}", at_start.cluster_id),
        "--domain",
        &frame.names.host(&frame.names.nodes_service()),
        "--controllers",
        // One name for all there are, resolved at each dial: how many there are is no matter of the template.
        &format!("{}:{CONTROLLER_PORT}", frame.names.host(&frame.names.controllers_service())),
        "--shared",
        &format!("{CONFIG_DIR}/server.properties"),
        "--properties",
        &format!("{RUN_DIR}/server.properties"),
    ]
    .map(str::to_owned)
    .into();
    // A directory below the mount: a file system has one of its own at its root.
    command.extend(volumes.iter().map(|name| format!("--volume={name}={DATA_DIR}/{name}/log")));
    command.extend(at_start.implied.iter().map(|(key, value)| format!("--implied={key}={value}")));
    let mut container = container(frame, "format", template, &command, volumes);
    container["env"] =
        json!([{"name": "FERRYMAN_POD", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}]);
    container
}

fn node_container(frame: &Frame<'_>, shape: &PoolShape, template: &Template, volumes: &[&str]) -> Value {
    let command =
        ["/usr/local/bin/ferryman-broker", "start", "--config", &format!("{RUN_DIR}/server.properties")];
    let mut container = container(frame, "node", template, &command.map(str::to_owned), volumes);
    let own = match shape.role {
        Role::Controller => {
            json!({"name": CONTROLLER_LISTENER.to_lowercase(), "containerPort": CONTROLLER_PORT})
        }
        Role::Broker => {
            json!({"name": REPLICATION_LISTENER.to_lowercase(), "containerPort": REPLICATION_PORT})
        }
    };
    container["ports"] = json!([own, {"name": "http", "containerPort": HTTP_PORT}]);
    let probe = |path: &str, period: u32, failures: u32, timeout: u32| {
        json!({
            "httpGet": {"path": path, "port": "http"},
            "periodSeconds": period,
            "failureThreshold": failures,
            "timeoutSeconds": timeout,
        })
    };
    container["startupProbe"] = probe("/healthz", 1, RECOVERY_SECONDS, 5);
    container["livenessProbe"] = probe("/healthz", 10, SILENCE_SECONDS / 10, 10);
    container["readinessProbe"] = probe("/readyz", 2, 2, 5);
    container
}
