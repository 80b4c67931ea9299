//! [`Places`]: the brokers' directories, each with a small number.
//!
//! There are few places, and each stands in many partitions. A number, once given, keeps its meaning as long as the image
//! and its forks live; the table grows with each pair of broker and directory ever seen, at most to [`MAX_PLACES`].

use std::sync::Arc;

use wire::codec::Uuid;

use crate::persistent::Map;

/// The most numbers there are. Partitions with a place beyond are kept without one, and take more memory.
pub const MAX_PLACES: usize = u16::MAX as usize;

/// The number of a broker's directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PlaceNumber(u16);

impl PlaceNumber {
    /// No place.
    pub(super) const NONE: PlaceNumber = PlaceNumber(u16::MAX);
}

/// Numbers for pairs of broker and directory.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    /// A new place is rare, a look at one is not: copied whole when a fork learns of a place.
    by_number: Arc<Vec<(i32, Uuid)>>,
    by_place: Map<(i32, Uuid), u16>,
}

impl Places {
    /// The number of a place, given now if it has none; nothing when all numbers are used.
    pub(super) fn number(&mut self, broker: i32, directory: Uuid) -> Option<PlaceNumber> {
        if let Some(number) = self.by_place.get(&(broker, directory)) {
            return Some(PlaceNumber(*number));
        }
        if self.by_number.len() >= MAX_PLACES {
            return None;
        }
        let number = self.by_number.len() as u16;
        Arc::make_mut(&mut self.by_number).push((broker, directory));
        self.by_place.insert((broker, directory), number);
        Some(PlaceNumber(number))
    }

    /// The place of a number that this table gave.
    pub(super) fn get(&self, number: PlaceNumber) -> (i32, Uuid) {
        self.by_number
            .get(usize::from(number.0))
            .copied()
            .unwrap_or((super::partition::NO_LEADER, Uuid::ZERO))
    }
}
