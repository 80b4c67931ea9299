//! [`History`]: all that was promised in a run, and the check of each new event against it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use bytes::Bytes;
use ferryman_quorum::sim::note;
use ferryman_quorum::{Applied, Leadership, VoterKey};

/// What has happened in a run.
#[derive(Default)]
pub(crate) struct History {
    /// The one log: by index, as whoever applied it first has seen it.
    committed: Vec<Applied>,
    /// Who leads which term.
    leaders: BTreeMap<u64, VoterKey>,
    /// The marks of all committed proposals.
    marks: BTreeSet<Bytes>,
    pub(crate) summary: Summary,
}

impl History {
    /// A node applies an entry, in one life; `before` is what it applied last in that life.
    pub(crate) fn applied(&mut self, node: VoterKey, before: Option<u64>, applied: &Applied) {
        note(applied.index);
        note(applied.term as u64);
        let expected = before.map_or(0, |before| before + 1);
        assert_eq!(applied.index, expected, "{node} applies entries out of order");
        if let Some(known) = self.committed.get(applied.index as usize) {
            assert_eq!(applied, known, "{node} applies something else than others have");
            return;
        }
        let (next_index, next_offset, term) = match self.committed.last() {
            Some(last) => (last.index + 1, last.base_offset + i64::from(last.count), last.term),
            None => (0, 0, 0),
        };
        assert_eq!(applied.index, next_index, "{node} applies beyond the committed log");
        assert_eq!(applied.base_offset, next_offset, "offsets have a gap at entry {next_index}");
        assert!(applied.term >= term, "terms go back at entry {next_index}");
        if applied.membership.is_none() && !applied.private.is_empty() {
            assert!(self.marks.insert(applied.private.clone()), "a proposal was committed twice");
        }
        self.summary.entries += 1;
        self.committed.push(applied.clone());
    }

    /// A node says who leads, or a message of a leader was seen.
    pub(crate) fn led(&mut self, term: u64, leader: VoterKey) {
        let known = *self.leaders.entry(term).or_insert_with(|| {
            note(term);
            leader
        });
        assert_eq!(known, leader, "term {term} has two leaders");
    }

    pub(crate) fn leadership(&mut self, node: VoterKey, leadership: &Leadership) {
        if let Some(leader) = &leadership.leader {
            self.led(leadership.term as u64, leader.key);
            assert_eq!(leadership.is_leader, leader.key == node, "{node} does not know whether it leads");
        }
    }

    /// What was committed, from an index on.
    pub(crate) fn from(&self, index: u64) -> impl Iterator<Item = &Applied> {
        self.committed.iter().skip(index as usize)
    }

    /// The entry that holds an offset.
    pub(crate) fn at_offset(&self, offset: i64) -> Option<&Applied> {
        let after = self.committed.partition_point(|applied| applied.base_offset <= offset);
        self.committed[..after].iter().rev().find(|applied| applied.count > 0)
    }

    pub(crate) fn len(&self) -> u64 {
        self.committed.len() as u64
    }

    pub(crate) fn terms(&self) -> u64 {
        self.leaders.len() as u64
    }
}

/// How much happened.
#[derive(Clone, Default, Debug)]
pub(crate) struct Summary {
    pub(crate) runs: u64,
    pub(crate) terms: u64,
    pub(crate) entries: u64,
    pub(crate) acknowledged: u64,
    pub(crate) crashes: u64,
    pub(crate) wipes: u64,
    pub(crate) formats: u64,
    pub(crate) cuts: u64,
    pub(crate) voter_changes: u64,
    pub(crate) transfers: u64,
    pub(crate) disk_failures: u64,
    pub(crate) refusals: u64,
    pub(crate) fetched: u64,
}

impl Summary {
    fn fields(&self) -> [(&'static str, u64); 13] {
        [
            ("runs", self.runs),
            ("terms", self.terms),
            ("entries", self.entries),
            ("acknowledged", self.acknowledged),
            ("crashes", self.crashes),
            ("wipes", self.wipes),
            ("formats", self.formats),
            ("cuts", self.cuts),
            ("voter changes", self.voter_changes),
            ("transfers", self.transfers),
            ("disk failures", self.disk_failures),
            ("refusals", self.refusals),
            ("fetched batches", self.fetched),
        ]
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.runs += other.runs;
        self.terms += other.terms;
        self.entries += other.entries;
        self.acknowledged += other.acknowledged;
        self.crashes += other.crashes;
        self.wipes += other.wipes;
        self.formats += other.formats;
        self.cuts += other.cuts;
        self.voter_changes += other.voter_changes;
        self.transfers += other.transfers;
        self.disk_failures += other.disk_failures;
        self.refusals += other.refusals;
        self.fetched += other.fetched;
    }

    pub(crate) fn assert_much_happened(&self, runs: u64) {
        for (what, n) in self.fields() {
            let least = match what {
                "formats" => runs / 50,
                "wipes" | "transfers" | "disk failures" => runs / 4,
                _ => runs,
            };
            assert!(n >= least, "only {n} {what} in {runs} runs");
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<String> = self.fields().iter().map(|(what, n)| format!("{n} {what}")).collect();
        f.write_str(&words.join(", "))
    }
}
