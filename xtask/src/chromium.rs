//! The browser that the tests drive.

use std::path::PathBuf;

use anyhow::Result;

use crate::command;
use crate::install::missing;

pub const WHY: &str = "plays the stories of the tests in a real browser";
pub const FIX: &str = "apt-get install chromium   (or set CHROMIUM to a browser of the Chromium family)";

/// `CHROMIUM`, or the first browser of its family that is installed.
pub fn find() -> Option<PathBuf> {
    let given = std::env::var_os("CHROMIUM").filter(|path| !path.is_empty()).map(PathBuf::from);
    given
        .or_else(|| command::find(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]))
}

pub fn ensure() -> Result<PathBuf> {
    if find().is_none() && is_root() {
        install_from_debian();
    }
    find().ok_or_else(|| missing("Chromium", WHY, FIX))
}

fn is_root() -> bool {
    command::output("id", &["-u"]).is_some_and(|user| user == "0")
}

/// Failing is no error yet: the message about a missing browser says more than apt's.
fn install_from_debian() {
    let Some(apt) = command::find(&["apt-get"]) else { return };
    eprintln!("    installing Chromium (once)");
    for arguments in
        [&["update", "-qq"][..], &["install", "-y", "-qq", "--no-install-recommends", "chromium"][..]]
    {
        let mut command = command::tool(&apt);
        if command::run(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive")).is_err() {
            return;
        }
    }
}
