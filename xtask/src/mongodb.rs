//! A MongoDB for the tests: SecantusDB speaks its protocol, runs transactions like a replica set, and installs
//! from a package registry. It lives as long as the value that stands for it.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::command;
use crate::install::missing;
use crate::python::Environment;

pub const WHY: &str = "stands in for MongoDB in the tests of the store";
const PACKAGE: Environment = Environment { name: "secantus", package: "SecantusDB" };
const START_LIMIT: Duration = Duration::from_secs(60);

/// Starts the daemon, ends it when standard input closes, and removes its data. Whatever happens to us, even a
/// kill, closes it; an interrupt from the terminal reaches everybody here, and is left to us.
const UNTIL_INPUT_CLOSES: &str = r#"
    trap '' INT TERM HUP
    data="$1"; shift
    "$@" --storage-path "$data/store" </dev/null >"$data/log" 2>&1 &
    cat >/dev/null
    kill "$!" 2>/dev/null
    wait
    rm -rf "$data"
"#;

/// A running SecantusDB with data of its own, gone when dropped.
pub struct LocalMongo {
    port: u16,
    shell: Child,
    data: PathBuf,
}

impl LocalMongo {
    /// `None` if `MONGODB_TEST_URI` names one already.
    pub fn unless_given() -> Result<Option<Self>> {
        match std::env::var_os("MONGODB_TEST_URI").filter(|uri| !uri.is_empty()) {
            Some(_) => Ok(None),
            None => Self::start().map(Some),
        }
    }

    fn start() -> Result<Self> {
        let program = ensure()?;
        let port = free_port()?;
        let data = std::env::temp_dir().join(format!("hubbub-mongodb-{}", std::process::id()));
        std::fs::create_dir_all(&data).with_context(|| format!("creating {}", data.display()))?;
        let shell = Command::new("sh")
            .args(["-c", UNTIL_INPUT_CLOSES, "sh"])
            .args([&data, &program])
            .args(["--host", "127.0.0.1", "--port", &port.to_string()])
            .stdin(Stdio::piped())
            .spawn()
            .with_context(|| format!("starting {}", program.display()))?;
        let mongo = Self { port, shell, data };
        mongo.wait_until_reachable()?;
        Ok(mongo)
    }

    fn wait_until_reachable(&self) -> Result<()> {
        let started = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            if started.elapsed() > START_LIMIT {
                let log = std::fs::read_to_string(self.data.join("log")).unwrap_or_default();
                bail!("SecantusDB does not accept connections on port {}. It said:\n{log}", self.port);
            }
            sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    pub fn uri(&self) -> String {
        format!("mongodb://127.0.0.1:{}/?replicaSet=secantus", self.port)
    }
}

impl Drop for LocalMongo {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("looking for a free port")?;
    Ok(listener.local_addr()?.port())
}

/// The faster one if somebody installed it, else ours from the Python package.
pub fn find() -> Option<PathBuf> {
    let ours = PACKAGE.program("secantusd-py");
    command::find(&["secantusd-rs"]).or_else(|| Some(ours).filter(|path| path.is_file()))
}

fn ensure() -> Result<PathBuf> {
    if find().is_none()
        && let Err(error) = PACKAGE.install()
    {
        return Err(missing("SecantusDB", WHY, &fix()).context(error));
    }
    find().ok_or_else(|| missing("SecantusDB", WHY, &fix()))
}

pub fn fix() -> String {
    PACKAGE.fix()
}
