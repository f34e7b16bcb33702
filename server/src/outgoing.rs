//! How the server calls others over HTTP: no redirects (they could lead anywhere), and never waiting for long.

mod public_only;

pub use public_only::{NOT_PUBLIC, PublicOnly, is_public};

use reqwest::ClientBuilder;
use reqwest::redirect::Policy;
use std::time::Duration;

/// A client that is not made yet, for what else it needs.
pub fn client() -> ClientBuilder {
    reqwest::Client::builder()
        .user_agent(concat!("Hubbub/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .connect_timeout(Duration::from_secs(5))
        .timeout(Duration::from_secs(10))
}
