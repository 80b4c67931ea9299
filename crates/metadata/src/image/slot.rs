//! [`Slot`]: how a partition lies in memory: 24 bytes for nearly all of them.
//!
//! A partition with at most four replicas, no reassignment and no eligible leader replicas is packed: its replicas are
//! numbers of places (a broker and a directory, see [`Places`](super::places::Places)), its in-sync replicas are positions
//! among them. Everything else is kept as it is, on the heap. Which of the two it is cannot be seen from outside.

use wire::codec::Uuid;

use super::partition::{LeaderRecoveryState, NO_LEADER, Partition};
use super::places::{PlaceNumber, Places};

/// The most replicas of a packed partition: positions are nibbles of a `u16`.
const PACKED_MAX: usize = 4;
/// A position that is not taken.
const NOWHERE: u8 = 0xF;
const RECOVERING: u8 = 0x80;

/// One place in a topic's list of partitions.
#[derive(Debug, Clone, Default)]
pub(super) enum Slot {
    /// No record has named this index yet.
    #[default]
    Absent,
    Packed(Packed),
    Wide(Box<Partition>),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Packed {
    leader_epoch: i32,
    partition_epoch: i32,
    /// Who holds it, the preferred leader first; [`PlaceNumber::NONE`] behind the last.
    places: [PlaceNumber; PACKED_MAX],
    /// Positions of the in-sync replicas, in the order told, lowest nibble first; [`NOWHERE`] behind the last.
    isr: u16,
    /// Position of the leader, or [`NOWHERE`]; the highest bit is the recovery state.
    leader: u8,
}

impl Slot {
    pub(super) fn new(partition: &Partition, places: &mut Places) -> Slot {
        match Packed::new(partition, places) {
            Some(packed) => Slot::Packed(packed),
            None => Slot::Wide(Box::new(partition.clone())),
        }
    }

    pub(super) fn to_partition(&self, places: &Places) -> Option<Partition> {
        match self {
            Slot::Absent => None,
            Slot::Packed(packed) => Some(packed.to_partition(places)),
            Slot::Wide(partition) => Some((**partition).clone()),
        }
    }
}

impl Packed {
    fn new(p: &Partition, places: &mut Places) -> Option<Packed> {
        let plain =
            p.removing.is_empty() && p.adding.is_empty() && p.elr.is_empty() && p.last_known_elr.is_empty();
        if !plain || p.replicas.len() > PACKED_MAX || p.isr.len() > p.replicas.len() {
            return None;
        }
        let position = |broker: i32| p.replicas.iter().position(|r| *r == broker).map(|at| at as u8);
        let leader = if p.leader == NO_LEADER { NOWHERE } else { position(p.leader)? };
        let mut isr = u16::MAX;
        for (nth, broker) in p.isr.iter().enumerate() {
            isr &= !(0xF << (4 * nth));
            isr |= u16::from(position(*broker)?) << (4 * nth);
        }
        let mut packed_places = [PlaceNumber::NONE; PACKED_MAX];
        for ((place, broker), directory) in packed_places.iter_mut().zip(&p.replicas).zip(&p.directories) {
            *place = places.number(*broker, *directory)?;
        }
        let recovering = if p.recovery == LeaderRecoveryState::Recovering { RECOVERING } else { 0 };
        Some(Packed {
            leader_epoch: p.leader_epoch,
            partition_epoch: p.partition_epoch,
            places: packed_places,
            isr,
            leader: leader | recovering,
        })
    }

    fn to_partition(self, places: &Places) -> Partition {
        let (replicas, directories) = self.places().map(|place| places.get(place)).unzip();
        Partition {
            isr: self.isr(places).collect(),
            replicas,
            directories,
            removing: Vec::new(),
            adding: Vec::new(),
            elr: Vec::new(),
            last_known_elr: Vec::new(),
            leader: self.leader(places),
            recovery: self.recovery(),
            leader_epoch: self.leader_epoch,
            partition_epoch: self.partition_epoch,
        }
    }

    fn places(self) -> impl Iterator<Item = PlaceNumber> {
        self.places.into_iter().take_while(|place| *place != PlaceNumber::NONE)
    }

    fn broker_at(self, position: u8, places: &Places) -> Option<i32> {
        self.places.get(usize::from(position)).map(|place| places.get(*place).0)
    }

    fn leader(self, places: &Places) -> i32 {
        self.broker_at(self.leader & NOWHERE, places).unwrap_or(NO_LEADER)
    }

    fn isr(self, places: &Places) -> impl Iterator<Item = i32> {
        let positions = (0..PACKED_MAX).map(move |nth| (self.isr >> (4 * nth)) as u8 & NOWHERE);
        positions.map_while(move |position| self.broker_at(position, places))
    }

    fn recovery(self) -> LeaderRecoveryState {
        if self.leader & RECOVERING != 0 {
            LeaderRecoveryState::Recovering
        } else {
            LeaderRecoveryState::Recovered
        }
    }
}

/// A partition as it lies in the image: what is asked often is answered without taking it out.
#[derive(Debug, Clone, Copy)]
pub struct PartitionView<'a> {
    slot: View<'a>,
    places: &'a Places,
}

#[derive(Debug, Clone, Copy)]
enum View<'a> {
    Packed(Packed),
    Wide(&'a Partition),
}

impl<'a> PartitionView<'a> {
    pub(super) fn new(slot: &'a Slot, places: &'a Places) -> Option<PartitionView<'a>> {
        let slot = match slot {
            Slot::Absent => return None,
            Slot::Packed(packed) => View::Packed(*packed),
            Slot::Wide(partition) => View::Wide(partition),
        };
        Some(PartitionView { slot, places })
    }

    /// The whole state by value.
    pub fn to_partition(&self) -> Partition {
        match self.slot {
            View::Packed(packed) => packed.to_partition(self.places),
            View::Wide(partition) => partition.clone(),
        }
    }

    /// Who leads, or [`NO_LEADER`].
    pub fn leader(&self) -> i32 {
        match self.slot {
            View::Packed(packed) => packed.leader(self.places),
            View::Wide(partition) => partition.leader,
        }
    }

    /// The leader epoch.
    pub fn leader_epoch(&self) -> i32 {
        match self.slot {
            View::Packed(packed) => packed.leader_epoch,
            View::Wide(partition) => partition.leader_epoch,
        }
    }

    /// The partition epoch.
    pub fn partition_epoch(&self) -> i32 {
        match self.slot {
            View::Packed(packed) => packed.partition_epoch,
            View::Wide(partition) => partition.partition_epoch,
        }
    }

    /// Whether the leader has recovered from an unclean election.
    pub fn recovery(&self) -> LeaderRecoveryState {
        match self.slot {
            View::Packed(packed) => packed.recovery(),
            View::Wide(partition) => partition.recovery,
        }
    }

    /// Who holds it and in which directory, the preferred leader first.
    pub fn assignment(&self) -> impl Iterator<Item = (i32, Uuid)> + use<'a> {
        let places = self.places;
        let (packed, wide) = match self.slot {
            View::Packed(packed) => (Some(packed), None),
            View::Wide(partition) => (None, Some(partition)),
        };
        let packed = packed.into_iter().flat_map(Packed::places).map(move |place| places.get(place));
        let wide =
            wide.into_iter().flat_map(|p| p.replicas.iter().copied().zip(p.directories.iter().copied()));
        packed.chain(wide)
    }

    /// Who holds it, the preferred leader first.
    pub fn replicas(&self) -> impl Iterator<Item = i32> + use<'a> {
        self.assignment().map(|(broker, _)| broker)
    }

    /// The in-sync replicas, in the order told.
    pub fn isr(&self) -> impl Iterator<Item = i32> + use<'a> {
        let places = self.places;
        let (packed, wide) = match self.slot {
            View::Packed(packed) => (Some(packed), None),
            View::Wide(partition) => (None, Some(partition)),
        };
        let packed = packed.into_iter().flat_map(move |packed| packed.isr(places));
        packed.chain(wide.into_iter().flat_map(|partition| partition.isr.iter().copied()))
    }

    /// Whether a reassignment is under way.
    pub fn is_reassigning(&self) -> bool {
        match self.slot {
            View::Packed(_) => false,
            View::Wide(partition) => partition.is_reassigning(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory;
    use proptest::prelude::*;

    #[test]
    fn a_partition_takes_24_bytes() {
        assert_eq!(std::mem::size_of::<Slot>(), 24);
    }

    fn partitions() -> impl Strategy<Value = Partition> {
        let ids = || prop::collection::vec(0..6_i32, 0..5);
        let replicas = Just((0..6_i32).collect::<Vec<_>>())
            .prop_shuffle()
            .prop_flat_map(|ids| (0..=ids.len()).prop_map(move |n| ids[..n].to_vec()));
        (replicas, ids(), -1..6_i32, prop::array::uniform4(any::<u8>()), any::<bool>(), any::<[i32; 2]>())
            .prop_map(|(replicas, isr, leader, rare, recovering, [leader_epoch, partition_epoch])| {
                let rarely = |byte: u8| if byte < 32 { vec![i32::from(byte)] } else { Vec::new() };
                Partition {
                    directories: replicas.iter().map(|id| Uuid::from_u128(*id as u128 % 3 + 1)).collect(),
                    replicas,
                    isr,
                    removing: rarely(rare[0]),
                    adding: rarely(rare[1]),
                    elr: rarely(rare[2]),
                    last_known_elr: rarely(rare[3]),
                    leader,
                    recovery: if recovering {
                        LeaderRecoveryState::Recovering
                    } else {
                        LeaderRecoveryState::Recovered
                    },
                    leader_epoch,
                    partition_epoch,
                }
            })
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out(partition in partitions()) {
            let mut places = Places::default();
            let slot = Slot::new(&partition, &mut places);
            let out = slot.to_partition(&places).unwrap();
            prop_assert_eq!(&out, &partition);
            let view = PartitionView::new(&slot, &places).unwrap();
            prop_assert_eq!(&view.to_partition(), &partition);
            prop_assert_eq!(view.leader(), partition.leader);
            prop_assert_eq!(view.recovery(), partition.recovery);
            prop_assert_eq!(view.leader_epoch(), partition.leader_epoch);
            prop_assert_eq!(view.partition_epoch(), partition.partition_epoch);
            prop_assert_eq!(&view.isr().collect::<Vec<_>>(), &partition.isr);
            prop_assert_eq!(&view.replicas().collect::<Vec<_>>(), &partition.replicas);
            prop_assert_eq!(view.is_reassigning(), partition.is_reassigning());
        }
    }

    #[test]
    fn usual_partitions_are_packed() {
        let mut places = Places::default();
        let partition = Partition {
            replicas: vec![3, 1, 2],
            directories: vec![directory::UNASSIGNED; 3],
            isr: vec![1, 3],
            removing: vec![],
            adding: vec![],
            elr: vec![],
            last_known_elr: vec![],
            leader: 1,
            recovery: LeaderRecoveryState::Recovered,
            leader_epoch: 4,
            partition_epoch: 9,
        };
        assert!(matches!(Slot::new(&partition, &mut places), Slot::Packed(_)));
    }
}
