//! Loads Hubbub and its peers: `cargo xtask bench` runs it. Scenarios are in `scenarios/`, the servers in `hosts/`,
//! what goes over the wire in `wire/`. One thread, one core, nothing allocated per message.

mod caller;
mod clock;
mod crowd;
mod dialect;
mod drawing;
mod figures;
mod hosts;
mod http;
mod machine;
mod people;
mod report;
mod room;
mod scenarios;
mod seed;
mod setup;
mod sink;
mod tally;
mod wire;

use anyhow::{Context, Result};
use clap::Parser;
use setup::Setup;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(&Setup::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(setup: &Setup) -> Result<()> {
    if setup.machine {
        println!("{}", machine::describe());
        return Ok(());
    }
    let Some(wanted) = &setup.scenario else {
        scenarios::ALL.iter().for_each(|(name, about, _)| println!("{name}\t{about}"));
        return Ok(());
    };
    let found = scenarios::ALL.iter().find(|(name, _, _)| name == wanted);
    let (name, about, run) = found.with_context(|| format!("there is no scenario `{wanted}`"))?;
    eprintln!("{name}: {about}");
    machine::stay_on_our_core()?;
    std::fs::create_dir_all(&setup.work).with_context(|| format!("creating {}", setup.work.display()))?;
    let setup = Setup { work: std::path::absolute(&setup.work)?, ..setup.clone() };
    let report = run(&setup)?;
    eprintln!("\n{}", report.text);
    match &setup.out {
        Some(out) => report.write(out, name),
        None => Ok(()),
    }
}
