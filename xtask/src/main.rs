//! The only build script: builds, starts and tests Hubbub, and installs the tools that takes.
//! Each command is one module that reads as its list of steps; what a command prints is in `help.txt`.

mod again;
mod assets;
mod bench;
mod build;
mod chromium;
mod command;
mod doctor;
mod emoji;
mod fingerprint;
mod imports;
mod install;
mod lint;
mod lockfile;
mod mongodb;
mod parts;
mod performance;
mod places;
mod pwa;
mod python;
mod reference;
mod run;
mod site;
mod size;
mod steps;
mod test;
mod tools;

use std::process::ExitCode;

use anyhow::{Result, bail};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", arguments),
    };
    match command {
        "run" => run::run(rest),
        "build" => build::build(),
        "size" => size::size(),
        "bench" => bench::bench(rest),
        "test" => test::test(rest),
        "doctor" => doctor::doctor(),
        "help" | "--help" | "-h" => help(),
        other => bail!("there is no command `{other}`; `cargo xtask help` lists them"),
    }
}

fn help() -> Result<()> {
    print!("{}", include_str!("help.txt"));
    Ok(())
}
