//! The `hubbub` program: settings in, a server or an exit code out.

use hubbub_server::config::{AuditTask, Config, Stop, Task};
use hubbub_server::{check, logging, serve, verify};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A setting is wrong.
const WRONG_SETTING: u8 = 2;
/// Somebody had a hand in what must not be changed.
const TAMPERED: u8 = 3;

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
        Task::Serve => system.block_on(serve::serve(config)).map(|()| ExitCode::SUCCESS),
        Task::Check => system.block_on(check::check(config)).map(told),
        Task::Audit(AuditTask::Verify { against }) => {
            system.block_on(verify::verify(&config, against.as_deref())).map(judged)
        }
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("hubbub: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn told(line: String) -> ExitCode {
    println!("{line}");
    ExitCode::SUCCESS
}

fn judged(verdict: verify::Verdict) -> ExitCode {
    print!("{verdict}");
    if verdict.is_sound() { ExitCode::SUCCESS } else { ExitCode::from(TAMPERED) }
}
