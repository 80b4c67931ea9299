//! What is wrong with a manifest, and what to write instead.

use std::borrow::Cow;
use std::fmt;

use crate::api::rules::Rule;

/// One thing that is wrong with a manifest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Violation {
    /// Where: `spec.brokers.replicas`, `spec.pools[1].name`, or a place in the file.
    pub path: String,
    /// What stands there, where that helps.
    pub found: Option<String>,
    /// What is wrong with it.
    pub wrong: Cow<'static, str>,
    /// What to write instead.
    pub instead: Cow<'static, str>,
}

impl Violation {
    /// A rule is broken.
    pub(super) fn rule(path: impl Into<String>, found: impl fmt::Display, rule: Rule) -> Self {
        Violation {
            path: path.into(),
            found: Some(found.to_string()),
            wrong: Cow::Borrowed(rule.wrong),
            instead: Cow::Borrowed(rule.instead),
        }
    }

    /// Something that no rule of the custom resource definition can say.
    pub(super) fn new(
        path: impl Into<String>,
        wrong: impl Into<Cow<'static, str>>,
        instead: impl Into<Cow<'static, str>>,
    ) -> Self {
        Violation { path: path.into(), found: None, wrong: wrong.into(), instead: instead.into() }
    }

    /// A manifest that is followed speaks of another cluster now.
    pub(crate) fn renamed(found: &str, followed: &str) -> Self {
        let instead = format!("write {followed} again, or start the other from a file of its own");
        Violation::new("metadata.name", format!("cluster {followed} runs from this file"), instead)
            .found(found)
    }

    /// The same, with what was found.
    pub(super) fn found(mut self, found: impl fmt::Display) -> Self {
        self.found = Some(found.to_string());
        self
    }

    /// What an API server would say of it.
    pub fn sentence(&self) -> String {
        format!("{}; {}", self.wrong, self.instead)
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.found {
            Some(found) => write!(f, "{} is {found}: {}; {}", self.path, self.wrong, self.instead),
            None => write!(f, "{}: {}; {}", self.path, self.wrong, self.instead),
        }
    }
}

/// Something that is allowed, and probably not meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Where.
    pub path: String,
    /// What is odd about it, and what was probably meant.
    pub sentence: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.sentence)
    }
}
