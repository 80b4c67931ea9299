//! What goes wrong, and who edits the manifest meanwhile.

use ferryman_operator::plan::{Act, Memo};
use ferryman_operator::validate::{NodeId, Role};

use crate::operator::Operator;
use crate::rng::Rng;
use crate::world::World;

/// How the operator is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// It sees what is, and no guard is looked at: the plan alone must be right.
    TrueSight,
    /// It sees what was, or nothing; steps are lost, late, or happen twice; guards are looked at.
    Fog,
    /// It sees what is, and forgets everything now and then; guards are looked at.
    Amnesia,
}

pub(crate) struct Chaos {
    family: Family,
    rng: Rng,
    /// A controller's directory that was lost and is not yet replaced.
    lost: Option<NodeId>,
}

impl Chaos {
    pub(crate) fn new(family: Family, rng: Rng) -> Self {
        Chaos { family, rng, lost: None }
    }

    pub(crate) fn disturb(&mut self, world: &mut World, operator: &mut Operator) {
        if self.rng.chance(12) {
            let mut wish = operator.wish.edited(&mut self.rng);
            if self.lost.is_some() {
                // Fewer voters and a lost disk at once can be more than any quorum bears.
                wish.controllers = wish.controllers.max(operator.wish.controllers);
            }
            operator.edit(world, wish);
        }
        if self.rng.chance(80) && world.partitions.len() < 25 {
            let factor = 2 + self.rng.below(2) as usize;
            world.create_partition(factor);
        }
        self.crash(world);
        self.lag(world);
        self.lose_a_disk(world, operator);
        if self.rng.chance(10) && world.leader.is_some() {
            world.say("the active controller gives up");
            world.leader = None;
        }
        if self.family == Family::Amnesia && self.rng.chance(8) {
            world.say("the operator forgets");
            operator.memo = Memo::default();
            operator.forgot = true;
        }
    }

    fn crash(&mut self, world: &mut World) {
        let up: Vec<NodeId> = world.nodes.keys().copied().filter(|id| world.is_up(*id)).collect();
        if !self.rng.chance(25) {
            return;
        }
        let Some(id) = self.rng.pick(&up).copied() else { return };
        disturbed(world, id);
        let pause = self.rng.below(20);
        world.say(format!("{id} crashes"));
        world.end(id, pause);
    }

    fn lag(&mut self, world: &mut World) {
        let controllers: Vec<NodeId> =
            world.nodes.iter().filter(|(_, node)| node.role == Role::Controller).map(|(id, _)| *id).collect();
        if !self.rng.chance(15) {
            return;
        }
        let Some(id) = self.rng.pick(&controllers).copied() else { return };
        let until = world.tick + 5 + self.rng.below(30);
        world.say(format!("{id} lags until {until}"));
        disturbed(world, id);
        if let Some(node) = world.nodes.get_mut(&id) {
            node.lags_until = until;
        }
        world.controllers_disturbed = world.controllers_disturbed.max(until);
    }

    /// A controller loses its directory, where the others can bear it: a majority of the voters is alive without it, and
    /// no other loss is open, nor a change of the voters on its way.
    fn lose_a_disk(&mut self, world: &mut World, operator: &Operator) {
        if let Some(id) = self.lost {
            let own =
                world.nodes.get(&id).and_then(|node| node.disk.as_ref()).map(|disk| disk.directory.clone());
            let healed =
                world.voters.iter().all(|voter| voter.node != id || Some(&voter.directory) == own.as_ref());
            if !healed {
                return;
            }
            self.lost = None;
        }
        let changing = operator.late.iter().any(|(_, step, _)| matches!(step.act, Act::Quorum(_)));
        let leaving = world.voters.len() as i64 > operator.wish.controllers;
        if !self.rng.chance(10) || world.voters.len() < 3 || changing || leaving {
            return;
        }
        let bearable: Vec<NodeId> = world
            .voters
            .iter()
            .filter(|lost| {
                let alive =
                    world.voters.iter().filter(|voter| voter != lost && world.is_alive(voter)).count();
                alive * 2 > world.voters.len()
            })
            .map(|voter| voter.node)
            .collect();
        let Some(id) = self.rng.pick(&bearable).copied() else { return };
        world.say(format!("{id} loses its directory"));
        disturbed(world, id);
        world.end(id, 3);
        if let Some(node) = world.nodes.get_mut(&id) {
            node.disk = None;
            node.caught_up_at = None;
        }
        self.lost = Some(id);
    }

    /// From here on nothing is disturbed, and the manifest is one that can be carried out.
    pub(crate) fn end(&mut self, world: &mut World, operator: &mut Operator) {
        world.say("rest");
        operator.clear = true;
        let wish = operator.wish.clone().startable();
        operator.edit(world, wish);
        if operator.forgot {
            // Who cordoned a broker is forgotten with the rest; a human is told, and uncordons it.
            let wanted: Vec<NodeId> = operator.want.brokers.iter().flat_map(|pool| pool.wanted()).collect();
            for (id, broker) in &mut world.brokers {
                broker.cordoned &= !wanted.contains(id);
            }
        }
    }
}

fn disturbed(world: &mut World, id: NodeId) {
    match world.nodes.get(&id).map(|node| node.role) {
        Some(Role::Controller) => world.controllers_disturbed = world.controllers_disturbed.max(world.tick),
        _ => world.brokers_disturbed = world.tick,
    }
}
