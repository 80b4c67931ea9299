//! The facts of a schema: what messages there are, their fields, and in which versions.
//!
//! One [`Unit`] is one schema file and one generated module. Structs are kept flat beside the message that uses them;
//! where a struct stands in the text is a matter of [`crate::format`]. No reading and no writing here.

use crate::versions::Versions;

/// Which part of Kafka a unit belongs to; also its directory and its module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Request and response of one API key.
    Api,
    /// A record of `__cluster_metadata`.
    Metadata,
    /// Key and value of a record of `__consumer_offsets`.
    Group,
    /// Key and value of a record of `__transaction_state`.
    Transaction,
    /// What stands alone: headers, control records, files, embedded protocols.
    Data,
}

impl Section {
    /// All sections, in the order they are generated.
    pub const ALL: [Section; 5] =
        [Section::Api, Section::Metadata, Section::Group, Section::Transaction, Section::Data];

    /// Directory of the section's schema files.
    pub fn directory(self) -> &'static str {
        match self {
            Section::Api => "api",
            Section::Metadata => "metadata",
            Section::Group => "group",
            Section::Transaction => "transaction",
            Section::Data => "data",
        }
    }

    /// The word that opens a schema file of this section.
    pub fn keyword(self) -> &'static str {
        match self {
            Section::Api => "api",
            Section::Metadata => "metadata-record",
            Section::Group => "group-record",
            Section::Transaction => "transaction-record",
            Section::Data => "data",
        }
    }
}

/// One schema file: messages that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The part of Kafka it belongs to.
    pub section: Section,
    /// Kafka's name without the role: `Metadata`, `RegisterBroker`, `OffsetCommit`.
    pub name: String,
    /// API key or record type; `None` only for data that has none.
    pub key: Option<i16>,
    /// Listeners that serve the API: `broker`, `controller`, `zkBroker`.
    pub listeners: Vec<String>,
    /// Whether the latest version may still change.
    pub unstable_latest: bool,
    /// Versions Kafka has announced to remove.
    pub deprecated: Versions,
    /// The messages, request before response and key before value.
    pub messages: Vec<Message>,
}

/// What a message is within its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// From client to server.
    Request,
    /// From server to client.
    Response,
    /// A metadata record.
    Record,
    /// Key of a coordinator record.
    Key,
    /// Value of a coordinator record.
    Value,
    /// Anything else.
    Data,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 6] =
        [Role::Request, Role::Response, Role::Record, Role::Key, Role::Value, Role::Data];

    /// The word that opens a message in a schema file.
    pub fn keyword(self) -> &'static str {
        match self {
            Role::Request => "request",
            Role::Response => "response",
            Role::Record => "record",
            Role::Key => "key",
            Role::Value => "value",
            Role::Data => "message",
        }
    }
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What it is within its unit.
    pub role: Role,
    /// Kafka's name: `MetadataRequest`.
    pub name: String,
    /// Valid versions, a closed range.
    pub versions: Versions,
    /// Versions with compact lengths and tagged fields.
    pub flexible: Versions,
    /// Fields in wire order; tagged ones anywhere among them.
    pub fields: Vec<Field>,
    /// Structs the fields name, in the order of their first use.
    pub structs: Vec<Struct>,
}

impl Message {
    /// The struct called `name`.
    pub fn find(&self, name: &str) -> Option<&Struct> {
        self.structs.iter().find(|s| s.name == name)
    }
}

/// A struct within a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Struct {
    /// Kafka's name, unique within the message.
    pub name: String,
    /// Fields in wire order.
    pub fields: Vec<Field>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Kafka's name: `ThrottleTimeMs`.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Versions that carry it; where `tag` is set, as a tagged field.
    pub versions: Versions,
    /// Versions in which it may be null.
    pub nullable: Versions,
    /// Its tag, if it is a tagged field.
    pub tag: Option<u32>,
    /// Default other than the type's own: a decimal number, `true`, or `null`.
    pub default: Option<String>,
    /// Whether a value other than the default may be dropped by a version that cannot carry it.
    pub ignorable: bool,
    /// Whether it is (part of) the key of the collection its struct stands in.
    pub map_key: bool,
    /// Whether it keeps the old length prefix in flexible versions too (`ClientId` of the request header).
    pub classic: bool,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// One byte, 0 or 1.
    Bool,
    /// Signed, 1 byte.
    Int8,
    /// Signed, 2 bytes.
    Int16,
    /// Unsigned, 2 bytes.
    Uint16,
    /// Signed, 4 bytes.
    Int32,
    /// Unsigned, 4 bytes.
    Uint32,
    /// Signed, 8 bytes.
    Int64,
    /// IEEE 754, 8 bytes.
    Float64,
    /// 16 bytes.
    Uuid,
    /// UTF-8 text with a length.
    String,
    /// Bytes with a length.
    Bytes,
    /// Record batches, as bytes with a length.
    Records,
    /// A struct of the same message.
    Struct(String),
    /// A count and that many elements.
    Array(Box<Kind>),
}

impl Kind {
    /// Reads Kafka's name of a type; anything unknown that begins with a capital is a struct.
    pub fn parse(text: &str) -> Option<Kind> {
        if let Some(element) = text.strip_prefix("[]") {
            return Kind::parse(element).map(|element| Kind::Array(Box::new(element)));
        }
        Some(match text {
            "bool" => Kind::Bool,
            "int8" => Kind::Int8,
            "int16" => Kind::Int16,
            "uint16" => Kind::Uint16,
            "int32" => Kind::Int32,
            "uint32" => Kind::Uint32,
            "int64" => Kind::Int64,
            "float64" => Kind::Float64,
            "uuid" => Kind::Uuid,
            "string" => Kind::String,
            "bytes" => Kind::Bytes,
            "records" => Kind::Records,
            name if name.starts_with(|c: char| c.is_ascii_uppercase()) => Kind::Struct(name.to_string()),
            _ => return None,
        })
    }

    /// The struct this is, or is an array of.
    pub fn struct_name(&self) -> Option<&str> {
        match self {
            Kind::Struct(name) => Some(name),
            Kind::Array(element) => element.struct_name(),
            _ => None,
        }
    }

    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        matches!(
            self,
            Kind::Int8
                | Kind::Int16
                | Kind::Uint16
                | Kind::Int32
                | Kind::Uint32
                | Kind::Int64
                | Kind::Float64
        )
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Kind::Bool => "bool",
            Kind::Int8 => "int8",
            Kind::Int16 => "int16",
            Kind::Uint16 => "uint16",
            Kind::Int32 => "int32",
            Kind::Uint32 => "uint32",
            Kind::Int64 => "int64",
            Kind::Float64 => "float64",
            Kind::Uuid => "uuid",
            Kind::String => "string",
            Kind::Bytes => "bytes",
            Kind::Records => "records",
            Kind::Struct(name) => name,
            Kind::Array(element) => return write!(f, "[]{element}"),
        })
    }
}
