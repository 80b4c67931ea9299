//! The rules of a manifest that can be read from the manifest alone: each has one sentence, said by the API server (CEL)
//! and by [`crate::validate`] in the same words, and one expression, which must say the same as the Rust that checks it.
//!
//! A test evaluates every expression over the corpus of manifests and compares. Expressions may not look into
//! `spec.config`: its values have no type, so an API server refuses to compile a rule that reads them.

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The CEL expression that is true for what is allowed; `self` is the field at which the rule stands.
    pub cel: &'static str,
    /// What is wrong.
    pub wrong: &'static str,
    /// What to write instead.
    pub instead: &'static str,
    /// Both, as an API server says them.
    pub sentence: &'static str,
}

impl Rule {
    /// The rule as it stands in the custom resource definition.
    #[cfg(feature = "kubernetes")]
    pub fn to_cel(self) -> kube::core::Rule {
        kube::core::Rule::new(self.cel).message(self.sentence)
    }
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident: $cel:expr, $wrong:literal; $instead:literal;)*) => {
        $($(#[$doc])* pub const $name: Rule = Rule {
            cel: $cel,
            wrong: $wrong,
            instead: $instead,
            sentence: concat!($wrong, "; ", $instead),
        };)*

        /// Every rule with its name.
        pub const ALL: &[(&str, Rule)] = &[$((stringify!($name), $name)),*];
    };
}

rules! {
    /// A cluster's name is a DNS label that starts with a letter (DNS-1035), as Services need it.
    CLUSTER_NAME: "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
        "a cluster's name becomes part of host names"; "write small letters, digits and dashes, with a letter first and no dash last";

    /// See [`super::limits::CLUSTER_NAME_MAX`].
    CLUSTER_NAME_LENGTH: "size(self.metadata.name) <= 32",
        "a cluster's name becomes part of host names, which have room for 32 characters of it"; "choose a shorter name";

    /// A version is a number of three parts, as the images are tagged.
    VERSION: "self.matches('^[0-9]{1,9}[.][0-9]{1,9}[.][0-9]{1,9}([-][0-9A-Za-z.-]*)?$')",
        "this is no version"; "write one that was released, such as 0.1.0, or leave version out to keep what runs";

    /// Controllers vote.
    CONTROLLERS_ODD: "self in [1, 3, 5, 7]",
        "controllers vote, and an even number of voters survives no more failures than the odd number below it"; "write 3 (survives the loss of one) or 5 (of two); 1 and 7 are possible";

    /// Data needs a place.
    SOME_BROKER: "self.brokers.replicas > 0 || (has(self.pools) && self.pools.exists(p, p.replicas > 0))",
        "a cluster without brokers holds no data"; "set spec.brokers.replicas, or the replicas of one of spec.pools, to 1 or more";

    /// The ids must reach for the nodes.
    REPLICAS_FIT: "self.nodeIds.first > self.nodeIds.last || self.replicas <= self.nodeIds.last - self.nodeIds.first + 1",
        "there are more replicas than nodeIds has ids"; "lower replicas, or give the pool a wider range when you create it";

    /// A range is written upwards.
    NODE_IDS_ORDER: "self.first <= self.last",
        "the range of node ids is empty"; "write the lowest id as first and the highest as last";

    /// A node's id stands on its disk.
    NODE_IDS_FIXED: "self == oldSelf",
        "nodeIds cannot change, because each node's id stands on its disk"; "keep the range, and add a pool with another range if more ids are needed";

    /// Brokers and controllers share one space of ids.
    NODE_IDS_DISJOINT: "self.brokers.nodeIds.last < self.controllers.nodeIds.first || self.controllers.nodeIds.last < self.brokers.nodeIds.first",
        "spec.brokers.nodeIds and spec.controllers.nodeIds share ids"; "give them ranges that do not overlap";

    /// So do all pools.
    POOL_IDS_DISJOINT: "!has(self.pools) || self.pools.all(p, (p.nodeIds.last < self.brokers.nodeIds.first || self.brokers.nodeIds.last < p.nodeIds.first) && (p.nodeIds.last < self.controllers.nodeIds.first || self.controllers.nodeIds.last < p.nodeIds.first) && self.pools.all(q, q.name == p.name || q.nodeIds.last < p.nodeIds.first || p.nodeIds.last < q.nodeIds.first))",
        "the nodeIds of a pool share ids with those of another"; "give every pool, spec.brokers and spec.controllers ranges that do not overlap";

    /// A pool's name becomes part of host names.
    POOL_NAME: "self.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
        "a pool's name becomes part of host names"; "write small letters, digits and dashes, with a letter first and no dash last";

    /// The names of the pools that are always there.
    POOL_NAME_RESERVED: "!(self in ['brokers', 'controllers'])",
        "brokers and controllers are the names of the pools that every cluster has"; "use spec.brokers or spec.controllers, or choose another name";

    /// Kafka's controllers keep one log.
    CONTROLLER_ONE_VOLUME: "size(self.volumes) == 1",
        "a controller keeps one log, on one volume"; "give exactly one volume";

    /// A volume's name becomes a directory's and a claim's.
    VOLUME_NAME: "self.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
        "a volume's name becomes the name of a directory and of a claim"; "write small letters, digits and dashes, with a letter first and no dash last";

    /// A replica lives on one volume.
    VOLUMES_FIXED: "self.all(v, oldSelf.exists(o, o.name == v.name)) && oldSelf.all(o, self.exists(v, v.name == o.name))",
        "volumes cannot be added, removed or renamed, because replicas live on them"; "keep the names, and add a pool with other volumes to move to";

    /// A size.
    VOLUME_SIZE: "self.matches('^([1-9][0-9]{0,17}|[1-9][0-9]{0,11}(Ki|Mi|k|M)|[1-9][0-9]{0,5}(Gi|Ti|G|T)|[1-9][0-9]{0,2}(Pi|P))$')",
        "this is no size"; "write a whole number with a unit, such as 10Gi (Ki, Mi, Gi, Ti, Pi, k, M, G, T, P)";

    /// Nobody shrinks a volume, and nothing here grows one yet: what would not be acted on is not taken.
    VOLUME_SIZE_FIXED: "quantity(self).compareTo(quantity(oldSelf)) == 0",
        "a volume keeps the size it was made with"; "write the size it had, and add a pool with larger volumes to move to";

    /// A claim stays in its class.
    VOLUME_CLASS_FIXED: "has(self.class) == has(oldSelf.class) && (!has(self.class) || self.class == oldSelf.class)",
        "a volume cannot move to another storage class"; "keep class as it was, and add a pool of the other class to move to";

    /// An amount of CPU.
    CPU: "self.matches('^([1-9][0-9]{0,4}([.][0-9]{1,3})?|0[.]([1-9][0-9]{0,2}|0[1-9][0-9]?|00[1-9])|[1-9][0-9]{0,7}m)$')",
        "this is no amount of CPU"; "write a number of CPUs with at most three decimals, such as \"4\" or \"0.5\", or thousandths of one, such as 500m";

    /// Kubernetes makes no pod that requests more than it may use.
    REQUEST_WITHIN_LIMIT: "!has(self.requests) || !has(self.limits) || ((!has(self.requests.cpu) || !has(self.limits.cpu) || quantity(self.requests.cpu).compareTo(quantity(self.limits.cpu)) <= 0) && (!has(self.requests.memory) || !has(self.limits.memory) || quantity(self.requests.memory).compareTo(quantity(self.limits.memory)) <= 0))",
        "a node cannot request more than it may use"; "raise the limit, or lower the request";

    /// A listener's name becomes a port's.
    LISTENER_NAME: "self.matches('^[a-z][a-z0-9]*$')",
        "a listener's name becomes the name of a port"; "write small letters and digits, with a letter first";

    /// Kafka writes listener names in capitals, and reads them so.
    LISTENER_KAFKA_NAME: "self.matches('^[A-Z][A-Z0-9_]*$')",
        "Kafka's name of a listener is written in capitals"; "write capital letters, digits and underscores, with a letter first";

    /// The names of the operator's own listeners.
    LISTENER_NAME_RESERVED: "!((has(self.kafkaName) ? self.kafkaName : self.name.upperAscii()) in ['CONTROLLER', 'REPLICATION'])",
        "CONTROLLER and REPLICATION are the operator's own listeners"; "choose another name or kafkaName";

    /// Two listeners cannot be told apart by one name.
    LISTENER_KAFKA_NAME_UNIQUE: "self.all(l, self.exists_one(m, (has(m.kafkaName) ? m.kafkaName : m.name.upperAscii()) == (has(l.kafkaName) ? l.kafkaName : l.name.upperAscii())))",
        "two listeners have the same name for Kafka"; "give one of them another kafkaName";

    /// The ports of the operator's own listeners.
    LISTENER_PORT_RESERVED: "!(self in [9091, 9093, 9404])",
        "9091 (REPLICATION), 9093 (CONTROLLER) and 9404 (metrics) are the operator's own ports"; "choose another port";

    /// One port, one listener.
    LISTENER_PORT_UNIQUE: "self.all(l, self.exists_one(m, m.port == l.port))",
        "two listeners have the same port"; "give each its own";
}
