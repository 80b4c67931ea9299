//! Message versions: one, and a range of them.

use std::cmp::Ordering;
use std::fmt;

/// The version a message is read or written at, and whether that version is flexible (compact lengths, tagged fields;
/// KIP-482). Compares with plain numbers, so that generated code reads `v >= 4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// The number.
    pub number: i16,
    /// Whether lengths are compact and structs end in tagged fields.
    pub flexible: bool,
}

impl Version {
    /// The version `number` of a message that is flexible from `flexible` on.
    #[inline]
    pub fn new(number: i16, flexible: Option<i16>) -> Version {
        Version { number, flexible: flexible.is_some_and(|from| number >= from) }
    }

    /// Whether it is one of `first..=last`.
    #[inline]
    pub fn between(self, first: i16, last: i16) -> bool {
        first <= self.number && self.number <= last
    }

    /// The same version with the old length prefixes: for the one field (`ClientId` of the request header) that keeps
    /// them everywhere, because a broker must be able to read it whatever the version.
    #[inline]
    pub fn classic(self) -> Version {
        Version { flexible: false, ..self }
    }
}

impl PartialEq<i16> for Version {
    #[inline]
    fn eq(&self, other: &i16) -> bool {
        self.number == *other
    }
}

impl PartialOrd<i16> for Version {
    #[inline]
    fn partial_cmp(&self, other: &i16) -> Option<Ordering> {
        self.number.partial_cmp(other)
    }
}

/// The versions `min..=max`, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct VersionRange {
    /// Lowest version.
    pub min: i16,
    /// Highest version.
    pub max: i16,
}

impl VersionRange {
    /// The versions `min..=max`.
    pub const fn new(min: i16, max: i16) -> VersionRange {
        VersionRange { min, max }
    }

    /// Whether `version` is in the range.
    #[inline]
    pub const fn contains(self, version: i16) -> bool {
        self.min <= version && version <= self.max
    }

    /// The versions in both ranges, if there is one: what two sides can speak.
    pub fn intersect(self, other: VersionRange) -> Option<VersionRange> {
        let common = VersionRange { min: self.min.max(other.min), max: self.max.min(other.max) };
        (common.min <= common.max).then_some(common)
    }

    /// The versions one by one, lowest first.
    pub fn iter(self) -> std::ops::RangeInclusive<i16> {
        self.min..=self.max
    }
}

impl fmt::Display for VersionRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.min == self.max { write!(f, "{}", self.min) } else { write!(f, "{}-{}", self.min, self.max) }
    }
}
