//! One PodDisruptionBudget for each role: of what Kubernetes evicts by itself, one node at a time.

use serde_json::{Value, json};

use super::{Frame, sealed};
use crate::kubernetes::names::{LABEL_ROLE, role_name};
use crate::validate::Role;

/// The PodDisruptionBudget of a role, over all its pools.
pub fn disruption_budget(frame: &Frame<'_>, role: Role) -> Value {
    let mut labels = frame.names.labels();
    labels.insert(LABEL_ROLE.to_owned(), role_name(role).to_owned());
    sealed(json!({
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": frame.metadata(&frame.names.disruption_budget(role), &labels),
        "spec": {"maxUnavailable": 1, "selector": {"matchLabels": frame.names.role_selector(role)}},
    }))
}
