//! What the plan remembers, in a ConfigMap of its own.
//!
//! Written before anything of a plan is done, and only over what was read: of two operators that look after one cluster,
//! one's round is broken off before it acts.

use serde_json::{Value, json};

use super::RoundError;
use crate::api::{API_VERSION, KIND};
use crate::kubernetes::names::Names;
use crate::kubernetes::observe::Live;
use crate::kubernetes::server::{Kind, Server, uid_of, version_of};
use crate::plan::Memo;

/// The ConfigMap's only key.
const KEY: &str = "memo.json";

/// A memo and where it stands.
pub(super) struct StoredMemo {
    /// What is stored.
    pub(super) memo: Memo,
    owner_uid: String,
    /// The ConfigMap, once there is one.
    object: Option<Value>,
}

impl StoredMemo {
    pub(super) fn read(names: &Names, owner_uid: &str, live: &Live) -> Result<StoredMemo, RoundError> {
        let name = names.memo();
        let object = live.config_maps.get(&name).cloned();
        let text = object.as_ref().and_then(|object| object.pointer("/data")?.get(KEY)?.as_str());
        let memo = match text {
            Some(text) => Memo::from_json(text).map_err(|source| RoundError::Memo { name, source })?,
            None => Memo::default(),
        };
        Ok(StoredMemo { memo, owner_uid: owner_uid.to_owned(), object })
    }

    /// Stores a memo, where it is not stored already.
    pub(super) async fn store(
        &mut self,
        server: &Server,
        names: &Names,
        memo: Memo,
    ) -> Result<(), RoundError> {
        if self.object.as_ref().is_some_and(|object| self.is_ours(object)) && self.memo == memo {
            return Ok(());
        }
        let failed = |source| RoundError::Memo { name: names.memo(), source };
        let text = memo.to_json().map_err(failed)?;
        let mut object = json!({
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {
                "name": names.memo(),
                "namespace": names.namespace,
                "labels": names.labels(),
                "ownerReferences": [{
                    "apiVersion": API_VERSION,
                    "kind": KIND,
                    "name": names.cluster,
                    "uid": self.owner_uid,
                    "controller": true,
                    "blockOwnerDeletion": true,
                }],
            },
            "data": {KEY: text},
        });
        let stored = match &self.object {
            None => server.create(names, Kind::ConfigMap, &object).await?,
            Some(before) => {
                object["metadata"]["uid"] = uid_of(before).into();
                object["metadata"]["resourceVersion"] = version_of(before).unwrap_or_default().into();
                server.apply(names, Kind::ConfigMap, &object).await?
            }
        };
        self.object = Some(stored);
        self.memo = memo;
        Ok(())
    }

    fn is_ours(&self, object: &Value) -> bool {
        let owner = object.pointer("/metadata/ownerReferences/0/uid").and_then(Value::as_str);
        owner == Some(self.owner_uid.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memo_is_read_from_its_config_map_and_one_that_cannot_be_read_is_told() {
        let names = Names { cluster: "q".into(), namespace: "ns".into() };
        let mut live = Live::default();
        assert_eq!(StoredMemo::read(&names, "u", &live).unwrap().memo, Memo::default());
        let mut memo = Memo::default();
        memo.term = 7;
        live.config_maps.insert("q-memo".into(), json!({"data": {KEY: memo.to_json().unwrap()}}));
        assert_eq!(StoredMemo::read(&names, "u", &live).unwrap().memo, memo);
        live.config_maps.insert("q-memo".into(), json!({"data": {KEY: "?"}}));
        let error = StoredMemo::read(&names, "u", &live).err().unwrap().to_string();
        assert!(error.contains("q-memo") && error.contains("remove it"), "{error}");
    }
}
