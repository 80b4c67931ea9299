//! Kubernetes Events: what was done to a cluster, and what only a human can mend. Reasons come from a closed list.
//!
//! Nothing depends on an Event: one that cannot be written is only logged.

use k8s_openapi::api::core::v1::ObjectReference;
use kube::Client;
use kube::runtime::events::{Event, EventType, Recorder, Reporter};
use tracing::warn;

use super::names::FIELD_MANAGER;
use crate::cluster::Outcome;
use crate::plan::Step;

/// Bytes of a note.
const NOTE_BYTES_MAX: usize = 1000;

/// Writes Events.
#[derive(Clone)]
pub struct Events(Recorder);

impl Events {
    /// Through a client.
    pub fn new(client: Client) -> Events {
        Events(Recorder::new(client, Reporter { controller: FIELD_MANAGER.into(), instance: None }))
    }

    /// What became of a step. What was stale is no news: the next plan decides anew.
    pub async fn step(&self, about: &ObjectReference, step: &Step, outcome: &Outcome) {
        let reason = format!("{:?}", step.id.kind);
        match outcome {
            Outcome::Done => self.publish(about, EventType::Normal, &reason, &step.why.0).await,
            Outcome::Stale(_) => {}
            Outcome::Refused(why) => {
                let note = format!("{}; refused: {why}", step.why);
                self.publish(about, EventType::Warning, &format!("{reason}Refused"), &note).await;
            }
            Outcome::Unanswered(why) => {
                let note = format!("{}; no answer: {why}", step.why);
                self.publish(about, EventType::Warning, &format!("{reason}Unanswered"), &note).await;
            }
        }
    }

    /// Something that was taken away.
    pub async fn removed(&self, about: &ObjectReference, reason: &str, note: &str) {
        self.publish(about, EventType::Normal, reason, note).await;
    }

    /// Something that only a human can mend.
    pub async fn stalled(&self, about: &ObjectReference, reason: &str, note: &str) {
        self.publish(about, EventType::Warning, reason, note).await;
    }

    async fn publish(&self, about: &ObjectReference, type_: EventType, reason: &str, note: &str) {
        let note = cut(note).to_owned();
        let event = Event {
            type_,
            reason: reason.to_owned(),
            note: Some(note),
            action: reason.to_owned(),
            secondary: None,
        };
        if let Err(error) = self.0.publish(&event, about).await {
            warn!(reason, %error, "an Event was not written");
        }
    }
}

fn cut(text: &str) -> &str {
    let end = (0..=NOTE_BYTES_MAX.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}
