//! [`Properties`]: Java's properties format, as Kafka's tools write it and people edit it (`java.util.Properties`).

use std::collections::BTreeMap;

/// Keys and values, in the order of their names. Of a key that is given twice the last value holds, as in Java.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Properties(BTreeMap<String, String>);

/// A line that is no property.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct PropertiesError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

impl Properties {
    /// Reads the format of `java.util.Properties.load`: `key=value`, `key: value` or `key value`; `#` and `!` begin
    /// comments; a backslash at the end continues a line; `\t \n \r \f \uXXXX` and `\` before any other character.
    ///
    /// # Errors
    /// Only for a malformed `\uXXXX`: Java knows no other mistake.
    pub fn parse(text: &str) -> Result<Properties, PropertiesError> {
        let mut map = BTreeMap::new();
        for (line, logical) in logical_lines(text) {
            let (key, value) = split(&logical);
            let unescape = |part: &str| unescape(part).map_err(|what| PropertiesError { line, what });
            map.insert(unescape(key)?, unescape(value)?);
        }
        Ok(Properties(map))
    }

    /// The value of a key, without the white space around it.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|value| value.trim())
    }

    /// Sets a value.
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<String>) {
        self.0.insert(key.into(), value.into());
    }

    /// The content of a file with these properties, in this order.
    pub(crate) fn render(properties: &[(&str, String)]) -> String {
        let mut text = String::from("#\n");
        for (key, value) in properties {
            text.push_str(key);
            text.push('=');
            for c in value.chars() {
                if matches!(c, '\\' | '=' | ':' | '#' | '!') {
                    text.push('\\');
                }
                text.push(c);
            }
            text.push('\n');
        }
        text
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

/// Lines without comments and blank ones, continued ones joined, each with the number of its first.
fn logical_lines(text: &str) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (index, natural) in text.lines().enumerate() {
        let natural = natural.trim_start_matches([' ', '\t', '\x0c']);
        if open.is_none() && (natural.is_empty() || natural.starts_with(['#', '!'])) {
            continue;
        }
        let (number, mut joined) = open.take().unwrap_or((index + 1, String::new()));
        let slashes = natural.len() - natural.trim_end_matches('\\').len();
        if slashes % 2 == 1 {
            joined.push_str(&natural[..natural.len() - 1]);
            open = Some((number, joined));
        } else {
            joined.push_str(natural);
            lines.push((number, joined));
        }
    }
    lines.extend(open);
    lines
}

/// Key and value of a logical line, still escaped.
fn split(line: &str) -> (&str, &str) {
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '=' | ':' | ' ' | '\t' | '\x0c' => {
                let rest = line[at..].trim_start_matches([' ', '\t', '\x0c']);
                let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest);
                return (&line[..at], rest.trim_start_matches([' ', '\t', '\x0c']));
            }
            _ => {}
        }
    }
    (line, "")
}

fn unescape(text: &str) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('t') => out.push('\t'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('f') => out.push('\x0c'),
            Some('u') => {
                let digits: String = chars.by_ref().take(4).collect();
                let code = u32::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 4);
                let found = code.and_then(char::from_u32);
                out.push(found.ok_or_else(|| {
                    format!("\\u{digits} is no character; write \\uXXXX with 4 hex digits")
                })?);
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn javas_format_is_read_as_java_reads_it() {
        let text = "# comment\n! another\n\n a=1\nb : 2 \nc 3\nd\\=e=f\\\n   g\nempty\nu=\\u0041\\tz\nlog.dirs=/a,\\\n  /b\na=last\n";
        let properties = Properties::parse(text).unwrap();
        let all: Vec<_> = properties.iter().collect();
        assert_eq!(
            all,
            [
                ("a", "last"),
                ("b", "2 "),
                ("c", "3"),
                ("d=e", "fg"),
                ("empty", ""),
                ("log.dirs", "/a,/b"),
                ("u", "A\tz")
            ]
        );
        assert_eq!(properties.get("b"), Some("2"));
    }

    #[test]
    fn what_is_written_reads_back() {
        let text = Properties::render(&[("a.b", "x=:#!\\y".to_owned()), ("c", String::new())]);
        let found = Properties::parse(&text).unwrap();
        assert_eq!((found.get("a.b"), found.get("c")), (Some("x=:#!\\y"), Some("")));
    }

    #[test]
    fn a_malformed_escape_is_told_with_its_line() {
        let error = Properties::parse("a=1\nb=\\u00g1").unwrap_err();
        assert_eq!(error.to_string(), "line 2: \\u00g1 is no character; write \\uXXXX with 4 hex digits");
        for text in ["a=\\uZZZZ", "a=\\u00", "a=\\uD800"] {
            assert_eq!(Properties::parse(text).unwrap_err().line, 1);
        }
    }
}
