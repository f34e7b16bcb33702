//! Settings, from the environment or flags; `hubbub --help` and `.env.example` explain each.
//!
//! One struct per concern in `config/`. A wrong value stops the start with one line that names the variable.

mod addresses;
mod arguments;
mod files;
mod gateway;
mod hooks;
mod limits;
mod parse;
mod push;
mod secret;
mod server;
mod sign_in;
mod stop;

pub use addresses::Addresses;
pub use arguments::{Arguments, AuditTask, Task};
pub use files::Files;
pub use gateway::Gateway;
pub use limits::RateLimits;
pub use push::Push;
pub use secret::{Secret, keep_session_secret};
pub use server::{LogFormat, Server};
pub use sign_in::{Discord, SignIn};
pub use stop::Stop;

use crate::hooks::Hosts;
use crate::store;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Everything the process was told.
#[derive(Clone)]
pub struct Config {
    /// Where the data lives.
    pub store: store::Settings,
    /// Addresses to listen at, threads, files, logs.
    pub server: Server,
    /// Addresses as browsers see them.
    pub addresses: Addresses,
    /// How people prove who they are.
    pub sign_in: SignIn,
    /// Encrypts cookies. `None`: one that lasts as long as the process; `main` keeps one in the data directory.
    pub session_secret: Option<Secret>,
    /// Where the files of messages are, and how large they may be.
    pub files: Files,
    /// How often people may do things.
    pub limits: RateLimits,
    /// How people are told who do not look.
    pub push: Push,
    /// To which hosts of private networks webhooks may send.
    pub webhook_hosts: Hosts,
    /// How the socket keeps time: heartbeats, and when somebody counts as gone.
    pub gateway: Gateway,
}

impl Config {
    /// Reads flags and the environment, as the program does.
    pub fn read(
        arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    ) -> Result<(Self, Task), Stop> {
        let (arguments, task) = Arguments::read(arguments)?;
        Ok((arguments.into_config()?, task))
    }

    /// Where the index of messages lies.
    pub fn search_directory(&self) -> PathBuf {
        self.server.search.clone().unwrap_or_else(|| self.store.data.join("search"))
    }

    /// What the program does with nothing set but these flags, whatever the environment says. For tests.
    pub fn with_flags(data: &Path, flags: &[&str]) -> Result<Self, Stop> {
        let program = [OsString::from("hubbub"), "--data".into(), data.into()];
        Arguments::read_flags(program.into_iter().chain(flags.iter().map(OsString::from)))?.into_config()
    }
}
