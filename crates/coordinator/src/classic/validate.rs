//! Whether a caller is who it says it is.

use wire::codec::Str;
use wire::error_code::ErrorCode;

use super::group::ClassicGroup;

impl ClassicGroup {
    /// Checks that the member is in the group and, if it is static, that no other runs under its instance id
    /// (`ClassicGroup.validateMember`; KIP-345).
    ///
    /// # Errors
    /// UNKNOWN_MEMBER_ID or FENCED_INSTANCE_ID.
    pub(crate) fn validate_member(&self, member: &str, instance: Option<&Str>) -> Result<(), ErrorCode> {
        if let Some(instance) = instance {
            match self.static_members.get(instance) {
                None => return Err(ErrorCode::UnknownMemberId),
                Some(current) if *current != *member => return Err(ErrorCode::FencedInstanceId),
                Some(_) => {}
            }
        }
        if self.members.contains_key(member) { Ok(()) } else { Err(ErrorCode::UnknownMemberId) }
    }

    /// Checks as [`validate_member`](Self::validate_member) does, and that the member knows of the current generation.
    ///
    /// # Errors
    /// UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID or ILLEGAL_GENERATION.
    pub(crate) fn validate_generation(
        &self,
        member: &str,
        instance: Option<&Str>,
        generation: i32,
    ) -> Result<(), ErrorCode> {
        self.validate_member(member, instance)?;
        if generation == self.generation { Ok(()) } else { Err(ErrorCode::IllegalGeneration) }
    }
}
