//! Chromium, started once for all stories of a process: each has a connection of its own to it, and what a story opens
//! there goes with its connection.

use super::cdp::Cdp;
use super::page::Page;
use serde_json::json;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

const ANNOUNCEMENT: &str = "DevTools listening on ";

/// No window, and no calls home that could disturb a story.
const ARGUMENTS: [&str; 15] = [
    "--headless=new",
    "--remote-debugging-port=0",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--mute-audio",
    "--hide-scrollbars",
    "--disable-backgrounding-occluded-windows",
    // For the line of addresses, which nobody sees, each window would start two processes more.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",
];

/// Ends the browser, and removes its profile (the first argument), when the standard input of this script ends: that
/// is when the process of the stories does, however it ends.
const WATCHED: &str = "exec 3<&0; profile=$1; shift
    \"$@\" 3<&- & browser=$!
    (read -r _ <&3; kill $browser) &
    wait $browser; rm -rf \"$profile\"";

/// A browser that runs for all stories of this process.
struct Running {
    script: Child,
    address: String,
}

static RUNNING: Mutex<Option<Running>> = Mutex::new(None);

impl Running {
    /// Where its DevTools are. Starts one with an empty profile if none runs yet, or the last one ended.
    fn address() -> String {
        let mut running = RUNNING.lock().unwrap_or_else(|broken| broken.into_inner());
        let is_there = |it: &mut Running| matches!(it.script.try_wait(), Ok(None));
        if !running.as_mut().is_some_and(is_there) {
            *running = Some(Self::start());
        }
        running.as_ref().map(|it| it.address.clone()).expect("it was started")
    }

    fn start() -> Self {
        let profile = tempfile::tempdir().expect("there is room for a profile").keep();
        let browser = Chromium::find().expect("stories in a browser run only with one");
        let mut command = Command::new("sh");
        command.args(["-c", WATCHED, "sh"]).arg(&profile).arg(browser).args(ARGUMENTS);
        command.arg(format!("--user-data-dir={}", profile.display())).arg("about:blank");
        let command = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut script = command.spawn().expect("Chromium starts");
        let address = announced_address(&mut script);
        Self { script, address }
    }
}

/// A story's connection to the browser. What it opened there is closed when the connection ends.
pub struct Chromium {
    cdp: Arc<Cdp>,
}

impl Chromium {
    /// `CHROMIUM`, or the one that is installed.
    pub fn find() -> Option<PathBuf> {
        let given = std::env::var_os("CHROMIUM").filter(|path| !path.is_empty()).map(PathBuf::from);
        let path = std::env::var_os("PATH").unwrap_or_default();
        let installed = || {
            let places: Vec<_> = std::env::split_paths(&path).collect();
            let names = ["chromium", "chromium-browser", "google-chrome"];
            let candidates = names.iter().flat_map(|name| places.iter().map(move |place| place.join(name)));
            candidates.into_iter().find(|path| path.is_file())
        };
        given.or_else(installed)
    }

    /// A connection to the browser of this process.
    pub(super) async fn connect() -> Self {
        Self { cdp: Cdp::connect(&Running::address()).await }
    }

    /// A tab with cookies and storage of its own: another person's browser, on a phone.
    pub async fn phone(&self) -> Page {
        self.page(390, 844, true).await
    }

    /// A tab with cookies and storage of its own, on a desk.
    pub async fn desktop(&self) -> Page {
        self.page(1280, 800, false).await
    }

    async fn page(&self, width: u32, height: u32, mobile: bool) -> Page {
        let context = json!({ "disposeOnDetach": true });
        let context = self.cdp.call(None, "Target.createBrowserContext", context).await;
        Page::open(&self.cdp, &context["browserContextId"], (width, height), mobile).await
    }
}

/// Read in a thread that goes on reading: a full pipe would stop the browser.
fn announced_address(child: &mut Child) -> String {
    let lines = BufReader::new(child.stderr.take().expect("it is piped")).lines();
    let (found, address) = mpsc::channel();
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            if let Some(address) = line.strip_prefix(ANNOUNCEMENT) {
                let _ = found.send(address.to_owned());
            }
        }
    });
    address.recv_timeout(Duration::from_secs(60)).expect("Chromium tells where its DevTools are")
}
