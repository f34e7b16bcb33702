//! The code flow: to the provider and back.

use super::client::{client, send};
use super::provider::Endpoints;
use super::state::SignInState;
use crate::domain::identities::Identity;
use crate::error::Result;
use hubbub_shared::Timestamp;
use oauth2::basic::BasicErrorResponseType;
use oauth2::{
    AuthorizationCode, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RequestTokenError, Scope,
    TokenResponse,
};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use url::Url;

/// A sign-in under way. Lives in the browser's encrypted cookie, so nothing is kept for those who never return.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Flow {
    /// What the provider must return: proves that the answer belongs to this browser.
    state: String,
    /// What the provider has the hash of: proves that who redeems the code is who asked for it.
    verifier: String,
    /// Where to go afterwards, a path of our own pages.
    pub next: String,
    /// When the sign-in began.
    pub begun_at: Timestamp,
}

/// What the provider sends the browser back with.
#[derive(Debug, Default, Deserialize)]
pub struct Returned {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
}

/// Why nobody was signed in. The PWA has the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The person said no at the provider.
    Denied,
    /// It took too long, or another sign-in was begun meanwhile.
    Expired,
    /// The provider cannot be reached or does not do its part.
    Provider,
}

impl Failure {
    /// The word in `/sign-in?error=…`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Expired => "expired",
            Self::Provider => "provider",
        }
    }
}

/// Where to send the browser, and what it must bring back. `name` is for local sign-in only.
pub fn begin(
    sign_in: &SignInState,
    now: Timestamp,
    own: &Url,
    next: String,
    name: Option<&str>,
) -> Result<(Url, Flow)> {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let client = Endpoints::of(sign_in, own)?.client();
    let mut request =
        client.authorize_url(CsrfToken::new_random).add_scope(Scope::new("identify".to_owned()));
    if let Some(name) = name {
        request = request.add_extra_param("as", name.to_owned());
    }
    let (address, state) = request.set_pkce_challenge(challenge).url();
    let (state, verifier) = (state.into_secret(), verifier.into_secret());
    Ok((address, Flow { state, verifier, next, begun_at: now }))
}

/// Checks what came back and asks the provider who it is.
pub async fn finish(
    sign_in: &SignInState,
    own: &Url,
    flow: Option<&Flow>,
    returned: Returned,
) -> std::result::Result<Identity, Failure> {
    let flow = flow.ok_or(Failure::Expired)?;
    let state = returned.state.unwrap_or_default();
    if !bool::from(state.as_bytes().ct_eq(flow.state.as_bytes())) {
        return Err(Failure::Expired);
    }
    match (returned.code, returned.error.as_deref()) {
        (_, Some("access_denied")) => Err(Failure::Denied),
        (Some(code), None) => redeem(sign_in, own, flow, code).await,
        _ => Err(Failure::Provider),
    }
}

async fn redeem(
    sign_in: &SignInState,
    own: &Url,
    flow: &Flow,
    code: String,
) -> std::result::Result<Identity, Failure> {
    let provider = Endpoints::of(sign_in, own).map_err(provider_failure)?;
    let http = client(sign_in).map_err(provider_failure)?;
    let oauth = provider.client();
    let request = oauth
        .exchange_code(AuthorizationCode::new(code))
        .set_pkce_verifier(PkceCodeVerifier::new(flow.verifier.clone()));
    let answer = request.request_async(&|request| send(http, request)).await;
    let token = answer.map_err(|error| match error {
        RequestTokenError::ServerResponse(refusal)
            if *refusal.error() == BasicErrorResponseType::InvalidGrant =>
        {
            Failure::Expired
        }
        // Neither code nor token are in it, the provider's answer may be.
        RequestTokenError::Parse(error, _) => provider_failure(error.into()),
        other => provider_failure(anyhow::Error::new(other)),
    })?;
    provider.identity(sign_in, token.access_token().secret()).await.map_err(provider_failure)
}

fn provider_failure(cause: anyhow::Error) -> Failure {
    tracing::warn!("the sign-in provider: {cause:#}");
    Failure::Provider
}
