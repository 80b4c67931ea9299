//! A node of a Kafka cluster: broker, controller, or both.
//!
//! This crate is the shell around the pure cores: sockets, files, timers, threads. What may be decided wrongly is decided
//! elsewhere (`metadata`, `replica`, `coordinator`, `quorum`), where it can be simulated.

pub mod api;
pub mod clock;
pub mod config;
pub mod controller;
pub mod groups;
pub mod http;
pub mod image;
pub mod lifecycle;
pub mod net;
pub mod node;
pub mod replicas;
pub mod requests;
