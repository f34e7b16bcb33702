//! A Hubbub of its own for a story.

use crate::engine::Engine;
use crate::mongo::Scratch;
use crate::person::Person;
use crate::phone::Phone;
use crate::process::{Log, Process};
use crate::wait::DEADLINE;
use std::collections::BTreeMap;
use std::process::ExitStatus;
use std::sync::Mutex;
use std::time::Duration;
use tempfile::TempDir;

/// Settings that differ from those of most stories.
pub type Settings<'a> = &'a [(&'a str, &'a str)];

/// Stories do not wait for rate limits, except for those about them.
const UNLIMITED: Settings<'static> = &[
    ("HUBBUB_SENDS_PER_MINUTE", "0"),
    ("HUBBUB_WRITES_PER_MINUTE", "0"),
    ("HUBBUB_SIGN_INS_PER_MINUTE", "0"),
    ("HUBBUB_EXPORTS_PER_HOUR", "0"),
    ("HUBBUB_FRAMES_PER_MINUTE", "0"),
];

/// The value of a setting that the server is to choose itself.
const AS_SHIPPED: &str = "as shipped";

/// All limits as the server has them when nothing is set.
pub(crate) const LIMITED: Settings<'static> = &[
    ("HUBBUB_SENDS_PER_MINUTE", AS_SHIPPED),
    ("HUBBUB_WRITES_PER_MINUTE", AS_SHIPPED),
    ("HUBBUB_SIGN_INS_PER_MINUTE", AS_SHIPPED),
    ("HUBBUB_EXPORTS_PER_HOUR", AS_SHIPPED),
    ("HUBBUB_FRAMES_PER_MINUTE", AS_SHIPPED),
];

/// A running server with its data. Ends with the story; what it said is printed if the story failed.
pub struct Server {
    settings: Mutex<BTreeMap<String, String>>,
    process: Mutex<Option<Process>>,
    log: Log,
    port: u16,
    pub(crate) http: reqwest::Client,
    _data: TempDir,
    _database: Option<Scratch>,
}

impl Server {
    /// Starts a server on SQLite.
    pub async fn start() -> Self {
        Self::on(Engine::Sqlite).await
    }

    /// On the given engine.
    pub async fn on(engine: Engine) -> Self {
        Self::with(engine, &[]).await
    }

    /// On the given engine, with these settings (environment variables).
    pub async fn with(engine: Engine, changed: Settings<'_>) -> Self {
        let data = tempfile::tempdir().expect("there is room for a directory");
        let database = (engine == Engine::MongoDb).then(Scratch::new);
        let settings = all_settings(&data, database.as_ref(), changed);
        let log = Log::default();
        let mut process = Process::start(&settings, &log);
        let port = process.announced_port(&log, 0).await;
        let process = Mutex::new(Some(process));
        Self {
            settings: Mutex::new(settings),
            process,
            log,
            port,
            http: http_client(),
            _data: data,
            _database: database,
        }
    }

    /// `http://127.0.0.1:PORT`, which is its origin too.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The port it listens on; stays the same over restarts.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Kills it as a power cut would.
    pub fn kill9(&self) {
        let process = self.process.lock().unwrap().take();
        process.expect("it runs").kill9();
    }

    /// Starts it again after its end, at the same address with the same data.
    pub async fn restart(&self) {
        let mut settings = self.settings.lock().unwrap().clone();
        settings.insert("PORT".to_owned(), self.port.to_string());
        let said_before = self.log.lock().unwrap().len();
        let mut process = Process::start(&settings, &self.log);
        process.announced_port(&self.log, said_before).await;
        let before = self.process.lock().unwrap().replace(process);
        assert!(before.is_none(), "a server is started again only after its end");
    }

    /// Changes a setting for the next [`restart`](Self::restart).
    pub fn changes(&self, name: &str, value: &str) {
        self.settings.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    /// What it was started with.
    pub fn setting(&self, name: &str) -> Option<String> {
        self.settings.lock().unwrap().get(name).cloned()
    }

    /// Runs the program with the server's settings for another task than serving, such as `["audit", "verify"]`; its
    /// exit code, and what it printed and complained about.
    pub fn runs(&self, task: &[&str]) -> (Option<i32>, String) {
        let output = crate::process::run(task, &self.settings.lock().unwrap());
        let printed = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8_lossy(&printed).into_owned())
    }

    /// Sends SIGTERM and does not wait.
    pub fn ask_to_end(&self) {
        self.process.lock().unwrap().as_ref().expect("it runs").ask_to_end();
    }

    /// Waits for its end after [`ask_to_end`](Self::ask_to_end).
    pub async fn ended_within(&self, limit: Duration) -> Option<ExitStatus> {
        let mut process = self.process.lock().unwrap().take().expect("it runs");
        process.ended_within(limit).await
    }

    /// Ends it with SIGTERM, within the 10 seconds that it has.
    pub async fn terminate(&self) -> ExitStatus {
        self.ask_to_end();
        self.ended_within(Duration::from_secs(10)).await.expect("SIGTERM ends the server within 10 s")
    }

    /// All that it has stored, as bytes: its files, or each document of its database.
    pub async fn stored(&self) -> Vec<u8> {
        if let Some(database) = &self._database {
            return database.everything().await;
        }
        let mut all = Vec::new();
        for file in std::fs::read_dir(self._data.path()).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() {
                all.extend(std::fs::read(path).unwrap());
            }
        }
        all
    }

    /// What it said until now.
    pub fn said(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Somebody who signed in, and speaks REST.
    pub async fn person(&self, name: &str) -> Person {
        let person = self.stranger();
        person.signs_in(name).await;
        person
    }

    /// Somebody who has not signed in.
    pub fn stranger(&self) -> Person {
        Person::new(self.http.clone(), &self.address())
    }

    /// Somebody who signed in and has the app open.
    pub async fn phone(&self, name: &str) -> Phone {
        Phone::open(self.person(name).await).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("---- the server said ----\n{}---- so far ----", self.said());
        }
    }
}

fn all_settings(
    data: &TempDir,
    database: Option<&Scratch>,
    changed: Settings<'_>,
) -> BTreeMap<String, String> {
    let mut settings = BTreeMap::new();
    let mut set = |name: &str, value: &str| settings.insert(name.to_owned(), value.to_owned());
    set("PORT", "0");
    set("HUBBUB_DATA", data.path().to_str().expect("a temporary directory has a plain name"));
    if let Some(database) = database {
        set("MONGODB_URI", &database.uri);
    }
    if let Some(site) = crate::binary::site() {
        set("HUBBUB_SITE", site.to_str().expect("a plain path"));
    }
    if let Ok(level) = std::env::var("RUST_LOG") {
        set("RUST_LOG", &level);
    }
    UNLIMITED.iter().chain(changed).for_each(|(name, value)| {
        set(name, value);
    });
    settings.retain(|_, value| value != AS_SHIPPED);
    settings
}

/// One per server, because its connections belong to the story's runtime. Redirects and cookies are ours.
fn http_client() -> reqwest::Client {
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
    builder.timeout(DEADLINE).build().expect("a client without settings of the system")
}
