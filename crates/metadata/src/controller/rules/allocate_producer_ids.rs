//! AllocateProducerIds (67): a block of producer ids for a broker (KIP-730).

use wire::messages::allocate_producer_ids::{AllocateProducerIdsRequest, AllocateProducerIdsResponse};
use wire::metadata::ProducerIdsRecord;

use super::{Outcome, Rule};
use crate::controller::pipeline::Write;
use crate::controller::refusal::Refusal;
use crate::image::PRODUCER_ID_BLOCK;

/// Gives the next block. The record says where the block after it starts; the broker is told where its own does.
pub(super) fn allocate_producer_ids(
    rule: &Rule<'_>,
    r: &AllocateProducerIdsRequest,
) -> Result<Outcome<AllocateProducerIdsResponse>, Refusal> {
    rule.broker_at_epoch(r.broker_id, r.broker_epoch)?;
    let start = rule.image.producer_ids().next;
    let next_producer_id = start.checked_add(PRODUCER_ID_BLOCK).ok_or(Refusal::ProducerIdsExhausted)?;
    let record = ProducerIdsRecord { broker_id: r.broker_id, broker_epoch: r.broker_epoch, next_producer_id };
    let write = Write { records: vec![record.into()], ..Write::default() };
    let response = AllocateProducerIdsResponse {
        producer_id_start: start,
        producer_id_len: PRODUCER_ID_BLOCK as i32,
        ..Default::default()
    };
    Ok(Outcome { write, response })
}
