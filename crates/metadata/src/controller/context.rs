//! [`Ctx`]: what a step may know of the world.

use wire::codec::Uuid;

/// Where random numbers come from. The shell's is the operating system's, a test's is seeded.
pub trait Random {
    /// The next 64 random bits.
    fn next_u64(&mut self) -> u64;
}

impl<F: FnMut() -> u64> Random for F {
    fn next_u64(&mut self) -> u64 {
        self()
    }
}

/// Time and chance, as an argument of each step.
pub struct Ctx<'a> {
    /// The wall clock, in milliseconds since 1970: what is written into records.
    pub now_ms: i64,
    /// A clock that never goes back, in milliseconds since some start: what sessions are measured with.
    pub mono_ms: u64,
    /// Randomness, for ids of topics and the placement of replicas.
    pub random: &'a mut dyn Random,
}

/// A number below `bound`, which is above 0.
pub(super) fn below(random: &mut dyn Random, bound: usize) -> usize {
    // Multiply and shift: without the bias of a remainder that could be seen in placements.
    ((u128::from(random.next_u64()) * bound as u128) >> 64) as usize
}

/// Puts the items in random order (Fisher and Yates).
pub(super) fn shuffle<T>(random: &mut dyn Random, items: &mut [T]) {
    for at in (1..items.len()).rev() {
        items.swap(at, below(random, at + 1));
    }
}

/// A random id as Kafka makes them: version 4, and not one that a shell would take for an option (`Uuid.randomUuid`).
pub(super) fn random_uuid(random: &mut dyn Random) -> Uuid {
    loop {
        let bits = (u128::from(random.next_u64()) << 64) | u128::from(random.next_u64());
        let version = 0x4_u128 << 76;
        let variant = 0x2_u128 << 62;
        let id = Uuid::from_u128(bits & !(0xF << 76) & !(0x3 << 62) | version | variant);
        if !id.to_string().starts_with('-') {
            return id;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_version_4_and_begin_with_no_dash() {
        // The first 64 bits would begin with a dash; the next ones do not.
        let mut numbers = [0xF8_u64 << 56, 7, 0x12_u64 << 56, 9].into_iter();
        let id = random_uuid(&mut move || numbers.next().unwrap());
        assert_eq!(id.as_u128() >> 76 & 0xF, 4);
        assert_eq!(id.as_u128() >> 62 & 3, 2);
        assert_eq!(id.0[0], 0x12);
    }
}
