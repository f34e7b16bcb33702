//! A real browser, driven over the Chrome DevTools Protocol <https://chromedevtools.github.io/devtools-protocol/>:
//! real input events, real service worker, real content security policy.

mod app;
mod axe;
mod cdp;
mod chromium;
mod input;
mod page;
mod play;
mod pushed;

pub use app::{Screen, shot};
pub use chromium::Chromium;
pub use page::{Memory, Page};
pub use play::{play_in_browser, play_in_browser_with};
