//! Generated from `crates/wire-codegen/schemas/data` by `make generate`; not to be edited.
//!
//! Headers, control records, files and embedded protocols.

pub mod consumer_protocol_assignment;
pub mod consumer_protocol_subscription;
pub mod control_record_type_schema;
pub mod default_principal_data;
pub mod end_txn_marker;
pub mod kraft_version_record;
pub mod leader_change_message;
pub mod producer_snapshot;
pub mod quorum_state_data;
pub mod remote_log_segment_metadata_record;
pub mod remote_log_segment_metadata_snapshot_record;
pub mod remote_log_segment_metadata_update_record;
pub mod remote_partition_delete_metadata_record;
pub mod request_header;
pub mod response_header;
pub mod snapshot_footer_record;
pub mod snapshot_header_record;
pub mod voters_record;

pub use consumer_protocol_assignment::ConsumerProtocolAssignment;
pub use consumer_protocol_subscription::ConsumerProtocolSubscription;
pub use control_record_type_schema::ControlRecordTypeSchema;
pub use default_principal_data::DefaultPrincipalData;
pub use end_txn_marker::EndTxnMarker;
pub use kraft_version_record::KRaftVersionRecord;
pub use leader_change_message::LeaderChangeMessage;
pub use producer_snapshot::ProducerSnapshot;
pub use quorum_state_data::QuorumStateData;
pub use remote_log_segment_metadata_record::RemoteLogSegmentMetadataRecord;
pub use remote_log_segment_metadata_snapshot_record::RemoteLogSegmentMetadataSnapshotRecord;
pub use remote_log_segment_metadata_update_record::RemoteLogSegmentMetadataUpdateRecord;
pub use remote_partition_delete_metadata_record::RemotePartitionDeleteMetadataRecord;
pub use request_header::RequestHeader;
pub use response_header::ResponseHeader;
pub use snapshot_footer_record::SnapshotFooterRecord;
pub use snapshot_header_record::SnapshotHeaderRecord;
pub use voters_record::VotersRecord;
