//! The HTTP client that asks the provider: no redirects (they could lead anywhere), and never waits for long.

use super::state::SignInState;
use anyhow::{Context, Result};
use oauth2::http;
use reqwest::redirect::Policy;
use std::time::Duration;

/// The one client of the process, made when it is first needed.
pub fn client(sign_in: &SignInState) -> Result<&reqwest::Client> {
    match sign_in.http.get() {
        Some(client) => Ok(client),
        None => {
            let client = build()?;
            Ok(sign_in.http.get_or_init(|| client))
        }
    }
}

fn build() -> Result<reqwest::Client> {
    let client = reqwest::Client::builder()
        .user_agent(concat!("Hubbub/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .connect_timeout(Duration::from_secs(5))
        .timeout(Duration::from_secs(10));
    client.build().context("making the HTTP client")
}

/// Why the provider did not answer.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The request did not get through.
    #[error(transparent)]
    Request(#[from] reqwest::Error),
    /// The answer cannot be taken apart.
    #[error(transparent)]
    Response(#[from] http::Error),
}

/// Sends what `oauth2` wants sent.
pub async fn send(
    client: &reqwest::Client,
    request: oauth2::HttpRequest,
) -> Result<oauth2::HttpResponse, SendError> {
    let answer = client.execute(request.try_into()?).await?;
    let mut response = http::Response::builder().status(answer.status());
    for (name, value) in answer.headers() {
        response = response.header(name, value);
    }
    Ok(response.body(answer.bytes().await?.to_vec())?)
}
