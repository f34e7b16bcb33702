//! The peers that come from npm: their programs are in `peers/`.

use super::{Host, MongoDb, free_port, on_server_core};
use crate::setup::Setup;
use anyhow::{Context, Result};
use std::path::Path;

impl Host {
    /// Bun's own publish.
    pub fn bun(setup: &Setup) -> Result<Self> {
        let peers = peers(setup)?;
        script(setup, &peers.join("node_modules/.bin/bun"), "bun.js", None)
    }

    /// The stack this replaces; with a MongoDB it stores each message before it emits it.
    pub fn old_stack(setup: &Setup, mongodb: Option<&MongoDb>) -> Result<Self> {
        script(setup, Path::new("node"), "old-stack.js", mongodb)
    }
}

fn peers(setup: &Setup) -> Result<&Path> {
    setup.peers.as_deref().context("this takes the peers from npm: --peers")
}

fn script(setup: &Setup, runtime: &Path, file: &str, mongodb: Option<&MongoDb>) -> Result<Host> {
    let peers = peers(setup)?;
    let port = free_port()?;
    let mut command = on_server_core(runtime);
    command.arg(peers.join(file)).env("PORT", port.to_string()).env("NODE_ENV", "production");
    if let Some(mongodb) = mongodb {
        command.env("MONGODB_URI", mongodb.uri("old_stack"));
    }
    Host::start(&mut command, port, &setup.work.join(format!("{file}.log")))
}
