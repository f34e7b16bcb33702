//! The `hubbub` program: settings in, a server or an exit code out.

use hubbub_server::config::{Config, Stop, Task};
use hubbub_server::{check, logging, serve};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A setting is wrong.
const WRONG_SETTING: u8 = 2;

fn main() -> ExitCode {
    match Config::read(std::env::args_os()) {
        Ok((config, task)) => run(config, task),
        Err(Stop::Told(text)) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(Stop::Wrong(line)) => {
            eprintln!("hubbub: {line}");
            ExitCode::from(WRONG_SETTING)
        }
    }
}

fn run(config: Config, task: Task) -> ExitCode {
    logging::start(config.server.log);
    let system = actix_web::rt::System::new();
    let outcome = match task {
        Task::Serve => system.block_on(serve::serve(config)),
        Task::Check => system.block_on(check::check(config)).map(|line| println!("{line}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hubbub: {error:#}");
            ExitCode::FAILURE
        }
    }
}
