//! Addresses as browsers see them. Not set: the server is reached at the address people typed.

use super::parse;
use clap::Args;
use url::Url;

/// Flags of this concern.
#[derive(Args)]
#[group(skip)]
#[command(next_help_heading = "Public addresses")]
pub(super) struct Arguments {
    /// Where people open Hubbub; sign-in returns there. Set it when a proxy stands in front, or when the web app
    /// is served from another host of the same site (the only one that may then call this server).
    #[arg(long, env = "CLIENT_URL", value_name = "URL", value_parser = parse::web_address)]
    client_url: Option<Url>,
    /// Where browsers reach this server's /api and /auth, if it is not where they open Hubbub.
    #[arg(long, env = "PUBLIC_API_URL", value_name = "URL", value_parser = parse::web_address)]
    public_api_url: Option<Url>,
    /// Where browsers open the socket, if it is not /ws of this server.
    #[arg(long, env = "PUBLIC_SOCKET_URL", value_name = "URL", value_parser = parse::socket_address)]
    public_socket_url: Option<Url>,
}

/// Public addresses; `None`: the one a request came to.
#[derive(Debug, Clone, Default)]
pub struct Addresses {
    /// `CLIENT_URL`: where the PWA is.
    pub client: Option<Url>,
    /// `PUBLIC_API_URL`: where this server is.
    pub api: Option<Url>,
    /// `PUBLIC_SOCKET_URL`: where the socket is.
    pub socket: Option<Url>,
}

impl Arguments {
    pub(super) fn into_settings(self) -> Addresses {
        Addresses { client: self.client_url, api: self.public_api_url, socket: self.public_socket_url }
    }
}

impl Addresses {
    /// The PWA's origin, if it is another than this server's: the one that CORS is for.
    pub fn foreign_client(&self) -> Option<String> {
        let client = self.client.as_ref()?.origin().ascii_serialization();
        let api = self.api.as_ref().map(|api| api.origin().ascii_serialization());
        (api.as_ref() != Some(&client)).then_some(client)
    }
}
