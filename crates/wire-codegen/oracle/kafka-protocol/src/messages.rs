//! Requests and responses, by way of kafka-protocol's enums of all messages.

use bytes::Bytes;
use wire::testing::{Entry, Random, all_messages};

/// What kafka-protocol says of a version that its table of APIs has and its message has not: Kafka's newest, unstable ones.
const NO_SUCH_VERSION: &str = "specified version not supported";

/// What the other crate makes of a message: its bytes again, or `None` if it has no such version.
type Recode = fn(i16, bool, i16, &Bytes) -> Option<anyhow::Result<Bytes>>;

macro_rules! recode {
    ($name:ident, $krate:ident) => {
        fn $name(key: i16, request: bool, version: i16, bytes: &Bytes) -> Option<anyhow::Result<Bytes>> {
            use $krate::messages::{ApiKey, RequestKind, ResponseKind};
            let key = ApiKey::try_from(key).ok()?;
            let range = key.valid_versions();
            if !(range.min..=range.max).contains(&version) {
                return None;
            }
            let again = || {
                let (mut input, mut output) = (bytes.clone(), bytes::BytesMut::new());
                if request {
                    RequestKind::decode(key, &mut input, version)?.encode(&mut output, version)?;
                } else {
                    ResponseKind::decode(key, &mut input, version)?.encode(&mut output, version)?;
                }
                anyhow::ensure!(input.is_empty(), "{} bytes were not read", input.len());
                Ok(output.freeze())
            };
            Some(again())
        }
    };
}
recode!(recode_legacy, legacy);
recode!(recode_base, base);

/// One line for each message and version that is not the same in both.
pub fn compare(seed: u64, count: usize) -> Vec<String> {
    let mut wrong = Vec::new();
    for (name, recode) in [("0.15", recode_legacy as Recode), ("0.18", recode_base)] {
        let (mut same, mut absent, mut differing) = (0, 0, 0);
        for entry in all_messages() {
            let Some((key, request)) = api(&entry) else { continue };
            for version in entry.versions.iter() {
                match compare_version(&entry, key, request, version, recode, Random::new(seed), count) {
                    None => absent += 1,
                    Some(None) => same += 1,
                    Some(Some(what)) => {
                        differing += 1;
                        wrong.push(format!("kafka-protocol {name}: {} {version}: {what}", entry.name));
                    }
                }
            }
        }
        println!(
            "kafka-protocol {name}: {same} messages and versions are the same, {differing} differ, {absent} it does not have"
        );
    }
    wrong
}

fn api(entry: &Entry) -> Option<(i16, bool)> {
    let request = entry.name.ends_with("Request");
    (request || entry.name.ends_with("Response")).then_some((entry.key?, request))
}

/// `None`: the other crate has no such version. Else what differs, if anything does.
fn compare_version(
    entry: &Entry,
    key: i16,
    request: bool,
    version: i16,
    recode: Recode,
    mut random: Random,
    count: usize,
) -> Option<Option<String>> {
    for _ in 0..count {
        let ours = (entry.sample)(&mut random, version).expect("a sample is made for its version");
        match recode(key, request, version, &ours)? {
            Ok(theirs) if theirs == ours => {}
            Err(error) if format!("{error:#}").contains(NO_SUCH_VERSION) => return None,
            Ok(theirs) => return Some(Some(format!("{ours:02x?} became {theirs:02x?}"))),
            Err(error) => return Some(Some(format!("{ours:02x?}: {error:#}"))),
        }
    }
    Some(None)
}
