//! Amounts as an API server writes them back: another form of the same amount would look like a difference in every round.

use serde_json::{Map, Value};

use crate::validate::{ValidatedAmounts, ValidatedResources};

/// `resources` of a container; `None` where nothing is requested nor limited.
pub(super) fn resources(resources: &ValidatedResources) -> Option<Value> {
    let parts = [("requests", &resources.requests), ("limits", &resources.limits)];
    let named = parts.into_iter().filter(|(_, amounts)| !amounts.is_empty());
    let named: Map<String, Value> = named.map(|(name, of)| (name.to_owned(), amounts(of))).collect();
    (!named.is_empty()).then_some(Value::Object(named))
}

fn amounts(amounts: &ValidatedAmounts) -> Value {
    let cpu = amounts.cpu_millis.map(|millis| ("cpu".to_owned(), cpu(millis).into()));
    let memory = amounts.memory_bytes.map(|amount| ("memory".to_owned(), bytes(amount).into()));
    Value::Object(cpu.into_iter().chain(memory).collect())
}

/// Bytes: in the largest binary unit that leaves no rest, else in the largest decimal one.
pub(super) fn bytes(bytes: u64) -> String {
    if bytes == 0 || !bytes.is_multiple_of(1024) {
        return scaled(bytes, 1000, &["", "k", "M", "G", "T", "P", "E"]);
    }
    scaled(bytes, 1024, &["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"])
}

/// Thousandths of a CPU.
fn cpu(millis: u64) -> String {
    scaled(millis, 1000, &["m", "", "k", "M"])
}

fn scaled(mut amount: u64, base: u64, units: &[&str]) -> String {
    let mut unit = 0;
    while amount != 0 && amount.is_multiple_of(base) && unit + 1 < units.len() {
        amount /= base;
        unit += 1;
    }
    format!("{amount}{}", units[unit])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn amounts_are_written_as_an_api_server_writes_them() {
        assert_eq!(bytes(10 << 30), "10Gi");
        assert_eq!(bytes(1536 << 20), "1536Mi");
        assert_eq!(bytes(1 << 40), "1Ti");
        assert_eq!(bytes(1_024_000), "1000Ki");
        assert_eq!(bytes(5_000_000_000), "5G");
        assert_eq!(bytes(1_500_000), "1500k");
        assert_eq!(bytes(1023), "1023");
        assert_eq!(bytes(0), "0");
        assert_eq!(cpu(4000), "4");
        assert_eq!(cpu(500), "500m");
        assert_eq!(cpu(1250), "1250m");
        assert_eq!(cpu(10_000), "10");
        assert_eq!(cpu(2_000_000), "2k");
    }

    #[test]
    fn what_is_not_named_is_not_there() {
        assert_eq!(resources(&ValidatedResources::default()), None);
        let amounts = |cpu_millis, memory_bytes| ValidatedAmounts { cpu_millis, memory_bytes };
        let limited = ValidatedResources { limits: amounts(None, Some(8 << 30)), ..Default::default() };
        assert_eq!(resources(&limited), Some(json!({"limits": {"memory": "8Gi"}})));
        let requested = ValidatedResources { requests: amounts(Some(1500), None), ..limited };
        assert_eq!(
            resources(&requested),
            Some(json!({"requests": {"cpu": "1500m"}, "limits": {"memory": "8Gi"}}))
        );
    }
}
