//! `ferryman`: the command line.
fn main() {}
