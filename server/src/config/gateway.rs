//! Settings of the socket.

use super::parse;
use clap::Args;

/// How the socket keeps time.
#[derive(Args, Debug, Clone)]
#[group(skip)]
#[command(next_help_heading = "Socket")]
pub struct Gateway {
    /// Clients send a heartbeat this often; after two missed ones they are disconnected.
    #[arg(long, env = "HUBBUB_HEARTBEAT_SECS", value_name = "SECONDS", default_value = "30", value_parser = parse::seconds)]
    pub heartbeat_secs: u32,
    /// Somebody whose last device went away is shown as offline after this.
    #[arg(long, env = "HUBBUB_OFFLINE_AFTER_SECS", value_name = "SECONDS", default_value = "30", value_parser = parse::seconds)]
    pub offline_after_secs: u32,
}
