//! The servers that are measured, each a process on a core of its own, ended with the value that stands for it.

mod floor;
mod hubbub;
mod mongodb;
mod peers;

pub use hubbub::{Engine, Hubbub};
pub use mongodb::MongoDb;

use crate::machine::{self, SERVER_CORE};
use crate::setup::Setup;
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

/// Ports are taken from here on.
const FIRST_PORT: u16 = 27_400;
const START_LIMIT: Duration = Duration::from_secs(60);

/// Who can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peer {
    /// Ours, on its embedded store.
    Hubbub,
    /// Ours, on MongoDB.
    HubbubOnMongoDb,
    /// The kernel's own limit.
    Floor,
    /// uWebSockets' publish, without rules or storage.
    Bun,
    /// Express, Socket.IO and Mongoose, storing each message.
    OldStack,
    /// The same without storage.
    OldStackUnstored,
}

impl Peer {
    /// As tables call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hubbub => "Hubbub, SQLite",
            Self::HubbubOnMongoDb => "Hubbub, MongoDB",
            Self::Floor => "floor: write(2)",
            Self::Bun => "Bun publish",
            Self::OldStack => "Express + Socket.IO + Mongoose",
            Self::OldStackUnstored => "Express + Socket.IO, no storage",
        }
    }

    /// Whether it can be started with what is there.
    pub fn is_available(self, setup: &Setup) -> bool {
        // A first look does without a database server.
        let has_mongodb = setup.mongodb.is_some() && !setup.quick;
        let has_what_it_needs = match self {
            Self::Hubbub | Self::Floor => true,
            Self::HubbubOnMongoDb => has_mongodb,
            Self::Bun | Self::OldStackUnstored => setup.peers.is_some(),
            Self::OldStack => setup.peers.is_some() && has_mongodb,
        };
        has_what_it_needs && setup.wants(self.name())
    }
}

/// A running server.
pub struct Host {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Host {
    /// Starts a program, and waits until it accepts connections.
    pub fn start(command: &mut Command, port: u16, log: &Path) -> Result<Self> {
        let output = File::create(log).with_context(|| format!("creating {}", log.display()))?;
        command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
        let child = command.spawn().with_context(|| format!("starting {command:?}"))?;
        let mut host = Self { child, address: (Ipv4Addr::LOCALHOST, port).into() };
        host.wait_until_reachable(log)?;
        Ok(host)
    }

    fn wait_until_reachable(&mut self, log: &Path) -> Result<()> {
        let started = Instant::now();
        while TcpStream::connect(self.address).is_err() {
            let ended = self.child.try_wait()?;
            if ended.is_some() || started.elapsed() > START_LIMIT {
                let said = std::fs::read_to_string(log).unwrap_or_default();
                bail!("a server did not start ({ended:?}). It said:\n{said}");
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    }

    /// Id of its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Host {
    /// As a power cut would.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A program that stays on this core.
pub fn pinned(core: usize, program: &Path) -> Command {
    if !machine::has_two_cores() {
        return Command::new(program);
    }
    let mut command = Command::new("taskset");
    command.args(["--cpu-list", &core.to_string()]).arg(program);
    command
}

/// A program on the server's core.
pub fn on_server_core(program: &Path) -> Command {
    pinned(SERVER_CORE, program)
}

/// A port that nobody listens at.
pub fn free_port() -> Result<u16> {
    static NEXT: AtomicU16 = AtomicU16::new(FIRST_PORT);
    for _ in 0..500 {
        let port = NEXT.fetch_add(1, Ordering::Relaxed);
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(port);
        }
    }
    bail!("no port from {FIRST_PORT} on is free")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_do_not_share_the_core_of_the_generator() {
        let allowed = std::thread::spawn(|| {
            machine::stay_on_our_core().unwrap();
            let mut command = on_server_core(Path::new("grep"));
            command.args(["Cpus_allowed_list", "/proc/self/status"]).output().unwrap().stdout
        });
        let allowed = String::from_utf8(allowed.join().unwrap()).unwrap();
        let wanted = if machine::has_two_cores() { SERVER_CORE.to_string() } else { String::new() };
        assert!(allowed.trim_end().ends_with(&wanted), "{allowed}");
    }
}
