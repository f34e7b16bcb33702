//! How the server calls others over HTTP: no redirects (they could lead anywhere), and never waiting for long.

mod public_only;

pub use public_only::{NOT_PUBLIC, is_public};

use public_only::PublicOnly;
use reqwest::header::RETRY_AFTER;
use reqwest::redirect::Policy;
use reqwest::{ClientBuilder, Response};
use std::time::Duration;

/// A client that is not made yet, for what else it needs.
pub fn client() -> ClientBuilder {
    reqwest::Client::builder()
        .user_agent(concat!("Hubbub/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .connect_timeout(Duration::from_secs(5))
        .timeout(Duration::from_secs(10))
}

/// The same, for addresses that people give: names lead into the public network alone, but those of which the function says so.
pub fn client_for_given(is_chosen: impl Fn(&str) -> bool + Send + Sync + 'static) -> ClientBuilder {
    client().no_proxy().dns_resolver(PublicOnly(is_chosen))
}

/// Whether the settings name a host, as `host` or `host:port`, whatever the port.
pub fn names(settings: &[String], host: &str) -> bool {
    let name_of = |known: &str| match known.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name.to_owned(),
        _ => known.to_owned(),
    };
    settings.iter().any(|known| name_of(known) == host)
}

/// For how long an answer asks to be left alone, as it says it.
pub fn retry_after(answer: &Response) -> Option<&str> {
    answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok())
}

/// Seconds, but no more than are believed; a date is answered by our own pauses.
pub fn pause(retry_after: &str, longest: Duration) -> Option<Duration> {
    let seconds = retry_after.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(longest))
}
