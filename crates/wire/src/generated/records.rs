//! Generated from `crates/wire-codegen/schemas` by `make generate`; not to be edited.

use super::{group, metadata, transaction};
use crate::codec::record_enum;

record_enum! {
/// A record of `__cluster_metadata`.
MetadataRecord {
0 => RegisterBroker(metadata::RegisterBrokerRecord),
1 => UnregisterBroker(metadata::UnregisterBrokerRecord),
2 => Topic(metadata::TopicRecord),
3 => Partition(metadata::PartitionRecord),
4 => Config(metadata::ConfigRecord),
5 => PartitionChange(metadata::PartitionChangeRecord),
7 => FenceBroker(metadata::FenceBrokerRecord),
8 => UnfenceBroker(metadata::UnfenceBrokerRecord),
9 => RemoveTopic(metadata::RemoveTopicRecord),
10 => DelegationToken(metadata::DelegationTokenRecord),
11 => UserScramCredential(metadata::UserScramCredentialRecord),
12 => FeatureLevel(metadata::FeatureLevelRecord),
14 => ClientQuota(metadata::ClientQuotaRecord),
15 => ProducerIds(metadata::ProducerIdsRecord),
17 => BrokerRegistrationChange(metadata::BrokerRegistrationChangeRecord),
18 => AccessControlEntry(metadata::AccessControlEntryRecord),
19 => RemoveAccessControlEntry(metadata::RemoveAccessControlEntryRecord),
20 => NoOp(metadata::NoOpRecord),
21 => ZkMigrationState(metadata::ZkMigrationStateRecord),
22 => RemoveUserScramCredential(metadata::RemoveUserScramCredentialRecord),
23 => BeginTransaction(metadata::BeginTransactionRecord),
24 => EndTransaction(metadata::EndTransactionRecord),
25 => AbortTransaction(metadata::AbortTransactionRecord),
26 => RemoveDelegationToken(metadata::RemoveDelegationTokenRecord),
27 => RegisterController(metadata::RegisterControllerRecord),
28 => ClearElr(metadata::ClearElrRecord),
}
}

record_enum! {
/// Key of a record of `__consumer_offsets`.
GroupRecordKey {
0 => LegacyOffsetCommit(group::LegacyOffsetCommitKey),
1 => OffsetCommit(group::OffsetCommitKey),
2 => GroupMetadata(group::GroupMetadataKey),
3 => ConsumerGroupMetadata(group::ConsumerGroupMetadataKey),
4 => ConsumerGroupPartitionMetadata(group::ConsumerGroupPartitionMetadataKey),
5 => ConsumerGroupMemberMetadata(group::ConsumerGroupMemberMetadataKey),
6 => ConsumerGroupTargetAssignmentMetadata(group::ConsumerGroupTargetAssignmentMetadataKey),
7 => ConsumerGroupTargetAssignmentMember(group::ConsumerGroupTargetAssignmentMemberKey),
8 => ConsumerGroupCurrentMemberAssignment(group::ConsumerGroupCurrentMemberAssignmentKey),
10 => ShareGroupMemberMetadata(group::ShareGroupMemberMetadataKey),
11 => ShareGroupMetadata(group::ShareGroupMetadataKey),
12 => ShareGroupTargetAssignmentMetadata(group::ShareGroupTargetAssignmentMetadataKey),
13 => ShareGroupTargetAssignmentMember(group::ShareGroupTargetAssignmentMemberKey),
14 => ShareGroupCurrentMemberAssignment(group::ShareGroupCurrentMemberAssignmentKey),
15 => ShareGroupStatePartitionMetadata(group::ShareGroupStatePartitionMetadataKey),
16 => ConsumerGroupRegularExpression(group::ConsumerGroupRegularExpressionKey),
17 => StreamsGroupMetadata(group::StreamsGroupMetadataKey),
19 => StreamsGroupMemberMetadata(group::StreamsGroupMemberMetadataKey),
20 => StreamsGroupTargetAssignmentMetadata(group::StreamsGroupTargetAssignmentMetadataKey),
21 => StreamsGroupTargetAssignmentMember(group::StreamsGroupTargetAssignmentMemberKey),
22 => StreamsGroupCurrentMemberAssignment(group::StreamsGroupCurrentMemberAssignmentKey),
23 => StreamsGroupTopology(group::StreamsGroupTopologyKey),
}
}

record_enum! {
/// Value of a record of `__consumer_offsets`.
GroupRecordValue {
0 => LegacyOffsetCommit(group::LegacyOffsetCommitValue),
1 => OffsetCommit(group::OffsetCommitValue),
2 => GroupMetadata(group::GroupMetadataValue),
3 => ConsumerGroupMetadata(group::ConsumerGroupMetadataValue),
4 => ConsumerGroupPartitionMetadata(group::ConsumerGroupPartitionMetadataValue),
5 => ConsumerGroupMemberMetadata(group::ConsumerGroupMemberMetadataValue),
6 => ConsumerGroupTargetAssignmentMetadata(group::ConsumerGroupTargetAssignmentMetadataValue),
7 => ConsumerGroupTargetAssignmentMember(group::ConsumerGroupTargetAssignmentMemberValue),
8 => ConsumerGroupCurrentMemberAssignment(group::ConsumerGroupCurrentMemberAssignmentValue),
10 => ShareGroupMemberMetadata(group::ShareGroupMemberMetadataValue),
11 => ShareGroupMetadata(group::ShareGroupMetadataValue),
12 => ShareGroupTargetAssignmentMetadata(group::ShareGroupTargetAssignmentMetadataValue),
13 => ShareGroupTargetAssignmentMember(group::ShareGroupTargetAssignmentMemberValue),
14 => ShareGroupCurrentMemberAssignment(group::ShareGroupCurrentMemberAssignmentValue),
15 => ShareGroupStatePartitionMetadata(group::ShareGroupStatePartitionMetadataValue),
16 => ConsumerGroupRegularExpression(group::ConsumerGroupRegularExpressionValue),
17 => StreamsGroupMetadata(group::StreamsGroupMetadataValue),
19 => StreamsGroupMemberMetadata(group::StreamsGroupMemberMetadataValue),
20 => StreamsGroupTargetAssignmentMetadata(group::StreamsGroupTargetAssignmentMetadataValue),
21 => StreamsGroupTargetAssignmentMember(group::StreamsGroupTargetAssignmentMemberValue),
22 => StreamsGroupCurrentMemberAssignment(group::StreamsGroupCurrentMemberAssignmentValue),
23 => StreamsGroupTopology(group::StreamsGroupTopologyValue),
}
}

record_enum! {
/// Key of a record of `__transaction_state`.
TransactionRecordKey {
0 => TransactionLog(transaction::TransactionLogKey),
}
}

record_enum! {
/// Value of a record of `__transaction_state`.
TransactionRecordValue {
0 => TransactionLog(transaction::TransactionLogValue),
}
}
