//! What the nodes of a pool request and may use.

use serde::{Deserialize, Serialize};

use super::Violation;
use crate::api::{Amounts, Cpu, Quantity, Resources, rules};

/// What each node of a pool requests and may use at most; what is not named is left to where it runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ValidatedResources {
    /// What it requests: no more than its limit.
    #[serde(default, skip_serializing_if = "ValidatedAmounts::is_empty")]
    pub requests: ValidatedAmounts,
    /// The most that it may use.
    #[serde(default, skip_serializing_if = "ValidatedAmounts::is_empty")]
    pub limits: ValidatedAmounts,
}

/// Amounts of what a machine has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ValidatedAmounts {
    /// Thousandths of a CPU, above 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu_millis: Option<u64>,
    /// Bytes of memory, above 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_bytes: Option<u64>,
}

impl ValidatedResources {
    /// Whether nothing is named.
    pub fn is_empty(&self) -> bool {
        self.requests.is_empty() && self.limits.is_empty()
    }
}

impl ValidatedAmounts {
    /// Whether nothing is named.
    pub fn is_empty(&self) -> bool {
        *self == ValidatedAmounts::default()
    }
}

/// Checks the resources at a path.
pub(super) fn check(
    path: &str,
    resources: Option<&Resources>,
    found: &mut Vec<Violation>,
) -> ValidatedResources {
    let Some(resources) = resources else { return ValidatedResources::default() };
    let mut of = |name: &str, given: Option<&Amounts>| {
        given.map(|given| amounts(&format!("{path}.{name}"), given, found)).unwrap_or_default()
    };
    let checked = ValidatedResources {
        requests: of("requests", resources.requests.as_ref()),
        limits: of("limits", resources.limits.as_ref()),
    };
    within_limits(path, resources, &checked, found);
    checked
}

fn amounts(path: &str, given: &Amounts, found: &mut Vec<Violation>) -> ValidatedAmounts {
    let cpu_millis = given.cpu.as_ref().and_then(|cpu| {
        let millis = cpu.millis();
        millis.map_err(|_| found.push(Violation::rule(format!("{path}.cpu"), cpu, rules::CPU))).ok()
    });
    let memory_bytes = given.memory.as_ref().and_then(|memory| {
        let bytes = memory.bytes();
        let wrong = |_| found.push(Violation::rule(format!("{path}.memory"), memory, rules::VOLUME_SIZE));
        bytes.map_err(wrong).ok()
    });
    ValidatedAmounts { cpu_millis, memory_bytes }
}

fn within_limits(path: &str, given: &Resources, checked: &ValidatedResources, found: &mut Vec<Violation>) {
    let (Some(requests), Some(limits)) = (&given.requests, &given.limits) else { return };
    let mut compare = |name: &str, amounts: [Option<u64>; 2], texts: [Option<&str>; 2]| {
        if let ([Some(request), Some(limit)], [Some(wanted), Some(allowed)]) = (amounts, texts)
            && request > limit
        {
            let both = format!("{wanted} with a limit of {allowed}");
            found.push(Violation::rule(format!("{path}.requests.{name}"), both, rules::REQUEST_WITHIN_LIMIT));
        }
    };
    compare(
        "cpu",
        [checked.requests.cpu_millis, checked.limits.cpu_millis],
        [&requests.cpu, &limits.cpu].map(|cpu| cpu.as_ref().map(Cpu::as_str)),
    );
    compare(
        "memory",
        [checked.requests.memory_bytes, checked.limits.memory_bytes],
        [&requests.memory, &limits.memory].map(|memory| memory.as_ref().map(Quantity::as_str)),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(requests: (&str, &str), limits: (&str, &str)) -> (ValidatedResources, Vec<String>) {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let amounts = |(cpu, memory): (&str, &str)| {
            Some(Amounts { cpu: text(cpu).map(Cpu::new), memory: text(memory).map(Quantity::new) })
        };
        let resources = Resources { requests: amounts(requests), limits: amounts(limits) };
        let mut found = Vec::new();
        let checked = check("resources", Some(&resources), &mut found);
        (checked, found.iter().map(Violation::to_string).collect())
    }

    #[test]
    fn what_is_written_in_several_ways_is_the_same() {
        let (one, found) = checked(("1", "1Gi"), ("1.5", "2Gi"));
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(checked(("1000m", "1024Mi"), ("1500m", "2048Mi")).0, one);
        assert_eq!((one.requests.cpu_millis, one.limits.memory_bytes), (Some(1000), Some(2 << 30)));
    }

    #[test]
    fn nothing_is_as_good_as_no_field() {
        let mut found = Vec::new();
        let empty = Resources { requests: Some(Amounts::default()), limits: None };
        assert!(check("resources", Some(&empty), &mut found).is_empty());
        assert!(check("resources", None, &mut found).is_empty() && found.is_empty());
    }

    #[test]
    fn a_request_may_equal_its_limit_and_each_that_is_above_is_told() {
        assert_eq!(checked(("4", "8Gi"), ("4000m", "8Gi")).1, [""; 0]);
        let (_, found) = checked(("4.001", "9000Mi"), ("4", "8Gi"));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("resources.requests.cpu is 4.001 with a limit of 4: "), "{found:?}");
        assert!(
            found[1].starts_with("resources.requests.memory is 9000Mi with a limit of 8Gi: "),
            "{found:?}"
        );
    }

    #[test]
    fn what_cannot_be_read_is_told_once_and_not_compared() {
        let (_, found) = checked(("four", "8Gi"), ("2", "8GB"));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found[0].starts_with("resources.requests.cpu is four: this is no amount of CPU"),
            "{found:?}"
        );
        assert!(found[1].starts_with("resources.limits.memory is 8GB: this is no size"), "{found:?}");
    }
}
