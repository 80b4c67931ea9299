//! The plan rule by rule: one scene, one plan, what must and must not come of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

#[path = "plan_rules/acts.rs"]
mod acts;
#[path = "plan_rules/creation.rs"]
mod creation;
#[path = "plan_rules/drain.rs"]
mod drain;
#[path = "plan_rules/resources.rs"]
mod resources;
#[path = "plan_rules/roll.rs"]
mod roll;
#[path = "plan_rules/scene.rs"]
mod scene;
#[path = "plan_rules/sight.rs"]
mod sight;
#[path = "plan_rules/status.rs"]
mod status;
#[path = "plan_rules/voters.rs"]
mod voters;
