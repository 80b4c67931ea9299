//! Names of the files in a partition's directory: 20 digits of an offset and what the file is
//! (`org.apache.kafka.storage.internals.log.LogFileUtils`).

use std::path::{Path, PathBuf};

/// What a file with an offset in its name holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FileKind {
    /// Record batches; the offset is that of the first.
    Log,
    /// Offsets to positions.
    OffsetIndex,
    /// Timestamps to offsets.
    TimeIndex,
    /// Aborted transactions.
    TxnIndex,
    /// State of the producers before the offset.
    Snapshot,
}

impl FileKind {
    const ALL: [FileKind; 5] =
        [FileKind::Log, FileKind::OffsetIndex, FileKind::TimeIndex, FileKind::TxnIndex, FileKind::Snapshot];

    fn suffix(self) -> &'static str {
        match self {
            FileKind::Log => ".log",
            FileKind::OffsetIndex => ".index",
            FileKind::TimeIndex => ".timeindex",
            FileKind::TxnIndex => ".txnindex",
            FileKind::Snapshot => ".snapshot",
        }
    }
}

/// A file that a crash or a running deletion may have left, to be removed or finished when the log is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leftover {
    /// `.deleted`: was to be removed.
    Deleted,
    /// `.cleaned`: a compaction that did not end.
    Cleaned,
    /// `.swap`: a compaction that ended, but whose result is not yet in place.
    Swap,
    /// `.tmp`: the unfinished replacement of a small file.
    Temporary,
}

/// A file name, understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileName {
    /// A file of the log.
    Part(i64, FileKind),
    /// A file on its way in or out, and which file of the log it is or was, if it is one.
    Leftover(Leftover, Option<(i64, FileKind)>),
    /// Anything else: left alone.
    Other,
}

/// The path of a file of the log.
pub(crate) fn path(dir: &Path, offset: i64, kind: FileKind) -> PathBuf {
    dir.join(name(offset, kind))
}

/// The name of a file of the log.
pub(crate) fn name(offset: i64, kind: FileKind) -> String {
    format!("{offset:020}{}", kind.suffix())
}

/// Reads a file's name.
pub(crate) fn parse(name: &str) -> FileName {
    // A KRaft snapshot, whole or not, belongs to the quorum.
    if name.contains(".checkpoint") {
        return FileName::Other;
    }
    for (suffix, leftover) in [
        (".deleted", Leftover::Deleted),
        (".cleaned", Leftover::Cleaned),
        (".swap", Leftover::Swap),
        (disk::TMP_SUFFIX, Leftover::Temporary),
    ] {
        if let Some(of) = name.strip_suffix(suffix) {
            return FileName::Leftover(leftover, part(of));
        }
    }
    part(name).map_or(FileName::Other, |(offset, kind)| FileName::Part(offset, kind))
}

fn part(name: &str) -> Option<(i64, FileKind)> {
    FileKind::ALL.into_iter().find_map(|kind| {
        let digits = name.strip_suffix(kind.suffix())?;
        let well_formed = digits.len() == 20 && digits.bytes().all(|b| b.is_ascii_digit());
        Some((digits.parse().ok().filter(|_| well_formed)?, kind))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for kind in FileKind::ALL {
            assert_eq!(parse(&name(i64::MAX, kind)), FileName::Part(i64::MAX, kind));
        }
        assert_eq!(name(42, FileKind::TimeIndex), "00000000000000000042.timeindex");
    }

    #[test]
    fn what_is_not_a_part_of_the_log_is_left_alone() {
        for text in
            ["leader-epoch-checkpoint", "42.log", "0000000000000000004x.log", "99999999999999999999.log"]
        {
            assert_eq!(parse(text), FileName::Other, "{text}");
        }
    }

    #[test]
    fn files_on_their_way_are_known_with_what_they_are() {
        let part = Some((7, FileKind::Log));
        for (suffix, leftover) in
            [("deleted", Leftover::Deleted), ("cleaned", Leftover::Cleaned), ("swap", Leftover::Swap)]
        {
            let name = format!("{}.{suffix}", name(7, FileKind::Log));
            assert_eq!(parse(&name), FileName::Leftover(leftover, part));
        }
        assert_eq!(parse("leader-epoch-checkpoint.tmp"), FileName::Leftover(Leftover::Temporary, None));
        assert_eq!(parse("00000000000000000042-0000000001.checkpoint.deleted"), FileName::Other);
    }
}
