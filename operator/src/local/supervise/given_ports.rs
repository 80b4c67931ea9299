//! Giving nodes their ports.

use super::Supervisor;
use crate::local::LocalError;
use crate::local::ports::{self, Needs};
use crate::validate::{NodeId, PoolName};

impl Supervisor {
    /// Gives every node that is wanted or exists the ports that it lacks. `check`: and sees that they are free, before
    /// anything is started.
    pub(super) fn give_ports(&mut self, check: bool) -> Result<(), LocalError> {
        let (nodes, listeners, default) = {
            let view = self.desk.view.borrow();
            let default = view
                .want
                .brokers
                .iter()
                .find(|pool| pool.name == PoolName::brokers())
                .map(|pool| pool.ids.first);
            (view.nodes(&self.fleet), view.want.listeners.clone(), default)
        };
        let mut ports = self.desk.view.borrow().ports.clone();
        let mut failed = Ok(());
        for (node, (pool, role)) in nodes {
            let place = self.place(node, &pool);
            let needs = Needs {
                node,
                role,
                place,
                first: default == Some(node),
                listeners: &listeners,
                configured: self.configured,
            };
            let had = ports.of(node).cloned();
            let given = ports.assign(needs, &ports::is_free, &mut ports::draw);
            let unchanged = had.is_some() && had.as_ref() == ports.of(node);
            let checked = match given {
                Ok(()) if check && unchanged => ports.check(needs, &ports::is_free, &mut ports::draw),
                given => given,
            };
            failed = failed.and(checked);
        }
        failed?;
        if self.desk.view.borrow().ports != ports {
            self.root.write_json("ports.json", &ports)?;
            self.desk.view.borrow_mut().ports = ports;
        }
        Ok(())
    }

    fn place(&self, node: NodeId, pool: &PoolName) -> u32 {
        let view = self.desk.view.borrow();
        let wanted = view.want.pools().find(|wanted| wanted.name == *pool).map(|pool| pool.ids);
        let kept = view.memo.pools.pools.get(pool).map(|pool| pool.ids);
        wanted.or(kept).and_then(|ids| ids.place(node)).unwrap_or(0)
    }
}
