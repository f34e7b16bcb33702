//! `cargo xtask bench`: measures a release of the server beside its peers and writes docs/performance.md.
//!
//! What is measured is in `tests/load`; here are the preparations, and what becomes of the figures. `--quick` writes
//! nothing: it compares with the ratios recorded last, and fails when something was lost or became much slower.

mod mongodb;
mod npm;
mod records;

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::performance::write_section;
use crate::steps::Steps;
use crate::{chromium, command, places, pwa};
use records::{Measured, Records};

/// What `--quick` measures: what a careless change is most likely to slow down.
const QUICK: [&str; 4] = ["singly", "bursts", "idle", "durable"];
const FIRST_LOAD: &str = "first-load";
const DRAWINGS: &str = "docs/performance";

/// What was asked for.
#[derive(Default)]
struct Wish {
    quick: bool,
    /// Nothing: all, or those that are quick.
    only: Vec<String>,
    server: Option<PathBuf>,
    /// A load generator that is built already.
    generator: Option<PathBuf>,
    install_mongodb: bool,
    for_load: Vec<String>,
}

/// What the load generator is told in every scenario.
struct Bench {
    load: PathBuf,
    arguments: Vec<PathBuf>,
    out: PathBuf,
    /// Of what, and when: the run itself changes files.
    stamp: String,
}

pub fn bench(arguments: &[String]) -> Result<()> {
    let wish = Wish::parse(arguments)?;
    let mut steps = Steps::start();
    let bench = prepare(&mut steps, &wish)?;
    let mut records = Records::read()?;
    let mut complaints = Vec::new();
    for scenario in bench.scenarios(&wish)? {
        let outcome = steps.step(&format!("Measuring {scenario}"), || bench.measure(&wish, &scenario));
        match outcome {
            Ok(measured) if wish.quick => complaints.extend(records.complaints(&measured)),
            Ok(measured) => {
                complaints.extend(measured.losses());
                bench.publish(&scenario)?;
                records.remember(measured)?;
            }
            Err(error) => complaints.push(format!("{scenario}: {error:#}")),
        }
    }
    if !wish.quick {
        write_section("machine", &bench.about_the_machine())?;
    }
    steps.summary();
    if complaints.is_empty() { Ok(()) } else { bail!("{}", complaints.join("\n       ")) }
}

fn prepare(steps: &mut Steps, wish: &Wish) -> Result<Bench> {
    steps.step("Building the server and the load generator", || build(wish))?;
    let peers = steps.step("Finding the peers", npm::peers)?;
    let mongodb = steps.step("Finding a MongoDB", || mongodb::find_or_explain(wish.install_mongodb))?;
    let target = places::target();
    let (work, out) = (target.join("load/work"), target.join("load/out"));
    // Prepared communities are good for one build of the server.
    std::fs::remove_dir_all(&work).or_else(ignore_absent)?;
    std::fs::remove_dir_all(&out).or_else(ignore_absent)?;
    std::fs::create_dir_all(&out)?;
    let server = std::path::absolute(wish.server.clone().unwrap_or_else(|| places::server("release")))?;
    let load = wish.generator.clone().unwrap_or_else(|| target.join("release/hubbub-load"));
    let mut arguments: Vec<PathBuf> = vec!["--server".into(), server];
    arguments.extend(["--work".into(), work, "--out".into(), out.clone(), "--peers".into(), peers]);
    if let Some(mongodb) = mongodb {
        arguments.extend(["--mongodb".into(), mongodb]);
    }
    if wish.wants(FIRST_LOAD) {
        arguments.extend(first_load(steps)?);
    }
    Ok(Bench { load: std::path::absolute(load)?, arguments, out, stamp: stamp(wish) })
}

/// The PWA as it is released, a browser, and what looks at it.
fn first_load(steps: &mut Steps) -> Result<[PathBuf; 6]> {
    let site = places::dist().join("site");
    std::fs::create_dir_all(places::dist())?;
    pwa::release_site(steps, &site)?;
    let lighthouse = steps.step("Finding Lighthouse", npm::first_load)?;
    let chromium = steps.step("Finding a browser", chromium::ensure)?;
    Ok(["--site".into(), site, "--first-load".into(), lighthouse, "--chromium".into(), chromium])
}

fn ignore_absent(error: std::io::Error) -> Result<()> {
    if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error.into()) }
}

/// A release as people run it: linked as a whole, which takes minutes when nothing is built yet.
fn build(wish: &Wish) -> Result<()> {
    let mut arguments = vec!["build", "--release", "--bins"];
    if wish.generator.is_none() {
        arguments.extend(["--package", "hubbub-load"]);
    }
    if wish.server.is_none() {
        arguments.extend(["--package", "hubbub-server"]);
    }
    if arguments.contains(&"--package") { command::run(&mut command::cargo(&arguments)) } else { Ok(()) }
}

impl Bench {
    fn scenarios(&self, wish: &Wish) -> Result<Vec<String>> {
        let listed =
            command::output(&self.load, &[]).context("asking the load generator what it measures")?;
        let names = listed.lines().filter_map(|line| line.split('\t').next()).map(str::to_owned);
        let wanted: Vec<_> = names.filter(|name| wish.wants(name)).collect();
        if wanted.is_empty() {
            bail!("there is no such scenario; these are:\n{listed}");
        }
        Ok(wanted)
    }

    fn measure(&self, wish: &Wish, scenario: &str) -> Result<Measured> {
        let mut load = command::tool(&self.load);
        load.arg(scenario).args(&self.arguments).args(&wish.for_load);
        if wish.quick {
            load.arg("--quick");
        }
        // One JSON line per run, for programs; people read what comes on standard error.
        let lines = File::options().create(true).append(true).open(self.out.join("runs.jsonl"))?;
        command::run(load.stdout(lines))?;
        Measured::read(&self.out.join(format!("{scenario}.json")))
    }

    fn about_the_machine(&self) -> String {
        let machine = say(&self.load, &["--machine"]);
        format!("{machine}. {}. Node.js {}.", say("rustc", &["--version"]), say("node", &["--version"]))
    }

    fn publish(&self, scenario: &str) -> Result<()> {
        let text = std::fs::read_to_string(self.out.join(format!("{scenario}.md")))?;
        write_section(scenario, &format!("{}\n\n{}", text.trim_end(), self.stamp))?;
        for file in std::fs::read_dir(&self.out)? {
            let path = file?.path();
            if path.extension().is_some_and(|extension| extension == "svg") {
                keep_drawing(&path)?;
            }
        }
        Ok(())
    }
}

fn keep_drawing(path: &Path) -> Result<()> {
    let folder = places::root().join(DRAWINGS);
    std::fs::create_dir_all(&folder)?;
    std::fs::copy(path, folder.join(path.file_name().unwrap_or_default()))?;
    Ok(())
}

/// What was measured and when. A server that was given may be of another commit.
fn stamp(wish: &Wish) -> String {
    let commit = say("git", &["describe", "--always", "--dirty", "--abbrev=8"]);
    let whose = if wish.server.is_some() { ", with a server that was built before" } else { "" };
    format!("*Measured on {} at commit {commit}{whose}.*", say("date", &["-u", "+%F %H:%M UTC"]))
}

fn say(program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> String {
    command::output(program, arguments).unwrap_or_default()
}

impl Wish {
    fn parse(arguments: &[String]) -> Result<Self> {
        let mut wish = Self::default();
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().cloned().with_context(|| format!("{word} takes a value"));
            match word.as_str() {
                "--quick" => wish.quick = true,
                "--only" => wish.only.push(value()?),
                "--server" => wish.server = Some(value()?.into()),
                "--generator" => wish.generator = Some(value()?.into()),
                "--install-mongodb" => wish.install_mongodb = true,
                "--" => wish.for_load = words.by_ref().cloned().collect(),
                _ => bail!(
                    "usage: cargo xtask bench [--quick] [--only SCENARIO]… [--server PATH] [--generator PATH] \
                     [--install-mongodb] [-- ARGUMENTS OF hubbub-load]"
                ),
            }
        }
        Ok(wish)
    }

    fn wants(&self, scenario: &str) -> bool {
        match self.only.is_empty() {
            false => self.only.iter().any(|only| only == scenario),
            true => !self.quick || QUICK.contains(&scenario),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Wish> {
        Wish::parse(&words.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn everything_is_measured_unless_it_is_to_be_quick_or_some_are_named() -> Result<()> {
        assert!(parse(&[])?.wants("history"));
        assert!(!parse(&["--quick"])?.wants("history") && parse(&["--quick"])?.wants("singly"));
        let some = parse(&["--quick", "--only", "history", "--only", "storm"])?;
        assert!(some.wants("history") && some.wants("storm") && !some.wants("singly"));
        Ok(())
    }

    #[test]
    fn another_server_can_be_measured_and_the_rest_is_for_the_generator() -> Result<()> {
        let wish = parse(&["--server", "/tmp/hubbub", "--", "--rounds", "5"])?;
        assert_eq!(wish.server, Some(PathBuf::from("/tmp/hubbub")));
        assert_eq!(wish.for_load, ["--rounds", "5"]);
        assert!(parse(&["--server"]).is_err() && parse(&["--fast"]).is_err());
        Ok(())
    }
}
