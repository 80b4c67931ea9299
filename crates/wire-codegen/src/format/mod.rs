//! The schema files: what they look like, how they are read and how they are written.
//!
//! ```text
//! # Comment to the end of the line.
//! api 3 Metadata
//! listeners broker zkBroker
//! deprecated 0-1
//! unstable-latest
//!
//! request MetadataRequest 0-13 flexible 9+
//!   Topics []MetadataRequestTopic 0+ null 1+
//!     TopicId uuid 10+ ignorable
//!     Name string 0+ null 10+
//!   AllowAutoTopicCreation bool 4+ default true
//!
//! response MetadataResponse 0-13 flexible 9+
//!   ...
//!   struct Shared
//!     Port int32 0+
//! ```
//!
//! - The first line says the section (`api`, `metadata-record`, `group-record`, `transaction-record`, `data`), the API key
//!   or record type (`-` for data that has none) and the name. `listeners`, `deprecated` and `unstable-latest` may follow.
//! - A message is its role (`request`, `response`, `record`, `key`, `value`, `message`), its name, its versions and, if it has any,
//!   its flexible versions.
//! - A field is `Name type versions`, then in this order what applies of `null VERSIONS`, `tag NUMBER`, `default VALUE`,
//!   `ignorable`, `key`, `classic`. Types are Kafka's: `bool int8 int16 uint16 int32 uint32 int64 float64 uuid string bytes
//!   records`, a struct's name, or any of them behind `[]`.
//! - Two more spaces of indentation open the struct a field names. A struct that several fields name stands behind the
//!   message's fields as `struct Name`.
//! - Versions are `3`, `0-4` or `2+`. A default is written only if it is not the type's own (0, false, empty).
//!
//! Promises that what is written reads back as the same model. What the facts mean is not known here.

mod parse;
mod print;

pub use parse::parse_unit;
pub use print::print_unit;

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
api 3 Sample
listeners broker controller
deprecated 0-1
unstable-latest

request SampleRequest 0-13 flexible 9+
  Topics []Topic 0+ null 1+ default null
    Id uuid 10+ ignorable
    Name string 0+ null 10+ key
    Left Shared 2+ tag 0
    Right []Shared 2+ tag 1
  Count int32 4+ default -1
  ClientId string 1+ null 1+ classic
  struct Shared
    Port uint16 0+

response SampleResponse 0-13 flexible 9+
";

    #[test]
    fn what_is_written_reads_back() {
        let unit = parse_unit("sample", TEXT).unwrap();
        assert_eq!(unit.messages[0].structs.len(), 2);
        assert_eq!(print_unit(&unit), TEXT);
        assert_eq!(parse_unit("sample", &print_unit(&unit)).unwrap(), unit);
    }

    #[test]
    fn a_line_that_is_not_in_the_format_is_refused_with_its_number() {
        for (from, to) in [
            ("Count int32 4+", "Count int33 4+"),
            ("Count int32 4+", "Count int32 +4"),
            ("default -1", "defalut -1"),
            ("    Port", "      Port"),
            ("Left Shared", "Left Missing"),
            ("classic", "classic classic"),
            ("request SampleRequest", "question SampleRequest"),
        ] {
            let broken = TEXT.replace(from, to);
            let error = parse_unit("sample", &broken).unwrap_err().to_string();
            assert!(error.starts_with("sample, line "), "{to}: {error}");
        }
    }
}
