//! [`Reader`]: takes typed values out of properties, and remembers everything that was wrong.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::RangeBounds;
use std::str::FromStr;

use super::Properties;

/// Everything that is wrong with a configuration, one sentence each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfigErrors(pub Vec<String>);

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for ConfigErrors {}

/// Reads properties by name.
pub(super) struct Reader<'a> {
    properties: &'a Properties,
    read: BTreeSet<&'static str>,
    errors: Vec<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(properties: &'a Properties) -> Reader<'a> {
        Reader { properties, read: BTreeSet::new(), errors: Vec::new() }
    }

    /// The text of a property, `None` when it is absent or empty.
    pub(super) fn text(&mut self, key: &'static str) -> Option<&'a str> {
        self.read.insert(key);
        self.properties.get(key).filter(|value| !value.is_empty())
    }

    /// The parts of a comma-separated list.
    pub(super) fn list(&mut self, key: &'static str) -> Vec<&'a str> {
        self.text(key)
            .map(|value| value.split(',').map(str::trim).filter(|part| !part.is_empty()).collect())
            .unwrap_or_default()
    }

    /// A number within a range, or its default.
    pub(super) fn number<T>(
        &mut self,
        key: &'static str,
        default: T,
        range: impl RangeBounds<T> + fmt::Debug,
    ) -> T
    where
        T: FromStr + PartialOrd + fmt::Display + Copy,
    {
        let Some(text) = self.text(key) else { return default };
        match text.parse::<T>() {
            Ok(value) if range.contains(&value) => value,
            Ok(value) => {
                self.wrong(format!("{key}={value} is outside {range:?}"));
                default
            }
            Err(_) => {
                self.wrong(format!("{key}={text} is not a number"));
                default
            }
        }
    }

    /// A number without a default.
    pub(super) fn number_if<T>(
        &mut self,
        key: &'static str,
        range: impl RangeBounds<T> + fmt::Debug,
    ) -> Option<T>
    where
        T: FromStr + PartialOrd + fmt::Display + Copy + Default,
    {
        self.text(key)?;
        Some(self.number(key, T::default(), range))
    }

    /// `true` or `false`, or the default.
    pub(super) fn boolean(&mut self, key: &'static str, default: bool) -> bool {
        match self.text(key).map(str::to_ascii_lowercase).as_deref() {
            None => default,
            Some("true") => true,
            Some("false") => false,
            Some(other) => {
                self.wrong(format!("{key}={other} is neither true nor false"));
                default
            }
        }
    }

    /// Properties that are read where they are needed, not here.
    pub(super) fn read_elsewhere(&mut self, keys: &[&'static str]) {
        self.read.extend(keys);
    }

    /// Properties that nobody asked for yet.
    pub(super) fn unread(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.properties.iter().filter(|(key, _)| !self.read.contains(key))
    }

    /// Notes something wrong.
    pub(super) fn wrong(&mut self, sentence: String) {
        self.errors.push(sentence);
    }

    /// Properties that nobody asked for, and the errors.
    pub(super) fn finish(self) -> (Vec<String>, Vec<String>) {
        let unread = self.properties.iter().map(|(key, _)| key).filter(|key| !self.read.contains(key));
        (unread.map(str::to_owned).collect(), self.errors)
    }
}
