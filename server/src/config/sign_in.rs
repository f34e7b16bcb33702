//! How people prove who they are: with Discord, or, without its settings, by a name on this machine.

use super::{Secret, Stop, parse};
use clap::{Args, ValueEnum};
use hubbub_shared::model::SignInMethod;
use url::Url;

/// Flags of this concern.
#[derive(Args)]
#[group(skip)]
#[command(next_help_heading = "Sign-in")]
pub(super) struct Arguments {
    /// Client id of a Discord application. Not set: local sign-in.
    #[arg(long, env = "DISCORD_CLIENT_ID", value_name = "ID")]
    discord_client_id: Option<String>,
    /// Client secret of the Discord application.
    #[arg(long, env = "DISCORD_CLIENT_SECRET", hide_env_values = true, value_name = "SECRET")]
    discord_client_secret: Option<String>,
    /// Where Discord is.
    #[arg(long, env = "DISCORD_URL", value_name = "URL", default_value = "https://discord.com", value_parser = parse::web_address)]
    discord_url: Url,
    /// Discord user id of the one person who owns the whole server.
    #[arg(long, env = "OWNER_DISCORD_ID", value_name = "ID", value_parser = parse::discord_id)]
    owner_discord_id: Option<String>,
    /// Without Discord, people pick any name: `loopback` on this machine only, `anywhere`, or `off`.
    #[arg(long, env = "HUBBUB_LOCAL_SIGN_IN", value_name = "WHERE", default_value = "loopback", value_parser = LocalSignIn::parse)]
    local_sign_in: LocalSignIn,
    /// Encrypts cookies, at least 32 bytes. Not set: made at the first start and kept in the data directory.
    #[arg(long, env = "SESSION_SECRET", hide_env_values = true, value_name = "SECRET", value_parser = parse::session_secret)]
    pub(super) session_secret: Option<String>,
}

/// How people sign in, with what the server needs for it.
#[derive(Debug, Clone)]
pub enum SignIn {
    /// With a Discord account, through this application.
    Discord(Discord),
    /// By picking a name.
    Local {
        /// Not only from this machine.
        anywhere: bool,
    },
}

/// A Discord application.
#[derive(Debug, Clone)]
pub struct Discord {
    /// The public id of the application, from Discord's developer portal.
    pub client_id: String,
    /// The secret of the application, from the same place.
    pub client_secret: Secret,
    /// Where Discord is; tests have their own.
    pub url: Url,
    /// Who owns the whole server.
    pub owner: Option<String>,
}

/// From where local sign-in is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LocalSignIn {
    /// From this machine only.
    Loopback,
    /// From everywhere: for a network where everybody is trusted.
    Anywhere,
    /// Not at all.
    Off,
}

impl LocalSignIn {
    fn parse(text: &str) -> Result<Self, String> {
        Self::from_str(text.trim(), true).map_err(|_| "expected loopback, anywhere or off".to_owned())
    }
}

impl SignIn {
    /// What everybody may know of it.
    pub const fn method(&self) -> SignInMethod {
        match self {
            Self::Discord(_) => SignInMethod::Discord,
            Self::Local { .. } => SignInMethod::Local,
        }
    }

    /// `discord` or `local`, for whoever runs the server.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Discord(_) => "discord",
            Self::Local { .. } => "local",
        }
    }

    /// Whether people on other machines can sign in.
    pub fn is_for_everyone(&self) -> bool {
        !matches!(self, Self::Local { anywhere: false })
    }
}

impl Arguments {
    pub(super) fn into_settings(self) -> Result<SignIn, Stop> {
        match (self.discord_client_id, self.discord_client_secret) {
            (Some(client_id), Some(secret)) => Ok(SignIn::Discord(Discord {
                client_id,
                client_secret: secret.into(),
                url: self.discord_url,
                owner: self.owner_discord_id,
            })),
            (Some(_), None) => {
                Err(Stop::wrong("DISCORD_CLIENT_SECRET", "expected, because DISCORD_CLIENT_ID is set"))
            }
            (None, Some(_)) => {
                Err(Stop::wrong("DISCORD_CLIENT_ID", "expected, because DISCORD_CLIENT_SECRET is set"))
            }
            (None, None) if self.local_sign_in == LocalSignIn::Off => {
                Err(Stop::wrong("DISCORD_CLIENT_ID", "expected, because HUBBUB_LOCAL_SIGN_IN is off"))
            }
            (None, None) => Ok(SignIn::Local { anywhere: self.local_sign_in == LocalSignIn::Anywhere }),
        }
    }
}
