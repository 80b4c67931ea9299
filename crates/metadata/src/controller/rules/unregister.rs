//! UnregisterBroker (64): a broker will not come back.

use wire::messages::unregister_broker::{UnregisterBrokerRequest, UnregisterBrokerResponse};
use wire::metadata::UnregisterBrokerRecord;
use wire::records::MetadataRecord;

use super::fencing::broker_leaves;
use super::{Outcome, Rule};
use crate::controller::pipeline::Write;
use crate::controller::refusal::Refusal;

/// Forgets a broker. As in Kafka nobody asks whether it is alive or has replicas: who asks to forget it has looked.
pub(super) fn unregister_broker(
    rule: &Rule<'_>,
    r: &UnregisterBrokerRequest,
) -> Result<Outcome<UnregisterBrokerResponse>, Refusal> {
    let broker = rule.image.brokers().get(r.broker_id).ok_or(Refusal::BrokerNotRegistered(r.broker_id))?;
    let mut records = broker_leaves(rule, broker.id);
    records.push(MetadataRecord::UnregisterBroker(UnregisterBrokerRecord {
        broker_id: broker.id,
        broker_epoch: broker.epoch,
    }));
    let write = Write { records, private: Vec::new(), divisible: true };
    Ok(Outcome { write, response: UnregisterBrokerResponse::default() })
}
