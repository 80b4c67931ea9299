//! The form that Kafka's checkpoints share: a line with the version, one with the count, one for each entry
//! (`org.apache.kafka.server.common.CheckpointFile`).

use std::fmt::Write;

/// The only version there is of every checkpoint.
const VERSION: &str = "0";

/// The content of a file with these entries.
pub(super) fn write<T>(
    entries: impl ExactSizeIterator<Item = T>,
    mut line: impl FnMut(&mut String, T),
) -> String {
    let mut text = String::with_capacity(8 + 32 * entries.len());
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{VERSION}\n{}", entries.len());
    for entry in entries {
        line(&mut text, entry);
        text.push('\n');
    }
    text
}

/// The entries of a file: each line's words, `N` of them. An empty file has none: Kafka makes the file before it first
/// writes it.
pub(super) fn read<const N: usize>(content: &[u8]) -> Result<Vec<[&str; N]>, String> {
    let text = std::str::from_utf8(content).map_err(|e| format!("it is not UTF-8 text ({e})"))?;
    let mut lines = text.lines();
    let Some(version) = lines.next() else { return Ok(Vec::new()) };
    if version != VERSION {
        return Err(format!("its version is {version:?}, known is {VERSION}"));
    }
    let Some(count) = lines.next() else { return Ok(Vec::new()) };
    let count: usize = number(count)?;
    let entries = lines.map(words).collect::<Result<Vec<_>, _>>()?;
    if entries.len() != count {
        return Err(format!("it promises {count} entries and has {}", entries.len()));
    }
    Ok(entries)
}

/// A number, or a sentence about what stands in its place.
pub(super) fn number<T: std::str::FromStr>(word: &str) -> Result<T, String> {
    word.parse().map_err(|_| format!("{word:?} stands where a number must"))
}

fn words<const N: usize>(line: &str) -> Result<[&str; N], String> {
    let mut found = [""; N];
    let mut words = line.split_whitespace();
    for word in &mut found {
        *word = words.next().ok_or_else(|| format!("the line {line:?} has fewer than {N} words"))?;
    }
    if words.next().is_some() {
        return Err(format!("the line {line:?} has more than {N} words"));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_reads_back() {
        let text = write([("a", 1), ("b", -2)].iter(), |text, (word, n)| {
            let _ = write!(text, "{word} {n}");
        });
        assert_eq!(text, "0\n2\na 1\nb -2\n");
        assert_eq!(read::<2>(text.as_bytes()), Ok(vec![["a", "1"], ["b", "-2"]]));
    }

    #[test]
    fn a_file_that_was_only_made_has_no_entries() {
        assert_eq!(read::<2>(b""), Ok(vec![]));
        assert_eq!(read::<2>(b"0\n"), Ok(vec![]));
    }

    #[test]
    fn a_broken_file_is_refused_with_what_is_wrong() {
        for (content, found) in [
            (&b"1\n0\n"[..], "its version is \"1\", known is 0"),
            (b"0\nmany\n", "\"many\" stands where a number must"),
            (b"0\n2\na 1\n", "it promises 2 entries and has 1"),
            (b"0\n99999999999\na 1\n", "it promises 99999999999 entries and has 1"),
            (b"0\n1\na 1 2\n", "the line \"a 1 2\" has more than 2 words"),
            (b"0\n1\na\n", "the line \"a\" has fewer than 2 words"),
            (b"\xff", "it is not UTF-8 text (invalid utf-8 sequence of 1 bytes from index 0)"),
        ] {
            assert_eq!(read::<2>(content).unwrap_err(), found);
        }
    }
}
