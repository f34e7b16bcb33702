//! The server as a process: started, listened to, ended by its id.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const ANNOUNCEMENT: &str = concat!(env!("PRODUCT_NAME"), " is at http://127.0.0.1:");

/// Everything the server said, also before a restart.
pub(crate) type Log = Arc<Mutex<String>>;

/// A running server. Killed when dropped.
pub(crate) struct Process {
    child: Child,
}

impl Process {
    /// Starts serving; what it says goes into the log.
    pub(crate) fn start(settings: &BTreeMap<String, String>, log: &Log) -> Self {
        let mut command = program(settings);
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the server's binary starts");
        listen(child.stdout.take().expect("it is piped"), log);
        listen(child.stderr.take().expect("it is piped"), log);
        Self { child }
    }

    /// Waits until it announces its address after what it said before.
    pub(crate) async fn announced_port(&mut self, log: &Log, said_before: usize) -> u16 {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            if let Some(port) = port_in(&log.lock().unwrap()[said_before..]) {
                return port;
            }
            let ended = self.child.try_wait().expect("a child can be asked");
            let said = || log.lock().unwrap().clone();
            assert!(ended.is_none(), "the server ended at once ({ended:?}). It said:\n{}", said());
            assert!(Instant::now() < deadline, "the server does not say where it is. It said:\n{}", said());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// SIGKILL: no chance to tidy up.
    pub(crate) fn kill9(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// SIGTERM, by way of `kill`: the standard library only knows SIGKILL.
    pub(crate) fn ask_to_end(&self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(asked.is_ok_and(|status| status.success()), "the server takes no signal");
    }

    pub(crate) async fn ended_within(&mut self, limit: Duration) -> Option<ExitStatus> {
        let deadline = Instant::now() + limit;
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait().expect("a child can be asked") {
                return Some(status);
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        None
    }
}

/// Only what is given: settings of the person who runs the tests must not leak in.
fn program(settings: &BTreeMap<String, String>) -> Command {
    let mut command = Command::new(crate::binary::server());
    command.env_clear().envs(std::env::vars().filter(|(name, _)| is_harmless(name))).envs(settings);
    command
}

/// Runs the program to its end.
pub(crate) fn run(task: &[&str], settings: &BTreeMap<String, String>) -> Output {
    program(settings).args(task).stdin(Stdio::null()).output().expect("the server's binary starts")
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn is_harmless(name: &str) -> bool {
    matches!(name, "PATH" | "HOME" | "TMPDIR" | "LANG" | "TZ" | "RUST_BACKTRACE")
}

fn port_in(said: &str) -> Option<u16> {
    let (_, rest) = said.split_once(ANNOUNCEMENT)?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    // Without what follows, the number may still be growing.
    (rest.len() > digits.len()).then(|| digits.parse().expect("a port is a number"))
}

fn listen(pipe: impl Read + Send + 'static, log: &Log) {
    let log = Arc::clone(log);
    std::thread::spawn(move || {
        let mut lines = BufReader::new(pipe);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            log.lock().unwrap().push_str(&String::from_utf8_lossy(&line));
            line.clear();
        }
    });
}
