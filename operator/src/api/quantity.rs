//! An amount of bytes as Kubernetes writes it (`10Gi`, `100Mi`, `5G`), reduced to what a volume's size needs.
//!
//! Kubernetes' own quantities (apimachinery `resource.Quantity`) also know milli-units and exponents; a size needs neither.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A size. What was written is kept, so that writing it back changes nothing; [`Quantity::bytes`] reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Quantity(String);

/// A text is no size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a size is a whole number above 0, without leading zeros, followed by Ki, Mi, Gi, Ti, Pi, k, M, G, T, P or nothing"
)]
pub struct QuantityError;

/// Units, their bytes, and how many digits may stand before them: so that no size comes near 2^63, and the same can be
/// said in a regular expression ([`super::rules::VOLUME_SIZE`]).
const UNITS: [(&str, u64, usize); 11] = [
    ("Ki", 1 << 10, 12),
    ("Mi", 1 << 20, 12),
    ("Gi", 1 << 30, 6),
    ("Ti", 1 << 40, 6),
    ("Pi", 1 << 50, 3),
    ("k", 1_000, 12),
    ("M", 1_000_000, 12),
    ("G", 1_000_000_000, 6),
    ("T", 1_000_000_000_000, 6),
    ("P", 1_000_000_000_000_000, 3),
    ("", 1, 18),
];

impl Quantity {
    /// A size as it was written.
    pub fn new(text: impl Into<String>) -> Self {
        Quantity(text.into())
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The size in bytes: 1 to about 1.1 * 10^18.
    pub fn bytes(&self) -> Result<u64, QuantityError> {
        let digits_end = self.0.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(self.0.len());
        let (digits, suffix) = self.0.split_at(digits_end);
        let unit = UNITS.iter().find(|(name, _, _)| *name == suffix);
        let &(_, factor, digits_max) = unit.ok_or(QuantityError)?;
        if digits.is_empty() || digits.starts_with('0') || digits.len() > digits_max {
            return Err(QuantityError);
        }
        let count: u64 = digits.parse().map_err(|_| QuantityError)?;
        count.checked_mul(factor).ok_or(QuantityError)
    }

    pub(super) fn default_volume_size() -> Quantity {
        Quantity::new("10Gi")
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Result<u64, QuantityError> {
        Quantity::new(text).bytes()
    }

    #[test]
    fn sizes_are_read_with_binary_and_decimal_units() {
        assert_eq!(bytes("10Gi"), Ok(10 << 30));
        assert_eq!(bytes("100Mi"), Ok(100 << 20));
        assert_eq!(bytes("5G"), Ok(5_000_000_000));
        assert_eq!(bytes("1Ki"), Ok(1024));
        assert_eq!(bytes("1k"), Ok(1000));
        assert_eq!(bytes("8589934592"), Ok(8 << 30));
    }

    #[test]
    fn what_is_no_size_is_refused_and_nothing_overflows() {
        for wrong in [
            "",
            "Gi",
            "10GB",
            "ten",
            "-1Gi",
            "+1Gi",
            "1.5Gi",
            "1e3",
            "10 Gi",
            "0x10",
            "1m",
            "１Gi",
            "0Gi",
            "010Gi",
            "9000Pi",
            "99999999999999999999999",
        ] {
            assert_eq!(bytes(wrong), Err(QuantityError), "{wrong}");
        }
        assert_eq!(bytes("999Pi"), Ok(999 << 50));
        assert_eq!(bytes("999999999999Mi"), Ok(999_999_999_999 << 20));
    }

    #[test]
    fn what_was_written_is_written_back() {
        let quantity: Quantity = serde_json::from_str(r#""10240Mi""#).unwrap();
        assert_eq!(serde_json::to_string(&quantity).unwrap(), r#""10240Mi""#);
    }
}
