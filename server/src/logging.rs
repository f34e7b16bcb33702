//! The log, on standard error: text on a terminal, JSON otherwise. `RUST_LOG` chooses what is in it.
//!
//! Secrets are never logged: they are in [`crate::config::Secret`] or are not `Debug`.

use crate::config::LogFormat;
use std::io::{IsTerminal, stderr};
use tracing_subscriber::EnvFilter;

const USUAL: &str = "info,actix_server=warn,mio=warn";

/// From now on, everything is logged. A second call changes nothing.
pub fn start(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(USUAL));
    let is_terminal = stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr).with_ansi(is_terminal);
    let started = match format {
        LogFormat::Json => log.json().try_init(),
        LogFormat::Auto if !is_terminal => log.json().try_init(),
        LogFormat::Auto | LogFormat::Text => log.try_init(),
    };
    // Tests start several servers in one process.
    drop(started);
}
