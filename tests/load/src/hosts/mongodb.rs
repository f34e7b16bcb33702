//! The MongoDB server that both sides of a comparison use. Not on the server's core: it is another machine.

use super::{Host, free_port, pinned};
use crate::machine::OUR_CORE;
use crate::setup::Setup;
use anyhow::{Context, Result};
use mongodb::Client;
use mongodb::bson::doc;
use tempfile::TempDir;

/// A running MongoDB with data of its own.
pub struct MongoDb {
    host: Host,
    replica_set: &'static str,
    _data: TempDir,
}

impl MongoDb {
    /// Starts the one that there is.
    pub fn start(setup: &Setup) -> Result<Self> {
        let program = setup.mongodb.as_deref().context("this takes a MongoDB server: --mongodb")?;
        let data = tempfile::tempdir_in(&setup.work)?;
        let port = free_port()?;
        let mut command = pinned(OUR_CORE, program);
        let is_mongod = program.file_name().is_some_and(|name| name == "mongod");
        if is_mongod {
            command.args([
                "--replSet",
                "load",
                "--bind_ip",
                "127.0.0.1",
                "--port",
                &port.to_string(),
                "--dbpath",
            ]);
            command.arg(data.path());
        } else {
            command.args(["--host", "127.0.0.1", "--port", &port.to_string(), "--storage-path"]);
            command.arg(data.path().join("store"));
        }
        let host = Host::start(&mut command, port, &data.path().join("log"))?;
        let replica_set = if is_mongod { "load" } else { "secantus" };
        if is_mongod {
            begin_replica_set(&host.address.to_string()).context("beginning a replica set")?;
        }
        Ok(Self { host, replica_set, _data: data })
    }

    /// The address of a database on it.
    pub fn uri(&self, database: &str) -> String {
        format!("mongodb://{}/{database}?replicaSet={}", self.host.address, self.replica_set)
    }
}

/// A fresh `mongod` waits to be told that it is a replica set of one.
fn begin_replica_set(address: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let uri = format!("mongodb://{address}/?directConnection=true");
        let admin = Client::with_uri_str(uri).await?.database("admin");
        let members = vec![doc! {"_id": 0, "host": address}];
        admin.run_command(doc! {"replSetInitiate": {"_id": "load", "members": members}}).await?;
        Ok(())
    })
}
