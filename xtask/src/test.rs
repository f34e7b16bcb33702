//! `cargo xtask test`: everything CI checks, in the order in which a mistake is cheapest to find.
//! A check that fails does not stop the others, so that one run tells everything there is to repair.

use std::process::Command;
use std::thread::available_parallelism;

use anyhow::{Result, bail};

use crate::again::{self, Outcome};
use crate::mongodb::LocalMongo;
use crate::steps::Steps;
use crate::{chromium, command, lint, places, pwa, python, size, tools};

type Check = fn(&mut Steps, &Wish) -> Result<()>;

/// The names are what `--only` takes.
const CHECKS: [(&str, Check); 9] = [
    ("format", |steps, _| steps.step("Checking the formatting", format)),
    ("clippy", clippy),
    ("clippy-wasm", |steps, _| steps.step("Looking for mistakes in the PWA as WebAssembly", clippy_wasm)),
    ("licenses", |steps, _| steps.step("Checking licences and sources of dependencies", licenses)),
    ("unused", |steps, _| steps.step("Looking for unused dependencies", unused)),
    ("vectors", |steps, _| steps.step("Checking the vectors of encrypted messages", vectors)),
    ("size", |steps, _| check_size(steps)),
    ("reference", check_reference),
    ("tests", run_tests),
];

/// What was asked for.
struct Wish {
    /// `None` for all checks.
    only: Option<String>,
    for_cargo_test: Vec<String>,
}

pub fn test(arguments: &[String]) -> Result<()> {
    let wish = Wish::parse(arguments)?;
    let mut steps = Steps::start();
    let mut failed = Vec::new();
    for (name, check) in CHECKS.iter().filter(|(name, _)| wish.includes(name)) {
        if let Err(error) = check(&mut steps, &wish) {
            eprintln!("\nerror: {error:#}\n");
            failed.push(*name);
        }
    }
    steps.summary();
    match failed.is_empty() {
        true => Ok(()),
        false => bail!("failed: {} (repeat one with `cargo xtask test --only NAME`)", failed.join(", ")),
    }
}

impl Wish {
    fn parse(arguments: &[String]) -> Result<Self> {
        let split = arguments.iter().position(|word| word == "--").unwrap_or(arguments.len());
        let for_cargo_test = arguments.iter().skip(split + 1).cloned().collect();
        let only = match &arguments[..split] {
            [] => None,
            [flag, name] if flag == "--only" && is_check(name) => Some(name.clone()),
            _ => bail!("usage: cargo xtask test [--only {}] [-- ARGUMENTS OF cargo test]", names().join("|")),
        };
        Ok(Self { only, for_cargo_test })
    }

    fn is_all(&self) -> bool {
        self.only.is_none()
    }

    /// What was built with lints is run as it is; a check alone is built without, which is quicker.
    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = command::cargo(arguments);
        if self.is_all() {
            lint::along(&mut cargo);
        }
        cargo
    }

    fn includes(&self, name: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == name)
    }
}

fn names() -> Vec<&'static str> {
    CHECKS.iter().map(|(name, _)| *name).collect()
}

fn is_check(name: &str) -> bool {
    names().contains(&name)
}

fn format() -> Result<()> {
    command::run(&mut command::cargo(&["fmt", "--all", "--check"]))
}

/// Of all checks, by the build that the tests need anyway; alone, by the quicker one that makes no programs.
fn clippy(steps: &mut Steps, wish: &Wish) -> Result<()> {
    if wish.is_all() {
        return steps.step("Building server and tests, looking for mistakes", lint::build);
    }
    let arguments = ["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"];
    steps.step("Looking for mistakes", || command::run(&mut command::cargo(&arguments)))
}

/// The PWA compiles for this machine too, for the tests of its state; what is shipped is this. So are the
/// formats of encrypted messages.
fn clippy_wasm() -> Result<()> {
    tools::ensure_wasm_target()?;
    let packages = ["clippy", "--package", "hubbub-pwa", "--package", "dm-wire"];
    let mut cargo = command::cargo(&packages);
    command::run(cargo.args(["--target", tools::WASM_TARGET, "--", "--deny", "warnings"]))
}

fn licenses() -> Result<()> {
    let cargo_deny = tools::cargo_deny().ensure()?;
    command::run(command::tool(&cargo_deny).args(["check", "licenses", "bans", "sources"]))
}

fn unused() -> Result<()> {
    let program = tools::cargo_machete().ensure()?;
    // By way of cargo: started by itself under cargo, it takes the name of the subcommand for granted and panics.
    let mut cargo = command::cargo(&["machete"]);
    command::run(cargo.env("PATH", command::path_with(&program)))
}

/// By an implementation that shares no line with ours. That ours makes these vectors is one of the tests.
fn vectors() -> Result<()> {
    let python = python::ensure_cryptography()?;
    command::run(command::tool(&python).arg("docs/direct-messages/check.py"))
}

/// The documents of the API: valid, nothing in them breaks what was released, and a server keeps to them. That they are of
/// this code is one of the tests.
fn check_reference(steps: &mut Steps, wish: &Wish) -> Result<()> {
    build(steps, wish)?;
    let python = steps.step("Finding schemathesis", python::ensure_schemathesis)?;
    let schema = steps.step("Finding the schema of AsyncAPI", tools::ensure_asyncapi_schema)?;
    steps.step("Holding a server to the documents of the API", || {
        let of_check = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/reference/test_breaking.py"];
        command::run(command::tool(&python).args(of_check).env("PYTHONDONTWRITEBYTECODE", "1"))?;
        let mut check = command::tool(&python);
        check.arg("tests/reference/check.py").arg(places::server("debug")).arg(&schema);
        command::run(check.env("PYTHONDONTWRITEBYTECODE", "1"))
    })
}

fn check_size(steps: &mut Steps) -> Result<()> {
    let site = pwa::current_site(steps)?;
    steps.step("Checking the size of the first view", || size::check(&site))
}

/// Everything in one go, so that server and tests share their dependencies' features and compile them once.
fn build(steps: &mut Steps, wish: &Wish) -> Result<()> {
    let mut cargo = wish.cargo(&lint::BUILD);
    steps.step("Building server and tests", || command::run(&mut cargo))
}

fn run_tests(steps: &mut Steps, wish: &Wish) -> Result<()> {
    let site = pwa::current_site(steps)?;
    build(steps, wish)?;
    let chromium = steps.step("Finding a browser", chromium::ensure)?;
    let axe = steps.step("Finding axe", tools::ensure_axe)?;
    let mongodb = steps.step("Finding a MongoDB", LocalMongo::unless_given)?;
    let moto = steps.step("Finding a service that speaks S3", python::ensure_moto)?;
    let webhooks = steps.step("Finding a client of webhooks", python::ensure_webhook_client)?;
    let verifier = steps.step("Finding a verifier of webhooks", python::ensure_standard_webhooks)?;

    let cargo = |arguments: &[String]| {
        let mut cargo = wish.cargo(&["test", "--no-fail-fast"]);
        cargo.args(arguments).env("HUBBUB_SITE", &site);
        cargo.env("HUBBUB_SERVER_BIN", places::server("debug"));
        cargo.env("CHROMIUM", &chromium).env("HUBBUB_AXE", &axe);
        cargo.env("MOTO_SERVER", &moto).env("WEBHOOK_PYTHON", &webhooks);
        cargo.env("STANDARD_WEBHOOKS_PYTHON", &verifier);
        if let Some(mongodb) = &mongodb {
            cargo.env("MONGODB_TEST_URI", mongodb.uris()).env("MONGODB_TEST_THROWAWAY", "1");
        }
        limit_threads(&mut cargo);
        cargo
    };
    // All of the workspace, unless the arguments name a package.
    let mut all = cargo(&wish.for_cargo_test);
    if !wish.for_cargo_test.is_empty() {
        return steps.step("Running the tests", || command::run(&mut all));
    }
    match steps.step("Running the tests", || again::run(&mut all))? {
        Outcome::Passed => Ok(()),
        Outcome::Failed => bail!("tests failed"),
        Outcome::Unsteady(stories) => play_again(steps, &stories, cargo),
    }
}

/// Alone, and one after the other. What passes now is told, for somebody to find out why it did not before.
fn play_again(steps: &mut Steps, stories: &[String], cargo: impl Fn(&[String]) -> Command) -> Result<()> {
    let alone =
        ["--workspace", "--test", "stories", "--test", "letters", "--", "--exact", "--test-threads=1"];
    let arguments: Vec<String> =
        alone.map(str::to_owned).into_iter().chain(stories.iter().cloned()).collect();
    steps.step("Playing again, alone, what failed", || command::run(&mut cargo(&arguments)))?;
    eprintln!("\nunsteady: failed, and passed when played alone:\n  {}\n", stories.join("\n  "));
    Ok(())
}

/// Each test of a story starts a server and perhaps shows the app: more at once than cores makes all of them slow.
fn limit_threads(cargo: &mut Command) {
    if std::env::var_os("RUST_TEST_THREADS").is_none() {
        let cores = available_parallelism().map_or(2, usize::from);
        cargo.env("RUST_TEST_THREADS", cores.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Wish> {
        Wish::parse(&words.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn all_checks_run_unless_one_is_named() -> Result<()> {
        assert!(parse(&[])?.includes("clippy"));
        assert!(!parse(&["--only", "tests"])?.includes("clippy"));
        Ok(())
    }

    #[test]
    fn what_follows_two_dashes_is_for_cargo_test() -> Result<()> {
        assert_eq!(parse(&["--only", "tests", "--", "a_muted_member"])?.for_cargo_test, ["a_muted_member"]);
        Ok(())
    }

    #[test]
    fn an_unknown_check_is_refused() {
        assert!(parse(&["--only", "everything"]).is_err());
    }
}
