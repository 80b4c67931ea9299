//! A controller's process, without its surroundings: [`metadata::controller`] on [`quorum`].
//!
//! * [`Core`]: the state machine behind its lock, who waits for which answer, and what is still to be carried out.
//! * [`CoreApplier`]: the way of committed entries into it.
//! * [`Loop`]: hands in requests, time, leadership and membership, and carries out what the state machine wants.
//! * [`Host`]: what both need of the process around them: clocks, sleep, tasks, and where the committed image goes.
//!
//! A node runs this on tokio, `ferryman-sim` on simulated time: what is simulated is what runs. Promises: entries are applied
//! in their order and all of them; nothing is proposed in a term in which the state machine does not lead; an entry that
//! stands elsewhere than expected ends the leading at once.
//!
//! Must not be here: rules about metadata (`metadata`) or about Raft (`quorum`), sockets, clocks.

mod convert;
mod core;
mod host;
mod run;

pub use self::convert::VotersRecords;
pub use self::core::{Core, CoreApplier};
pub use self::host::{Host, Reply};
pub use self::run::{Loop, Submitted};
