//! The properties that the operator sets itself, with the field to use instead, and those that this version cannot honour.

/// How a property's name is recognised.
enum Name {
    /// This one.
    Exactly(&'static str),
    /// All that begin so.
    Prefix(&'static str),
}
use Name::{Exactly, Prefix};

/// Why a property is not the manifest's to set, and what to use instead.
pub(super) struct Owned {
    names: &'static [Name],
    /// What is wrong with setting it.
    pub(super) wrong: &'static str,
    /// What to use instead.
    pub(super) instead: &'static str,
}

/// The entry that covers a property.
pub(super) fn owner_of(property: &str) -> Option<&'static Owned> {
    OWNED.iter().find(|owned| {
        owned.names.iter().any(|name| match name {
            Exactly(name) => *name == property,
            Prefix(prefix) => property.starts_with(prefix),
        })
    })
}

const OWNED: &[Owned] = &[
    Owned {
        names: &[
            Exactly("node.id"),
            Exactly("broker.id"),
            Exactly("broker.id.generation.enable"),
            Exactly("reserved.broker.max.id"),
        ],
        wrong: "each node gets its own id",
        instead: "use nodeIds of spec.controllers, spec.brokers or a pool",
    },
    Owned {
        names: &[Exactly("process.roles")],
        wrong: "what a node does follows from its pool",
        instead: "use spec.controllers and spec.brokers",
    },
    Owned {
        names: &[
            Exactly("listeners"),
            Exactly("advertised.listeners"),
            Exactly("listener.security.protocol.map"),
            Exactly("control.plane.listener.name"),
            Exactly("early.start.listeners"),
            Exactly("host.name"),
            Exactly("port"),
            Exactly("advertised.host.name"),
            Exactly("advertised.port"),
        ],
        wrong: "each node gets its own addresses",
        instead: "use spec.listeners",
    },
    Owned {
        names: &[Exactly("inter.broker.listener.name"), Exactly("security.inter.broker.protocol")],
        wrong: "brokers talk to each other on the operator's listener REPLICATION",
        instead: "leave it out",
    },
    Owned {
        names: &[
            Exactly("controller.listener.names"),
            Exactly("controller.quorum.voters"),
            Exactly("controller.quorum.bootstrap.servers"),
            Exactly("controller.quorum.auto.join.enable"),
        ],
        wrong: "voters are added and removed by the operator, one at a time",
        instead: "use spec.controllers.replicas",
    },
    Owned {
        names: &[Exactly("cluster.id")],
        wrong: "a cluster's id is made once and stands on its volumes",
        instead: "leave it out",
    },
    Owned {
        names: &[Exactly("log.dir"), Exactly("log.dirs"), Exactly("metadata.log.dir")],
        wrong: "logs lie on the volumes of the pool",
        instead: "use storage.volumes of spec.controllers, spec.brokers or a pool",
    },
    Owned {
        names: &[Exactly("cordoned.log.dirs")],
        wrong: "brokers are cordoned by the operator when they leave",
        instead: "lower the replicas of the pool",
    },
    Owned {
        names: &[Exactly("broker.rack")],
        wrong: "a broker's rack follows from where it runs",
        instead: "leave it out",
    },
    Owned { names: &[Prefix("zookeeper.")], wrong: "this cluster has no ZooKeeper", instead: "leave it out" },
    Owned {
        names: &[
            Exactly("inter.broker.protocol.version"),
            Exactly("log.message.format.version"),
            Exactly("metadata.version"),
        ],
        wrong: "the cluster's features are finalised by the operator",
        instead: "leave it out",
    },
    Owned {
        names: &[
            Prefix("ssl."),
            Prefix("sasl."),
            Prefix("delegation.token."),
            Exactly("authorizer.class.name"),
            Exactly("super.users"),
            Exactly("allow.everyone.if.no.acl.found"),
            Exactly("principal.builder.class"),
            Exactly("security.providers"),
            Exactly("connections.max.reauth.ms"),
        ],
        wrong: "this version has no TLS, SASL or ACLs, and protection that is written down but not there is worse than none",
        instead: "leave it out, and keep the listeners on a network you trust",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_property_that_decides_who_a_node_is_is_owned() {
        for property in
            ["node.id", "zookeeper.connect", "ssl.keystore.location", "controller.quorum.voters", "log.dirs"]
        {
            assert!(owner_of(property).is_some(), "{property}");
        }
        for property in
            ["num.partitions", "log.retention.ms", "controller.quorum.fetch.timeout.ms", "listeners.x"]
        {
            assert!(owner_of(property).is_none(), "{property}");
        }
    }
}
