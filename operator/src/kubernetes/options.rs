//! What the operator is told when it is started.

use clap::{Parser, ValueEnum};

use super::render::Settings;

/// Looks after the KafkaClusters of a Kubernetes cluster.
#[derive(Clone, Debug, Parser)]
#[command(name = "ferryman-operator", version)]
pub struct Options {
    /// Namespaces whose KafkaClusters are looked after, with commas between; none: all.
    #[arg(long, env = "FERRYMAN_WATCH_NAMESPACES", value_delimiter = ',')]
    pub watch_namespaces: Vec<String>,

    /// The image of nodes at the operator's own version.
    #[arg(long, env = "FERRYMAN_BROKER_IMAGE")]
    pub broker_image: String,

    /// When nodes' images are pulled: Always, IfNotPresent, Never.
    #[arg(long, env = "FERRYMAN_BROKER_IMAGE_PULL_POLICY", default_value = "IfNotPresent")]
    pub broker_image_pull_policy: String,

    /// Names of Secrets with which nodes' images are pulled, with commas between; in the KafkaCluster's namespace.
    #[arg(long, env = "FERRYMAN_BROKER_IMAGE_PULL_SECRETS", value_delimiter = ',')]
    pub broker_image_pull_secrets: Vec<String>,

    /// The group that nodes' volumes belong to; none: the platform gives one.
    #[arg(long, env = "FERRYMAN_FS_GROUP", default_value = "65532", value_parser = fs_group)]
    pub fs_group: FsGroup,

    /// Where /metrics, /healthz and /readyz are served: host:port; without a host on every address.
    #[arg(long, env = "FERRYMAN_HTTP_LISTENER", default_value = ":8080", value_parser = host_and_port)]
    pub http_listener: (String, u16),

    /// How the log is written.
    #[arg(long, env = "FERRYMAN_LOG_FORMAT", value_enum, default_value = "text")]
    pub log_format: LogFormat,

    /// Ends the process after so many writes to the API server: a device of tests, which show that another operator goes
    /// on from there.
    #[arg(long, env = "FERRYMAN_EXIT_AFTER_WRITES", hide = true)]
    pub exit_after_writes: Option<u64>,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// `fsGroup` of nodes' pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FsGroup(pub Option<i64>);

fn host_and_port(text: &str) -> Result<(String, u16), String> {
    let parsed = text.rsplit_once(':').and_then(|(host, port)| Some((host.to_owned(), port.parse().ok()?)));
    parsed.ok_or_else(|| "write host:port, such as 127.0.0.1:8080, or :8080 for every address".to_owned())
}

fn fs_group(text: &str) -> Result<FsGroup, String> {
    match text {
        "none" | "" => Ok(FsGroup(None)),
        number => match number.parse() {
            Ok(group) if (1..=i64::from(i32::MAX)).contains(&group) => Ok(FsGroup(Some(group))),
            _ => Err("write a group's number, or none".to_owned()),
        },
    }
}

impl Options {
    /// What it was told of nodes' pods.
    pub fn settings(&self) -> Settings {
        let named = |names: &[String]| names.iter().filter(|name| !name.is_empty()).cloned().collect();
        Settings {
            image: self.broker_image.clone(),
            pull_policy: self.broker_image_pull_policy.clone(),
            pull_secrets: named(&self.broker_image_pull_secrets),
            fs_group: self.fs_group.0,
        }
    }

    /// The namespaces that are watched; none where all are.
    pub fn namespaces(&self) -> Vec<String> {
        self.watch_namespaces
            .iter()
            .map(|name| name.trim())
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_lists_are_lists_of_nothing() {
        let options = Options::try_parse_from([
            "ferryman-operator",
            "--broker-image=b:1",
            "--watch-namespaces=",
            "--broker-image-pull-secrets=",
            "--fs-group=none",
        ])
        .unwrap();
        assert!(options.namespaces().is_empty());
        assert!(options.settings().pull_secrets.is_empty());
        assert_eq!(options.settings().fs_group, None);
    }
}
