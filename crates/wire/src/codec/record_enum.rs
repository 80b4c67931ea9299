//! What the enums over the records of one log have in common.

/// Makes an enum with a variant per record type, and what can be asked of any of them. The enum knows the bodies only;
/// how a type and a version stand before a body is the framing's (`crate::records`).
macro_rules! record_enum {
    ($(#[$about:meta])* $name:ident { $($key:literal => $variant:ident($section:ident::$message:ident),)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq)]
        pub enum $name {
            $(
                #[doc = concat!("Record type ", $key, ".")]
                $variant($section::$message),
            )*
        }

        impl $name {
            /// The record type.
            pub fn key(&self) -> i16 {
                match self { $($name::$variant(_) => $key,)* }
            }

            /// Kafka's name of the message.
            pub fn name(&self) -> &'static str {
                match self {
                    $($name::$variant(_) => <$section::$message as $crate::codec::Struct>::NAME,)*
                }
            }

            /// The versions that exist of this record.
            pub fn versions(&self) -> $crate::codec::VersionRange {
                match self {
                    $($name::$variant(_) => <$section::$message as $crate::codec::Message>::VERSIONS,)*
                }
            }

            /// The versions that exist of the record type `key`; nothing for a type that does not exist.
            pub fn versions_of(key: i16) -> Option<$crate::codec::VersionRange> {
                match key {
                    $($key => Some(<$section::$message as $crate::codec::Message>::VERSIONS),)*
                    _ => None,
                }
            }

            /// Reads the body of a record of type `key` at `version`; nothing for a type that does not exist.
            pub(crate) fn decode_body(
                key: i16,
                version: i16,
                d: &mut $crate::codec::Decoder<'_>,
            ) -> Option<Result<Self, $crate::codec::DecodeError>> {
                match key {
                    $($key => Some(
                        <$section::$message as $crate::codec::Message>::decode(d, version).map($name::$variant),
                    ),)*
                    _ => None,
                }
            }

            /// Bytes of the body at `version`.
            pub(crate) fn body_len(&self, version: i16) -> Result<usize, $crate::codec::EncodeError> {
                match self {
                    $($name::$variant(m) => $crate::codec::Message::encoded_len(m, version),)*
                }
            }

            /// Appends the body at `version`.
            pub(crate) fn encode_body(
                &self,
                buffer: &mut bytes::BytesMut,
                version: i16,
            ) -> Result<(), $crate::codec::EncodeError> {
                match self {
                    $($name::$variant(m) => $crate::codec::Message::encode_into(m, buffer, version),)*
                }
            }
        }

        $(
            impl From<$section::$message> for $name {
                fn from(message: $section::$message) -> Self {
                    $name::$variant(message)
                }
            }
        )*
    };
}

pub(crate) use record_enum;
