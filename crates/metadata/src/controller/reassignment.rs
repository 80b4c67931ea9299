//! The steps of a reassignment (facts of `PartitionReassignmentReplicas` and `PartitionReassignmentRevert`, KIP-455).
//!
//! First the new replicas are added, then it is waited until they are in sync, then the old ones are taken away.

use crate::image::Partition;

/// What a partition's replica lists become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lists {
    pub(super) replicas: Vec<i32>,
    pub(super) removing: Vec<i32>,
    pub(super) adding: Vec<i32>,
}

/// The lists with which a reassignment to `target` begins: the target, and behind it what is still to be removed.
///
/// `adding` are those that a reassignment under way was adding. Unlike Kafka's controller, which would go on waiting for
/// them when they are to be removed again, and so for ever, they count as new here as long as they are wanted.
pub(super) fn begin(current: &[i32], adding: &[i32], target: &[i32]) -> Lists {
    let sorted = |ids: &mut dyn Iterator<Item = &i32>| {
        let mut ids: Vec<i32> = ids.copied().collect();
        ids.sort_unstable();
        ids
    };
    let removing = sorted(&mut current.iter().filter(|id| !target.contains(id)));
    let adding = sorted(&mut target.iter().filter(|id| !current.contains(id) || adding.contains(id)));
    let replicas = target.iter().chain(&removing).copied().collect();
    Lists { replicas, removing, adding }
}

/// Replicas and in-sync replicas of a reassignment that is done; nothing while it has to wait.
pub(super) fn complete(lists: &Lists, isr: &[i32]) -> Option<(Vec<i32>, Vec<i32>)> {
    if lists.removing.is_empty() && lists.adding.is_empty() {
        return None;
    }
    let stays = |id: &i32| !lists.removing.contains(id);
    let isr: Vec<i32> = isr.iter().copied().filter(stays).collect();
    let replicas: Vec<i32> = lists.replicas.iter().copied().filter(stays).collect();
    if isr.is_empty() || replicas.is_empty() || !lists.adding.iter().all(|id| isr.contains(id)) {
        return None;
    }
    // With fewer replicas than before, completing early could leave fewer in sync than there are now.
    let shrinks = lists.adding.len() < lists.removing.len();
    if shrinks && !replicas.iter().all(|id| isr.contains(id)) {
        return None;
    }
    Some((replicas, isr))
}

/// What a reassignment that is given up goes back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Revert {
    pub(super) replicas: Vec<i32>,
    pub(super) isr: Vec<i32>,
    /// Whether nobody who stays is in sync, so that records may be lost.
    pub(super) unclean: bool,
}

/// How a reassignment is given up; nothing when no replica would be left.
pub(super) fn revert(partition: &Partition) -> Option<Revert> {
    let stays = |id: &i32| !partition.adding.contains(id);
    let replicas: Vec<i32> = partition.replicas.iter().copied().filter(stays).collect();
    let mut isr: Vec<i32> = partition.isr.iter().copied().filter(stays).collect();
    let unclean = isr.is_empty();
    if unclean {
        isr.push(*replicas.first()?);
    }
    Some(Revert { replicas, isr, unclean })
}

/// How many replicas a partition is meant to have, be it while it is reassigned.
pub(super) fn intended_factor(partition: &Partition) -> usize {
    partition.replicas.iter().filter(|id| !partition.removing.contains(id)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reassignment_begins_with_all_replicas_the_new_ones_first() {
        let lists = begin(&[1, 2, 3], &[], &[4, 3, 5]);
        assert_eq!(lists, Lists { replicas: vec![4, 3, 5, 1, 2], removing: vec![1, 2], adding: vec![4, 5] });
        let reordered = begin(&[1, 2, 3], &[], &[3, 2, 1]);
        assert_eq!(reordered, Lists { replicas: vec![3, 2, 1], removing: vec![], adding: vec![] });
    }

    #[test]
    fn it_is_done_when_all_that_were_added_are_in_sync() {
        let lists = begin(&[1, 2, 3], &[], &[3, 4, 5]);
        assert_eq!(complete(&lists, &[1, 2, 3, 4]), None);
        assert_eq!(complete(&lists, &[1, 4, 5]), Some((vec![3, 4, 5], vec![4, 5])));
        assert_eq!(complete(&begin(&[1, 2], &[], &[2, 1]), &[1]), None);
    }

    #[test]
    fn with_fewer_replicas_all_that_stay_must_be_in_sync() {
        let lists = begin(&[0, 1, 2, 3, 4], &[], &[2, 3, 4, 5]);
        assert_eq!(complete(&lists, &[0, 1, 5]), None);
        assert_eq!(complete(&lists, &[0, 2, 3, 4, 5]), Some((vec![2, 3, 4, 5], vec![2, 3, 4, 5])));
        let removal = begin(&[1, 2, 3], &[], &[1]);
        assert_eq!(complete(&removal, &[2, 3]), None);
        assert_eq!(complete(&removal, &[2, 1]), Some((vec![1], vec![1])));
    }

    #[test]
    fn a_second_reassignment_takes_the_place_of_the_first() {
        let first = begin(&[1, 2], &[], &[3, 4]);
        let again = begin(&first.replicas, &first.adding, &[3, 4]);
        assert_eq!(again, first);
        let back = begin(&first.replicas, &first.adding, &[1, 2]);
        assert_eq!(back, Lists { replicas: vec![1, 2, 3, 4], removing: vec![3, 4], adding: vec![] });
        assert_eq!(complete(&back, &[1, 2]), Some((vec![1, 2], vec![1, 2])));
        let other = begin(&first.replicas, &first.adding, &[3, 5]);
        assert_eq!(
            other,
            Lists { replicas: vec![3, 5, 1, 2, 4], removing: vec![1, 2, 4], adding: vec![3, 5] }
        );
    }
}
