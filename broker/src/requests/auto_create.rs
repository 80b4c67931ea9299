//! [`TopicMaker`]: has topics made that were asked for and are not there, each by one request at a time.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use metadata::auto_create::{AutoCreate, error_for_client};
use parking_lot::Mutex;
use tracing::{debug, info};
use wire::error_code::ErrorCode;
use wire::messages::create_topics::CreatableTopic;

use crate::lifecycle::ControllerChannel;

/// Topics that are being made at once; more are made when clients ask again.
const MAKING_MAX: usize = 1000;
/// How long one request may take.
const WITHIN: Duration = Duration::from_secs(10);

/// Has topics made.
pub struct TopicMaker {
    auto_create: AutoCreate,
    channel: Arc<ControllerChannel>,
    making: Mutex<BTreeSet<String>>,
}

impl TopicMaker {
    /// A maker over a channel to the controller.
    pub fn new(auto_create: AutoCreate, channel: Arc<ControllerChannel>) -> TopicMaker {
        TopicMaker { auto_create, channel, making: Mutex::default() }
    }

    /// Has a topic made, and says what the client is told meanwhile.
    pub(super) fn make(self: &Arc<Self>, name: &str) -> ErrorCode {
        let topic = match self.auto_create.topic(name) {
            Ok(topic) => topic,
            Err(code) => return code,
        };
        {
            let mut making = self.making.lock();
            if making.len() >= MAKING_MAX || !making.insert(name.to_owned()) {
                return ErrorCode::UnknownTopicOrPartition;
            }
        }
        let (this, name) = (self.clone(), name.to_owned());
        tokio::spawn(async move {
            this.ask(&name, topic).await;
            this.making.lock().remove(&name);
        });
        ErrorCode::UnknownTopicOrPartition
    }

    async fn ask(&self, name: &str, topic: CreatableTopic) {
        let request = self.auto_create.request(vec![topic]);
        match self.channel.call(&request, WITHIN).await {
            Ok(answer) => {
                let code = answer.topics.first().map_or(0, |topic| topic.error_code);
                let code = ErrorCode::from_code(code);
                let told = error_for_client(code);
                match code {
                    ErrorCode::None => info!(topic = name, "made because a client asked for it"),
                    ErrorCode::TopicAlreadyExists => {}
                    _ => info!(topic = name, %code, %told, "not made though a client asked for it"),
                }
            }
            Err(error) => debug!(topic = name, %error, "not made"),
        }
    }
}
