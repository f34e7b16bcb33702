//! Runs other programs: finds them, says which one failed, keeps Cargo's own variables from leaking.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::places;

/// Runs a command with its output shown.
pub fn run(command: &mut Command) -> Result<()> {
    let status =
        command.stdin(Stdio::null()).status().with_context(|| format!("starting {}", line(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// What a command prints, or `None` if it cannot be started or fails.
pub fn output(program: impl AsRef<OsStr>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Cargo in the checkout. What `cargo run` told *us* about ourselves is removed: build scripts that watch
/// those variables would rerun each time somebody switches between `cargo xtask` and plain `cargo`.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(places::root()).env("CARGO_TARGET_DIR", places::target());
    forget_this_package(&mut command);
    command
}

/// Another program in the checkout, with the installed tools on its PATH.
pub fn tool(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(places::root()).env("PATH", search_path()).env("CARGO_TARGET_DIR", places::target());
    forget_this_package(&mut command);
    command
}

fn forget_this_package(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
}

/// The first of these programs that is installed.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    names.iter().find_map(|name| candidates(name).next())
}

/// Every installed program of this name, in the order a shell would look.
pub fn candidates(name: &str) -> impl Iterator<Item = PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    let all: Vec<PathBuf> = env::split_paths(&search_path()).map(|directory| directory.join(&file)).collect();
    all.into_iter().filter(|path| path.is_file())
}

/// The search path with one program before all others: wasm-pack takes the first wasm-bindgen it sees.
pub fn path_with(program: &Path) -> OsString {
    let path = search_path();
    let first = program.parent().map(Path::to_path_buf);
    env::join_paths(first.into_iter().chain(env::split_paths(&path))).unwrap_or(path)
}

/// Our own tools first: a version we installed is the version we need.
fn search_path() -> OsString {
    let inherited = env::var_os("PATH").unwrap_or_default();
    let ours = [places::cache().join("tools/bin"), places::home().join(".cargo/bin")];
    let all = ours.into_iter().chain(env::split_paths(&inherited));
    env::join_paths(all).unwrap_or(inherited)
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
