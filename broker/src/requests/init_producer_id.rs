//! InitProducerId for idempotent producers: ids out of blocks that the controller gives (KIP-360, KIP-730).
//!
//! Transactional producers are refused: there is no transaction coordinator yet.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tracing::debug;
use wire::error_code::ErrorCode;
use wire::messages::allocate_producer_ids::AllocateProducerIdsRequest;
use wire::messages::init_producer_id::{InitProducerIdRequest, InitProducerIdResponse};

use crate::lifecycle::{ControllerChannel, LifecycleHandle};

/// How long one request for a block may take.
const WITHIN: Duration = Duration::from_secs(5);

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
        let mut block = self.block.lock().await;
        if let Some(id) = block.next() {
            return Ok(id);
        }
        let request = AllocateProducerIdsRequest {
            broker_id: self.node_id,
            broker_epoch: self.lifecycle.broker_epoch(),
        };
        let answer = self.channel.call_until(&request, |answer| answer.error_code, WITHIN).await;
        match answer {
            Ok(answer) if answer.error_code == 0 && answer.producer_id_len > 0 => {
                let start = answer.producer_id_start;
                *block = start + 1..start + i64::from(answer.producer_id_len);
                Ok(start)
            }
            other => {
                debug!(?other, "no producer ids");
                // What Kafka answers while it waits for a block: clients ask again.
                Err(ErrorCode::CoordinatorLoadInProgress)
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
