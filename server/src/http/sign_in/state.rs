//! What sign-in keeps between requests.

use super::local;
use crate::config::{self, Secret};
use actix_web::cookie::Key;
use std::net::SocketAddr;
use std::sync::OnceLock;

/// The settings of sign-in, the key of its cookies, and what the built-in provider has given out.
pub struct SignInState {
    /// How people prove who they are.
    pub settings: config::SignIn,
    key: Key,
    /// Asks the provider; made when it is first needed.
    pub(super) http: OnceLock<reqwest::Client>,
    /// Where this server listens, so that it can ask its own provider. Set when it does.
    pub listens_at: OnceLock<SocketAddr>,
    /// Codes and tokens of the built-in provider.
    pub local: local::Grants,
}

impl SignInState {
    /// Without a secret, cookies last as long as the process.
    pub fn new(settings: config::SignIn, secret: Option<&Secret>) -> Self {
        Self {
            settings,
            key: secret.map_or_else(Key::generate, derive),
            http: OnceLock::new(),
            listens_at: OnceLock::new(),
            local: local::Grants::default(),
        }
    }

    /// The key that encrypts our cookies.
    pub const fn key(&self) -> &Key {
        &self.key
    }
}

fn derive(secret: &Secret) -> Key {
    Key::derive_from(secret.reveal().as_bytes())
}
