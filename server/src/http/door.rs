//! What every request of the process has in common.

use super::documents::Documents;
use super::refused::Refused;
use super::sign_in::SignInState;
use super::site::Site;
use crate::config::Addresses;
use crate::error::Error;
use crate::limits::RateLimiter;
use crate::live::Live;
use actix_web::HttpRequest;
use std::ops::Deref;
use std::sync::Arc;

/// A cheap handle; clone it freely.
#[derive(Clone)]
pub struct Door(Arc<Shared>);

/// What [`Door`] points to.
pub struct Shared {
    /// What operations work with.
    pub live: Live,
    /// How often people may do things.
    pub limits: Arc<RateLimiter>,
    /// Addresses as browsers see them.
    pub addresses: Addresses,
    /// How people prove who they are, keys of cookies, and sign-ins under way.
    pub sign_in: SignInState,
    /// The files of the web door.
    pub site: Site,
    /// What describes the API.
    pub documents: Documents,
    /// Where sockets go after the handshake.
    pub gateway: crate::gateway::Door,
}

impl Door {
    /// Puts the parts together.
    pub fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }

    /// The one that a request came to.
    pub fn of(request: &HttpRequest) -> Result<&Self, Refused> {
        let missing = || Error::from(anyhow::anyhow!("a route without the application"));
        request.app_data::<Self>().ok_or_else(|| missing().into())
    }
}

impl Deref for Door {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
