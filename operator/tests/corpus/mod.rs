//! Reads the corpus of manifests; `manifests/README.md` says how its files are written.
#![allow(dead_code, reason = "each test uses what it needs")]

pub(crate) mod schema;

use std::path::{Path, PathBuf};

use ferryman_operator::validate::{Current, read, validate};

/// One manifest and what must be said about it.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) says: Vec<String>,
    pub(crate) warns: Vec<String>,
    pub(crate) replaces: Option<String>,
    pub(crate) api_server_accepts: bool,
    pub(crate) file_only: bool,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/manifests")
}

/// The manifests of a folder, by name.
pub(crate) fn cases(folder: &str) -> Vec<Case> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 5, "the corpus is not where it should be");
    files.iter().map(|file| case(file)).collect()
}

fn case(file: &Path) -> Case {
    let text = std::fs::read_to_string(file).unwrap();
    let directives = |word: &str| -> Vec<String> {
        let prefix = format!("#: {word} ");
        text.lines().filter_map(|line| line.strip_prefix(&prefix)).map(str::to_owned).collect()
    };
    Case {
        name: file.file_name().unwrap().to_string_lossy().into_owned(),
        says: directives("says"),
        warns: directives("warns"),
        replaces: directives("replaces").pop(),
        file_only: text.lines().any(|line| line == "#: file only"),
        api_server_accepts: directives("api-server").iter().any(|word| word == "accepts"),
        text,
    }
}

/// The text of the manifest that another one replaces.
pub(crate) fn text_of(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// What exists once that manifest has been brought about.
pub(crate) fn current_of(path: &str) -> Current {
    let manifest = read(&text_of(path), None).unwrap();
    Current::of(&validate(&manifest, None).unwrap())
}
