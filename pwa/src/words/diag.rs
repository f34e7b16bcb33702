//! The words of the page that describes the device.

use crate::state::Phase;

pub const TITLE: &str = "This device";
pub const HINT: &str = concat!(
    "When something does not work, copy this and send it to whoever runs this ",
    env!("PRODUCT_NAME"),
    ". It says nothing about who you are or what you wrote."
);
pub const COPY: &str = "Copy all";
pub const LOOKING: &str = "Looking…";

pub const APP: &str = "App";
pub const BUILD: &str = "Build";
pub const UPDATE_WAITS: &str = "A newer one waits";
pub const INSTALLED: &str = "Installed";
pub const TIME: &str = "Time";

pub const STORAGE: &str = "Storage";
pub const DATABASE: &str = "Database works";
pub const TEXT_STORAGE: &str = "Drafts are kept";
pub const PROMISED: &str = "Kept when the device is full";
pub const USED: &str = "In use";
pub const WAITING: &str = "Waiting to be sent";
pub const CHANNELS_KEPT: &str = "Channels kept";

pub const OFFLINE_APP: &str = "Offline app";
pub const WORKER: &str = "Service worker";
pub const WORKER_NONE: &str = "none";
pub const WORKER_INSTALLING: &str = "is being installed";
pub const WORKER_WAITING: &str = "active, a newer one waits";
pub const WORKER_ACTIVE: &str = "active";
pub const WORKER_SERVES: &str = "Serves this page";
pub const SHELLS: &str = "Builds kept";

pub const KEYS: &str = "Keys this browser can keep secret";
pub const ED25519: &str = "Ed25519";
pub const X25519: &str = "X25519";
pub const P256: &str = "P-256";

pub const PUSH: &str = "Notifications";
pub const PUSH_SUPPORTED: &str = "Possible in this browser";
pub const PERMISSION: &str = "Permission";

pub const BROWSER: &str = "Browser";
pub const USER_AGENT: &str = "Name";
pub const LANGUAGE: &str = "Language";
pub const SCREEN: &str = "Screen";
pub const TOUCH: &str = "Only touch";
pub const SECURE: &str = "Secure page";

pub const CONNECTION: &str = "Connection";
pub const STATE: &str = "Live connection";
pub const NETWORK: &str = "Network";
pub const SERVER_VERSION: &str = "Server version";
pub const SERVER_BUILD: &str = "App on the server";
pub const LATENCY: &str = "Answer takes";
pub const CLOCK: &str = "Clock";

pub const YES: &str = "yes";
pub const NO: &str = "no";
pub const NOT_KNOWN: &str = "not known";
pub const NOT_SUPPORTED: &str = "not possible here";

pub fn of(used: &str, all: &str) -> String {
    format!("{used} of {all}")
}

pub fn waiting(count: usize, failed: usize) -> String {
    if failed == 0 { count.to_string() } else { format!("{count}, {failed} of them refused") }
}

pub fn clock_off(seconds: i64) -> String {
    match seconds {
        0 => "right".to_owned(),
        1.. => format!("{seconds} s behind the server"),
        _ => format!("{} s ahead of the server", -seconds),
    }
}

pub fn state(phase: Phase) -> &'static str {
    match phase {
        Phase::Idle | Phase::Connecting => "connecting",
        Phase::Ready => "live",
        Phase::Waiting { .. } => "lost, trying again",
        Phase::SignedOut => "signed out",
        Phase::Stopped => "stopped: this app does not fit the server",
    }
}
