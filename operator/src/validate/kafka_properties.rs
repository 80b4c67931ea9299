//! The properties that Kafka 4.3.1 knows, with the types of their values: the `ConfigDef` of `kafka.server.KafkaConfig`.
//!
//! Used to find slips of the pen before they reach a node. A name that is not here is passed on with a warning, because
//! the broker may know more than this table; a value of the wrong type is refused, because no broker would start with it.

/// What a value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `true` or `false`.
    Boolean,
    /// A whole number of 16 bits.
    Short,
    /// A whole number of 32 bits.
    Int,
    /// A whole number of 64 bits.
    Long,
    /// A number.
    Double,
    /// Anything.
    Text,
}

impl Kind {
    /// Whether Kafka could read the value; it trims what it reads (`ConfigDef.parseType`).
    pub(super) fn accepts(self, value: &str) -> bool {
        let value = value.trim();
        match self {
            Kind::Boolean => value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false"),
            Kind::Short => value.parse::<i16>().is_ok(),
            Kind::Int => value.parse::<i32>().is_ok(),
            Kind::Long => value.parse::<i64>().is_ok(),
            Kind::Double => value.parse::<f64>().is_ok(),
            Kind::Text => true,
        }
    }

    /// What to write.
    pub(super) fn wanted(self) -> &'static str {
        match self {
            Kind::Boolean => "write true or false",
            Kind::Short => "write a whole number between -32768 and 32767",
            Kind::Int => "write a whole number between -2147483648 and 2147483647",
            Kind::Long => "write a whole number",
            Kind::Double => "write a number",
            Kind::Text => "write text",
        }
    }
}

/// The type of a property's value; `None` for a property that Kafka does not know.
pub(super) fn kind_of(name: &str) -> Option<Kind> {
    KNOWN.binary_search_by(|(known, _)| (*known).cmp(name)).ok().map(|at| KNOWN[at].1)
}

/// Every known name, in order.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().map(|(name, _)| *name)
}

/// In order of the names, so that they can be searched.
#[rustfmt::skip]
const KNOWN: &[(&str, Kind)] = {
    use Kind::{Boolean, Double, Int, Long, Short, Text};
    &[
        ("add.partitions.to.txn.retry.backoff.max.ms", Int), ("add.partitions.to.txn.retry.backoff.ms", Int),
        ("advertised.listeners", Text), ("alter.config.policy.class.name", Text),
        ("alter.log.dirs.replication.quota.window.num", Int),
        ("alter.log.dirs.replication.quota.window.size.seconds", Int), ("authorizer.class.name", Text),
        ("auto.create.topics.enable", Boolean), ("auto.leader.rebalance.enable", Boolean),
        ("background.threads", Int), ("broker.heartbeat.interval.ms", Int), ("broker.id", Int),
        ("broker.rack", Text), ("broker.session.timeout.ms", Int), ("client.quota.callback.class", Text),
        ("compression.gzip.level", Int), ("compression.lz4.level", Int), ("compression.type", Text),
        ("compression.zstd.level", Int), ("config.providers", Text),
        ("connection.failed.authentication.delay.ms", Int), ("connections.max.idle.ms", Long),
        ("connections.max.reauth.ms", Long), ("controlled.shutdown.enable", Boolean),
        ("controller.listener.names", Text), ("controller.performance.always.log.threshold.ms", Long),
        ("controller.performance.sample.period.ms", Long), ("controller.quorum.append.linger.ms", Int),
        ("controller.quorum.auto.join.enable", Boolean), ("controller.quorum.bootstrap.servers", Text),
        ("controller.quorum.election.backoff.max.ms", Int), ("controller.quorum.election.timeout.ms", Int),
        ("controller.quorum.fetch.max.bytes", Int), ("controller.quorum.fetch.snapshot.max.bytes", Int),
        ("controller.quorum.fetch.timeout.ms", Int), ("controller.quorum.request.timeout.ms", Int),
        ("controller.quorum.retry.backoff.ms", Int), ("controller.quorum.voters", Text),
        ("controller.quota.window.num", Int), ("controller.quota.window.size.seconds", Int),
        ("controller.socket.timeout.ms", Int), ("cordoned.log.dirs", Text),
        ("create.topic.policy.class.name", Text), ("default.replication.factor", Int),
        ("delegation.token.expiry.check.interval.ms", Long), ("delegation.token.expiry.time.ms", Long),
        ("delegation.token.max.lifetime.ms", Long), ("delegation.token.secret.key", Text),
        ("delete.records.purgatory.purge.interval.requests", Int), ("delete.topic.enable", Boolean),
        ("early.start.listeners", Text), ("fetch.max.bytes", Int),
        ("fetch.purgatory.purge.interval.requests", Int),
        ("follower.fetch.last.tiered.offset.enable", Boolean), ("group.consumer.assignment.interval.ms", Int),
        ("group.consumer.assignors", Text), ("group.consumer.heartbeat.interval.ms", Int),
        ("group.consumer.max.assignment.interval.ms", Int), ("group.consumer.max.heartbeat.interval.ms", Int),
        ("group.consumer.max.session.timeout.ms", Int), ("group.consumer.max.size", Int),
        ("group.consumer.migration.policy", Text), ("group.consumer.min.assignment.interval.ms", Int),
        ("group.consumer.min.heartbeat.interval.ms", Int), ("group.consumer.min.session.timeout.ms", Int),
        ("group.consumer.regex.refresh.interval.ms", Int), ("group.consumer.session.timeout.ms", Int),
        ("group.coordinator.append.linger.ms", Int), ("group.coordinator.background.threads", Int),
        ("group.coordinator.cached.buffer.max.bytes", Int), ("group.coordinator.rebalance.protocols", Text),
        ("group.coordinator.threads", Int), ("group.initial.rebalance.delay.ms", Int),
        ("group.max.session.timeout.ms", Int), ("group.max.size", Int), ("group.min.session.timeout.ms", Int),
        ("group.share.assignment.interval.ms", Int), ("group.share.assignors", Text),
        ("group.share.delivery.count.limit", Int), ("group.share.heartbeat.interval.ms", Int),
        ("group.share.initialize.retry.interval.ms", Int), ("group.share.max.assignment.interval.ms", Int),
        ("group.share.max.delivery.count.limit", Int), ("group.share.max.heartbeat.interval.ms", Int),
        ("group.share.max.partition.max.record.locks", Int), ("group.share.max.record.lock.duration.ms", Int),
        ("group.share.max.session.timeout.ms", Int), ("group.share.max.share.sessions", Int),
        ("group.share.max.size", Int), ("group.share.min.assignment.interval.ms", Int),
        ("group.share.min.delivery.count.limit", Int), ("group.share.min.heartbeat.interval.ms", Int),
        ("group.share.min.partition.max.record.locks", Int), ("group.share.min.record.lock.duration.ms", Int),
        ("group.share.min.session.timeout.ms", Int), ("group.share.partition.max.record.locks", Int),
        ("group.share.persister.class.name", Text), ("group.share.record.lock.duration.ms", Int),
        ("group.share.session.timeout.ms", Int), ("group.streams.assignment.interval.ms", Int),
        ("group.streams.heartbeat.interval.ms", Int), ("group.streams.initial.rebalance.delay.ms", Int),
        ("group.streams.max.assignment.interval.ms", Int), ("group.streams.max.heartbeat.interval.ms", Int),
        ("group.streams.max.session.timeout.ms", Int), ("group.streams.max.size", Int),
        ("group.streams.max.standby.replicas", Int), ("group.streams.min.assignment.interval.ms", Int),
        ("group.streams.min.heartbeat.interval.ms", Int), ("group.streams.min.session.timeout.ms", Int),
        ("group.streams.num.standby.replicas", Int), ("group.streams.session.timeout.ms", Int),
        ("initial.broker.registration.timeout.ms", Int), ("inter.broker.listener.name", Text),
        ("internal.metadata.delete.delay.millis", Long), ("internal.metadata.log.segment.bytes", Int),
        ("internal.metadata.max.batch.size.in.bytes", Int), ("kafka.metrics.polling.interval.secs", Int),
        ("kafka.metrics.reporters", Text), ("leader.imbalance.check.interval.seconds", Long),
        ("listener.security.protocol.map", Text), ("listeners", Text), ("log.cleaner.backoff.ms", Long),
        ("log.cleaner.dedupe.buffer.size", Long), ("log.cleaner.delete.retention.ms", Long),
        ("log.cleaner.enable", Boolean), ("log.cleaner.io.buffer.load.factor", Double),
        ("log.cleaner.io.buffer.size", Int), ("log.cleaner.io.max.bytes.per.second", Double),
        ("log.cleaner.max.compaction.lag.ms", Long), ("log.cleaner.min.cleanable.ratio", Double),
        ("log.cleaner.min.compaction.lag.ms", Long), ("log.cleaner.threads", Int),
        ("log.cleanup.policy", Text), ("log.dir", Text), ("log.dir.failure.timeout.ms", Long),
        ("log.dirs", Text), ("log.flush.interval.messages", Long), ("log.flush.interval.ms", Long),
        ("log.flush.offset.checkpoint.interval.ms", Int), ("log.flush.scheduler.interval.ms", Long),
        ("log.flush.start.offset.checkpoint.interval.ms", Int), ("log.index.interval.bytes", Int),
        ("log.index.size.max.bytes", Int), ("log.initial.task.delay.ms", Long),
        ("log.local.retention.bytes", Long), ("log.local.retention.ms", Long),
        ("log.message.timestamp.after.max.ms", Long), ("log.message.timestamp.before.max.ms", Long),
        ("log.message.timestamp.type", Text), ("log.preallocate", Boolean), ("log.retention.bytes", Long),
        ("log.retention.check.interval.ms", Long), ("log.retention.hours", Int),
        ("log.retention.minutes", Int), ("log.retention.ms", Long), ("log.roll.hours", Int),
        ("log.roll.jitter.hours", Int), ("log.roll.jitter.ms", Long), ("log.roll.ms", Long),
        ("log.segment.bytes", Int), ("log.segment.delete.delay.ms", Long),
        ("max.connection.creation.rate", Int), ("max.connections", Int), ("max.connections.per.ip", Int),
        ("max.connections.per.ip.overrides", Text), ("max.incremental.fetch.session.cache.slots", Int),
        ("max.request.partition.size.limit", Int), ("message.max.bytes", Int), ("metadata.log.dir", Text),
        ("metadata.log.max.record.bytes.between.snapshots", Long),
        ("metadata.log.max.snapshot.interval.ms", Long), ("metadata.log.segment.bytes", Int),
        ("metadata.log.segment.ms", Long), ("metadata.max.idle.interval.ms", Int),
        ("metadata.max.retention.bytes", Long), ("metadata.max.retention.ms", Long),
        ("metric.reporters", Text), ("metrics.num.samples", Int), ("metrics.recording.level", Text),
        ("metrics.sample.window.ms", Long), ("min.insync.replicas", Int), ("node.id", Int),
        ("num.io.threads", Int), ("num.network.threads", Int), ("num.partitions", Int),
        ("num.recovery.threads.per.data.dir", Int), ("num.replica.alter.log.dirs.threads", Int),
        ("num.replica.fetchers", Int), ("offset.metadata.max.bytes", Int), ("offsets.commit.timeout.ms", Int),
        ("offsets.load.buffer.size", Int), ("offsets.retention.check.interval.ms", Long),
        ("offsets.retention.minutes", Int), ("offsets.topic.compression.codec", Int),
        ("offsets.topic.num.partitions", Int), ("offsets.topic.replication.factor", Short),
        ("offsets.topic.segment.bytes", Int), ("principal.builder.class", Text), ("process.roles", Text),
        ("producer.id.expiration.check.interval.ms", Int), ("producer.id.expiration.ms", Int),
        ("producer.purgatory.purge.interval.requests", Int), ("queued.max.request.bytes", Long),
        ("queued.max.requests", Int), ("quota.window.num", Int), ("quota.window.size.seconds", Int),
        ("remote.fetch.max.wait.ms", Int), ("remote.list.offsets.request.timeout.ms", Long),
        ("remote.log.index.file.cache.total.size.bytes", Long), ("remote.log.index.file.cache.ttl.ms", Long),
        ("remote.log.manager.copier.thread.pool.size", Int),
        ("remote.log.manager.copy.max.bytes.per.second", Long),
        ("remote.log.manager.copy.quota.window.num", Int),
        ("remote.log.manager.copy.quota.window.size.seconds", Int),
        ("remote.log.manager.expiration.thread.pool.size", Int),
        ("remote.log.manager.fetch.max.bytes.per.second", Long),
        ("remote.log.manager.fetch.quota.window.num", Int),
        ("remote.log.manager.fetch.quota.window.size.seconds", Int),
        ("remote.log.manager.follower.thread.pool.size", Int), ("remote.log.manager.task.interval.ms", Long),
        ("remote.log.manager.task.retry.backoff.max.ms", Long),
        ("remote.log.manager.task.retry.backoff.ms", Long), ("remote.log.manager.task.retry.jitter", Double),
        ("remote.log.manager.thread.pool.size", Int), ("remote.log.metadata.custom.metadata.max.bytes", Int),
        ("remote.log.metadata.manager.class.name", Text), ("remote.log.metadata.manager.class.path", Text),
        ("remote.log.metadata.manager.impl.prefix", Text),
        ("remote.log.metadata.manager.listener.name", Text), ("remote.log.reader.max.pending.tasks", Int),
        ("remote.log.reader.threads", Int), ("remote.log.storage.manager.class.name", Text),
        ("remote.log.storage.manager.class.path", Text), ("remote.log.storage.manager.impl.prefix", Text),
        ("remote.log.storage.system.enable", Boolean), ("replica.fetch.backoff.ms", Int),
        ("replica.fetch.max.bytes", Int), ("replica.fetch.min.bytes", Int),
        ("replica.fetch.response.max.bytes", Int), ("replica.fetch.wait.max.ms", Int),
        ("replica.high.watermark.checkpoint.interval.ms", Long), ("replica.lag.time.max.ms", Long),
        ("replica.selector.class", Text), ("replica.socket.receive.buffer.bytes", Int),
        ("replica.socket.timeout.ms", Int), ("replication.quota.window.num", Int),
        ("replication.quota.window.size.seconds", Int), ("request.timeout.ms", Int),
        ("sasl.client.callback.handler.class", Text), ("sasl.enabled.mechanisms", Text),
        ("sasl.jaas.config", Text), ("sasl.kerberos.kinit.cmd", Text),
        ("sasl.kerberos.min.time.before.relogin", Long), ("sasl.kerberos.principal.to.local.rules", Text),
        ("sasl.kerberos.service.name", Text), ("sasl.kerberos.ticket.renew.jitter", Double),
        ("sasl.kerberos.ticket.renew.window.factor", Double), ("sasl.login.callback.handler.class", Text),
        ("sasl.login.class", Text), ("sasl.login.connect.timeout.ms", Int),
        ("sasl.login.read.timeout.ms", Int), ("sasl.login.refresh.buffer.seconds", Short),
        ("sasl.login.refresh.min.period.seconds", Short), ("sasl.login.refresh.window.factor", Double),
        ("sasl.login.refresh.window.jitter", Double), ("sasl.login.retry.backoff.max.ms", Long),
        ("sasl.login.retry.backoff.ms", Long), ("sasl.mechanism.controller.protocol", Text),
        ("sasl.mechanism.inter.broker.protocol", Text), ("sasl.oauthbearer.assertion.algorithm", Text),
        ("sasl.oauthbearer.assertion.claim.aud", Text), ("sasl.oauthbearer.assertion.claim.exp.seconds", Int),
        ("sasl.oauthbearer.assertion.claim.iss", Text),
        ("sasl.oauthbearer.assertion.claim.jti.include", Boolean),
        ("sasl.oauthbearer.assertion.claim.nbf.seconds", Int), ("sasl.oauthbearer.assertion.claim.sub", Text),
        ("sasl.oauthbearer.assertion.file", Text), ("sasl.oauthbearer.assertion.private.key.file", Text),
        ("sasl.oauthbearer.assertion.private.key.passphrase", Text),
        ("sasl.oauthbearer.assertion.template.file", Text),
        ("sasl.oauthbearer.client.credentials.client.id", Text),
        ("sasl.oauthbearer.client.credentials.client.secret", Text),
        ("sasl.oauthbearer.clock.skew.seconds", Int), ("sasl.oauthbearer.expected.audience", Text),
        ("sasl.oauthbearer.expected.issuer", Text), ("sasl.oauthbearer.jwks.endpoint.refresh.ms", Long),
        ("sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms", Long),
        ("sasl.oauthbearer.jwks.endpoint.retry.backoff.ms", Long),
        ("sasl.oauthbearer.jwks.endpoint.url", Text), ("sasl.oauthbearer.jwt.retriever.class", Text),
        ("sasl.oauthbearer.jwt.validator.class", Text), ("sasl.oauthbearer.scope", Text),
        ("sasl.oauthbearer.scope.claim.name", Text), ("sasl.oauthbearer.sub.claim.name", Text),
        ("sasl.oauthbearer.token.endpoint.url", Text), ("sasl.server.callback.handler.class", Text),
        ("sasl.server.max.receive.size", Int), ("security.inter.broker.protocol", Text),
        ("security.providers", Text), ("server.max.startup.time.ms", Long),
        ("share.coordinator.append.linger.ms", Int), ("share.coordinator.cached.buffer.max.bytes", Int),
        ("share.coordinator.cold.partition.snapshot.interval.ms", Int),
        ("share.coordinator.load.buffer.size", Int),
        ("share.coordinator.snapshot.update.records.per.snapshot", Int),
        ("share.coordinator.state.topic.compression.codec", Int),
        ("share.coordinator.state.topic.min.isr", Short),
        ("share.coordinator.state.topic.num.partitions", Int),
        ("share.coordinator.state.topic.prune.interval.ms", Int),
        ("share.coordinator.state.topic.replication.factor", Short),
        ("share.coordinator.state.topic.segment.bytes", Int), ("share.coordinator.threads", Int),
        ("share.coordinator.write.timeout.ms", Int), ("share.fetch.purgatory.purge.interval.requests", Int),
        ("socket.connection.setup.timeout.max.ms", Long), ("socket.connection.setup.timeout.ms", Long),
        ("socket.listen.backlog.size", Int), ("socket.receive.buffer.bytes", Int),
        ("socket.request.max.bytes", Int), ("socket.send.buffer.bytes", Int),
        ("ssl.allow.dn.changes", Boolean), ("ssl.allow.san.changes", Boolean), ("ssl.cipher.suites", Text),
        ("ssl.client.auth", Text), ("ssl.enabled.protocols", Text),
        ("ssl.endpoint.identification.algorithm", Text), ("ssl.engine.factory.class", Text),
        ("ssl.key.password", Text), ("ssl.keymanager.algorithm", Text),
        ("ssl.keystore.certificate.chain", Text), ("ssl.keystore.key", Text), ("ssl.keystore.location", Text),
        ("ssl.keystore.password", Text), ("ssl.keystore.type", Text), ("ssl.principal.mapping.rules", Text),
        ("ssl.protocol", Text), ("ssl.provider", Text), ("ssl.secure.random.implementation", Text),
        ("ssl.trustmanager.algorithm", Text), ("ssl.truststore.certificates", Text),
        ("ssl.truststore.location", Text), ("ssl.truststore.password", Text), ("ssl.truststore.type", Text),
        ("telemetry.max.bytes", Int), ("transaction.abort.timed.out.transaction.cleanup.interval.ms", Int),
        ("transaction.max.timeout.ms", Int), ("transaction.partition.verification.enable", Boolean),
        ("transaction.remove.expired.transaction.cleanup.interval.ms", Int),
        ("transaction.state.log.load.buffer.size", Int), ("transaction.state.log.min.isr", Int),
        ("transaction.state.log.num.partitions", Int), ("transaction.state.log.replication.factor", Short),
        ("transaction.state.log.segment.bytes", Int), ("transaction.two.phase.commit.enable", Boolean),
        ("transactional.id.expiration.ms", Int), ("unclean.leader.election.enable", Boolean),
        ("unclean.leader.election.interval.ms", Long), ("unstable.api.versions.enable", Boolean),
        ("unstable.feature.versions.enable", Boolean),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_order_and_once() {
        assert!(KNOWN.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(kind_of("min.insync.replicas"), Some(Kind::Int));
        assert_eq!(kind_of("min.insync.replica"), None);
    }

    #[test]
    fn a_value_that_kafka_could_not_read_is_not_accepted() {
        assert!(Kind::Boolean.accepts("TRUE") && !Kind::Boolean.accepts("yes"));
        assert!(Kind::Int.accepts("-1") && !Kind::Int.accepts("2147483648") && !Kind::Int.accepts("1.0"));
        assert!(Kind::Short.accepts("3") && !Kind::Short.accepts("40000"));
        assert!(Kind::Long.accepts("9223372036854775807") && !Kind::Long.accepts("1e9"));
        assert!(Kind::Double.accepts("0.5") && !Kind::Double.accepts("half"));
    }
}
