//! Every manifest of the corpus gets the verdict, and the sentences, that stand in its first lines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

mod corpus;

use corpus::{Case, cases, current_of};
use ferryman_operator::validate::{Violation, Warning, read, validate};

fn verdict(case: &Case) -> Result<Vec<Warning>, Vec<Violation>> {
    let manifest = read(&case.text, None)?;
    let current = case.replaces.as_deref().map(current_of);
    validate(&manifest, current.as_ref()).map(|cluster| cluster.warnings)
}

#[test]
fn good_manifests_are_accepted_with_the_warnings_that_are_written_in_them() {
    let mut wrong = Vec::new();
    for case in cases("good") {
        match verdict(&case) {
            Ok(warnings) => {
                let said: Vec<String> = warnings.iter().map(Warning::to_string).collect();
                if said != case.warns {
                    wrong.push(format!("{}\n  said   {said:#?}\n  wanted {:#?}", case.name, case.warns));
                }
            }
            Err(violations) => wrong.push(format!("{} was refused: {violations:#?}", case.name)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn bad_manifests_are_refused_with_every_sentence_that_is_written_in_them() {
    let mut wrong = Vec::new();
    for case in cases("bad") {
        let said: Vec<String> = match verdict(&case) {
            Ok(_) => vec!["accepted".to_owned()],
            Err(violations) => violations.iter().map(Violation::to_string).collect(),
        };
        if said != case.says {
            wrong.push(format!("{}\n  said   {said:#?}\n  wanted {:#?}", case.name, case.says));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_example_is_accepted() {
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/examples");
    for example in std::fs::read_dir(examples).unwrap() {
        let path = example.unwrap().path();
        let manifest = read(&std::fs::read_to_string(&path).unwrap(), None);
        let accepted = manifest.and_then(|manifest| validate(&manifest, None));
        assert!(accepted.is_ok(), "{}: {accepted:?}", path.display());
    }
}

#[test]
fn the_quickstart_is_what_a_new_user_would_write() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/examples/quickstart.yaml");
    let manifest = read(&std::fs::read_to_string(path).unwrap(), None).unwrap();
    let cluster = validate(&manifest, None).unwrap();
    assert_eq!(
        (cluster.name.as_str(), cluster.controllers.replicas, cluster.broker_count()),
        ("quickstart", 3, 3)
    );
    assert_eq!(cluster.config["default.replication.factor"], "3");
    assert_eq!(cluster.min_insync_replicas(), 2);
    assert!(cluster.warnings.is_empty());
}

#[test]
fn several_clusters_in_a_file_are_told_apart_by_name() {
    let one = "apiVersion: ferryman.dev/v1alpha1\nkind: KafkaCluster\nmetadata: {name: one}\nspec: {}\n";
    let file = format!("{one}---\n{}", one.replace("one", "two"));
    assert_eq!(read(&file, Some("two")).unwrap().metadata.name, "two");
    assert_eq!(
        read(&file, Some("three")).unwrap_err()[0].to_string(),
        "the file: it holds no KafkaCluster of the name three; check the name"
    );
}
