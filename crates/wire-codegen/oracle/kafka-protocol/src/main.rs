//! A second opinion on `ferryman-wire`: the crate kafka-protocol, which was generated from the same schemas by others.
//!
//! Random requests and responses are written by `ferryman-wire`, read and written by kafka-protocol, and must be the same
//! bytes; record batches go both ways with every codec. Kafka's own classes (`oracle/run`) have the last word. Exit code 1 if
//! anything differs.

mod batches;
mod messages;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1).map(|word| word.parse().expect("SEED and COUNT are numbers"));
    let (seed, count) = (words.next().unwrap_or(1), words.next().unwrap_or(5));
    let mut wrong = messages::compare(seed, count as usize);
    wrong.extend(batches::compare(seed, 10 * count as usize));
    wrong.iter().for_each(|line| eprintln!("{line}"));
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
