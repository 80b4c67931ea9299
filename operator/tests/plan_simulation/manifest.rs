//! Manifests that a user might write one after the other.

use ferryman_operator::api::{
    Amounts, Config, Cpu, KafkaClusterSpec, Manifest, Metadata, NodeIds, Pool, Resources, Storage,
};

use crate::rng::Rng;

/// With this value of `log.retention.hours` no node starts.
pub(crate) const BAD: &str = "13";

/// With a request of so many thousandths of a CPU no node of the pool starts.
pub(crate) const BAD_CPU_MILLIS: u64 = 13;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wish {
    pub(crate) controllers: i64,
    pub(crate) brokers: i64,
    pub(crate) extra: Option<i64>,
    pub(crate) hours: u64,
    /// Thousandths of a CPU that controllers, brokers and the extra pool request; 0 where nothing is said.
    pub(crate) cpu: [u64; 3],
}

impl Wish {
    pub(crate) fn first(rng: &mut Rng) -> Wish {
        let controllers = *rng.pick(&[1, 3, 3, 5]).unwrap();
        Wish { controllers, brokers: 3 + rng.below(3) as i64, extra: None, hours: 100, cpu: [0; 3] }
    }

    pub(crate) fn edited(&self, rng: &mut Rng) -> Wish {
        let mut wish = self.clone();
        match rng.below(13) {
            0..=3 => wish.brokers = 3 + rng.below(4) as i64,
            4..=6 => wish.controllers = *rng.pick(&[1, 3, 3, 5]).unwrap(),
            7 => wish.extra = *rng.pick(&[None, Some(0), Some(1), Some(2)]).unwrap(),
            8 => wish.hours = 100 + rng.below(5),
            9..=11 => wish.cpu[rng.below(3) as usize] = *rng.pick(&[0, 1, 2, BAD_CPU_MILLIS]).unwrap(),
            _ => wish.hours = if rng.chance(500) { BAD.parse().unwrap() } else { 100 + rng.below(5) },
        }
        wish
    }

    /// The same, without what no node starts with.
    pub(crate) fn startable(mut self) -> Wish {
        if self.hours.to_string() == BAD {
            self.hours = 100;
        }
        for cpu in self.cpu.iter_mut().filter(|cpu| **cpu == BAD_CPU_MILLIS) {
            *cpu = 0;
        }
        self
    }

    pub(crate) fn manifest(&self) -> Manifest {
        let mut spec = KafkaClusterSpec::default();
        spec.controllers.replicas = self.controllers;
        spec.brokers.replicas = self.brokers;
        let [controllers, brokers, extra] = self.cpu.map(resources);
        (spec.controllers.resources, spec.brokers.resources) = (controllers, brokers);
        spec.pools = self
            .extra
            .iter()
            .map(|replicas| Pool {
                name: "extra".into(),
                replicas: *replicas,
                node_ids: NodeIds { first: 2000, last: 2099 },
                storage: Storage::default(),
                resources: extra.clone(),
            })
            .collect();
        spec.config = Config::from([
            ("default.replication.factor", "3"),
            ("min.insync.replicas", "2"),
            ("log.retention.hours", self.hours.to_string().as_str()),
        ]);
        Manifest { metadata: Metadata { name: "sim".into(), namespace: None, generation: None }, spec }
    }
}

fn resources(cpu: u64) -> Option<Resources> {
    let requests = Amounts { cpu: Some(Cpu::new(format!("{cpu}m"))), memory: None };
    (cpu > 0).then_some(Resources { requests: Some(requests), limits: None })
}
