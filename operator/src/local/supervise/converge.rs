//! Starting what should run, and stopping what should not.

use super::desk::NODE_STOPS_WITHIN;
use super::{News, Supervisor, Teller};
use crate::local::LocalError;
use crate::local::clock::now;
use crate::local::ports::{HOST, NodePorts};
use crate::local::process::Launch;
use crate::local::render::{self, Place};
use crate::plan::{Desired, Guard, NodeDesired, Rendering};
use crate::validate::{NodeId, Role};

impl Supervisor {
    pub(super) async fn converge(&mut self, desired: &Desired, tell: Teller<'_>) -> Result<(), LocalError> {
        self.fleet.forget_all_but(|id| desired.nodes.contains_key(&id));
        let startable: Vec<(&NodeId, &NodeDesired)> =
            desired.nodes.iter().filter(|(id, _)| self.fleet.may_start(**id)).collect();
        if !startable.is_empty() {
            for (revision, rendering) in &desired.renderings {
                if self.root.rendering(revision)?.as_ref() != Some(rendering) {
                    self.root.store_rendering(revision, rendering)?;
                }
            }
            self.root.forget_renderings(|revision| desired.keep.contains(revision));
            if let Err(error) = self.give_ports(false) {
                // Those that have ports go on.
                tell(News::Event(error.to_string()));
            }
        }
        for (id, node) in startable {
            self.start(*id, node, desired)?;
        }
        for (id, guard) in &desired.stop {
            self.while_restarting(self.stop_leaving(*id, guard)).await?.into_iter().for_each(&mut *tell);
        }
        Ok(())
    }

    /// Starts nodes that ended, as they were desired last.
    pub(super) fn start_ended(&self) -> Result<(), LocalError> {
        let desired = self.desk.view.borrow().plan.as_ref().and_then(|plan| plan.desired.clone());
        let Some(desired) = desired else { return Ok(()) };
        for (id, node) in desired.nodes.iter().filter(|(id, _)| self.fleet.may_start(**id)) {
            self.start(*id, node, &desired)?;
        }
        Ok(())
    }

    fn start(&self, id: NodeId, node: &NodeDesired, desired: &Desired) -> Result<(), LocalError> {
        let rendering = match desired.renderings.get(&node.revision) {
            Some(rendering) => Some(rendering.clone()),
            None => self.root.rendering(&node.revision)?,
        };
        // What an older revision stood for may be gone: then the node comes back with what is wanted now.
        let wanted = || {
            let shape = desired.pools.iter().find(|shape| shape.name == node.pool)?;
            desired.renderings.get_key_value(&shape.wanted)
        };
        let (revision, rendering) = match rendering {
            Some(rendering) => (node.revision.clone(), rendering),
            None => match wanted() {
                Some((revision, rendering)) => (revision.clone(), rendering.clone()),
                None => return Ok(()),
            },
        };
        let Some(ports) = self.desk.view.borrow().ports.of(id).cloned() else { return Ok(()) };
        let volumes = self.desk.view.borrow().volumes(&node.pool);
        let directories: Vec<_> = volumes.iter().map(|volume| self.root.volume_dir(id, volume)).collect();
        let launch = Launch {
            program: self.program.clone(),
            properties: self.root.properties_file(id),
            directories,
            cluster_id: desired.cluster_id.clone(),
            revision,
            log: self.root.node_log(id),
            run_file: self.root.run_file(id),
        };
        self.write_properties(id, &rendering, &ports, desired, &launch)?;
        self.fleet.start(id, launch, ports.http, now());
        Ok(())
    }

    fn write_properties(
        &self,
        id: NodeId,
        rendering: &Rendering,
        ports: &NodePorts,
        desired: &Desired,
        launch: &Launch,
    ) -> Result<(), LocalError> {
        let view = self.desk.view.borrow();
        let controllers = desired.nodes.iter().filter(|(_, node)| node.role == Role::Controller);
        let controllers =
            controllers.filter_map(|(id, _)| Some(format!("{HOST}:{}", view.ports.of(*id)?.own)));
        let place = Place {
            node: id,
            directories: launch.directories.clone(),
            ports,
            controllers: controllers.collect(),
            implied: &desired.implied,
        };
        let text = render::properties(rendering, &place);
        let dir = self.root.node_dir(id);
        std::fs::create_dir_all(&dir).map_err(LocalError::file("make", &dir))?;
        std::fs::write(&launch.properties, text).map_err(LocalError::file("write", &launch.properties))
    }

    /// Stops a node that is not wanted any more, if what that rests on, read again, still holds.
    async fn stop_leaving(&self, id: NodeId, guard: &Guard) -> Option<News> {
        if !self.fleet.running().contains(&id) || self.fleet.is_stopping(id) {
            return None;
        }
        if !self.clusters.holds(&self.reach(), guard).await {
            return None;
        }
        self.fleet.stop(id, NODE_STOPS_WITHIN);
        Some(News::Event(format!("node {id} stops: it is not wanted any more and nothing rests on it")))
    }
}
