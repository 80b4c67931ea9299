//! What the members of a group can agree on, and what they choose.

use wire::codec::Str;

use super::group::ClassicGroup;
use super::member::Protocol;
use super::state::State;

impl ClassicGroup {
    /// Whether somebody who offers this could be a member: the kind is the group's and at least one protocol is offered by
    /// all who are in it. Into an empty group anybody can come who offers anything.
    pub(super) fn supports(&self, protocol_type: &str, protocols: &[Protocol]) -> bool {
        if self.state == State::Empty {
            return !protocol_type.is_empty() && !protocols.is_empty();
        }
        self.protocol_type.as_ref().is_some_and(|of_group| *of_group == *protocol_type)
            && protocols.iter().any(|protocol| self.is_common(&protocol.name))
    }

    fn is_common(&self, protocol: &str) -> bool {
        self.offered.get(protocol).copied().unwrap_or(0) == self.members.len()
    }

    /// The protocol most members like best among those all of them offer; if two are liked as well, the one the leader
    /// prefers. Nothing if there is no common one.
    pub(super) fn select_protocol(&self) -> Option<Str> {
        let leader = self.leader.as_ref().and_then(|leader| self.members.get(leader));
        let leader = leader.or_else(|| self.members.values().next())?;
        // Everything common is among what the leader offers.
        let candidates: Vec<&Str> = leader
            .protocols
            .iter()
            .map(|protocol| &protocol.name)
            .filter(|name| self.is_common(name))
            .collect();
        let mut votes = vec![0_usize; candidates.len()];
        for member in self.members.values() {
            let vote = member
                .protocols
                .iter()
                .find_map(|offered| candidates.iter().position(|candidate| **candidate == offered.name));
            if let Some(count) = vote.and_then(|vote| votes.get_mut(vote)) {
                *count += 1;
            }
        }
        let most = votes.iter().copied().max()?;
        let first = votes.iter().position(|count| *count == most)?;
        candidates.get(first).map(|name| (*name).clone())
    }
}
