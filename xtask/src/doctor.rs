//! `cargo xtask doctor`: what is missing on this machine and the command that installs it. Installs nothing.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::install::CargoTool;
use crate::{chromium, command, mongodb, places, python, tools};

/// One thing this machine should have.
struct Finding {
    what: String,
    /// What is there, or how to get it.
    state: Result<String, String>,
    needed_to_run: bool,
}

pub fn doctor() -> Result<()> {
    let findings = examine()?;
    findings.iter().for_each(print);
    match findings.iter().filter(|finding| finding.needed_to_run && finding.state.is_err()).count() {
        0 => Ok(()),
        missing => bail!("{missing} of the things that `cargo xtask run` needs are missing; see above"),
    }
}

fn examine() -> Result<Vec<Finding>> {
    let mut findings = vec![
        Finding::to_run("Rust", command::output("rustc", &["--version"]), "install Rust with rustup"),
        Finding::to_run("WebAssembly target", found(tools::has_wasm_target()), tools::WASM_TARGET_FIX),
        Finding::crate_to_run(&tools::wasm_bindgen()?),
        Finding::crate_to_run(&tools::wasm_pack()),
        Finding::crate_to_run(&tools::wasm_split()),
        Finding::to_run("Node.js and npm", node(), "apt-get install nodejs npm"),
        Finding::to_run("wasm-opt", shown(tools::find_wasm_opt()), &tools::wasm_opt_fix()),
        Finding::to_test("Chromium", shown(chromium::find()), chromium::FIX),
        Finding::crate_to_test(&tools::cargo_deny()),
        Finding::crate_to_test(&tools::cargo_machete()),
        Finding::to_test("SecantusDB", shown(mongodb::find()), &mongodb::fix()),
        Finding::to_test("cryptography", shown(python::find_cryptography()), &python::CRYPTOGRAPHY.fix()),
        Finding::to_test("schemathesis", shown(python::find_schemathesis()), &python::SCHEMATHESIS.fix()),
        Finding::to_test("moto", shown(python::find_moto()), &python::MOTO.fix()),
        Finding::to_test(
            "discord-webhook",
            shown(python::find_webhook_client()),
            &python::WEBHOOK_CLIENT.fix(),
        ),
        Finding::to_test(
            "standardwebhooks",
            shown(python::find_standard_webhooks()),
            &python::STANDARD_WEBHOOKS.fix(),
        ),
        Finding::to_test("open files", open_files(), "ulimit -n 65536"),
    ];
    findings.extend(store());
    Ok(findings)
}

impl Finding {
    fn to_run(what: &str, found: Option<String>, fix: &str) -> Self {
        Self { what: what.to_owned(), state: found.ok_or_else(|| fix.to_owned()), needed_to_run: true }
    }

    fn to_test(what: &str, found: Option<String>, fix: &str) -> Self {
        Self { needed_to_run: false, ..Self::to_run(what, found, fix) }
    }

    fn crate_to_run(tool: &CargoTool) -> Self {
        Self::to_run(tool.program, shown(tool.find()), &tool.fix())
    }

    fn crate_to_test(tool: &CargoTool) -> Self {
        Self::to_test(tool.program, shown(tool.find()), &tool.fix())
    }
}

fn print(finding: &Finding) {
    match (&finding.state, finding.needed_to_run) {
        (Ok(found), _) => println!("ok       {:<20} {found}", finding.what),
        (Err(fix), true) => println!("MISSING  {:<20} {fix}", finding.what),
        (Err(fix), false) => println!("missing  {:<20} {fix}   (for tests)", finding.what),
    }
}

fn found(present: bool) -> Option<String> {
    present.then(|| "installed".to_owned())
}

fn shown(program: Option<PathBuf>) -> Option<String> {
    program.map(|path| path.display().to_string())
}

fn node() -> Option<String> {
    let npm = command::find(&["npm"])?;
    Some(format!("{} with {}", command::output("node", &["--version"])?, npm.display()))
}

/// A server holds one open file per connected client, and a load test another at the client's end.
fn open_files() -> Option<String> {
    const ENOUGH: u64 = 4096;
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let limit =
        limits.lines().find_map(|line| line.strip_prefix("Max open files")?.split_whitespace().next());
    match limit.map(str::parse::<u64>) {
        Some(Ok(limit)) if limit < ENOUGH => None,
        Some(Ok(limit)) => Some(format!("up to {limit}")),
        _ => Some("no limit known".to_owned()),
    }
}

/// Only the server knows what it asks of its database, so it is the one that is asked.
fn store() -> Option<Finding> {
    std::env::var_os("MONGODB_URI").filter(|uri| !uri.is_empty())?;
    let server = places::server("debug");
    if !server.is_file() {
        return Some(Finding::to_test(
            "MongoDB",
            None,
            "not checked: `cargo xtask run` builds the server first",
        ));
    }
    let output =
        std::process::Command::new(&server).arg("check").current_dir(places::root()).output().ok()?;
    let said =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).trim().to_owned()).join(" ");
    let state = if output.status.success() { Ok(said) } else { Err(said) };
    Some(Finding { what: "MongoDB".to_owned(), state, needed_to_run: true })
}
