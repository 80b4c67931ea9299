"""The chart without a cluster: what Helm makes of it, and what Argo CD would say of a KafkaCluster."""
