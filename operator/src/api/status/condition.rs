//! Conditions, in the form of Kubernetes' `meta/v1 Condition`, with closed lists of types and reasons.
//!
//! The meaning of the three types is kstatus': a tool that waits for `Ready`, and reads `Reconciling` and `Stalled`,
//! needs to know nothing of Kafka.

use serde::{Deserialize, Serialize};

use crate::api::Timestamp;

/// The types of conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(schemars::JsonSchema))]
pub enum ConditionType {
    /// Clients are served at the declared durability. Stays True through rolls and scaling.
    Ready,
    /// Nodes, voters or revision differ from the spec.
    Reconciling,
    /// Only a human can go on; the message says what to do.
    Stalled,
}

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(schemars::JsonSchema))]
pub enum ConditionStatus {
    /// It holds.
    True,
    /// It does not.
    False,
    /// It cannot be told, because something does not answer.
    Unknown,
}

macro_rules! reasons {
    ($($kind:ident { $($(#[$doc:meta])* $name:ident,)* })*) => {
        /// Why a condition is as it is. Each reason belongs to one type, so a condition is built from its reason.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "kubernetes", derive(schemars::JsonSchema))]
        pub enum ConditionReason { $($($(#[$doc])* $name,)*)* }

        impl ConditionReason {
            /// Every reason.
            pub const ALL: &[ConditionReason] = &[$($(ConditionReason::$name,)*)*];

            /// The type of condition that the reason belongs to.
            pub fn kind(self) -> ConditionType {
                match self { $($(ConditionReason::$name)|* => ConditionType::$kind,)* }
            }
        }
    };
}

reasons! {
    Ready {
        /// Every partition has a leader and enough replicas in sync.
        Serving,
        /// The cluster was never complete yet.
        Creating,
        /// No active controller answers; what brokers do meanwhile is not seen.
        ControllersUnreachable,
        /// Some partitions have no leader.
        PartitionsOffline,
        /// Some partitions have fewer replicas in sync than min.insync.replicas.
        UnderMinInSyncReplicas,
        /// Fewer brokers serve than min.insync.replicas asks for.
        TooFewBrokersServe,
    }
    Reconciling {
        /// Nothing differs.
        UpToDate,
        /// Nodes start.
        StartingNodes,
        /// The first controller becomes the first voter.
        FormingQuorum,
        /// A controller becomes a voter.
        AddingVoter,
        /// A controller stops being a voter.
        RemovingVoter,
        /// A voter that lost its disk is replaced.
        ReplacingVoter,
        /// Replicas leave the brokers that leave.
        DrainingBrokers,
        /// A node that is no longer needed stops.
        StoppingNode,
        /// A broker that is gone is forgotten.
        UnregisteringBroker,
        /// A broker that stays takes replicas again.
        UncordoningBroker,
        /// Nodes restart with another configuration or version.
        RollingNodes,
        /// A node is not as it should be, and nothing but waiting helps.
        WaitingForNodes,
    }
    Stalled {
        /// Nothing needs a human.
        Progressing,
        /// The spec breaks a rule.
        InvalidSpec,
        /// Volumes of two clusters were found.
        IdentityConflict,
        /// The one directory that ever voted is gone.
        BootstrapDirectoryLost,
        /// Too few brokers would be left for the replicas of a topic.
        TooFewBrokersLeft,
        /// Partitions whose every replica is on nodes that do not run.
        NoLiveReplica,
        /// A new configuration, version or amount of resources did not start.
        RevisionFailed,
        /// A node fails again and again.
        NodeFailing,
    }
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(kube::KubeSchema))]
#[serde(rename_all = "camelCase")]
pub struct Condition {
    /// What it speaks of.
    #[serde(rename = "type")]
    pub kind: ConditionType,
    /// Whether it holds.
    pub status: ConditionStatus,
    /// Why, in one word.
    pub reason: ConditionReason,
    /// Why, in one sentence, and what to do.
    #[serde(default)]
    #[cfg_attr(feature = "kubernetes", schemars(length(max = 32768)))]
    pub message: String,
    /// Since when the status is what it is.
    pub last_transition_time: Timestamp,
    /// The generation of the spec that the condition speaks of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed_generation: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_written_in_one_capitalised_word() {
        for reason in ConditionReason::ALL {
            let text = serde_json::to_value(reason).unwrap();
            let text = text.as_str().unwrap();
            assert!(
                text.chars().all(char::is_alphanumeric) && text.starts_with(char::is_uppercase),
                "{text}"
            );
        }
    }
}
