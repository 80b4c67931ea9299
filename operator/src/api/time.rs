//! An instant in a status or a memo.

use std::fmt;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Milliseconds since the epoch; written as RFC 3339 in UTC (`2026-11-23T10:02:11Z`, with milliseconds where there are
/// any). Instants before 1970 or after 9999 are brought to that end of the range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

/// 9999-12-31T23:59:59.999Z, the last instant that RFC 3339 can write.
const LAST_MS: i64 = 253_402_300_799_999;

impl Timestamp {
    /// This instant and some milliseconds.
    pub fn plus_ms(self, ms: i64) -> Timestamp {
        Timestamp(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` until this instant; 0 when `earlier` is later.
    pub fn ms_since(self, earlier: Timestamp) -> i64 {
        self.0.saturating_sub(earlier.0).max(0)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since_epoch = Duration::from_millis(self.0.clamp(0, LAST_MS) as u64);
        let instant = SystemTime::UNIX_EPOCH + since_epoch;
        match since_epoch.subsec_millis() {
            0 => write!(f, "{}", humantime::format_rfc3339_seconds(instant)),
            _ => write!(f, "{}", humantime::format_rfc3339_millis(instant)),
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let instant = humantime::parse_rfc3339_weak(&text).map_err(serde::de::Error::custom)?;
        let since_epoch = instant.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Ok(Timestamp(i64::try_from(since_epoch.as_millis()).unwrap_or(LAST_MS)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_as_rfc_3339_and_read_back() {
        let instant = Timestamp(1_795_428_131_000);
        assert_eq!(serde_json::to_string(&instant).unwrap(), r#""2026-11-23T10:02:11Z""#);
        assert_eq!(Timestamp(1_795_428_131_040).to_string(), "2026-11-23T10:02:11.040Z");
        for ms in [0, 1, 1_795_428_131_042, LAST_MS] {
            let text = serde_json::to_string(&Timestamp(ms)).unwrap();
            assert_eq!(serde_json::from_str::<Timestamp>(&text).unwrap(), Timestamp(ms), "{text}");
        }
    }

    #[test]
    fn instants_outside_the_range_are_brought_into_it() {
        assert_eq!(Timestamp(-5).to_string(), "1970-01-01T00:00:00Z");
        assert_eq!(Timestamp(i64::MAX).to_string(), Timestamp(LAST_MS).to_string());
    }
}
