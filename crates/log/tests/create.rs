//! A new log takes nobody's place.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

mod common;

use std::path::Path;

use common::{LOG_DIR, NOW, clean, create, open, partition, resources, sim};
use ferryman_log::{LogConfig, LogError, LogWriter};

#[test]
fn a_log_that_is_there_is_not_made_anew() {
    let resources = resources(&sim());
    drop(create(&resources, LogConfig::default()));
    let again = LogWriter::create(
        resources.clone(),
        Path::new(LOG_DIR),
        partition(),
        LogConfig::default(),
        None,
        0,
        NOW,
    );
    match again {
        Err(LogError::Io { source, .. }) => assert_eq!(source.kind(), std::io::ErrorKind::AlreadyExists),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it took the other's place"),
    }
    open(&resources, LogConfig::default(), clean(0)).unwrap();
}
