//! A sink that keeps large bytes as they are.

use bytes::{Bytes, BytesMut};

use crate::codec::{EncodeFault, Sink, Version};

/// Collects a message as pieces: small values together, large [`Bytes`] shared. Checks nothing; count first.
#[derive(Debug)]
pub struct ChunkSink {
    share_from: usize,
    chunks: Vec<Bytes>,
    open: BytesMut,
}

impl ChunkSink {
    /// A sink that shares bytes of at least `share_from` bytes.
    pub fn new(share_from: usize) -> ChunkSink {
        ChunkSink { share_from, chunks: Vec::new(), open: BytesMut::new() }
    }

    /// The pieces, in order; none is empty.
    pub fn finish(mut self) -> Vec<Bytes> {
        self.close();
        self.chunks
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            self.chunks.push(self.open.split().freeze());
        }
    }
}

impl Sink for ChunkSink {
    const CHECKS: bool = false;

    fn put_bytes(&mut self, bytes: &[u8]) {
        self.open.extend_from_slice(bytes);
    }

    fn put_shared(&mut self, bytes: &Bytes) {
        if bytes.len() < self.share_from.max(1) {
            self.put_bytes(bytes);
        } else {
            self.close();
            self.chunks.push(bytes.clone());
        }
    }

    fn refuse(&mut self, _v: Version, _fault: EncodeFault) {}
}
