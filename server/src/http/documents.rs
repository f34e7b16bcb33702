//! The documents that describe the API. They are in the program, so that it tells what it does and not what another one did.

use super::site::Asset;
use flate2::read::GzDecoder;
use std::collections::HashMap;
use std::io::Read;

/// The documents in each form they are sent in.
pub struct Documents {
    /// OpenAPI: every route.
    pub openapi: Option<Asset>,
    /// AsyncAPI: what is said on the socket.
    pub asyncapi: Option<Asset>,
}

impl Documents {
    /// Those that the program was built with.
    pub fn load() -> Self {
        Self {
            openapi: asset("openapi.json", include_bytes!(concat!(env!("OUT_DIR"), "/openapi.json.gz"))),
            asyncapi: asset("asyncapi.json", include_bytes!(concat!(env!("OUT_DIR"), "/asyncapi.json.gz"))),
        }
    }
}

fn asset(name: &str, small: &[u8]) -> Option<Asset> {
    let mut whole = Vec::new();
    GzDecoder::new(small).read_to_end(&mut whole).ok()?;
    Asset::new(name, &HashMap::from([(name.to_owned(), whole), (format!("{name}.gz"), small.to_vec())]))
}
