//! The world: one queue of events in virtual time, the network, and everybody in it.
//!
//! A run is a function of its seed. Whatever is drawn is drawn from one generator, whatever happens is in one order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ferryman_replica::waiting::Wait;

use crate::client::Client;
use crate::controller::Controller;
use crate::faults::Fault;
use crate::message::{Altered, Body, CONTROLLER, FIRST_CLIENT, Id, Message};
use crate::node::{Node, Out, Waiting};
use crate::oracle::{Oracle, Verdict};
use crate::random::Random;

/// Faults happen until then; then all heals.
pub(crate) const FAULTS_END: u64 = 3000;
/// Nothing more is produced from then on.
const PRODUCED_BY: u64 = 4000;
/// All has settled.
const HEALED_BY: u64 = 4400;
const SESSION: u64 = 90;

pub(crate) enum Event {
    Deliver(Message),
    Poll { node: Id, life: u64 },
    Expire { node: Id, life: u64, wait: Arc<Wait<Waiting>> },
    Controller,
    Client(Id),
    Fault,
    Heal,
    Undo(Fault),
}

pub(crate) struct World {
    pub(crate) now: u64,
    pub(crate) random: Random,
    pub(crate) nodes: Vec<Node>,
    pub(crate) controller: Controller,
    pub(crate) oracle: Oracle,
    pub(crate) cut: BTreeSet<(Id, Id)>,
    pub(crate) slow: BTreeMap<(Id, Id), u64>,
    pub(crate) trace: Trace,
    clients: Vec<Client>,
    queue: BTreeMap<(u64, u64), Event>,
    sequence: u64,
    next_value: u64,
    told: u64,
    weather: Weather,
}

/// What a run is like throughout, until it heals.
struct Weather {
    /// How many of a thousand messages are lost; as many come twice, or late.
    loss: u64,
    /// By how much at most the metadata lags behind the controller.
    metadata_lag: u64,
}

/// What happened, line by line, when it is wanted: to write it all down takes longer than the run.
#[derive(Default)]
pub(crate) struct Trace(pub(crate) Option<Vec<String>>);

impl Trace {
    pub(crate) fn note(&mut self, now: u64, what: std::fmt::Arguments<'_>) {
        if let Some(lines) = &mut self.0 {
            lines.push(format!("{now:5} {what}"));
        }
    }
}

impl World {
    pub(crate) fn new(seed: u64, traced: bool) -> World {
        let mut random = Random::new(seed);
        let brokers = random.between(3, 5) as Id;
        let nodes: Vec<Node> = (1..=brokers).map(Node::new).collect();
        let clients = (0..3).map(|n| Client::new(FIRST_CLIENT + n)).collect();
        let weather = Weather {
            loss: [0, 10, 50, 150][random.below(4) as usize],
            metadata_lag: [0, 0, 20, 100][random.below(4) as usize],
        };
        let mut world = World {
            now: 0,
            random,
            nodes,
            controller: Controller::new(&[1, 2, 3]),
            oracle: Oracle::default(),
            cut: BTreeSet::new(),
            slow: BTreeMap::new(),
            trace: Trace(traced.then(Vec::new)),
            clients,
            queue: BTreeMap::new(),
            sequence: 0,
            next_value: 0,
            told: 0,
            weather,
        };
        for id in 1..=brokers {
            world.start(id);
        }
        for n in 0..3 {
            world.at(n as u64, Event::Client(FIRST_CLIENT + n));
        }
        world.at(0, Event::Controller);
        world.at(300, Event::Fault);
        world.at(FAULTS_END, Event::Heal);
        world
    }

    /// Runs to the end, and judges.
    pub(crate) fn run(&mut self) -> Verdict {
        while let Some(((at, _), event)) = self.queue.pop_first() {
            if at > HEALED_BY {
                break;
            }
            self.now = at;
            self.handle(event)?;
        }
        let metadata = Arc::new(self.controller.now().as_ref().clone());
        self.oracle.agreement(&metadata, &self.nodes)?;
        self.oracle.healed(&metadata, &self.nodes)
    }

    pub(crate) fn at(&mut self, time: u64, event: Event) {
        self.sequence += 1;
        self.queue.insert((time, self.sequence), event);
    }

    pub(crate) fn brokers(&self) -> Vec<Id> {
        self.nodes.iter().map(|node| node.id).collect()
    }

    pub(crate) fn node(&mut self, id: Id) -> &mut Node {
        &mut self.nodes[id as usize - 1]
    }

    pub(crate) fn start(&mut self, id: Id) {
        if self.node(id).running.is_none() {
            self.node(id).start();
            let life = self.node(id).life;
            self.trace.note(self.now, format_args!("start {id}"));
            self.at(self.now, Event::Poll { node: id, life });
        }
    }

    fn handle(&mut self, event: Event) -> Verdict {
        match event {
            Event::Deliver(message) => self.deliver(message),
            Event::Poll { node: id, life } => self.poll(id, life),
            Event::Expire { node: id, life, wait } => self.expire(id, life, wait),
            Event::Controller => {
                self.controller.fence_silent(self.now, SESSION);
                self.at(self.now + 10, Event::Controller);
                self.tell_metadata();
                let metadata = self.controller.now().clone();
                for node in &mut self.nodes {
                    node.lossy &= !metadata.isr.contains(&node.id);
                }
                self.oracle.agreement(&metadata, &self.nodes)
            }
            Event::Client(id) => self.client(id),
            Event::Fault => self.fault(),
            Event::Undo(fault) => self.undo(fault),
            Event::Heal => self.heal(),
        }
    }

    fn poll(&mut self, id: Id, life: u64) -> Verdict {
        let node = &mut self.nodes[id as usize - 1];
        if node.life != life || node.running.is_none() {
            return Ok(());
        }
        if node.paused_until > self.now {
            let until = node.paused_until;
            self.at(until, Event::Poll { node: id, life });
            return Ok(());
        }
        let mut out = Out::default();
        node.poll(self.now, &mut self.random, &mut out);
        let next = self.now + self.random.between(2, 5);
        self.at(next, Event::Poll { node: id, life });
        self.flush_out(id, out)
    }

    fn expire(&mut self, id: Id, life: u64, wait: Arc<Wait<Waiting>>) -> Verdict {
        let node = self.node(id);
        if node.life != life {
            return Ok(());
        }
        let mut out = Out::default();
        if let Some(waiting) = wait.expire() {
            node.complete(waiting, wait.outcome(0), &mut out);
        }
        self.flush_out(id, out)
    }

    /// Sends what a node sends, and lets the oracle judge what it saw.
    fn flush_out(&mut self, id: Id, out: Out) -> Verdict {
        for seen in &out.seen {
            self.trace.note(self.now, format_args!("{id} saw {seen:?}"));
            self.oracle.saw(id, seen, &self.nodes, self.now >= FAULTS_END)?;
        }
        for (to, body) in out.messages {
            self.send(id, to, body);
        }
        let life = self.node(id).life;
        for (at, wait) in out.expiries {
            self.at(at, Event::Expire { node: id, life, wait });
        }
        Ok(())
    }

    pub(crate) fn send(&mut self, from: Id, to: Id, body: Body) {
        let healed = self.now >= FAULTS_END;
        if !healed && (self.cut.contains(&(from, to)) || self.random.permille(self.weather.loss)) {
            return;
        }
        let copies = 1 + u64::from(!healed && body.may_repeat() && self.random.permille(self.weather.loss));
        for _ in 0..copies {
            let mut delay = self.random.between(1, 4);
            if !healed {
                delay += self.slow.get(&(from, to)).copied().unwrap_or(0);
                if matches!(body, Body::Metadata { .. }) {
                    delay += self.random.below(self.weather.metadata_lag + 1);
                }
                if body.may_repeat() && self.random.permille(self.weather.loss) {
                    delay += self.random.between(1, 400);
                }
            }
            let to_life = if (1..FIRST_CLIENT).contains(&to) { self.node(to).life } else { 0 };
            let message = Message { from, to, to_life, body: body.clone() };
            self.at(self.now + delay, Event::Deliver(message));
        }
    }

    /// What a broker fetched last stays in the network for a while, and tells of records that it has lost (KIP-903).
    pub(crate) fn hold_fetches_of(&mut self, id: Id) {
        let is_held = |event: &Event| match event {
            Event::Deliver(message) => message.from == id && matches!(message.body, Body::Fetch { .. }),
            _ => false,
        };
        let held: Vec<_> =
            self.queue.iter().filter(|(_, event)| is_held(event)).map(|(key, _)| *key).collect();
        for key in held {
            let until = self.now + self.random.between(20, 300);
            if let Some(event) = self.queue.remove(&key) {
                self.at(until, event);
            }
        }
    }

    fn deliver(&mut self, message: Message) -> Verdict {
        let Message { from, to, to_life, .. } = message;
        self.trace.note(self.now, format_args!("{from}->{to} {:?}", message.body));
        if to == CONTROLLER {
            self.deliver_to_controller(message);
            return Ok(());
        }
        if to >= FIRST_CLIENT {
            return self.deliver_to_client(message);
        }
        let now = self.now;
        let node = self.node(to);
        if node.life != to_life || node.running.is_none() {
            return Ok(());
        }
        if node.paused_until > now {
            let until = node.paused_until;
            self.at(until, Event::Deliver(message));
            return Ok(());
        }
        if let Body::Metadata { version } = message.body {
            return self.apply_metadata(to, version);
        }
        let mut out = Out::default();
        self.node(to).deliver(message, now, &mut out);
        self.flush_out(to, out)
    }

    /// A node catches up with the metadata: every version in turn, or the last one at once.
    fn apply_metadata(&mut self, id: Id, version: u64) -> Verdict {
        let first = if self.random.permille(500) { 0 } else { version };
        for version in first..=version {
            let metadata = self.controller.history[version as usize].clone();
            let (now, mut out) = (self.now, Out::default());
            self.node(id).apply_metadata(&metadata, now, &mut out);
            self.flush_out(id, out)?;
        }
        Ok(())
    }

    fn deliver_to_controller(&mut self, message: Message) {
        let (from, now) = (message.from, self.now);
        match message.body {
            Body::Register { incarnation } => {
                if let Some((epoch, version)) = self.controller.register(from, incarnation, now) {
                    self.send(CONTROLLER, from, Body::Registered { incarnation, epoch, version });
                }
            }
            Body::Heartbeat { epoch, version, stopping } => {
                self.controller.heartbeat(from, epoch, version, stopping, now);
                let version = self.controller.now().version;
                self.send(CONTROLLER, from, Body::Metadata { version });
            }
            Body::Alter { attempt, broker_epoch, proposal } => {
                let answer = self.controller.alter_partition(from, attempt, broker_epoch, &proposal);
                if let Some(answer) = answer {
                    if let Altered::Refused(code) = &answer {
                        self.trace.note(now, format_args!("refused {code:?}"));
                    }
                    self.send(
                        CONTROLLER,
                        from,
                        Body::Altered { attempt, proposal: proposal.proposal, answer },
                    );
                }
            }
            _ => {}
        }
        self.tell_metadata();
    }

    /// Tells every broker of new versions.
    pub(crate) fn tell_metadata(&mut self) {
        let version = self.controller.now().version;
        if self.told == version {
            return;
        }
        self.told = version;
        let metadata = self.controller.now().clone();
        let (leader, epoch, isr) = (metadata.leader, metadata.leader_epoch, &metadata.isr);
        self.trace.note(self.now, format_args!("v{version}: {leader:?} leads in {epoch}, isr {isr:?}"));
        for id in self.brokers() {
            self.send(CONTROLLER, id, Body::Metadata { version });
        }
    }

    fn client(&mut self, id: Id) -> Verdict {
        let index = (id - FIRST_CLIENT) as usize;
        if self.now > PRODUCED_BY {
            return Ok(());
        }
        let brokers = self.brokers();
        self.next_value += 1;
        if self.random.permille(200) {
            // Its metadata is that of some broker, perhaps of a while ago.
            let history = &self.controller.history;
            let back = self.random.below(3).min(history.len() as u64 - 1);
            let metadata = history[history.len() - 1 - back as usize].clone();
            self.clients[index].refresh(metadata.leader, metadata.leader_epoch);
        }
        let sent = self.clients[index].act(self.next_value, self.now, &brokers, &mut self.random);
        for (to, body) in sent {
            self.send(id, to, body);
        }
        let next = self.now + self.random.between(4, 12);
        self.at(next, Event::Client(id));
        Ok(())
    }

    fn deliver_to_client(&mut self, message: Message) -> Verdict {
        let client = &mut self.clients[(message.to - FIRST_CLIENT) as usize];
        match message.body {
            Body::ReadAnswer { offset, epoch, result: Ok(records) } => {
                if client.got(offset, records.len()) {
                    for (at, record) in (offset..).zip(records) {
                        self.oracle.read(at, record, epoch, &self.nodes)?;
                    }
                }
                Ok(())
            }
            Body::ReadAnswer { offset, epoch, result: Err(code) }
                if offset == client.position && epoch == client.epoch =>
            {
                client.refused(code)
            }
            // An answer that came after the next question was put says nothing about order.
            Body::LatestAnswer { question, result }
                if question == client.questions && std::mem::take(&mut client.asking_until) > 0 =>
            {
                result.map_or(Ok(()), |offset| self.oracle.told_latest(message.to, offset))
            }
            _ => Ok(()),
        }
    }
}
