//! An amount of CPU as Kubernetes writes it: `"4"`, `"0.5"`, `500m`.
//!
//! Always text. Kubernetes' own pods take a bare `4` and `0.5` too; a custom resource definition cannot: it has no type for a
//! bare fraction, and of a field that may be number or text API servers before 1.34 do not reckon the length, so that they
//! find a rule about it in every pool too costly.

use std::fmt;

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// An amount of CPU. What was written is kept, so that writing it back changes nothing; [`Cpu::millis`] reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Cpu(String);

/// A text is no amount of CPU.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "an amount of CPU is a number above 0 with at most three decimals, or a whole number of thousandths followed by m"
)]
pub struct CpuError;

/// Digits of a whole number of CPUs, and of thousandths: the same is said by [`super::rules::CPU`].
const CPU_DIGITS_MAX: usize = 5;
const MILLI_DIGITS_MAX: usize = 8;
/// Decimals: Kubernetes knows nothing finer than a thousandth.
const DECIMALS_MAX: usize = 3;

impl Cpu {
    /// An amount as it was written.
    pub fn new(text: impl Into<String>) -> Self {
        Cpu(text.into())
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The amount in thousandths of a CPU: 1 to 99999999.
    pub fn millis(&self) -> Result<u64, CpuError> {
        if let Some(millis) = self.0.strip_suffix('m') {
            return whole(millis, MILLI_DIGITS_MAX).filter(|millis| *millis > 0).ok_or(CpuError);
        }
        let (cpus, decimals) = match self.0.split_once('.') {
            Some((_, decimals)) if decimals.is_empty() || decimals.len() > DECIMALS_MAX => {
                return Err(CpuError);
            }
            Some(parts) => parts,
            None => (self.0.as_str(), "0"),
        };
        let cpus = whole(cpus, CPU_DIGITS_MAX).ok_or(CpuError)?;
        let decimals = format!("{decimals:0<DECIMALS_MAX$}");
        let thousandths = digits(&decimals, DECIMALS_MAX).ok_or(CpuError)?;
        Some(cpus * 1000 + thousandths).filter(|millis| *millis > 0).ok_or(CpuError)
    }
}

/// A whole number without leading zeros.
fn whole(text: &str, digits_max: usize) -> Option<u64> {
    let leading_zero = text.len() > 1 && text.starts_with('0');
    digits(text, digits_max).filter(|_| !leading_zero)
}

fn digits(text: &str, digits_max: usize) -> Option<u64> {
    let only_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    (only_digits && text.len() <= digits_max).then(|| text.parse().ok())?
}

impl fmt::Display for Cpu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Cpu {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = Cpu;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text, such as \"4\" (with the quotes), \"0.5\" or 500m")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Cpu, E> {
                Ok(Cpu::new(text))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_kubernetes_reads_them() {
        for (text, millis) in [
            ("4", 4000),
            ("500m", 500),
            ("0.5", 500),
            ("1.25", 1250),
            ("0.001", 1),
            ("0.010", 10),
            ("1.0", 1000),
            ("1m", 1),
            ("99999.999", 99_999_999),
            ("99999999m", 99_999_999),
        ] {
            assert_eq!(Cpu::new(text).millis(), Ok(millis), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused_and_nothing_overflows() {
        for wrong in [
            "",
            "0",
            "0m",
            "0.0",
            "0.000",
            "00.5",
            ".5",
            "1.",
            "1.0005",
            "04",
            "+4",
            "-1",
            "1e3",
            "1k",
            "4 ",
            "1.5m",
            "m",
            "０",
            "four",
            "100000",
            "100000000m",
            "1.+5",
            "1..5",
            "1Gi",
            "500M",
        ] {
            assert_eq!(Cpu::new(wrong).millis(), Err(CpuError), "{wrong}");
        }
    }

    #[test]
    fn what_was_written_is_written_back() {
        let cpu: Cpu = serde_json::from_str(r#""1.50""#).unwrap();
        assert_eq!(serde_json::to_string(&cpu).unwrap(), r#""1.50""#);
        assert!(serde_json::from_str::<Cpu>("4").is_err());
    }
}
