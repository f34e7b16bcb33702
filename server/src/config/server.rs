//! Where the process listens, its threads, files and logs.

use super::{SignIn, Stop, parse};
use clap::{Args, ValueEnum};
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

/// Flags of this concern.
#[derive(Args)]
#[group(skip)]
#[command(next_help_heading = "Server")]
pub(super) struct Arguments {
    /// Port to listen at; 0 takes a free one.
    #[arg(long, env = "PORT", value_name = "PORT", default_value = "8080", value_parser = parse::port)]
    port: u16,
    /// Address to listen at. Not set: 127.0.0.1 with local sign-in, 0.0.0.0 with Discord or local sign-in anywhere.
    #[arg(long, env = "HUBBUB_BIND", value_name = "ADDRESS", value_parser = parse::ip)]
    bind: Option<IpAddr>,
    /// Directory of the web app. Not set: `site` beside the program, if there is one.
    #[arg(long, env = "HUBBUB_SITE", value_name = "DIRECTORY")]
    site: Option<PathBuf>,
    /// Directory of the index of messages, which is made anew if it is empty. Not set: `search` beside the database, in HUBBUB_DATA.
    #[arg(long, env = "HUBBUB_SEARCH", value_name = "DIRECTORY")]
    search: Option<PathBuf>,
    /// Whether devices may keep the web app: on; off takes it back from them, should a broken version be stuck there.
    #[arg(long, env = "HUBBUB_OFFLINE_APP", value_name = "on|off", default_value = "on", value_parser = parse::on_or_off)]
    offline_app: bool,
    /// Port for Prometheus at 127.0.0.1, path /metrics; 0: off.
    #[arg(long, env = "METRICS_PORT", value_name = "PORT", default_value = "0", value_parser = parse::port)]
    metrics_port: u16,
    /// Threads that serve requests. Not set: one per core.
    #[arg(long, env = "HUBBUB_WORKERS", value_name = "COUNT", value_parser = parse::workers)]
    workers: Option<usize>,
    /// How the log is written: text, json, or auto: text on a terminal, JSON otherwise.
    #[arg(long, env = "HUBBUB_LOG", value_name = "FORMAT", default_value = "auto", value_parser = LogFormat::parse)]
    log: LogFormat,
}

/// Where and how to serve.
#[derive(Debug, Clone)]
pub struct Server {
    /// Address to listen at.
    pub bind: IpAddr,
    /// Port to listen at; 0 takes a free one.
    pub port: u16,
    /// Directory of the PWA, with an `index.html`. `None`: there is none.
    pub site: Option<PathBuf>,
    /// Directory of the index of messages. `None`: beside the data.
    pub search: Option<PathBuf>,
    /// Whether devices may keep the PWA.
    pub offline_app: bool,
    /// Port of `/metrics` on loopback; `None`: off.
    pub metrics_port: Option<u16>,
    /// Threads that serve requests.
    pub workers: usize,
    /// How the log is written.
    pub log: LogFormat,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines for people to read.
    Text,
    /// One JSON object per line.
    Json,
    /// Text on a terminal, JSON otherwise.
    Auto,
}

impl LogFormat {
    fn parse(text: &str) -> Result<Self, String> {
        Self::from_str(text.trim(), true).map_err(|_| "expected text, json or auto".to_owned())
    }
}

impl Arguments {
    pub(super) fn into_settings(self, sign_in: &SignIn) -> Result<Server, Stop> {
        let everywhere = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        let usual = if sign_in.is_for_everyone() { everywhere } else { Ipv4Addr::LOCALHOST.into() };
        Ok(Server {
            bind: self.bind.unwrap_or(usual),
            port: self.port,
            site: find_site(self.site)?,
            search: self.search,
            offline_app: self.offline_app,
            metrics_port: Some(self.metrics_port).filter(|port| *port != 0),
            workers: self.workers.unwrap_or_else(cores),
            log: self.log,
        })
    }
}

fn find_site(told: Option<PathBuf>) -> Result<Option<PathBuf>, Stop> {
    let has_page = |site: &PathBuf| site.join("index.html").is_file();
    match told {
        Some(site) if has_page(&site) => Ok(Some(site)),
        Some(_) => Err(Stop::wrong("HUBBUB_SITE", "expected a directory with an index.html")),
        None => Ok(beside_the_program().filter(has_page)),
    }
}

fn beside_the_program() -> Option<PathBuf> {
    Some(std::env::current_exe().ok()?.parent()?.join("site"))
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}
