//! The command around the library: reads and writes the checked-in schemas and sources.
//!
//! Decides nothing but where files stand. Exit code 0 done, 1 failed or drifted, 2 not a command.

use std::path::Path;
use std::process::ExitCode;

use ferryman_wire_codegen::error::Result;
use ferryman_wire_codegen::{extract, generate, pins::Pins, tree};

const USAGE: &str = "\
usage: ferryman-wire-codegen COMMAND
  artifacts           print `VERSION ARTIFACT` for each jar that carries schemas
  extract DIR         unite the schemas DIR/VERSION/ARTIFACT/**.json into schemas/
  generate            write crates/wire/src/generated from schemas/
  generate --check    fail if what is checked in differs from what `generate` would write
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let outcome = match words[..] {
        ["artifacts"] => print_artifacts(here),
        ["extract", input] => run_extract(here, Path::new(input)),
        ["generate"] => run_generate(here, tree::write),
        ["generate", "--check"] => run_generate(here, tree::check),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ferryman-wire-codegen: {error}");
            ExitCode::FAILURE
        }
    }
}

fn print_artifacts(here: &Path) -> Result<()> {
    let pins = Pins::read(&here.join("kafka-versions.toml"))?;
    for version in [&pins.base, &pins.legacy] {
        for artifact in &pins.artifacts {
            println!("{version} {artifact}");
        }
    }
    Ok(())
}

fn run_extract(here: &Path, input: &Path) -> Result<()> {
    let pins = Pins::read(&here.join("kafka-versions.toml"))?;
    tree::write(&here.join("schemas"), "schema", &extract::extract(input, &pins)?)
}

fn run_generate(here: &Path, finish: fn(&Path, &str, &tree::Tree) -> Result<()>) -> Result<()> {
    let units = generate::read_units(&here.join("schemas"))?;
    // The workspace's root holds rustfmt.toml; the generated sources are formatted by it like all others.
    let files = generate::generate(&units, &here.join("../.."))?;
    finish(&here.join("../wire/src/generated"), "rs", &files)
}
