//! The two providers: their addresses, and what they say about people.

use super::client::client;
use super::state::SignInState;
use crate::config::{self, Discord, Secret};
use crate::domain::identities::{Identity, Provider};
use anyhow::{Context, Result};
use oauth2::basic::BasicClient;
use oauth2::{AuthType, AuthUrl, ClientId, ClientSecret, EndpointNotSet, EndpointSet, RedirectUrl, TokenUrl};
use serde::Deserialize;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use url::Url;

/// The address below which Discord has people's pictures.
const PICTURES: &str = "https://cdn.discordapp.com/avatars";

/// An OAuth client with addresses for both steps.
pub type Client = BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// Where a provider is, and who we are there.
pub struct Endpoints {
    provider: Provider,
    authorize: Url,
    token: Url,
    me: Url,
    client_id: String,
    client_secret: Option<Secret>,
    redirect: Url,
}

/// What `users/@me` says.
#[derive(Debug, Deserialize)]
struct Profile {
    id: String,
    username: String,
    global_name: Option<String>,
    avatar: Option<String>,
}

impl Endpoints {
    /// The configured provider. `own` is where browsers reach this server.
    pub fn of(sign_in: &SignInState, own: &Url) -> Result<Self> {
        let redirect = own.join("/auth/callback")?;
        match &sign_in.settings {
            config::SignIn::Discord(discord) => Self::discord(discord, redirect),
            config::SignIn::Local { .. } => Self::local(sign_in, own, redirect),
        }
    }

    fn discord(discord: &Discord, redirect: Url) -> Result<Self> {
        Ok(Self {
            provider: Provider::Discord,
            authorize: discord.url.join("/oauth2/authorize")?,
            token: discord.url.join("/api/oauth2/token")?,
            me: discord.url.join("/api/v10/users/@me")?,
            client_id: discord.client_id.clone(),
            client_secret: Some(discord.client_secret.clone()),
            redirect,
        })
    }

    fn local(sign_in: &SignInState, own: &Url, redirect: Url) -> Result<Self> {
        let listens_at = sign_in.listens_at.get().context("the server does not listen yet")?;
        let here = Url::parse(&format!("http://{}/", reachable(*listens_at)))?;
        Ok(Self {
            provider: Provider::Local,
            authorize: own.join("/auth/local/authorize")?,
            token: here.join("/auth/local/token")?,
            me: here.join("/auth/local/users/@me")?,
            client_id: super::local::CLIENT_ID.to_owned(),
            client_secret: None,
            redirect,
        })
    }

    /// The client that speaks OAuth with it.
    pub fn client(&self) -> Client {
        let client = BasicClient::new(ClientId::new(self.client_id.clone()))
            .set_auth_type(AuthType::RequestBody)
            .set_auth_uri(AuthUrl::from_url(self.authorize.clone()))
            .set_token_uri(TokenUrl::from_url(self.token.clone()))
            .set_redirect_uri(RedirectUrl::from_url(self.redirect.clone()));
        match &self.client_secret {
            Some(secret) => client.set_client_secret(ClientSecret::new(secret.reveal().to_owned())),
            None => client,
        }
    }

    /// Who holds this access token.
    pub async fn identity(&self, sign_in: &SignInState, access_token: &str) -> Result<Identity> {
        let answer = client(sign_in)?.get(self.me.clone()).bearer_auth(access_token).send().await?;
        let profile: Profile = answer.error_for_status()?.json().await?;
        Ok(self.identify(profile))
    }

    fn identify(&self, profile: Profile) -> Identity {
        let picture = profile.avatar.map(|hash| format!("{PICTURES}/{}/{hash}.png?size=128", profile.id));
        Identity {
            provider: self.provider,
            subject: profile.id,
            display_name: profile.global_name.unwrap_or_else(|| profile.username.clone()),
            username: profile.username,
            avatar: picture,
        }
    }
}

/// "Everywhere" is not an address one can connect to.
fn reachable(listens_at: SocketAddr) -> SocketAddr {
    match listens_at.ip().is_unspecified() {
        true => SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), listens_at.port()),
        false => listens_at,
    }
}
