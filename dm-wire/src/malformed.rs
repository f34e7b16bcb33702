//! Why bytes are not what they are said to be. This is about form alone; what well-formed things may not do is in
//! [`crate::refused`].

use thiserror::Error;

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident $code:literal;)*) => {
        /// Why bytes were not read. Each has a code, which is what the test vectors name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
        #[error("malformed: {}", self.code())]
        pub enum Malformed {
            $($(#[$doc])* $name,)*
        }

        impl Malformed {
            /// The name of the reason in the test vectors.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }
        }
    };
}

reasons! {
    /// The bytes end before all of it was there.
    TooShort "too_short";
    /// Bytes follow that belong to nothing.
    Trailing "trailing";
    /// A version of the format that is not 1.
    Version "version";
    /// A suite of primitives that is not known here. Nothing falls back to another one.
    Suite "suite";
    /// An operation of a chain that does not exist.
    Operation "operation";
    /// A kind of device that does not exist, or that may not be here.
    DeviceKind "device_kind";
    /// A device's id is not the hash of its keys.
    DeviceId "device_id";
    /// Not 65 bytes of a point of P-256, uncompressed, and not infinity.
    Point "point";
    /// A signature with numbers out of range, or with the larger of the two possible `s`.
    SignatureForm "signature_form";
    /// A part has another length than its kind has.
    Length "length";
    /// Members or heads that are too few, too many, not sorted, or there twice.
    List "list";
    /// A one-time prekey with the number 0, which stands for "none".
    PrekeyId "prekey_id";
    /// Bytes that are reserved and not zero.
    Reserved "reserved";
    /// A kind of message that is not known here: the ciphertext is kept, and an update of the app may read it.
    MessageKind "message_kind";
    /// Flags that do not exist, or do not go with the kind of the message.
    Flags "flags";
    /// A message's id that is no UUID of version 7.
    MessageId "message_id";
    /// A ciphertext or plaintext of a size that is none of the padded ones.
    Size "size";
    /// Padding that is not `80 00 00 …` up to the smallest size that fits.
    Padding "padding";
    /// CBOR that is not deterministic: a longer form than needed, unsorted keys, tags, floats, no end told.
    Cbor "cbor";
    /// A text that is no UTF-8.
    Utf8 "utf8";
    /// A field that is missing, or does not belong to this kind of content.
    Field "field";
    /// A field's value that is empty, too long, out of range, or of characters that may not be in it.
    Value "value";
    /// More content than fits into the largest size.
    TooLong "too_long";
}
