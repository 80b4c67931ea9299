//! Text out of a message: valid UTF-8, cheap to clone, a slice of the input.
//!
//! Made for messages in flight. A [`Str`] keeps the whole frame it was read from in memory; what is kept longer is
//! [`detached`](Str::detached) from it.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use bytestring::ByteString;

/// Immutable text. Compares, orders and hashes as the `str` it holds.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Str(ByteString);

impl Str {
    /// The empty text.
    pub const fn new() -> Str {
        Str(ByteString::new())
    }

    /// A text that lives as long as the program, without copying it.
    pub const fn from_static(text: &'static str) -> Str {
        Str(ByteString::from_static(text))
    }

    /// The bytes as text, if they are valid UTF-8. Shares them.
    pub fn from_utf8(bytes: Bytes) -> Option<Str> {
        ByteString::try_from(bytes).ok().map(Str)
    }

    /// As a plain string slice.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bytes, shared.
    pub fn as_bytes(&self) -> &Bytes {
        self.0.as_bytes()
    }

    /// A copy that holds on to nothing else: for what outlives the message it came in.
    pub fn detached(&self) -> Str {
        Str::from(self.as_str().to_string())
    }
}

impl Deref for Str {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Str {
    fn as_ref(&self) -> &str {
        self
    }
}

// Sound for maps: ByteString hashes and orders as str does, which a test below holds it to.
impl Borrow<str> for Str {
    fn borrow(&self) -> &str {
        self
    }
}

impl From<&'static str> for Str {
    fn from(text: &'static str) -> Str {
        Str::from_static(text)
    }
}

impl From<String> for Str {
    fn from(text: String) -> Str {
        Str(ByteString::from(text))
    }
}

impl From<&Str> for String {
    fn from(text: &Str) -> String {
        text.as_str().to_string()
    }
}

impl PartialEq<str> for Str {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Str {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Display for Str {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl fmt::Debug for Str {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, HashMap};

    #[test]
    fn a_map_of_texts_is_asked_with_plain_strings() {
        let hashed: HashMap<Str, i32> = [(Str::from("orders"), 1)].into();
        assert_eq!(hashed.get("orders"), Some(&1));
        let ordered: BTreeMap<Str, i32> =
            [(Str::from("a"), 1), (Str::from("é"), 2), (Str::from("z"), 3)].into();
        assert_eq!(ordered.get("é"), Some(&2));
        assert_eq!(ordered.keys().map(Str::as_str).collect::<Vec<_>>(), ["a", "z", "é"]);
    }

    #[test]
    fn only_valid_utf8_is_text() {
        assert_eq!(Str::from_utf8(Bytes::from_static("é".as_bytes())).unwrap(), "é");
        assert!(Str::from_utf8(Bytes::from_static(b"\xff")).is_none());
    }

    #[test]
    fn a_detached_text_shares_nothing() {
        let frame = Bytes::from(vec![b'x'; 64]);
        let text = Str::from_utf8(frame.slice(0..4)).unwrap();
        let copy = text.detached();
        drop((frame, text));
        assert_eq!(copy, "xxxx");
        assert!(copy.as_bytes().is_unique());
    }
}
