//! Writes random messages of every kind and version for Kafka's own classes to read.
//!
//! `cargo run -p ferryman-wire --example random_messages -- SEED COUNT FILE`; the format is that of
//! `crates/wire-codegen/oracle/Oracle.java`, which checks the file (`Oracle check FILE`). Each message is also written at
//! another version, picked at random, so that defaults and refusals are compared with Kafka's too.

use std::error::Error;
use std::io::Write;

use bytes::Bytes;
use ferryman_wire::testing::{Entry, Random, Recoded, all_messages};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [seed, count, file] = &words[..] else {
        return Err("usage: random_messages SEED COUNT FILE".into());
    };
    let mut random = Random::new(seed.parse()?);
    let mut out = std::io::BufWriter::new(std::fs::File::create(file)?);
    let mut written = 0;
    for entry in all_messages() {
        for version in entry.versions.iter() {
            for _ in 0..count.parse::<usize>()? {
                let bytes = (entry.sample)(&mut random, version)?;
                let span = usize::try_from(entry.versions.max - entry.versions.min)? + 1;
                let other = entry.versions.min + i16::try_from(random.below(span))?;
                write_sample(&mut out, &entry, version, &bytes, other)?;
                written += 1;
            }
        }
    }
    out.flush()?;
    println!("{written} messages written to {file}, seed {seed}");
    Ok(())
}

fn write_sample(
    out: &mut impl Write,
    entry: &Entry,
    version: i16,
    bytes: &Bytes,
    other: i16,
) -> Result<(), Box<dyn Error>> {
    out.write_all(&[u8::try_from(entry.name.len())?])?;
    out.write_all(entry.name.as_bytes())?;
    out.write_all(&version.to_be_bytes())?;
    write_sized(out, bytes)?;
    out.write_all(&other.to_be_bytes())?;
    match (entry.recode)(bytes, version, other)? {
        Recoded::Refused(_) => out.write_all(&[0])?,
        Recoded::Bytes(recoded) => {
            out.write_all(&[1])?;
            write_sized(out, &recoded)?;
        }
    }
    Ok(())
}

fn write_sized(out: &mut impl Write, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    out.write_all(&u32::try_from(bytes.len())?.to_be_bytes())?;
    Ok(out.write_all(bytes)?)
}
