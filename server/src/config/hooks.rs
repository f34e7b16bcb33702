//! Webhooks that send: which hosts may lie in a private network.

use crate::hooks::Hosts;
use clap::Args;

/// Flags of this concern.
#[derive(Args)]
#[group(skip)]
#[command(next_help_heading = "Webhooks")]
pub(super) struct Arguments {
    /// Hosts in private networks to which webhooks may send, also without TLS, with commas between: host or host:port.
    #[arg(long, env = "HUBBUB_WEBHOOK_HOSTS", value_name = "HOSTS", value_delimiter = ',')]
    webhook_hosts: Vec<String>,
}

impl Arguments {
    pub(super) fn into_settings(self) -> Hosts {
        let hosts = self.webhook_hosts.iter().map(|host| host.trim().to_ascii_lowercase());
        Hosts::of(hosts.filter(|host| !host.is_empty()).collect())
    }
}
