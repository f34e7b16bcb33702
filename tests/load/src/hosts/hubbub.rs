//! Hubbub as it is shipped, on one core, without limits on how often people may do things (they are settings).

use super::{Host, free_port, on_server_core};
use crate::hosts::MongoDb;
use crate::people::Community;
use crate::setup::Setup;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Where messages are kept.
#[derive(Clone, Copy)]
pub enum Engine<'a> {
    /// A file in the data directory.
    Sqlite,
    /// The MongoDB that runs there.
    MongoDb(&'a MongoDb),
}

/// A Hubbub with its data.
pub struct Hubbub {
    /// The program that runs.
    pub host: Host,
    data: PathBuf,
}

const SETTINGS: [(&str, &str); 9] = [
    ("HUBBUB_WORKERS", "1"),
    ("HUBBUB_SENDS_PER_MINUTE", "0"),
    ("HUBBUB_WRITES_PER_MINUTE", "0"),
    ("HUBBUB_SIGN_INS_PER_MINUTE", "0"),
    ("HUBBUB_EXPORTS_PER_HOUR", "0"),
    ("HUBBUB_FRAMES_PER_MINUTE", "0"),
    ("HUBBUB_LOG", "text"),
    ("RUST_LOG", "warn"),
    // Nobody here beats as a real client does while the server is busy preparing.
    ("HUBBUB_HEARTBEAT_SECS", "120"),
];

impl Hubbub {
    /// Starts it on data of this name, fresh or from before.
    pub fn start(setup: &Setup, engine: Engine, name: &str) -> Result<Self> {
        let data = data_of(setup, engine, name)?;
        let host = start(setup, engine, name, &data, free_port()?, &[])?;
        Ok(Self { host, data })
    }

    /// On data of this name that is emptied first.
    pub fn start_fresh(setup: &Setup, engine: Engine, name: &str, settings: &[(&str, &str)]) -> Result<Self> {
        let data = data_of(setup, engine, name)?;
        std::fs::remove_dir_all(&data).with_context(|| format!("emptying {}", data.display()))?;
        Self::start_with(setup, engine, name, settings)
    }

    /// With further settings.
    pub fn start_with(setup: &Setup, engine: Engine, name: &str, settings: &[(&str, &str)]) -> Result<Self> {
        let data = data_of(setup, engine, name)?;
        let host = start(setup, engine, name, &data, free_port()?, settings)?;
        Ok(Self { host, data })
    }

    /// The community there is, founded if there is none of this size.
    pub fn community(&self, members: usize, channels: usize) -> Result<Community> {
        if let Some(community) = Community::read(&self.data, members, channels) {
            return Ok(community);
        }
        eprintln!("    signing in {members} members");
        Community::found(self.host.address, &self.data, members, channels)
    }

    /// Where its data is.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Ends it at once and starts it at the same address.
    pub fn restart(self, setup: &Setup, engine: Engine, name: &str) -> Result<Self> {
        let (port, data) = (self.host.address.port(), self.data.clone());
        drop(self);
        let host = start(setup, engine, name, &data, port, &[])?;
        Ok(Self { host, data })
    }
}

/// The directory of this data; the store of another engine has its own.
fn data_of(setup: &Setup, engine: Engine, name: &str) -> Result<PathBuf> {
    let engine = match engine {
        Engine::Sqlite => "sqlite",
        Engine::MongoDb(_) => "mongodb",
    };
    let data = setup.work.join(format!("hubbub-{engine}-{name}"));
    std::fs::create_dir_all(&data).with_context(|| format!("creating {}", data.display()))?;
    Ok(data)
}

fn start(
    setup: &Setup,
    engine: Engine,
    name: &str,
    data: &Path,
    port: u16,
    further: &[(&str, &str)],
) -> Result<Host> {
    let mut command = on_server_core(&setup.server);
    command.env_clear().envs(std::env::vars().filter(|(name, _)| matches!(name.as_str(), "PATH" | "HOME")));
    command
        .envs(SETTINGS)
        .env("PORT", port.to_string())
        .env("HUBBUB_DATA", data)
        .envs(further.iter().copied());
    if let Engine::MongoDb(mongodb) = engine {
        command.env("MONGODB_URI", mongodb.uri(&format!("hubbub_{}", name.replace('-', "_"))));
    }
    Host::start(&mut command, port, &data.join("log"))
}
