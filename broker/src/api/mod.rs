//! What is asked of a node, and by whom: requests found in frames, handed to the room that serves them, and answered.
//!
//! Must not be here: what a request does. Each API's own file belongs to the room that carries it out.

mod context;
mod describe_configs;
mod supported;

pub use context::{RequestContext, Unanswerable};
pub use describe_configs::describe_configs;
pub use supported::{FeatureLevels, Supported, api_versions_response, api_versions_unsupported};
