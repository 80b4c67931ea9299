//! A JoinGroup request, checked once: what the rest of the crate may rely on.
//!
//! Holds on to nothing of the request's bytes, for most of it stays in the group.

use bytes::Bytes;
use wire::codec::Str;
use wire::error_code::ErrorCode;
use wire::messages::JoinGroupRequest;

use super::group::Offer;
use super::member::{Member, Protocol};
use crate::config::Config;
use crate::event::RequestContext;
use crate::shard::Caller;

/// The longest id that can be written down: what a signed 16-bit length can say.
const MAX_ID: usize = i16::MAX as usize;
/// What an id takes behind its prefix: a dash and a UUID.
const ID_SUFFIX: usize = 37;
/// First version in which a dynamic member must come with an id it was given (KIP-394).
const MEMBER_ID_SINCE: i16 = 4;
/// First version in which a static leader can be told to keep the assignment (KIP-814).
const SKIP_ASSIGNMENT_SINCE: i16 = 9;

#[derive(Debug)]
pub(crate) struct Joining {
    pub(crate) caller: Caller,
    pub(crate) group: Str,
    /// Empty if the caller has none yet.
    pub(crate) member: Str,
    pub(super) instance: Option<Str>,
    pub(super) client_id: Str,
    pub(super) client_host: Str,
    pub(super) protocol_type: Str,
    pub(super) offer: Offer,
    pub(super) reason: String,
    random: u128,
}

impl Joining {
    /// Checks what can be checked without the group.
    ///
    /// # Errors
    /// What to answer: an empty group id, a session timeout out of bounds, or more of anything than the limits allow.
    pub(crate) fn new(
        caller: Caller,
        context: &RequestContext,
        request: &JoinGroupRequest,
        config: &Config,
    ) -> Result<Joining, ErrorCode> {
        if request.group_id.is_empty() {
            return Err(ErrorCode::InvalidGroupId);
        }
        let sessions = config.group_min_session_timeout_ms..=config.group_max_session_timeout_ms;
        if !sessions.contains(&request.session_timeout_ms) {
            return Err(ErrorCode::InvalidSessionTimeout);
        }
        let id_prefix = request.group_instance_id.as_ref().unwrap_or(&context.client_id);
        if request.protocols.len() > config.limits.protocols
            || id_prefix.len() + ID_SUFFIX > MAX_ID
            || context.client_host.len() > MAX_ID
        {
            return Err(ErrorCode::InvalidRequest);
        }
        let subscription_bytes: usize =
            request.protocols.iter().map(|protocol| protocol.metadata.len()).sum();
        if subscription_bytes > config.limits.subscription_bytes {
            return Err(ErrorCode::MessageTooLarge);
        }
        // Version 0 has one timeout for both.
        let rebalance_timeout_ms =
            if caller.version == 0 { request.session_timeout_ms } else { request.rebalance_timeout_ms };
        Ok(Joining {
            caller,
            group: request.group_id.detached(),
            member: request.member_id.detached(),
            instance: request.group_instance_id.as_ref().map(Str::detached),
            client_id: context.client_id.detached(),
            client_host: context.client_host.detached(),
            protocol_type: request.protocol_type.detached(),
            offer: Offer {
                rebalance_timeout_ms,
                session_timeout_ms: request.session_timeout_ms,
                protocols: offered(request),
            },
            reason: client_reason(request.reason.as_ref()),
            random: context.random,
        })
    }

    pub(super) fn requires_known_member_id(&self) -> bool {
        self.caller.version >= MEMBER_ID_SINCE
    }

    pub(super) fn supports_skipping_assignment(&self) -> bool {
        self.caller.version >= SKIP_ASSIGNMENT_SINCE
    }

    /// An id for a member that has none: what it calls itself and a UUID.
    pub(super) fn new_member_id(&self) -> Str {
        let prefix = self.instance.as_ref().unwrap_or(&self.client_id);
        let hex = format!("{:032x}", self.random);
        let (a, b, c, d, e) = (&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]);
        Str::from(format!("{prefix}-{a}-{b}-{c}-{d}-{e}"))
    }

    /// The caller as a member under `id`, waiting for the others.
    pub(super) fn into_member(self, id: Str) -> Member {
        Member {
            id,
            instance_id: self.instance,
            client_id: self.client_id,
            client_host: self.client_host,
            rebalance_timeout_ms: self.offer.rebalance_timeout_ms,
            session_timeout_ms: self.offer.session_timeout_ms,
            protocols: self.offer.protocols,
            assignment: Bytes::new(),
            awaiting_join: Some(self.caller),
            awaiting_sync: None,
            is_new: true,
        }
    }
}

/// The protocols offered, each name once.
fn offered(request: &JoinGroupRequest) -> Vec<Protocol> {
    let mut protocols: Vec<Protocol> = Vec::with_capacity(request.protocols.len());
    for protocol in &request.protocols {
        if !protocols.iter().any(|known| known.name == protocol.name) {
            let metadata = Bytes::copy_from_slice(&protocol.metadata);
            protocols.push(Protocol { name: protocol.name.detached(), metadata });
        }
    }
    protocols
}

/// The longest reason kept of what a client says (KIP-800).
const MAX_REASON: usize = 255;

/// Why a client says it joins or leaves.
pub(super) fn client_reason(reason: Option<&Str>) -> String {
    match reason.map(|reason| reason.chars().take(MAX_REASON).collect::<String>()) {
        Some(reason) if !reason.is_empty() => reason,
        _ => "not provided".to_string(),
    }
}
