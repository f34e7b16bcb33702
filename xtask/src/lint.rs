//! Looks for mistakes while building: `clippy-driver` is the compiler, and tells its lints as it goes. `cargo clippy` beside a
//! build takes all dependencies once more, eight minutes of two cores on a fresh machine.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::command;

/// Everything, tests and benches too.
pub const BUILD: [&str; 3] = ["build", "--workspace", "--all-targets"];

/// Compiles the workspace by Clippy; its dependencies are shared with builds that do not.
pub fn along(cargo: &mut Command) {
    cargo.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
}

/// Builds everything. Fails when there are warnings, but only after all is built: the tests can go on.
pub fn build() -> Result<()> {
    let mut cargo = command::cargo(&BUILD);
    along(cargo.arg("--message-format=json-render-diagnostics"));
    let mut child = cargo.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("starting cargo")?;
    let told = BufReader::new(child.stdout.take().context("its output")?).lines();
    let warnings = told.map_while(Result::ok).filter(|line| is_warning(line)).count();
    match (child.wait()?.success(), warnings) {
        (false, _) => bail!("it does not build"),
        (true, 0) => Ok(()),
        (true, found) => bail!("{found} warnings"),
    }
}

/// Whether a line of Cargo's is about something in the code. Cargo tells again what it knows from an earlier build.
fn is_warning(line: &str) -> bool {
    let told: Value = serde_json::from_str(line).unwrap_or_default();
    told["reason"] == "compiler-message" && told["message"]["level"] == "warning"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_are_told_from_what_else_cargo_says() {
        let message = |level: &str| {
            serde_json::json!({ "reason": "compiler-message", "message": { "level": level } }).to_string()
        };
        assert!(is_warning(&message("warning")));
        assert!(!is_warning(&message("note")));
        assert!(!is_warning(r#"{ "reason": "compiler-artifact" }"#));
        assert!(!is_warning("running 3 tests"));
    }
}
