//! A tree of generated files: read it, write it, or say how it differs from what is on disk.
//!
//! Promises that a write leaves exactly the given files of that kind, so that nothing outlives its schema.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::{CodegenError, Result};

/// File texts by path below some root.
pub type Tree = BTreeMap<PathBuf, String>;

/// Every file with the extension below `root`; an absent root is an empty tree.
pub fn read(root: &Path, extension: &str) -> Result<Tree> {
    let mut tree = Tree::new();
    if root.exists() {
        visit(root, root, extension, &mut tree)?;
    }
    Ok(tree)
}

fn visit(root: &Path, directory: &Path, extension: &str, tree: &mut Tree) -> Result<()> {
    let failed = |action, path: &Path| {
        let path = path.to_path_buf();
        move |source| CodegenError::File { action, path, source }
    };
    for entry in std::fs::read_dir(directory).map_err(failed("list", directory))? {
        let path = entry.map_err(failed("list", directory))?.path();
        if path.is_dir() {
            visit(root, &path, extension, tree)?;
        } else if path.extension().is_some_and(|e| e == extension) {
            let text = std::fs::read_to_string(&path).map_err(failed("read", &path))?;
            let below = path.strip_prefix(root).unwrap_or(&path).to_path_buf();
            tree.insert(below, text);
        }
    }
    Ok(())
}

/// Makes the files below `root` with that extension exactly `tree`. Files that are right already are not touched.
pub fn write(root: &Path, extension: &str, tree: &Tree) -> Result<()> {
    let before = read(root, extension)?;
    for (below, text) in tree {
        if before.get(below) == Some(text) {
            continue;
        }
        let path = root.join(below);
        let failed = |source| CodegenError::File { action: "write", path: path.clone(), source };
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        std::fs::write(&path, text).map_err(failed)?;
    }
    for stale in before.keys().filter(|below| !tree.contains_key(*below)) {
        let path = root.join(stale);
        std::fs::remove_file(&path).map_err(|source| CodegenError::File {
            action: "remove",
            path,
            source,
        })?;
    }
    Ok(())
}

/// Fails with the paths that differ, are missing or are left over.
pub fn check(root: &Path, extension: &str, tree: &Tree) -> Result<()> {
    let found = read(root, extension)?;
    let mut drift: Vec<String> =
        tree.iter().filter(|(p, t)| found.get(*p) != Some(t)).map(|(p, _)| p.display().to_string()).collect();
    drift.extend(found.keys().filter(|p| !tree.contains_key(*p)).map(|p| p.display().to_string()));
    if drift.is_empty() { Ok(()) } else { Err(CodegenError::Drift(drift)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> Tree {
        files.iter().map(|(p, t)| (PathBuf::from(p), (*t).to_string())).collect()
    }

    #[test]
    fn a_written_tree_passes_the_check_and_every_change_is_drift() {
        let root = tempfile::tempdir().unwrap();
        let files = tree(&[("a/one.rs", "1"), ("two.rs", "2")]);
        write(root.path(), "rs", &files).unwrap();
        check(root.path(), "rs", &files).unwrap();
        for other in [
            tree(&[("a/one.rs", "1")]),
            tree(&[("a/one.rs", "1"), ("two.rs", "changed")]),
            tree(&[("a/one.rs", "1"), ("two.rs", "2"), ("three.rs", "3")]),
        ] {
            assert!(matches!(check(root.path(), "rs", &other), Err(CodegenError::Drift(_))));
        }
    }

    #[test]
    fn a_file_whose_schema_is_gone_goes_too() {
        let root = tempfile::tempdir().unwrap();
        write(root.path(), "rs", &tree(&[("old.rs", "1"), ("kept.rs", "2")])).unwrap();
        write(root.path(), "rs", &tree(&[("kept.rs", "2")])).unwrap();
        assert!(!root.path().join("old.rs").exists());
    }
}
