//! A range of message versions, as Kafka's schemas write it: `none`, `3`, `0-4` or `2+`.
//!
//! Promises that an empty range has one form, so that equal ranges compare equal. Knows nothing of messages.

use std::fmt;

use crate::error::{CodegenError, Result};

/// Versions `lowest..=highest`, both inclusive; `highest` is [`Versions::OPEN`] for a range without an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Versions {
    /// First version of the range.
    pub lowest: i16,
    /// Last version of the range; below `lowest` only in [`Versions::NONE`].
    pub highest: i16,
}

impl Versions {
    /// The end of a range written with a trailing `+`.
    pub const OPEN: i16 = i16::MAX;
    /// No version at all.
    pub const NONE: Versions = Versions { lowest: 0, highest: -1 };
    /// Every version.
    pub const ALL: Versions = Versions { lowest: 0, highest: Self::OPEN };

    /// The range `lowest..=highest`; empty when they cross.
    pub fn new(lowest: i16, highest: i16) -> Versions {
        if lowest > highest { Versions::NONE } else { Versions { lowest, highest } }
    }

    /// Reads `none`, `3`, `0-4` or `2+`.
    pub fn parse(text: &str) -> Result<Versions> {
        let bad = || CodegenError::BadVersions(text.to_string());
        let number = |part: &str| {
            let digits = part.bytes().all(|b| b.is_ascii_digit());
            part.parse::<i16>().ok().filter(|_| digits).ok_or_else(bad)
        };
        if text == "none" {
            Ok(Versions::NONE)
        } else if let Some(lowest) = text.strip_suffix('+') {
            Ok(Versions { lowest: number(lowest)?, highest: Self::OPEN })
        } else if let Some((lowest, highest)) = text.split_once('-') {
            let range = Versions { lowest: number(lowest)?, highest: number(highest)? };
            if range.is_empty() { Err(bad()) } else { Ok(range) }
        } else {
            let only = number(text)?;
            Ok(Versions { lowest: only, highest: only })
        }
    }

    /// Whether no version is in the range.
    pub fn is_empty(self) -> bool {
        self.lowest > self.highest
    }

    /// Whether `version` is in the range.
    pub fn contains(self, version: i16) -> bool {
        self.lowest <= version && version <= self.highest
    }

    /// Whether every version of `other` is in this range.
    pub fn covers(self, other: Versions) -> bool {
        other.is_empty() || (self.contains(other.lowest) && self.contains(other.highest))
    }

    /// The versions in both.
    pub fn intersect(self, other: Versions) -> Versions {
        Versions::new(self.lowest.max(other.lowest), self.highest.min(other.highest))
    }

    /// The smallest range with all versions of both.
    pub fn hull(self, other: Versions) -> Versions {
        if self.is_empty() {
            other
        } else if other.is_empty() {
            self
        } else {
            Versions::new(self.lowest.min(other.lowest), self.highest.max(other.highest))
        }
    }

    /// The versions one by one. Only for closed ranges.
    pub fn each(self) -> std::ops::RangeInclusive<i16> {
        self.lowest..=self.highest
    }
}

impl fmt::Display for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            f.write_str("none")
        } else if self.highest == Self::OPEN {
            write!(f, "{}+", self.lowest)
        } else if self.lowest == self.highest {
            write!(f, "{}", self.lowest)
        } else {
            write!(f, "{}-{}", self.lowest, self.highest)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_reads_back_as_it_was_written() {
        for text in ["none", "3", "0-4", "2+", "0+"] {
            assert_eq!(Versions::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for text in ["", "+", "+4", "4-1", "-1", "1-", "a", "0-x"] {
            assert!(Versions::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_empty_intersection_is_none() {
        let old = Versions::parse("0-2").unwrap();
        let new = Versions::parse("3+").unwrap();
        assert_eq!(old.intersect(new), Versions::NONE);
        assert_eq!(old.hull(new), Versions::ALL);
    }
}
