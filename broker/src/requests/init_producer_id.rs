//! InitProducerId for idempotent producers: ids out of blocks that the controller gives (KIP-360, KIP-730).
//!
//! Transactional producers are refused: there is no transaction coordinator yet.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, timeout_at};
use tracing::debug;
use wire::error_code::ErrorCode;
use wire::messages::allocate_producer_ids::AllocateProducerIdsRequest;
use wire::messages::init_producer_id::{InitProducerIdRequest, InitProducerIdResponse};

use crate::lifecycle::{ControllerChannel, LifecycleHandle};

/// How long a request may wait for a block, asked for by itself or by one before it.
const WITHIN: Duration = Duration::from_secs(5);
/// What Kafka answers while it waits for a block: clients ask again.
const NO_BLOCK: ErrorCode = ErrorCode::CoordinatorLoadInProgress;

/// Gives out producer ids, each once in the life of the cluster.
pub struct ProducerIds {
    node_id: i32,
    channel: Arc<ControllerChannel>,
    lifecycle: LifecycleHandle,
    block: Mutex<std::ops::Range<i64>>,
}

impl ProducerIds {
    /// No block yet.
    pub fn new(node_id: i32, channel: Arc<ControllerChannel>, lifecycle: LifecycleHandle) -> ProducerIds {
        ProducerIds { node_id, channel, lifecycle, block: Mutex::new(0..0) }
    }

    async fn next(&self) -> Result<i64, ErrorCode> {
        let deadline = Instant::now() + WITHIN;
        let Ok(mut block) = timeout_at(deadline, self.block.lock()).await else {
            return Err(NO_BLOCK);
        };
        if let Some(id) = block.next() {
            return Ok(id);
        }
        let request = AllocateProducerIdsRequest {
            broker_id: self.node_id,
            broker_epoch: self.lifecycle.broker_epoch(),
        };
        let left = deadline.saturating_duration_since(Instant::now());
        let answer = self.channel.call_until(&request, |answer| answer.error_code, left).await;
        match answer {
            Ok(answer) if answer.error_code == 0 && answer.producer_id_len > 0 => {
                let start = answer.producer_id_start;
                *block = start + 1..start + i64::from(answer.producer_id_len);
                Ok(start)
            }
            other => {
                debug!(?other, "no producer ids");
                Err(NO_BLOCK)
            }
        }
    }

    /// Serves an InitProducerId.
    pub(super) async fn init(&self, request: &InitProducerIdRequest) -> InitProducerIdResponse {
        let id = match &request.transactional_id {
            // An error after which clients stop asking.
            Some(_) => Err(ErrorCode::TransactionalIdAuthorizationFailed),
            None => self.next().await,
        };
        let none = InitProducerIdResponse {
            producer_id: -1,
            producer_epoch: -1,
            ongoing_txn_producer_id: -1,
            ongoing_txn_producer_epoch: -1,
            ..Default::default()
        };
        match id {
            Ok(producer_id) => InitProducerIdResponse { producer_id, producer_epoch: 0, ..none },
            Err(code) => InitProducerIdResponse { error_code: code.code(), ..none },
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::watch;
    use wire::codec::Uuid;

    use super::*;
    use crate::image::MetadataView;
    use crate::lifecycle::{Lifecycle, Registration};

    fn without_controllers() -> Arc<ProducerIds> {
        let channel = Arc::new(ControllerChannel::new(watch::channel(None).1, "broker-1".into()));
        let registration = Registration {
            broker_id: 1,
            cluster_id: String::new(),
            incarnation: Uuid::ZERO,
            listeners: Vec::new(),
            rack: None,
            directories: Vec::new(),
            cordoned: Vec::new(),
            previous_epoch: -1,
        };
        let view = Arc::new(MetadataView::new());
        let (_, handle) = Lifecycle::new(channel.clone(), view, registration, WITHIN, WITHIN);
        Arc::new(ProducerIds::new(1, channel, handle))
    }

    fn request() -> InitProducerIdRequest {
        InitProducerIdRequest { transactional_id: None, ..Default::default() }
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_controller_all_who_wait_for_ids_are_told_to_ask_again_in_the_same_time() {
        let ids = without_controllers();
        let began = Instant::now();
        let asked: Vec<_> = (0..20)
            .map(|_| {
                let ids = ids.clone();
                tokio::spawn(async move { ids.init(&request()).await })
            })
            .collect();
        for answer in asked {
            assert_eq!(answer.await.unwrap().error_code, NO_BLOCK.code());
        }
        assert!(began.elapsed() < WITHIN * 2, "{:?}", began.elapsed());
    }
}
