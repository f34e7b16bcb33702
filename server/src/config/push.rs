//! Web push: the key by which push services know this server.

use super::{Secret, Stop, parse};
use crate::push::{Hosts, Key};
use clap::Args;

/// Flags of this concern.
#[derive(Args)]
#[group(skip)]
#[command(next_help_heading = "Web push")]
pub(super) struct Arguments {
    /// Private key for web push (VAPID): 32 bytes in base64url. Not set: made at the first start and kept in the database.
    #[arg(long, env = "VAPID_PRIVATE_KEY", hide_env_values = true, value_name = "KEY")]
    vapid_private_key: Option<String>,
    /// The public half, which follows from the private one; if it is set, it has to fit.
    #[arg(long, env = "VAPID_PUBLIC_KEY", value_name = "KEY")]
    vapid_public_key: Option<String>,
    /// Where push services write if something is wrong with what this server sends: mailto:… or https://….
    /// Not set: CLIENT_URL, if that is https.
    #[arg(long, env = "VAPID_SUBJECT", value_name = "ADDRESS", value_parser = parse::contact)]
    vapid_subject: Option<String>,
    /// Push services beside those of the known browsers, with commas between: host or host:port.
    #[arg(long, env = "HUBBUB_PUSH_HOSTS", value_name = "HOSTS", value_delimiter = ',')]
    push_hosts: Vec<String>,
}

/// How the server sends by web push.
#[derive(Debug, Clone, Default)]
pub struct Push {
    /// The private half of the key, if the server is given one.
    pub private_key: Option<Secret>,
    /// Who push services write to.
    pub subject: Option<String>,
    /// Where it may send.
    pub hosts: Hosts,
}

impl Arguments {
    /// Says at the start what would otherwise be found out when nobody is told of anything.
    pub(super) fn into_settings(self) -> Result<Push, Stop> {
        let hosts = self.push_hosts.iter().map(|host| host.trim().to_ascii_lowercase());
        let hosts = Hosts::and(hosts.filter(|host| !host.is_empty()).collect());
        if let Some(private) = &self.vapid_private_key {
            let Some(key) = Key::parse(private, String::new()) else {
                return Err(Stop::wrong(
                    "VAPID_PRIVATE_KEY",
                    "expected 32 bytes in base64url; leave it out to have one made",
                ));
            };
            let given = self.vapid_public_key.as_deref().map(|public| public.trim().trim_end_matches('='));
            if given.is_some_and(|public| public != key.public()) {
                return Err(Stop::wrong(
                    "VAPID_PUBLIC_KEY",
                    "expected the public half of VAPID_PRIVATE_KEY; leave it out, it follows from that",
                ));
            }
        } else if self.vapid_public_key.is_some() {
            return Err(Stop::wrong("VAPID_PUBLIC_KEY", "expected VAPID_PRIVATE_KEY beside it, or neither"));
        }
        Ok(Push { private_key: self.vapid_private_key.map(Secret::from), subject: self.vapid_subject, hosts })
    }
}
