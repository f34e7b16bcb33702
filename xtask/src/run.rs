//! `cargo xtask run`: from a fresh clone to a running server. Started again, it skips what has not changed.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::steps::Steps;
use crate::{command, places, pwa};

pub fn run(arguments: &[String]) -> Result<()> {
    let arguments = arguments.strip_prefix(&["--".to_owned()]).unwrap_or(arguments);
    say_what_a_first_run_takes();
    let mut steps = Steps::start();
    let site = pwa::current_site(&mut steps)?;
    steps.step("Building the server", build_server)?;
    start(&places::server("debug"), &site, arguments)
}

fn say_what_a_first_run_takes() {
    if !places::site().is_dir() || !places::server("debug").is_file() {
        eprintln!("A first run installs tools and compiles everything: up to 15 minutes on two cores.");
        eprintln!("Later runs start in seconds.");
    }
}

/// The server is the one program of the workspace besides this. Building it by name would choose other features
/// for 60 of its dependencies than `cargo xtask test` does, and so compile them a second time.
fn build_server() -> Result<()> {
    command::run(&mut command::cargo(&["build", "--workspace", "--exclude", "xtask", "--bins"]))
}

/// The server takes the place of this process, so that signals and the exit code are its own. It starts in the
/// checkout, so that its data directory is the same wherever the command was typed.
#[cfg(unix)]
fn start(server: &Path, site: &Path, arguments: &[String]) -> Result<()> {
    use std::os::unix::process::CommandExt;

    let error = server_command(server, site, arguments).exec();
    Err(anyhow::Error::new(error).context(format!("starting {}", server.display())))
}

#[cfg(not(unix))]
fn start(server: &Path, site: &Path, arguments: &[String]) -> Result<()> {
    command::run(&mut server_command(server, site, arguments))
}

fn server_command(server: &Path, site: &Path, arguments: &[String]) -> Command {
    let mut command = Command::new(server);
    command.args(arguments).env("HUBBUB_SITE", site).current_dir(places::root());
    command
}
