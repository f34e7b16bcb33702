//! What has its own way onto the wire, as JSON Schema: the JSON of it, as in the documents of the API.

use crate::permissions::Permissions;
use crate::timestamp::Timestamp;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// A number of 64 bits, which JSON carries as decimal text.
macro_rules! decimal {
    ($name:ident, $about:expr) => {
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "pattern": "^[0-9]{1,20}$",
                    "description": $about.trim(),
                })
            }
        }
    };
}
pub(crate) use decimal;

decimal!(Permissions, "A set of permissions: the sum of their values, as decimal text.");

impl JsonSchema for Timestamp {
    fn schema_name() -> Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "date-time",
            "description": "A moment, to the millisecond. It is told in UTC, `2026-01-31T12:00:00.000Z`; any RFC 3339 is understood.",
        })
    }
}
