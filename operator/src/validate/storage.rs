//! The volumes of a pool's nodes.

use super::names::is_dns_1035;
use super::{Role, ValidatedVolume, Violation};
use crate::api::{Storage, Volume, limits, rules};

/// Checks the volumes of a pool; `existing` are those that its nodes have already.
pub(super) fn check(
    path: &str,
    storage: &Storage,
    role: Role,
    existing: Option<&[ValidatedVolume]>,
    found: &mut Vec<Violation>,
) -> Vec<ValidatedVolume> {
    let volumes = &storage.volumes;
    if role == Role::Controller && volumes.len() != 1 {
        found.push(Violation::rule(path, format!("{} volumes", volumes.len()), rules::CONTROLLER_ONE_VOLUME));
    } else if volumes.is_empty() || volumes.len() > limits::VOLUMES_MAX as usize {
        let instead = format!("give 1 to {} volumes", limits::VOLUMES_MAX);
        found.push(Violation::new(path, format!("there are {} volumes", volumes.len()), instead));
    }
    let mut checked = Vec::new();
    for (index, volume) in volumes.iter().take(limits::VOLUMES_MAX as usize).enumerate() {
        let at = format!("{path}[{index}]");
        name(&at, volume, &volumes[..index], found);
        class(&at, volume, found);
        match volume.size.bytes() {
            Ok(bytes) => {
                checked.push(ValidatedVolume {
                    name: volume.name.clone(),
                    bytes,
                    class: volume.class.clone(),
                });
            }
            Err(_) => found.push(Violation::rule(format!("{at}.size"), &volume.size, rules::VOLUME_SIZE)),
        }
    }
    if let Some(existing) = existing {
        transition(path, &checked, existing, volumes.len(), found);
    }
    checked
}

fn name(at: &str, volume: &Volume, earlier: &[Volume], found: &mut Vec<Violation>) {
    let path = format!("{at}.name");
    if !is_dns_1035(&volume.name) {
        found.push(Violation::rule(path, &volume.name, rules::VOLUME_NAME));
    } else if volume.name.len() > limits::VOLUME_NAME_MAX as usize {
        let wrong = format!("a volume's name has at most {} characters", limits::VOLUME_NAME_MAX);
        found.push(Violation::new(path, wrong, "choose a shorter one").found(&volume.name));
    } else if earlier.iter().any(|other| other.name == volume.name) {
        found.push(
            Violation::new(path, "two volumes have the same name", "choose another").found(&volume.name),
        );
    }
}

fn class(at: &str, volume: &Volume, found: &mut Vec<Violation>) {
    let Some(class) = &volume.class else { return };
    if class.is_empty() || class.len() > limits::CLASS_NAME_MAX as usize {
        let instead = format!(
            "write 1 to {} characters, or leave it out for the default class",
            limits::CLASS_NAME_MAX
        );
        found.push(Violation::new(format!("{at}.class"), "this is no name of a storage class", instead));
    }
}

fn transition(
    path: &str,
    wanted: &[ValidatedVolume],
    existing: &[ValidatedVolume],
    given: usize,
    found: &mut Vec<Violation>,
) {
    let matching = |volume: &ValidatedVolume| existing.iter().find(|other| other.name == volume.name);
    let same_names = given == existing.len() && wanted.iter().all(|volume| matching(volume).is_some());
    if !same_names && wanted.len() == given {
        let names = |volumes: &[ValidatedVolume]| {
            volumes.iter().map(|volume| volume.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        let change = format!("{} instead of {}", names(wanted), names(existing));
        found.push(Violation::rule(path, change, rules::VOLUMES_FIXED));
    }
    for (index, volume) in wanted.iter().enumerate() {
        let Some(before) = matching(volume) else { continue };
        if volume.bytes != before.bytes {
            let change = format!("{} bytes instead of {}", volume.bytes, before.bytes);
            found.push(Violation::rule(format!("{path}[{index}].size"), change, rules::VOLUME_SIZE_FIXED));
        }
        if volume.class != before.class {
            let name = |class: &Option<String>| class.clone().unwrap_or_else(|| "the default".into());
            let change = format!("{} instead of {}", name(&volume.class), name(&before.class));
            found.push(Violation::rule(format!("{path}[{index}].class"), change, rules::VOLUME_CLASS_FIXED));
        }
    }
}
