//! Signing in: the OAuth 2 code flow with state and PKCE, with Discord or with the provider built in here.
//!
//! [`begin`] sends the browser to the provider with a [`Flow`] in an encrypted cookie; [`finish`] checks what
//! comes back against it and asks the provider who that is. Who may own the server and what is stored of people
//! is in `domain/users`.

mod client;
pub mod cookies;
pub mod device;
mod flow;
pub mod local;
pub mod next;
mod provider;

pub use flow::{Failure, Flow, Returned, begin, finish};

use crate::config::{Config, Secret};
use actix_web::cookie::Key;
use std::net::SocketAddr;
use std::sync::OnceLock;

/// What sign-in keeps between requests.
pub struct SignIn {
    key: Key,
    http: OnceLock<reqwest::Client>,
    /// Where this server listens, so that it can ask its own provider. Set when it does.
    pub listens_at: OnceLock<SocketAddr>,
    /// Codes and tokens of the built-in provider.
    pub local: local::Grants,
}

impl SignIn {
    /// Without a secret in the settings, cookies last as long as the process.
    pub fn new(config: &Config) -> Self {
        Self {
            key: config.session_secret.as_ref().map_or_else(Key::generate, derive),
            http: OnceLock::new(),
            listens_at: OnceLock::new(),
            local: local::Grants::default(),
        }
    }
}

fn derive(secret: &Secret) -> Key {
    Key::derive_from(secret.reveal().as_bytes())
}
