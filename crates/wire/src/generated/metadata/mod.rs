//! Generated from `crates/wire-codegen/schemas/metadata` by `make generate`; not to be edited.
//!
//! Records of `__cluster_metadata`. Records by name here, their structs in the module.

pub mod abort_transaction;
pub mod access_control_entry;
pub mod begin_transaction;
pub mod broker_registration_change;
pub mod clear_elr;
pub mod client_quota;
pub mod config;
pub mod delegation_token;
pub mod end_transaction;
pub mod feature_level;
pub mod fence_broker;
pub mod no_op;
pub mod partition;
pub mod partition_change;
pub mod producer_ids;
pub mod register_broker;
pub mod register_controller;
pub mod remove_access_control_entry;
pub mod remove_delegation_token;
pub mod remove_topic;
pub mod remove_user_scram_credential;
pub mod topic;
pub mod unfence_broker;
pub mod unregister_broker;
pub mod user_scram_credential;
pub mod zk_migration_state;

pub use abort_transaction::AbortTransactionRecord;
pub use access_control_entry::AccessControlEntryRecord;
pub use begin_transaction::BeginTransactionRecord;
pub use broker_registration_change::BrokerRegistrationChangeRecord;
pub use clear_elr::ClearElrRecord;
pub use client_quota::ClientQuotaRecord;
pub use config::ConfigRecord;
pub use delegation_token::DelegationTokenRecord;
pub use end_transaction::EndTransactionRecord;
pub use feature_level::FeatureLevelRecord;
pub use fence_broker::FenceBrokerRecord;
pub use no_op::NoOpRecord;
pub use partition::PartitionRecord;
pub use partition_change::PartitionChangeRecord;
pub use producer_ids::ProducerIdsRecord;
pub use register_broker::RegisterBrokerRecord;
pub use register_controller::RegisterControllerRecord;
pub use remove_access_control_entry::RemoveAccessControlEntryRecord;
pub use remove_delegation_token::RemoveDelegationTokenRecord;
pub use remove_topic::RemoveTopicRecord;
pub use remove_user_scram_credential::RemoveUserScramCredentialRecord;
pub use topic::TopicRecord;
pub use unfence_broker::UnfenceBrokerRecord;
pub use unregister_broker::UnregisterBrokerRecord;
pub use user_scram_credential::UserScramCredentialRecord;
pub use zk_migration_state::ZkMigrationStateRecord;
