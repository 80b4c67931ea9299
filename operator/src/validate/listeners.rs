//! Where clients connect.

use super::{ValidatedListener, Violation};
use crate::api::{Listener, limits, rules};

const RESERVED_NAMES: [&str; 2] = ["CONTROLLER", "REPLICATION"];
const RESERVED_PORTS: [i64; 3] = [9091, 9093, 9404];

/// Checks the listeners; what is returned is usable only when nothing was found.
pub(super) fn check(listeners: &[Listener], found: &mut Vec<Violation>) -> Vec<ValidatedListener> {
    const PATH: &str = "spec.listeners";
    if listeners.is_empty() || listeners.len() > limits::LISTENERS_MAX as usize {
        let instead = format!("give 1 to {}, or leave listeners out for one on 9092", limits::LISTENERS_MAX);
        found.push(Violation::new(PATH, format!("there are {} listeners", listeners.len()), instead));
    }
    let mut checked = Vec::new();
    for (index, listener) in listeners.iter().take(limits::LISTENERS_MAX as usize).enumerate() {
        let at = format!("{PATH}[{index}]");
        let earlier = &listeners[..index];
        names(&at, listener, earlier, found);
        port(&at, listener, earlier, found);
        if let Ok(port) = u16::try_from(listener.port) {
            let kafka_name = listener.effective_kafka_name();
            checked.push(ValidatedListener { name: listener.name.clone(), kafka_name, port });
        }
    }
    checked
}

fn names(at: &str, listener: &Listener, earlier: &[Listener], found: &mut Vec<Violation>) {
    let path = format!("{at}.name");
    if !starts_and_goes_on(&listener.name, |b| b.is_ascii_lowercase(), |b| b.is_ascii_digit()) {
        found.push(Violation::rule(&path, &listener.name, rules::LISTENER_NAME));
    } else if listener.name.len() > limits::LISTENER_NAME_MAX as usize {
        let wrong = format!("a listener's name has at most {} characters", limits::LISTENER_NAME_MAX);
        found.push(Violation::new(&path, wrong, "choose a shorter one").found(&listener.name));
    } else if earlier.iter().any(|other| other.name == listener.name) {
        found.push(
            Violation::new(&path, "two listeners have the same name", "choose another").found(&listener.name),
        );
    }
    if let Some(kafka_name) = &listener.kafka_name {
        let path = format!("{at}.kafkaName");
        if !starts_and_goes_on(kafka_name, |b| b.is_ascii_uppercase(), |b| b.is_ascii_digit() || b == b'_') {
            found.push(Violation::rule(path, kafka_name, rules::LISTENER_KAFKA_NAME));
        } else if kafka_name.len() > limits::KAFKA_LISTENER_NAME_MAX as usize {
            let wrong = format!(
                "Kafka's name of a listener has at most {} characters",
                limits::KAFKA_LISTENER_NAME_MAX
            );
            found.push(Violation::new(path, wrong, "choose a shorter one").found(kafka_name));
        }
    }
    let effective = listener.effective_kafka_name();
    if RESERVED_NAMES.contains(&effective.as_str()) {
        found.push(Violation::rule(at, &effective, rules::LISTENER_NAME_RESERVED));
    } else if earlier.iter().any(|other| other.effective_kafka_name() == effective) {
        found.push(Violation::rule(at, effective, rules::LISTENER_KAFKA_NAME_UNIQUE));
    }
}

fn starts_and_goes_on(name: &str, first: impl Fn(u8) -> bool, more: impl Fn(u8) -> bool) -> bool {
    name.bytes().next().is_some_and(&first) && name.bytes().all(|b| first(b) || more(b))
}

fn port(at: &str, listener: &Listener, earlier: &[Listener], found: &mut Vec<Violation>) {
    let path = format!("{at}.port");
    if !(i64::from(limits::PORT_MIN)..=i64::from(limits::PORT_MAX)).contains(&listener.port) {
        let instead = format!("write {} to {}", limits::PORT_MIN, limits::PORT_MAX);
        found.push(Violation::new(path, "nodes cannot listen there", instead).found(listener.port));
    } else if RESERVED_PORTS.contains(&listener.port) {
        found.push(Violation::rule(path, listener.port, rules::LISTENER_PORT_RESERVED));
    } else if earlier.iter().any(|other| other.port == listener.port) {
        found.push(Violation::rule(path, listener.port, rules::LISTENER_PORT_UNIQUE));
    }
}
