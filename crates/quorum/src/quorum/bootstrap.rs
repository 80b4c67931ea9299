//! Founding a group: the one way in which a quorum comes to be.

use std::collections::BTreeMap;

use crate::quorum::{Quorum, Standing};
use crate::runtime::Runtime;
use crate::{Error, Uuid};

impl<RT: Runtime> Quorum<RT> {
    /// Makes this node the only voter of a new group, if its directory is the one named.
    ///
    /// Repeating it on the directory that founded the group does nothing. It is refused by any other directory, and by
    /// one that is, or was, a member of a group it did not found. It may be cut off anywhere: it is remembered before
    /// anything else happens, and the next start goes on with it.
    pub async fn bootstrap(&self, directory: Uuid) -> Result<(), Error> {
        let node = &self.node;
        if directory != node.config.key.directory {
            return Err(Error::OtherDirectory { expected: directory, found: node.config.key.directory });
        }
        let _changing = node.changing.lock().await;
        if node.wal.founded() && node.wal.last().is_some() {
            return Ok(());
        }
        {
            let mut standing = node.standing.lock();
            if *standing == Standing::Member || !node.wal.is_blank() {
                return Err(Error::AlreadyMember);
            }
            *standing = Standing::Founding;
        }
        let path = node.quorum_state.path();
        node.quorum_state.write_founding().map_err(Error::io("write", path))?;
        self.initialize().await
    }

    /// Writes the first entry: this node is the only voter.
    pub(super) async fn initialize(&self) -> Result<(), Error> {
        let node = &self.node;
        node.wal.set_founded();
        let members = BTreeMap::from([(node.config.key, node.config.endpoints.clone())]);
        node.raft.initialize(members).await.map_err(|e| node.ended(e))?;
        *node.standing.lock() = Standing::Member;
        Ok(())
    }
}
