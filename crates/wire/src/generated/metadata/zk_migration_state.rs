//! Generated from `crates/wire-codegen/schemas/metadata/zk_migration_state.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ZkMigrationStateRecord`: record type 21, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ZkMigrationStateRecord {
    /// Versions 0+.
    pub zk_migration_state: i8,
}

impl Struct for ZkMigrationStateRecord {
    const NAME: &'static str = "ZkMigrationStateRecord";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.zk_migration_state.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.zk_migration_state.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ZkMigrationStateRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.zk_migration_state.fill(r, v);
    }
}

message!(ZkMigrationStateRecord, 0, 0, Some(0));
