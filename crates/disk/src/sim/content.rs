//! [`Content`]: a file's bytes as the program sees them, and as the disk holds them.

use super::CrashChoice;

enum Change {
    Write { at: usize, bytes: Vec<u8> },
    SetLen(usize),
}

impl Change {
    fn apply(&self, data: &mut Vec<u8>) {
        match self {
            Change::Write { at, bytes } => write(data, *at, bytes),
            Change::SetLen(len) => data.resize(*len, 0),
        }
    }
}

/// The bytes of one file.
#[derive(Default)]
pub(super) struct Content {
    pub(super) data: Vec<u8>,
    flushed: Vec<u8>,
    unflushed: Vec<Change>,
}

impl Content {
    pub(super) fn write(&mut self, at: usize, bytes: &[u8]) {
        write(&mut self.data, at, bytes);
        self.unflushed.push(Change::Write { at, bytes: bytes.to_vec() });
    }

    pub(super) fn set_len(&mut self, len: usize) {
        self.data.resize(len, 0);
        self.unflushed.push(Change::SetLen(len));
    }

    pub(super) fn flush(&mut self) {
        for change in self.unflushed.drain(..) {
            change.apply(&mut self.flushed);
        }
    }

    pub(super) fn corrupt(&mut self, at: usize, mask: u8) -> bool {
        if let Some(byte) = self.flushed.get_mut(at) {
            *byte ^= mask;
        }
        self.data.get_mut(at).map(|byte| *byte ^= mask).is_some()
    }

    /// Each unflushed change is lost, torn or kept on its own.
    pub(super) fn crash(&mut self, choice: &mut CrashChoice<'_>) {
        for change in self.unflushed.drain(..) {
            match (choice.below(3), change) {
                (0, _) => {}
                (1, Change::Write { at, bytes }) => {
                    let kept = choice.below(bytes.len() as u64 + 1) as usize;
                    write(&mut self.flushed, at, &bytes[..kept]);
                }
                (_, change) => change.apply(&mut self.flushed),
            }
        }
        self.data.clone_from(&self.flushed);
    }
}

fn write(data: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if bytes.is_empty() {
        return;
    }
    let end = at + bytes.len();
    if data.len() < end {
        data.resize(end, 0);
    }
    data[at..end].copy_from_slice(bytes);
}
