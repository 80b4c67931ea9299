//! [`Resources`]: what all logs of a process share.

use std::sync::Arc;

use disk::Disk;

use crate::file_cache::FileCache;
use crate::tail::TailBudget;

/// The disk, and the budgets that logs share.
pub struct Resources {
    /// Where the logs are.
    pub disk: Arc<dyn Disk>,
    /// Files kept open.
    pub files: Arc<FileCache>,
    /// Memory for recent batches.
    pub tail: Arc<TailBudget>,
}

impl Resources {
    /// A disk with budgets of their own: [`FileCache::OPEN_MAX_DEFAULT`] files and `tail_bytes_max` bytes of recent
    /// batches (0 for none).
    pub fn new(disk: Arc<dyn Disk>, tail_bytes_max: usize) -> Arc<Self> {
        Arc::new(Self {
            disk,
            files: FileCache::new(FileCache::OPEN_MAX_DEFAULT),
            tail: TailBudget::new(tail_bytes_max),
        })
    }
}
