//! [`ListenerName`]: what a listener is called.

use std::fmt;
use std::sync::Arc;

/// The name of a listener, as in `listeners` (`INTERNAL`, `CONTROLLER`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListenerName(Arc<str>);

impl ListenerName {
    /// A name; Kafka takes upper and lower case for the same.
    pub fn new(name: &str) -> ListenerName {
        ListenerName(name.trim().to_ascii_uppercase().into())
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ListenerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
