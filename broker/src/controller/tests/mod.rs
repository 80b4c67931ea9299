//! A controller as its listener shows it: requests as frames, answers as frames.

mod brokers;
mod coded;
mod configs;
mod group;
mod log;
mod lost_log;
mod partitions;
mod quorum;
mod topics;
mod versions;
mod world;
