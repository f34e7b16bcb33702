//! The HTTP client that asks the provider.

use super::state::SignInState;
use crate::outgoing;
use anyhow::{Context, Result};
use oauth2::http;

/// The one client of the process, made when it is first needed.
pub fn client(sign_in: &SignInState) -> Result<&reqwest::Client> {
    match sign_in.http.get() {
        Some(client) => Ok(client),
        None => {
            let client = outgoing::client().build().context("making the HTTP client")?;
            Ok(sign_in.http.get_or_init(|| client))
        }
    }
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
