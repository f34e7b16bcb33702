//! Chromium as a process with a profile of its own.

use super::cdp::Cdp;
use super::page::Page;
use serde_json::json;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;
use tempfile::TempDir;

const ANNOUNCEMENT: &str = "DevTools listening on ";

/// No window, and no calls home that could disturb a story.
const ARGUMENTS: [&str; 14] = [
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
];

/// A running browser. Ends when dropped.
pub struct Chromium {
    child: Child,
    cdp: Arc<Cdp>,
    _profile: TempDir,
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

    /// Starts a browser with an empty profile.
    pub async fn start() -> Self {
        let profile = tempfile::tempdir().expect("there is room for a profile");
        let mut command = Command::new(Self::find().expect("stories in a browser run only with one"));
        command
            .args(ARGUMENTS)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank");
        let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("Chromium starts");
        let address = announced_address(&mut child);
        let cdp = Cdp::connect(&address).await;
        Self { child, cdp, _profile: profile }
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
        let context = self.cdp.call(None, "Target.createBrowserContext", json!({})).await;
        Page::open(&self.cdp, &context["browserContextId"], (width, height), mobile).await
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
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
