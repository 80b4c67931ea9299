//! Printing. Nothing here fails because whoever listened has gone.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// Why a command ends without having done what it was asked.
pub(crate) enum Failure {
    /// In one sentence.
    Sentence(String),
    /// It was said already.
    Said(ExitCode),
    /// Standard output is closed.
    OutputClosed,
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure::Sentence(error.to_string())
    }
}

impl Failure {
    pub(crate) fn sentence(text: impl Into<String>) -> Failure {
        Failure::Sentence(text.into())
    }
}

/// One line on standard error.
pub(crate) fn error(sentence: &str) {
    let _ = writeln!(io::stderr(), "ferryman: {sentence}");
}

/// Text on standard output.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|_| Failure::OutputClosed)
}

/// A line on standard output.
pub(crate) fn line(text: &str) -> Result<(), Failure> {
    print(&format!("{text}\n"))
}

/// Lines of cells, each column as wide as its widest.
pub(crate) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|c| c.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width + 2 - cell.chars().count()));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A line that is written over while things go on, where the output is a terminal; elsewhere a line of its own each time.
pub(crate) struct LiveLine {
    terminal: bool,
    open: bool,
}

impl LiveLine {
    pub(crate) fn new() -> LiveLine {
        LiveLine { terminal: io::stdout().is_terminal(), open: false }
    }

    /// Shows the line as it is now.
    pub(crate) fn show(&mut self, text: &str) {
        let _ = match self.terminal {
            true => print(&format!("\r\x1b[2K{text}")),
            false => line(text),
        };
        self.open = self.terminal;
    }

    /// Lines that stay.
    pub(crate) fn say(&mut self, text: &str) {
        let clear = if std::mem::take(&mut self.open) { "\r\x1b[2K" } else { "" };
        let _ = print(&format!("{clear}{text}\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        assert_eq!(table(&[row(["a", "b"]), row(["long", "c"])]), "a     b\nlong  c\n");
    }
}
