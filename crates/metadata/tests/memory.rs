//! What partitions take in memory, as the operating system counts it. Alone in its process: other tests would count too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]
#![cfg(target_os = "linux")]

use ferryman_metadata::image::{Changes, Image};
use wire::codec::{Str, Uuid};
use wire::metadata::{PartitionChangeRecord, PartitionRecord, TopicRecord};
use wire::records::MetadataRecord;

/// Bytes of the process that are in memory.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

fn apply(image: &mut Image, record: MetadataRecord) {
    image.apply(image.offset + 1, &record, &mut Changes::default()).unwrap();
}

/// Topics whose partitions have three replicas on thirty brokers of two directories each.
fn create(image: &mut Image, topics: std::ops::Range<u128>, partitions: i32) {
    for number in topics {
        let topic_id = Uuid::from_u128(number);
        apply(
            image,
            MetadataRecord::Topic(TopicRecord { name: Str::from(format!("topic-{number}")), topic_id }),
        );
        for index in 0..partitions {
            let replicas: Vec<i32> = (0..3).map(|nth| (number as i32 + index + nth * 7) % 30).collect();
            let directory = |id: &i32| Uuid::from_u128(1 << 70 | (*id as u128) << 1 | (index & 1) as u128);
            let record = PartitionRecord {
                partition_id: index,
                topic_id,
                directories: replicas.iter().map(directory).collect(),
                isr: replicas.clone(),
                leader: replicas[0],
                replicas,
                leader_epoch: 0,
                partition_epoch: 0,
                ..PartitionRecord::default()
            };
            apply(image, MetadataRecord::Partition(record));
        }
    }
}

#[test]
fn a_partition_takes_less_than_32_bytes_and_a_fork_next_to_nothing() {
    let mut image = Image::new();
    // What is taken once, and what is freed and used again, does not count.
    create(&mut image, 0..10, 1_000);
    let before = resident();
    create(&mut image, 10..210, 1_000);
    let per_partition = resident().saturating_sub(before) as f64 / 200_000.0;
    assert!(per_partition < 32.0, "{per_partition} bytes per partition");

    // Forks as a busy controller has them: one for each of many entries, each with a change.
    let before = resident();
    let mut forks = Vec::new();
    for index in 0..100 {
        let mut fork = forks.last().unwrap_or(&image).clone();
        let topic_id = Uuid::from_u128(100);
        let change = PartitionChangeRecord {
            topic_id,
            partition_id: index * 10,
            isr: Some(vec![]),
            ..PartitionChangeRecord::default()
        };
        apply(&mut fork, MetadataRecord::PartitionChange(change));
        forks.push(fork);
    }
    let per_fork = resident().saturating_sub(before) / forks.len();
    assert!(
        per_fork < 20_000,
        "{per_fork} bytes per fork of {} partitions",
        image.topics().partition_count()
    );
}
