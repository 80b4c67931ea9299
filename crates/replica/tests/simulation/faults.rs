//! What goes wrong: crashes, cuts, pauses, slow links; and what operators do meanwhile.
//!
//! A machine that crashes loses records. As the replicas are only in memory when they acknowledge, at most
//! min.insync.replicas - 1 may do so before they are in sync again, and the controller must know before it elects
//! the next leader; the last of an ISR never does so, since without eligible leader replicas (KIP-966) nothing else
//! could lead.

use crate::message::{CONTROLLER, Id};
use crate::oracle::Verdict;
use crate::world::{Event, FAULTS_END, World};

/// Something that ends by itself.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    Down(Id),
    Stop(Id),
    Cut(Vec<(Id, Id)>),
    Slow(Id, Id),
    Elected(Id),
}

impl World {
    pub(crate) fn fault(&mut self) -> Verdict {
        if self.now >= FAULTS_END {
            return Ok(());
        }
        let brokers = self.brokers();
        let leader = self.controller.now().leader.filter(|_| self.random.permille(400));
        let id = leader.or_else(|| self.random.pick(&brokers)).unwrap_or(1);
        let duration = self.random.between(10, 400);
        match self.random.below(10) {
            0 | 1 => self.crash_process(id, duration),
            2 | 3 => self.crash_machine(id, duration),
            4 => self.stop(id, duration),
            5 => self.cut_off(id, duration),
            6 => {
                let until = self.now + duration;
                self.trace.note(self.now, format_args!("pause {id} until {until}"));
                self.node(id).paused_until = until;
            }
            7 => {
                let mut ends = brokers;
                ends.push(CONTROLLER);
                let to = self.random.pick(&ends).unwrap_or(CONTROLLER);
                let (from, to) = if self.random.permille(500) { (id, to) } else { (to, id) };
                let extra = self.random.between(20, 300);
                self.trace.note(self.now, format_args!("slow {from}->{to} by {extra} for {duration}"));
                self.slow.insert((from, to), extra);
                self.at(self.now + duration, Event::Undo(Fault::Slow(from, to)));
            }
            8 => {
                let isr = self.controller.now().isr.clone();
                let id = self.random.pick(&isr).unwrap_or(id);
                match self.controller.now().leader.filter(|leader| *leader != id && self.random.permille(500))
                {
                    Some(leader) => self.elect_and_back(id, leader),
                    None => self.elect(id),
                }
            }
            _ => {
                let mut target = brokers;
                self.random.shuffle(&mut target);
                target.truncate(3);
                self.trace.note(self.now, format_args!("reassign to {target:?}"));
                self.controller.reassign(&target);
                self.tell_metadata();
            }
        }
        let next = self.now + self.random.between(10, 150);
        self.at(next, Event::Fault);
        Ok(())
    }

    fn elect(&mut self, id: Id) {
        self.trace.note(self.now, format_args!("elect {id}"));
        self.controller.elect(id);
        self.tell_metadata();
    }

    /// Elects a broker for a short while, of which the leader before may not hear until it leads again.
    fn elect_and_back(&mut self, id: Id, leader: Id) {
        let back = self.now + self.random.between(10, 60);
        self.slow.insert((CONTROLLER, leader), back - self.now);
        self.elect(id);
        self.at(back, Event::Undo(Fault::Elected(leader)));
        self.at(back, Event::Undo(Fault::Slow(CONTROLLER, leader)));
    }

    fn crash_process(&mut self, id: Id, duration: u64) {
        if self.nodes[id as usize - 1].running.is_some() {
            self.trace.note(self.now, format_args!("crash process {id} for {duration}"));
            self.nodes[id as usize - 1].crash_process(&mut self.random);
            self.at(self.now + duration, Event::Undo(Fault::Down(id)));
        }
    }

    fn crash_machine(&mut self, id: Id, duration: u64) {
        let metadata = self.controller.now().clone();
        let alone = metadata.isr == [id];
        let another = self.nodes.iter().any(|node| node.lossy && node.id != id);
        if self.nodes[id as usize - 1].running.is_none() || alone || another {
            return;
        }
        self.trace.note(self.now, format_args!("crash machine {id} for {duration}"));
        self.nodes[id as usize - 1].crash_machine(&mut self.random);
        self.hold_fetches_of(id);
        self.controller.lost(id);
        self.tell_metadata();
        // Soon back: then what it had said before may still be on its way.
        self.at(self.now + duration / 4, Event::Undo(Fault::Down(id)));
    }

    /// A controlled shutdown: it says so for a while, then ends.
    fn stop(&mut self, id: Id, duration: u64) {
        if let Some(running) = &mut self.node(id).running {
            running.stopping = true;
            self.trace.note(self.now, format_args!("stop {id}, to be down for {duration}"));
            self.at(self.now + 40 + duration, Event::Undo(Fault::Stop(id)));
        }
    }

    /// Cuts a node off from some of the others, in one direction or both.
    fn cut_off(&mut self, id: Id, duration: u64) {
        let mut cut = Vec::new();
        for other in self.brokers().into_iter().chain([CONTROLLER]) {
            if other != id && self.random.permille(600) {
                let both = self.random.permille(700);
                cut.push((id, other));
                if both {
                    cut.push((other, id));
                }
            }
        }
        self.trace.note(self.now, format_args!("cut {cut:?} for {duration}"));
        self.cut.extend(cut.iter().copied());
        self.at(self.now + duration, Event::Undo(Fault::Cut(cut)));
    }

    pub(crate) fn undo(&mut self, fault: Fault) -> Verdict {
        match fault {
            Fault::Down(id) => self.start(id),
            Fault::Stop(id) => {
                let stopping = |running: &crate::node::Running| running.stopping;
                if self.node(id).running.as_ref().is_some_and(stopping) {
                    self.trace.note(self.now, format_args!("stopped {id}"));
                    self.node(id).stop();
                    self.start(id);
                }
            }
            Fault::Cut(cut) => self.cut.retain(|link| !cut.contains(link)),
            Fault::Slow(from, to) => drop(self.slow.remove(&(from, to))),
            Fault::Elected(leader) => self.elect(leader),
        }
        Ok(())
    }

    pub(crate) fn heal(&mut self) -> Verdict {
        self.trace.note(self.now, format_args!("heal"));
        self.cut.clear();
        self.slow.clear();
        for id in self.brokers() {
            self.node(id).paused_until = 0;
            let stopping = |running: &crate::node::Running| running.stopping;
            if self.node(id).running.as_ref().is_some_and(stopping) {
                self.node(id).stop();
            }
            self.start(id);
        }
        Ok(())
    }
}
