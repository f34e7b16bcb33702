//! The command line and the environment, as text becomes settings. The help people read is made here.

use super::stop::Stop;
use super::{Config, addresses, files, gateway, hooks, limits, push, secret::Secret, server, sign_in};
use crate::store;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;

/// Hubbub, a community chat platform: server and web app in one program.
///
/// Everything works with nothing set. Each setting is an environment variable or a flag; an empty variable is
/// the same as none.
#[derive(Parser)]
#[command(name = "hubbub", version, max_term_width = 110, after_help = AFTER_HELP)]
pub struct Arguments {
    #[command(subcommand)]
    task: Option<Task>,
    #[command(flatten)]
    storage: Storage,
    #[command(flatten)]
    server: server::Arguments,
    #[command(flatten)]
    addresses: addresses::Arguments,
    #[command(flatten)]
    sign_in: sign_in::Arguments,
    #[command(flatten)]
    files: files::Arguments,
    #[command(flatten)]
    push: push::Arguments,
    #[command(flatten)]
    hooks: hooks::Arguments,
    #[command(flatten)]
    limits: limits::RateLimits,
    #[command(flatten)]
    gateway: gateway::Gateway,
}

const AFTER_HELP: &str = "RUST_LOG chooses what is logged, such as `info` or `hubbub_server=debug`. \
    Reserved and not read yet: STRIPE_* (subscriptions).";

/// What the program is to do.
#[derive(Subcommand, Clone, PartialEq, Eq, Debug)]
pub enum Task {
    /// Check the settings and that the store can be opened, then exit.
    Check,
    /// Look after what must not be changed: audit logs.
    #[command(subcommand)]
    Audit(AuditTask),
    /// Serve. The default.
    Serve,
}

/// What is to be done with audit logs.
#[derive(Subcommand, Clone, PartialEq, Eq, Debug)]
pub enum AuditTask {
    /// Find out whether anybody had a hand in the audit logs. Prints where each ends, and what is wrong; the exit code
    /// is 3 if anything is. Changes nothing, and works beside a running server.
    Verify {
        /// What this command printed earlier, kept elsewhere: finds logs that were cut off or written anew since.
        #[arg(long, value_name = "FILE")]
        against: Option<PathBuf>,
    },
}

/// Where the data lives.
#[derive(Args)]
#[group(skip)]
#[command(next_help_heading = "Storage")]
struct Storage {
    /// Address of a MongoDB replica set, mongodb://… or mongodb+srv://…. Not set: an embedded SQLite file.
    #[arg(long, env = "MONGODB_URI", hide_env_values = true, value_name = "URI", value_parser = super::parse::mongodb)]
    mongodb_uri: Option<String>,
    /// Directory of the embedded database and of keys made at the first start.
    #[arg(long, env = "HUBBUB_DATA", value_name = "DIRECTORY", default_value = "data")]
    data: PathBuf,
}

impl Arguments {
    /// Flags win over the environment.
    pub(super) fn read(
        arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    ) -> Result<(Self, Task), Stop> {
        let mut parsed: Self = parse(Self::command().mut_args(ignore_empty), arguments)?;
        let task = parsed.task.take().unwrap_or(Task::Serve);
        Ok((parsed, task))
    }

    /// Reads the flags alone, without what the environment says.
    pub(super) fn read_flags(
        arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    ) -> Result<Self, Stop> {
        parse(Self::command().mut_args(|argument| argument.env(None::<&'static str>)), arguments)
    }

    /// Checks what concerns several settings.
    pub(super) fn into_config(self) -> Result<Config, Stop> {
        let session_secret = self.sign_in.session_secret.clone().map(Secret::from);
        let sign_in = self.sign_in.into_settings()?;
        let server = self.server.into_settings(&sign_in)?;
        Ok(Config {
            store: store::Settings { mongodb_uri: self.storage.mongodb_uri, data: self.storage.data },
            server,
            addresses: self.addresses.into_settings(),
            sign_in,
            session_secret,
            files: self.files.into_settings()?,
            push: self.push.into_settings()?,
            webhook_hosts: self.hooks.into_settings(),
            limits: self.limits,
            gateway: self.gateway,
        })
    }
}

/// A hosting panel that shows every variable sets the unused ones to nothing.
fn ignore_empty(argument: clap::Arg) -> clap::Arg {
    let is_empty = |name: &std::ffi::OsStr| std::env::var_os(name).is_some_and(|value| value.is_empty());
    if argument.get_env().is_some_and(is_empty) { argument.env(None::<&'static str>) } else { argument }
}

fn parse(
    mut command: Command,
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
) -> Result<Arguments, Stop> {
    let matches = command.try_get_matches_from_mut(arguments);
    let parsed = matches.and_then(|mut matches| Arguments::from_arg_matches_mut(&mut matches));
    parsed.map_err(|error| explain(&command, &error))
}

/// One line: the variable, and what is expected. Never the value, which may be a secret.
fn explain(command: &Command, error: &clap::Error) -> Stop {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return Stop::Told(error.to_string());
    }
    let expected = std::error::Error::source(error).map(ToString::to_string);
    match (setting(command, error), expected) {
        (Some(setting), Some(expected)) => Stop::wrong(&setting, &expected),
        (Some(setting), None) => Stop::wrong(&setting, "expected a value; `hubbub --help` explains it"),
        (None, _) => Stop::Wrong(first_line(error)),
    }
}

/// The variable behind the flag that clap names as `--port <PORT>`.
fn setting(command: &Command, error: &clap::Error) -> Option<String> {
    if error.kind() == ErrorKind::UnknownArgument {
        return None;
    }
    let Some(ContextValue::String(named)) = error.get(ContextKind::InvalidArg) else { return None };
    let flag = named.split(' ').next()?.trim_start_matches("--");
    let argument = command.get_arguments().find(|argument| argument.get_long() == Some(flag))?;
    // With the environment ignored, the flag is all there is.
    let name = argument.get_env().map(|name| name.to_string_lossy().into_owned());
    Some(name.unwrap_or_else(|| format!("--{flag}")))
}

fn first_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
    format!("{line}; `hubbub --help` lists what there is")
}
