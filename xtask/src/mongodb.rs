//! MongoDBs for the tests: SecantusDB speaks its protocol, runs transactions like a replica set, and installs
//! from a package registry. They live as long as the value that stands for them.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
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
/// One at a time it runs Python, and with each statement it looks through all sessions there ever were.
const DAEMONS: usize = 4;
/// It looks for what has expired in all databases of all stories, each minute. No test waits for that.
const SETTINGS: &str = "[storage]\nttl_sweep_seconds = 0\n";

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
struct Daemon {
    port: u16,
    shell: Child,
    data: PathBuf,
}

/// Some of them, which the tests take in turn.
pub struct LocalMongo(Vec<Daemon>);

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
        let daemons = (0..DAEMONS).map(|number| Daemon::start(&program, number));
        let daemons = Self(daemons.collect::<Result<_>>()?);
        daemons.0.iter().try_for_each(Daemon::wait_until_reachable)?;
        Ok(daemons)
    }

    /// Their addresses, with spaces between them.
    pub fn uris(&self) -> String {
        let uri = |daemon: &Daemon| format!("mongodb://127.0.0.1:{}/?replicaSet=secantus", daemon.port);
        self.0.iter().map(uri).collect::<Vec<_>>().join(" ")
    }
}

impl Daemon {
    fn start(program: &Path, number: usize) -> Result<Self> {
        let port = free_port()?;
        let data = std::env::temp_dir().join(format!("hubbub-mongodb-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&data).with_context(|| format!("creating {}", data.display()))?;
        let mut shell = Command::new("sh");
        shell.args(["-c", UNTIL_INPUT_CLOSES, "sh"]).args([&data, program]);
        shell.args(["--host", "127.0.0.1", "--port", &port.to_string()]);
        if program == ours() {
            let settings = data.join("secantusd.toml");
            std::fs::write(&settings, SETTINGS).context("writing its settings")?;
            shell.arg("--config").arg(settings);
        }
        let shell = shell.stdin(Stdio::piped()).spawn();
        Ok(Self { port, shell: shell.with_context(|| format!("starting {}", program.display()))?, data })
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
}

impl Drop for Daemon {
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
    command::find(&["secantusd-rs"]).or_else(|| Some(ours()).filter(|path| path.is_file()))
}

fn ours() -> PathBuf {
    PACKAGE.program("secantusd-py")
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
