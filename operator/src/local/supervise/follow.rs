//! Following the manifest.

use super::{BUSY_FOR, News, Supervisor, Teller};
use crate::api::{Listener, Manifest};
use crate::validate::{Current, ValidatedCluster, Violation, read, validate};
use std::time::Instant;

/// Reads a manifest and checks it against what exists.
///
/// # Errors
/// Every violation, as sentences.
pub fn read_manifest(
    text: &str,
    current: Option<&Current>,
) -> Result<(Manifest, ValidatedCluster), Vec<Violation>> {
    let manifest = read(text, None)?;
    let want = validate(&manifest, current)?;
    Ok((manifest, want))
}

impl Supervisor {
    /// Follows the manifest as it stands now, or says why not.
    pub(super) fn take_manifest(&mut self, tell: Teller<'_>) {
        let (violations, followed) = match std::fs::read_to_string(self.file.path()) {
            Ok(text) => match self.accept(&text) {
                Ok(followed) => (Vec::new(), followed),
                Err(violations) => (violations, false),
            },
            // An editor may be at it; the next change is looked at again.
            Err(_) => return,
        };
        for violation in &violations {
            tell(News::Event(format!("{} is not followed: {violation}", self.file.path().display())));
        }
        if followed {
            tell(News::Event(format!("{} has changed and is followed", self.file.path().display())));
        }
        self.busy_until = Instant::now() + BUSY_FOR;
        self.desk.view.borrow_mut().violations = violations;
        self.desk.stir();
    }

    /// Takes a manifest's text as what is wanted; whether it wants something else than before.
    fn accept(&mut self, text: &str) -> Result<bool, Vec<Violation>> {
        let (manifest, want) = read_manifest(text, Some(&self.memo.pools))?;
        let mut view = self.desk.view.borrow_mut();
        if want.name != view.want.name {
            return Err(vec![Violation::renamed(want.name.as_str(), view.want.name.as_str())]);
        }
        let changed = view.want != want;
        self.configured = manifest.spec.listeners != Listener::defaults();
        view.want = want;
        Ok(changed)
    }
}
