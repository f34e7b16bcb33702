//! A few stories that failed are played once more, alone: two cores play two of them at once, with a browser and a server each, and
//! what is late then is not always wrong. One that fails again is a failure. One that passes is told at the end, by name: it is
//! unsteady, which is a mistake of the story or of what it tells, and is to be found.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};

/// What may be played again. Anything else that fails is wrong.
const STORIES: [&str; 2] = ["`-p hubbub-tests --test stories`", "`-p hubbub-tests --test letters`"];
/// More of them are no chance.
const MOST: usize = 5;

/// What a run of `cargo test` came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Not one test failed.
    Passed,
    /// Nothing but these failed, which are few, and stories.
    Unsteady(Vec<String>),
    /// Something else failed.
    Failed,
}

/// Runs `cargo test`, shows what it says, and reads it.
pub fn run(cargo: &mut Command) -> Result<Outcome> {
    let mut child = cargo
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("starting cargo")?;
    let (out, err) = (child.stdout.take().context("its output")?, child.stderr.take().context("its errors")?);
    let said = thread::spawn(move || shown(out, &mut std::io::stdout()));
    let complained = shown(err, &mut std::io::stderr());
    let Ok(said) = said.join() else { bail!("the output could not be read") };
    Ok(match child.wait()?.success() {
        true => Outcome::Passed,
        false => judge(&said, &complained),
    })
}

/// Passes on each line at once.
fn shown(from: impl Read, to: &mut impl Write) -> Vec<String> {
    let mut lines = Vec::new();
    for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line).into_owned();
        let _ = writeln!(to, "{line}");
        lines.push(line);
    }
    lines
}

fn judge(said: &[String], complained: &[String]) -> Outcome {
    let is_target = |line: &&str| line.starts_with("`-p ");
    let targets: Vec<&str> = complained.iter().map(|line| line.trim()).filter(is_target).collect();
    let failed = said.iter().filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"));
    let failed: Vec<String> = failed.map(str::to_owned).collect();
    let are_few = !failed.is_empty() && failed.len() <= MOST;
    match !targets.is_empty() && targets.iter().all(|target| STORIES.contains(target)) && are_few {
        true => Outcome::Unsteady(failed),
        false => Outcome::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    const ONE: &str = "error: 1 target failed:\n    `-p hubbub-tests --test stories`";

    #[test]
    fn few_stories_are_played_again_by_their_names() {
        let said = "test a::b ... ok\ntest c::d::sqlite ... FAILED\ntest e ... FAILED\n";
        let names = vec!["c::d::sqlite".to_owned(), "e".to_owned()];
        assert_eq!(judge(&lines(said), &lines(ONE)), Outcome::Unsteady(names));
    }

    #[test]
    fn many_stories_or_anything_else_is_a_failure() {
        let many: String = (0..=MOST).map(|number| format!("test s{number} ... FAILED\n")).collect();
        let also =
            "error: 2 targets failed:\n    `-p hubbub-tests --test stories`\n    `-p xtask --bin xtask`";
        for (said, complained) in [
            (&*many, ONE),
            ("test a ... FAILED", also),
            ("test a ... FAILED", "error: could not compile `hubbub-tests`"),
            ("", ONE),
        ] {
            assert_eq!(judge(&lines(said), &lines(complained)), Outcome::Failed, "{said} {complained}");
        }
    }
}
