//! The cluster that a command speaks to.

use std::path::Path;

use client::{ClientError, Cluster, ConnectionOptions};
use ferryman_operator::local::root::DataRoot;

use crate::args::Bootstrap;
use crate::here::ask_status;
use crate::output::Failure;
use crate::up;

/// Where Kafka is when nothing is said.
const DEFAULT: &str = "127.0.0.1:9092";

/// Does something with the cluster that is meant.
pub(crate) fn run<F>(data_root: &Path, bootstrap: Bootstrap, what: F) -> Result<(), Failure>
where
    F: AsyncFnOnce(&Cluster) -> Result<(), Failure>,
{
    let address = address(data_root, bootstrap)?;
    let options = ConnectionOptions { client_id: "ferryman-cli".into(), ..Default::default() };
    let cluster = Cluster::new(&address, options);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(what(&cluster))
}

/// What was given, else the one cluster that runs here, else where Kafka usually is.
fn address(data_root: &Path, bootstrap: Bootstrap) -> Result<String, Failure> {
    if let Some(given) = bootstrap.bootstrap {
        return Ok(given);
    }
    let roots = up::known(data_root).into_iter().filter_map(|name| DataRoot::new(data_root, &name).ok());
    let running: Vec<_> = roots.filter_map(|root| ask_status(&root).ok()).collect();
    match running.as_slice() {
        [] => Ok(DEFAULT.to_owned()),
        [one] => Ok(one.bootstrap.clone()),
        several => {
            let each = several.iter().map(|one| format!("{} is at {}", one.name, one.bootstrap));
            let each: Vec<String> = each.collect();
            Err(Failure::sentence(format!(
                "several clusters run here ({}); say which with --bootstrap",
                each.join("; ")
            )))
        }
    }
}

/// A failure in one sentence that says what to do about it, where that is known.
pub(crate) fn explain(error: ClientError) -> Failure {
    let unreachable = matches!(&error, ClientError::Unreachable { .. });
    if unreachable {
        return Failure::sentence(format!(
            "{error}; start a cluster with `ferryman up FILE`, or say where one is with --bootstrap HOST:PORT"
        ));
    }
    let unknown = error.code() == Some(wire::error_code::ErrorCode::UnknownTopicOrPartition);
    match unknown {
        true => Failure::sentence(format!("{error}; `ferryman topic create NAME` makes one")),
        false => error.into(),
    }
}
