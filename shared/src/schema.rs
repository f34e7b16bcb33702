//! What has its own way onto the wire, as JSON Schema: the JSON of it, as in the documents of the API.

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
