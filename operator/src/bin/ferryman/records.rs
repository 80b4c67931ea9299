//! `ferryman produce` and `ferryman consume`.

use std::collections::BTreeMap;
use std::io::{self, BufRead};
use std::time::Duration;

use bytes::Bytes;
use client::Cluster;
use client::consume::{ConsumerRecord, Reader, StartAt, offsets};
use client::produce::{Producer, ProducerRecord};
use ferryman_operator::local::clock::now;
use tokio::sync::mpsc;

use crate::args::{ConsumeOptions, ProduceOptions};
use crate::kafka::explain;
use crate::output::{self, Failure};

/// Everything that is asked for must be done within this time.
const WITHIN: Duration = Duration::from_secs(60);
/// Lines that are read ahead.
const LINES_AHEAD: usize = 10_000;
/// Records that are sent together.
const RECORDS_AT_ONCE: usize = 5_000;
/// How long a look for new records waits.
const POLL: Duration = Duration::from_millis(500);

/// Writes each line of standard input.
pub(crate) async fn produce(cluster: &Cluster, arguments: ProduceOptions) -> Result<(), Failure> {
    let mut producer = Producer::new(cluster, &arguments.topic, WITHIN).await.map_err(explain)?;
    let (lines_in, mut lines) = mpsc::channel(LINES_AHEAD);
    // A thread of its own: reading a terminal cannot be broken off.
    let reader = std::thread::spawn(move || read_lines(&lines_in));
    let mut written: BTreeMap<i32, usize> = BTreeMap::new();
    let mut some = Vec::new();
    while lines.recv_many(&mut some, RECORDS_AT_ONCE).await > 0 {
        let records = some.drain(..).map(|line| record(line, arguments.key_separator.as_deref())).collect();
        for (partition, count) in producer.send(records).await.map_err(explain)? {
            *written.entry(partition).or_default() += count;
        }
    }
    if let Ok(Err(error)) = reader.join() {
        return Err(Failure::sentence(format!("standard input cannot be read: {error}")));
    }
    let total: usize = written.values().sum();
    let noun = if total == 1 { "record is" } else { "records are" };
    let partitions: Vec<String> = written.keys().map(ToString::to_string).collect();
    let into =
        if partitions.is_empty() { String::new() } else { format!(", partition {}", partitions.join(", ")) };
    output::line(&format!("{total} {noun} written to {}{into}", arguments.topic))
}

fn read_lines(lines: &mpsc::Sender<Vec<u8>>) -> io::Result<()> {
    let mut input = io::stdin().lock();
    loop {
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        if line.ends_with(b"\n") {
            line.pop();
        }
        if lines.blocking_send(line).is_err() {
            return Ok(());
        }
    }
}

fn record(line: Vec<u8>, separator: Option<&str>) -> ProducerRecord {
    let timestamp_ms = now().0;
    let line = Bytes::from(line);
    let split = separator.filter(|separator| !separator.is_empty()).and_then(|separator| {
        let at = line.windows(separator.len()).position(|window| window == separator.as_bytes())?;
        Some((line.slice(..at), line.slice(at + separator.len()..)))
    });
    match split {
        Some((key, value)) => ProducerRecord { key: Some(key), value: Some(value), timestamp_ms },
        None => ProducerRecord { key: None, value: Some(line), timestamp_ms },
    }
}

/// Prints records, until there are enough or Ctrl-C ends it.
pub(crate) async fn consume(cluster: &Cluster, arguments: ConsumeOptions) -> Result<(), Failure> {
    let start = if arguments.from_beginning { StartAt::Beginning } else { StartAt::End };
    let mut reader = Reader::new(cluster, &arguments.topic, start).await.map_err(explain)?;
    if let Some(partition) =
        arguments.partition.filter(|partition| !reader.positions().contains_key(partition))
    {
        return Err(Failure::sentence(format!(
            "topic {} has no partition {partition}; it has {}",
            arguments.topic,
            reader.positions().len()
        )));
    }
    let ends = match arguments.until_end {
        true => {
            let topic = cluster.describe_topic(&arguments.topic).await.map_err(explain)?;
            Some(offsets(cluster, &topic, StartAt::End).await.map_err(explain)?)
        }
        false => None,
    };
    let mut left = arguments.max_messages.unwrap_or(u64::MAX);
    loop {
        let at_end = |ends: &BTreeMap<i32, i64>| {
            let mine = |p: &i32| arguments.partition.is_none_or(|partition| partition == *p);
            let position = |p: &i32| reader.positions().get(p).copied().unwrap_or(0);
            ends.iter().filter(|(p, _)| mine(p)).all(|(p, end)| position(p) >= *end)
        };
        if left == 0 || ends.as_ref().is_some_and(at_end) {
            return Ok(());
        }
        let records = reader.poll(POLL).await.map_err(explain)?;
        let mine = records
            .into_iter()
            .filter(|r| arguments.partition.is_none_or(|partition| r.partition == partition));
        let mut text = Vec::new();
        for record in mine.take(usize::try_from(left).unwrap_or(usize::MAX)) {
            left -= 1;
            write(&mut text, &record, arguments.verbose);
        }
        write_out(&text)?;
    }
}

fn write(to: &mut Vec<u8>, record: &ConsumerRecord, verbose: bool) {
    if verbose {
        to.extend_from_slice(format!("{}\t{}\t", record.partition, record.offset).as_bytes());
        to.extend_from_slice(record.key.as_deref().unwrap_or(b"-"));
        to.push(b'\t');
    }
    to.extend_from_slice(record.value.as_deref().unwrap_or(b""));
    to.push(b'\n');
}

fn write_out(text: &[u8]) -> Result<(), Failure> {
    use io::Write;
    let mut out = io::stdout().lock();
    out.write_all(text).and_then(|()| out.flush()).map_err(|_| Failure::OutputClosed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_value_or_a_key_and_a_value() {
        let parts = |line: &str, separator| {
            let record = record(line.as_bytes().to_vec(), separator);
            (record.key.map(|k| k.to_vec()), record.value.map(|v| v.to_vec()))
        };
        assert_eq!(parts("a:b:c", None), (None, Some(b"a:b:c".to_vec())));
        assert_eq!(parts("a:b:c", Some(":")), (Some(b"a".to_vec()), Some(b"b:c".to_vec())));
        assert_eq!(parts("abc", Some("::")), (None, Some(b"abc".to_vec())));
        assert_eq!(parts("", Some("")), (None, Some(Vec::new())));
    }

    #[test]
    fn a_record_is_printed_with_where_it_stands_when_asked() {
        let record =
            ConsumerRecord { partition: 1, offset: 7, timestamp_ms: 0, key: None, value: Some("v".into()) };
        let mut plain = Vec::new();
        write(&mut plain, &record, false);
        write(&mut plain, &record, true);
        assert_eq!(plain, b"v\n1\t7\t-\tv\n");
    }
}
