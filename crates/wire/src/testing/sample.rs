//! Random values of each type of field.
//!
//! Small on purpose: short texts, lists of at most two. Edges (0, -1, the limits, empty, null) come up often.

use bytes::Bytes;

use super::random::Random;
use crate::codec::{Str, Uuid, Version};

/// A value that can be made up.
pub trait Sample: Default {
    /// Makes it a random value that version `v` can carry in full.
    fn fill(&mut self, r: &mut Random, v: Version);
}

impl Random {
    /// Fills a value that may be null only if `null_allowed`.
    pub fn fill_null_if<T: Sample>(&mut self, null_allowed: bool, value: &mut Option<T>, v: Version) {
        if null_allowed { value.fill(self, v) } else { value.insert(T::default()).fill(self, v) }
    }
}

macro_rules! number {
    ($($type:ty)*) => {$(
        impl Sample for $type {
            fn fill(&mut self, r: &mut Random, _v: Version) {
                *self = match r.below(8) {
                    0 | 1 => 0,
                    2 => (0 as $type).wrapping_sub(1),
                    3 => 1,
                    4 => <$type>::MIN,
                    5 => <$type>::MAX,
                    _ => r.bits() as $type,
                };
            }
        }
    )*};
}

number!(i8 i16 u16 i32 u32 i64);

impl Sample for f64 {
    fn fill(&mut self, r: &mut Random, _v: Version) {
        *self = [0.0, -0.5, 1e300, f64::MIN_POSITIVE, f64::INFINITY][r.below(5)];
    }
}

impl Sample for bool {
    fn fill(&mut self, r: &mut Random, _v: Version) {
        *self = r.below(2) == 1;
    }
}

impl Sample for Uuid {
    fn fill(&mut self, r: &mut Random, _v: Version) {
        *self = match r.below(4) {
            0 => Uuid::ZERO,
            1 => Uuid::METADATA_TOPIC,
            _ => Uuid::from_parts(r.bits(), r.bits()),
        };
    }
}

impl Sample for Str {
    fn fill(&mut self, r: &mut Random, _v: Version) {
        *self = match r.below(6) {
            0 | 1 => Str::new(),
            2 => Str::from("orders"),
            3 => Str::from("überfahrt-渡し"),
            4 => Str::from("x".repeat(130)),
            _ => Str::from(format!("t{}", r.bits() % 1000)),
        };
    }
}

impl Sample for Bytes {
    fn fill(&mut self, r: &mut Random, _v: Version) {
        *self = (0..r.below(6)).map(|_| r.bits() as u8).collect();
    }
}

impl<T: Sample> Sample for Vec<T> {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.resize_with(r.below(3), T::default);
        for element in self {
            element.fill(r, v);
        }
    }
}

impl<T: Sample> Sample for Option<T> {
    fn fill(&mut self, r: &mut Random, v: Version) {
        *self = None;
        if r.below(3) > 0 {
            self.insert(T::default()).fill(r, v);
        }
    }
}
