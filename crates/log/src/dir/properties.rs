//! Java's properties format, as far as Kafka's files use it: `key=value` lines, comments, escapes, continued lines
//! (`java.util.Properties.load` and `store`).

use std::collections::BTreeMap;

/// The properties of a file. A key that stands twice has its last value.
pub(super) fn parse(content: &[u8]) -> Result<BTreeMap<String, String>, String> {
    let text = std::str::from_utf8(content).map_err(|e| format!("it is not UTF-8 text ({e})"))?;
    let mut properties = BTreeMap::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let line = line.trim_start();
        if line.is_empty() || line.starts_with(['#', '!']) {
            continue;
        }
        let mut logical = line.to_owned();
        while ends_in_escape(&logical) {
            logical.pop();
            logical.push_str(lines.next().unwrap_or_default().trim_start());
        }
        let (key, value) = split(&logical);
        properties.insert(unescape(key)?, unescape(value)?);
    }
    Ok(properties)
}

/// The content of a file with these properties, in this order.
pub(super) fn write(properties: &[(&str, String)]) -> String {
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

/// Whether the line goes on: an odd number of backslashes at its end.
fn ends_in_escape(line: &str) -> bool {
    line.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1
}

/// Key and value: at the first `=`, `:` or white space that is not escaped; white space around it belongs to neither.
fn split(line: &str) -> (&str, &str) {
    let mut escaped = false;
    let end = line
        .char_indices()
        .find(|(_, c)| {
            let ends = !escaped && (matches!(c, '=' | ':') || c.is_whitespace());
            escaped = !escaped && *c == '\\';
            ends
        })
        .map_or(line.len(), |(at, _)| at);
    let (key, rest) = line.split_at(end);
    let rest = rest.trim_start();
    (key, rest.strip_prefix(['=', ':']).map_or(rest, str::trim_start))
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
            Some('f') => out.push('\u{c}'),
            Some('u') => {
                let digits: String = chars.by_ref().take(4).collect();
                let code = u32::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 4);
                out.push(
                    code.and_then(char::from_u32).ok_or_else(|| format!("\\u{digits} is no character"))?,
                );
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
    fn what_java_writes_is_read() {
        let text =
            b"#\n#Mon Nov 23 16:19:00 UTC 2026\nversion=1\n cluster.id = abc\\=d\\:e\\u0041 \nnode.id:7\n\
                     ! more\nlong=a\\\n   b\nempty\n\nlast=x\\\\\n";
        let found = parse(text).unwrap();
        let expected = [
            ("version", "1"),
            ("cluster.id", "abc=d:eA "),
            ("node.id", "7"),
            ("long", "ab"),
            ("empty", ""),
            ("last", "x\\"),
        ];
        assert_eq!(found, expected.map(|(k, v)| (k.to_owned(), v.to_owned())).into());
    }

    #[test]
    fn what_is_written_reads_back() {
        let text = write(&[("a.b", "x=:#!\\y".to_owned()), ("c", String::new())]);
        let found = parse(text.as_bytes()).unwrap();
        assert_eq!(found["a.b"], "x=:#!\\y");
        assert_eq!(found["c"], "");
    }

    #[test]
    fn a_broken_escape_is_refused() {
        assert!(parse(b"a=\\uZZZZ").is_err());
        assert!(parse(b"a=\\u00").is_err());
        assert!(parse(b"a=\\uD800").is_err());
        assert!(parse(b"\xff=1").is_err());
    }
}
