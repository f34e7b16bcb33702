//! The provider built in for a first start: anybody who reaches it picks any name.
//!
//! It speaks the shapes of Discord's endpoints, so that sign-in is one flow: codes are used once and expire in a
//! minute, and PKCE is checked.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hubbub_shared::text::DisplayName;
use hubbub_shared::{ErrorCode, Problem};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use subtle::ConstantTimeEq;

/// Who this server is at its own provider.
pub const CLIENT_ID: &str = "hubbub";

const LIFETIME: Duration = Duration::from_secs(60);
/// Most codes and tokens at a time; people who only knock are forgotten within a minute.
const MOST: usize = 10_000;

/// What a browser asks for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Request {
    /// Has to be `code`, the only flow there is here.
    pub response_type: String,
    /// Has to be [`CLIENT_ID`]: only this server itself asks.
    pub client_id: String,
    /// Our own callback.
    pub redirect_uri: String,
    /// Goes back as it came.
    pub state: String,
    /// Hash of the verifier.
    pub code_challenge: String,
    /// Has to be `S256`; a plain challenge is refused.
    pub code_challenge_method: String,
    /// The name that was picked.
    #[serde(rename = "as", default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What our own callback redeems.
#[derive(Debug, Deserialize)]
pub struct Redemption {
    grant_type: String,
    code: String,
    client_id: String,
    redirect_uri: String,
    code_verifier: String,
}

/// Codes and tokens that are good for a minute, once.
#[derive(Default)]
pub struct Grants {
    codes: Mutex<Short<(DisplayName, Request)>>,
    tokens: Mutex<Short<DisplayName>>,
}

type Short<T> = HashMap<String, (Instant, T)>;

impl Request {
    /// Whether it is our own client that asks, to be sent back to our own callback: a redirect to anywhere else
    /// would hand the code to somebody else.
    pub fn is_ours(&self, callback: &str) -> bool {
        let expected = ["code", CLIENT_ID, callback, "S256"];
        let asked =
            [&*self.response_type, &*self.client_id, &*self.redirect_uri, &*self.code_challenge_method];
        asked == expected && !self.code_challenge.is_empty()
    }
}

impl Grants {
    /// A code for somebody who picked this name.
    pub fn authorize(&self, name: DisplayName, request: Request) -> Result<String, Problem> {
        keep(&self.codes, (name, request))
    }

    /// A token for a code, if who redeems it is who asked for it. The code is used up either way.
    pub fn redeem(&self, redemption: &Redemption) -> Option<String> {
        let (name, request) = take(&self.codes, &redemption.code)?;
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(redemption.code_verifier.as_bytes()));
        let is_same = redemption.grant_type == "authorization_code"
            && redemption.client_id == request.client_id
            && redemption.redirect_uri == request.redirect_uri
            && bool::from(challenge.as_bytes().ct_eq(request.code_challenge.as_bytes()));
        if is_same { keep(&self.tokens, name).ok() } else { None }
    }

    /// Whose token this is. It is used up.
    pub fn whose(&self, token: &str) -> Option<DisplayName> {
        take(&self.tokens, token)
    }
}

/// The same name in other letters is the same person.
pub fn key(name: &DisplayName) -> String {
    name.as_str().to_lowercase()
}

fn keep<T>(shelf: &Mutex<Short<T>>, value: T) -> Result<String, Problem> {
    let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
    shelf.retain(|_, (since, _)| since.elapsed() < LIFETIME);
    let mut bytes = [0_u8; 32];
    if shelf.len() >= MOST || getrandom::fill(&mut bytes).is_err() {
        return Err(Problem::new(
            ErrorCode::Unavailable,
            "Too many people are signing in. Try again in a minute.",
        ));
    }
    let ticket = BASE64_URL_SAFE_NO_PAD.encode(bytes);
    shelf.insert(ticket.clone(), (Instant::now(), value));
    Ok(ticket)
}

fn take<T>(shelf: &Mutex<Short<T>>, ticket: &str) -> Option<T> {
    let (since, value) = shelf.lock().unwrap_or_else(PoisonError::into_inner).remove(ticket)?;
    (since.elapsed() < LIFETIME).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALLBACK: &str = "http://localhost:8080/auth/callback";

    fn request(verifier: &str) -> Request {
        Request {
            response_type: "code".into(),
            client_id: CLIENT_ID.into(),
            redirect_uri: CALLBACK.into(),
            state: "s".into(),
            code_challenge: BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)),
            code_challenge_method: "S256".into(),
            name: None,
        }
    }

    fn redemption(code: &str, verifier: &str) -> Redemption {
        Redemption {
            grant_type: "authorization_code".into(),
            code: code.into(),
            client_id: CLIENT_ID.into(),
            redirect_uri: CALLBACK.into(),
            code_verifier: verifier.into(),
        }
    }

    #[test]
    fn a_code_is_redeemed_once_by_who_asked_for_it() {
        let (grants, ada) = (Grants::default(), DisplayName::parse("Ada").unwrap());
        let code = grants.authorize(ada.clone(), request("v")).unwrap();
        let token = grants.redeem(&redemption(&code, "v")).unwrap();
        assert!(grants.redeem(&redemption(&code, "v")).is_none(), "a second time");
        assert_eq!(grants.whose(&token), Some(ada.clone()));
        assert_eq!(grants.whose(&token), None, "a second time");

        let code = grants.authorize(ada, request("v")).unwrap();
        assert!(grants.redeem(&redemption(&code, "w")).is_none(), "by somebody else");
        assert!(grants.redeem(&redemption(&code, "v")).is_none(), "used up by the attempt");
    }

    #[test]
    fn a_code_is_sent_to_our_own_callback_only() {
        assert!(request("v").is_ours(CALLBACK));
        assert!(!Request { redirect_uri: "http://evil.example/".into(), ..request("v") }.is_ours(CALLBACK));
        assert!(!Request { code_challenge_method: "plain".into(), ..request("v") }.is_ours(CALLBACK));
    }
}
