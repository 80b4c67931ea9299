//! [`Kept`]: records that nothing acts on yet, kept as they are.
//!
//! Access control entries, SCRAM credentials, delegation tokens, quotas and controller registrations: each stands under
//! what identifies it, so that what is removed is gone and a snapshot can give back what is there.

use std::sync::Arc;

use wire::codec::{Str, Uuid};
use wire::metadata::{
    AccessControlEntryRecord, ClientQuotaRecord, DelegationTokenRecord, RegisterControllerRecord,
    RemoveAccessControlEntryRecord, RemoveDelegationTokenRecord, RemoveUserScramCredentialRecord,
    UserScramCredentialRecord,
};

use super::changes::Changes;
use crate::persistent::Map;

/// The entity of a quota: pairs of type and name, ordered by type; without a name all of the type.
type QuotaEntity = Vec<(Arc<str>, Option<Arc<str>>)>;

/// Records kept under their identities.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept {
    /// Access control entries by id.
    pub acls: Map<Uuid, Arc<AccessControlEntryRecord>>,
    /// SCRAM credentials by user and mechanism.
    pub credentials: Map<(Arc<str>, i8), Arc<UserScramCredentialRecord>>,
    /// Delegation tokens by id.
    pub tokens: Map<Arc<str>, Arc<DelegationTokenRecord>>,
    /// Client quotas by entity and key.
    pub quotas: Map<(QuotaEntity, Arc<str>), f64>,
    /// Registered controllers by id.
    pub controllers: Map<i32, Arc<RegisterControllerRecord>>,
}

impl Kept {
    pub(super) fn acl(&mut self, record: &AccessControlEntryRecord, changes: &mut Changes) {
        let record = AccessControlEntryRecord {
            resource_name: record.resource_name.detached(),
            principal: record.principal.detached(),
            host: record.host.detached(),
            ..record.clone()
        };
        self.acls.insert(record.id, Arc::new(record));
        changes.acls = true;
    }

    pub(super) fn remove_acl(&mut self, record: &RemoveAccessControlEntryRecord, changes: &mut Changes) {
        self.acls.remove(&record.id);
        changes.acls = true;
    }

    pub(super) fn credential(&mut self, record: &UserScramCredentialRecord, changes: &mut Changes) {
        let copy = |bytes: &bytes::Bytes| bytes::Bytes::copy_from_slice(bytes);
        let kept = UserScramCredentialRecord {
            name: record.name.detached(),
            salt: copy(&record.salt),
            stored_key: copy(&record.stored_key),
            server_key: copy(&record.server_key),
            ..record.clone()
        };
        self.credentials.insert(((*record.name).into(), record.mechanism), Arc::new(kept));
        changes.credentials = true;
    }

    pub(super) fn remove_credential(
        &mut self,
        record: &RemoveUserScramCredentialRecord,
        changes: &mut Changes,
    ) {
        self.credentials.remove(&((*record.name).into(), record.mechanism));
        changes.credentials = true;
    }

    pub(super) fn token(&mut self, record: &DelegationTokenRecord, changes: &mut Changes) {
        let kept = DelegationTokenRecord {
            owner: record.owner.detached(),
            requester: record.requester.detached(),
            renewers: record.renewers.iter().map(Str::detached).collect(),
            token_id: record.token_id.detached(),
            ..record.clone()
        };
        self.tokens.insert((*record.token_id).into(), Arc::new(kept));
        changes.tokens = true;
    }

    pub(super) fn remove_token(&mut self, record: &RemoveDelegationTokenRecord, changes: &mut Changes) {
        self.tokens.remove(&*record.token_id);
        changes.tokens = true;
    }

    pub(super) fn quota(&mut self, record: &ClientQuotaRecord, changes: &mut Changes) {
        let mut entity: QuotaEntity = record
            .entity
            .iter()
            .map(|e| ((*e.entity_type).into(), e.entity_name.as_ref().map(|name| (**name).into())))
            .collect();
        entity.sort();
        let key = (entity, Arc::from(&*record.key));
        if record.remove {
            self.quotas.remove(&key);
        } else {
            self.quotas.insert(key, record.value);
        }
        changes.quotas = true;
    }

    pub(super) fn controller(&mut self, record: &RegisterControllerRecord, changes: &mut Changes) {
        // Read from one batch that is small and applied once: what it shares is not worth the copies.
        self.controllers.insert(record.controller_id, Arc::new(record.clone()));
        changes.controllers.insert(record.controller_id);
    }
}
