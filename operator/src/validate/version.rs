//! The version of nodes.

use super::Violation;
use crate::api::{limits, rules};

/// Digits of one number of a version.
const DIGITS_MAX: usize = 9;

/// Checks a version, where one is given.
pub(super) fn check(version: Option<&str>, found: &mut Vec<Violation>) {
    const PATH: &str = "spec.version";
    let Some(version) = version else { return };
    if version.len() > limits::VERSION_MAX as usize {
        let wrong = format!("a version has at most {} characters", limits::VERSION_MAX);
        found.push(Violation::new(PATH, wrong, "write a shorter one").found(version));
    } else if !is_version(version) {
        found.push(Violation::rule(PATH, version, rules::VERSION));
    }
}

fn is_version(version: &str) -> bool {
    let (numbers, rest) = version.split_once('-').unwrap_or((version, ""));
    let number =
        |part: &str| (1..=DIGITS_MAX).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = numbers.split('.').collect();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
    parts.len() == 3 && parts.into_iter().all(number) && rest.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_numbers_are_a_version_and_may_be_followed_by_more() {
        for good in ["0.1.0", "10.20.30", "1.0.0-rc.1", "1.0.0-a-b"] {
            assert!(is_version(good), "{good}");
        }
        for bad in ["", "1", "1.0", "v1.0.0", "1.0.0.0", "1..0", "1.0.0+x", "1.0.0-a/b", "latest", "1.0.0 "] {
            assert!(!is_version(bad), "{bad}");
        }
    }
}
