//! Prints the custom resource definitions, for `make generate`.

use std::process::ExitCode;

use kube::CustomResourceExt;

fn main() -> ExitCode {
    match ferryman_operator::api::yaml::print(&ferryman_operator::api::KafkaCluster::crd()) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("KafkaCluster: {error}");
            ExitCode::FAILURE
        }
    }
}
