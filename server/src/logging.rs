//! The log, on standard error: text on a terminal, JSON otherwise. `RUST_LOG` chooses what is in it. What went wrong last is
//! also kept in memory, for the owner of the server.
//!
//! Secrets are never logged: they are in [`crate::config::Secret`] or are not `Debug`.

use crate::clock::Clock;
use crate::config::LogFormat;
use hubbub_shared::model::LoggedProblem;
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::fmt;
use std::io::{IsTerminal, stderr};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

const USUAL: &str = "info,actix_server=warn,mio=warn";

/// Problems that are kept.
const MOST_PROBLEMS: usize = 50;
/// Characters of one that are kept.
const MOST_CHARS: usize = 500;

static PROBLEMS: Mutex<VecDeque<LoggedProblem>> = Mutex::new(VecDeque::new());

/// From now on, everything is logged. A second call changes nothing.
pub fn start(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(USUAL));
    let is_terminal = stderr().is_terminal();
    let log = tracing_subscriber::registry().with(filter).with(Problems);
    let lines = tracing_subscriber::fmt::layer().with_writer(stderr).with_ansi(is_terminal);
    let started = match format {
        LogFormat::Json => log.with(lines.json()).try_init(),
        LogFormat::Auto if !is_terminal => log.with(lines.json()).try_init(),
        LogFormat::Auto | LogFormat::Text => log.with(lines).try_init(),
    };
    // Tests start several servers in one process.
    drop(started);
}

/// What went wrong last, newest first.
pub fn last_problems() -> Vec<LoggedProblem> {
    PROBLEMS.lock().iter().rev().cloned().collect()
}

/// Keeps warnings and errors.
struct Problems;

impl<S: Subscriber> Layer<S> for Problems {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let level = *event.metadata().level();
        if level > Level::WARN {
            return;
        }
        let mut words = Words::default();
        event.record(&mut words);
        let problem = LoggedProblem {
            at: Clock::new().now(),
            level: level.as_str().to_lowercase(),
            place: event.metadata().target().to_owned(),
            message: words.0.chars().take(MOST_CHARS).collect(),
        };
        let mut problems = PROBLEMS.lock();
        if problems.len() == MOST_PROBLEMS {
            problems.pop_front();
        }
        problems.push_back(problem);
    }
}

/// What an event says, and its fields after it.
#[derive(Default)]
struct Words(String);

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let after = std::mem::take(&mut self.0);
        self.0 = match field.name() {
            "message" => format!("{value:?} {after}").trim_end().to_owned(),
            name => format!("{after} {name}={value:?}").trim_start().to_owned(),
        };
    }
}
