//! Tombstones for many offsets and groups at once, in appends of bounded size.
//!
//! Each append stands for itself: if one fails, what it said is not deleted and what was said before is. Offsets of a group
//! are to be named before the group itself.

use wire::codec::Str;

use super::Turn;
use super::in_flight::Change;
use crate::effect::{Note, Record};
use crate::group::Group;
use crate::offsets::OffsetKey;
use crate::records;

/// What is to be deleted, in order.
#[derive(Debug, Default)]
pub(crate) struct Deletions {
    deletions: Vec<Deletion>,
}

#[derive(Debug)]
enum Deletion {
    Offset(OffsetKey),
    Group(Str, Group),
}

impl Deletions {
    pub(crate) fn offset(&mut self, key: OffsetKey) {
        self.deletions.push(Deletion::Offset(key));
    }
}

impl Turn<'_> {
    /// Takes a group away; its tombstone is handed out with the others.
    pub(crate) fn delete_group(&mut self, deletions: &mut Deletions, id: &Str, expired: bool) {
        let Some(mut group) = self.groups.remove(id) else { return };
        if let Some(group) = group.classic_mut() {
            self.cancel_timers(group);
            // Should it come back, those who were only given an id ask for another.
            group.forget_pending_members();
        }
        self.step.note(Note::Deleted { group: id.clone(), expired });
        deletions.deletions.push(Deletion::Group(id.clone(), group));
    }

    pub(crate) fn cancel_timers(&mut self, group: &crate::classic::ClassicGroup) {
        for member in group.session_ids() {
            self.step.timers.cancel(&group.session_timer(member));
        }
        for timer in [group.join_timer(), group.sync_timer(), group.store_timer()] {
            self.step.timers.cancel(&timer);
        }
    }

    /// Hands out the tombstones.
    pub(crate) fn delete(&mut self, deletions: Deletions) {
        let limit = self.step.config.limits.records_per_append.max(1);
        let mut deletions = deletions.deletions.into_iter().peekable();
        while deletions.peek().is_some() {
            self.append_tombstones(deletions.by_ref().take(limit));
        }
    }

    fn append_tombstones(&mut self, deletions: impl Iterator<Item = Deletion>) {
        let mut records: Vec<Record> = Vec::new();
        let (mut groups, mut changes, mut keys) = (Vec::<Str>::new(), Vec::new(), Vec::new());
        for deletion in deletions {
            // A text too long for the log cannot have come from it, nor have been written to it.
            let (record, group) = match deletion {
                Deletion::Offset(key) => {
                    let Ok(record) = records::offset_tombstone(&key) else { continue };
                    let group = key.group.clone();
                    keys.push(key);
                    (record, group)
                }
                Deletion::Group(id, group) => {
                    let Ok(record) = records::group_tombstone(&id) else { continue };
                    changes.push(Change::Removed(id.clone(), group));
                    (record, id)
                }
            };
            records.push(record);
            if groups.last() != Some(&group) {
                groups.push(group);
            }
        }
        if records.is_empty() {
            return;
        }
        let token = self.step.append(records, groups, changes, keys.clone());
        for key in &keys {
            self.offsets.put(token, key, None);
        }
    }
}
