//! Requests that wait for offsets: for their records to be committed, or for records to read.
//!
//! * [`Wait`]: one waiting request, shared by the lists of all its partitions, which count it down.
//! * [`WaitList`]: who waits on one number of one partition. Register, re-check, park: no wakeup is lost.
//! * [`PartitionWaits`]: the three lists of a partition, driven by the effects of its core.
//!
//! Completing a request is never done under a lock: the lists only hand out what is complete. Time is not known here:
//! the caller keeps the timeouts and takes an expired request out with [`Wait::expire`].

mod list;
mod partition;
mod wait;

pub use list::{Parked, Until, WaitList};
pub use partition::{ParkedFetch, PartitionWaits, Ready};
pub use wait::{Outcome, Wait};
