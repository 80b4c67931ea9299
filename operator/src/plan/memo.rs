//! What the plan must remember, because it cannot be seen: what was decided, and what was asked for last.
//!
//! Small (no partition is ever named), stored before anything of a plan is done. Losing it is safe: nodes are then found
//! by what runs and what is registered. What is lost with it is said at each field.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Attempt, ClusterId, Identity, Revision, Step};
use crate::api::Timestamp;
use crate::api::status::{ConditionStatus, ConditionType, OperationKind};
use crate::validate::{Current, CurrentPool, NodeId, PoolName, Role};

/// The form in which memos are stored.
const VERSION: u32 = 1;

/// What the plan remembers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Memo {
    /// The form of the memo.
    version: u32,
    /// The pools as last desired, leaving nodes included. Lost: taken from what is seen.
    #[serde(default)]
    pub pools: Current,
    /// The cluster id. Lost: taken from the volumes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster_id: Option<ClusterId>,
    /// The identity that was decided. Lost: taken from the volumes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// When it was last asked to be written beside volumes.
    #[serde(default)]
    pub identity_sent: Timestamp,
    /// Whether a first voter was ever asked to found the quorum.
    #[serde(default)]
    pub bootstrapped: bool,
    /// Whether an active controller was ever seen: then nobody founds a quorum any more.
    #[serde(default)]
    pub founded: bool,
    /// Whether the quorum ever had more than one voter. Lost: until it answers, the loss of the first directory is
    /// reported although others may hold the log.
    #[serde(default)]
    pub grown: bool,
    /// Whether the cluster was ever complete.
    #[serde(default)]
    pub complete: bool,
    /// The highest term seen: what a deposed leader tells is not listened to.
    #[serde(default)]
    pub term: i32,
    /// Brokers that were cordoned because they leave. Lost: a broker that was to leave and now stays is reported as
    /// cordoned by someone else.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cordoned: BTreeMap<NodeId, CordonMemo>,
    /// The last act that could take something away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<Attempt>,
    /// When the act before was over.
    #[serde(default)]
    pub acted: Timestamp,
    /// By pool, the last revision with which a node of it became ready. Lost: taken from what runs.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub proven: BTreeMap<PoolName, Revision>,
    /// By pool, a revision that did not start. Lost: it is tried once more.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub halted: BTreeMap<PoolName, Halt>,
    /// What is being done, for its progress.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<OperationMemo>,
    /// Since when conditions are as they are.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub conditions: BTreeMap<ConditionType, (ConditionStatus, Timestamp)>,
}

/// When a broker was cordoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CordonMemo {
    /// When it was asked for last.
    pub sent: Timestamp,
    /// The observation that showed it first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Timestamp>,
}

/// A revision that did not start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Halt {
    /// The revision.
    pub revision: Revision,
    /// The node that it did not start on.
    pub node: NodeId,
    /// The node's last words.
    pub why: String,
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OperationMemo {
    /// What kind of change.
    pub kind: OperationKind,
    /// Since when.
    pub since: Timestamp,
    /// The most that was ever left to do.
    pub total: u64,
}

/// A memo cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MemoError {
    /// It is not what this program writes.
    #[error(
        "the memo cannot be read ({0}); it was written by another program, or is damaged: remove it to go on from what is seen"
    )]
    Unreadable(#[from] serde_json::Error),
    /// It was written by a later version.
    #[error(
        "the memo has form {found} and this version knows {VERSION}; use the version that wrote it, or remove it to go on from what is seen"
    )]
    Later {
        /// Its form.
        found: u32,
    },
}

impl Default for Memo {
    fn default() -> Self {
        Memo {
            version: VERSION,
            pools: Current::default(),
            cluster_id: None,
            identity: None,
            identity_sent: Timestamp::default(),
            bootstrapped: false,
            founded: false,
            grown: false,
            complete: false,
            term: 0,
            cordoned: BTreeMap::new(),
            attempt: None,
            acted: Timestamp::default(),
            proven: BTreeMap::new(),
            halted: BTreeMap::new(),
            operation: None,
            conditions: BTreeMap::new(),
        }
    }
}

impl Memo {
    /// Reads a stored memo.
    pub fn from_json(text: &str) -> Result<Memo, MemoError> {
        #[derive(Deserialize)]
        struct Form {
            version: u32,
        }
        let form: Form = serde_json::from_str(text)?;
        if form.version > VERSION {
            return Err(MemoError::Later { found: form.version });
        }
        Ok(serde_json::from_str(text)?)
    }

    /// Takes note that a step of the last plan was answered: it took effect, or was refused, and nothing of it is on its
    /// way any more. Not to be called for one whose answer did not come; without the call everything stays right, and
    /// takes longer where something was sent twice.
    pub fn answered(&mut self, step: &Step) {
        if let Some(attempt) = &mut self.attempt
            && attempt.what.is(&step.act)
        {
            attempt.answered = true;
        }
    }

    /// The nodes of all pools of a role, leaving ones included.
    pub(super) fn shape(&self, role: Role) -> impl Iterator<Item = NodeId> + '_ {
        let pools = self.pools.pools.values().filter(move |pool| pool.role == role);
        pools.flat_map(CurrentPool::nodes)
    }

    /// Whether a broker was ever ready.
    pub fn served(&self) -> bool {
        let mut pools = self.pools.pools.iter();
        pools.any(|(name, pool)| pool.role == Role::Broker && self.proven.contains_key(name))
    }

    /// The memo as it is stored.
    pub fn to_json(&self) -> Result<String, MemoError> {
        Ok(serde_json::to_string(self)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_memo_is_read_back() {
        let mut memo = Memo { bootstrapped: true, term: 7, ..Memo::default() };
        memo.cordoned.insert(NodeId::new(3).unwrap(), CordonMemo { sent: Timestamp(5), seen: None });
        memo.conditions.insert(ConditionType::Ready, (ConditionStatus::True, Timestamp(1000)));
        memo.proven.insert(PoolName::brokers(), Revision::new("abc"));
        assert_eq!(Memo::from_json(&memo.to_json().unwrap()).unwrap(), memo);
    }

    #[test]
    fn a_memo_of_a_later_form_is_refused_with_what_to_do() {
        let text = r#"{"version": 2, "somethingNew": true}"#;
        let error = Memo::from_json(text).unwrap_err().to_string();
        assert!(error.contains("form 2") && error.contains("remove it"), "{error}");
        assert!(Memo::from_json("{}").is_err());
    }
}
