//! The program itself: what it prints, how it ends.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

fn hubbub(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hubbub"));
    command.env("HUBBUB_DATA", data).env("PORT", "0").env_remove("MONGODB_URI").env_remove("HUBBUB_SITE");
    command
}

fn text(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}

fn run(command: &mut Command) -> Output {
    command.output().unwrap()
}

#[test]
fn a_wrong_variable_stops_the_start_with_one_line() {
    let data = tempfile::tempdir().unwrap();
    let stopped = run(hubbub(data.path()).env("PORT", "eighty"));
    assert_eq!(stopped.status.code(), Some(2));
    assert_eq!(text(&stopped.stderr), "hubbub: PORT: expected a port number, 0 to 65535\n");
    let stopped = run(hubbub(data.path()).env("SESSION_SECRET", "hunter2"));
    assert_eq!(text(&stopped.stderr).lines().count(), 1);
    assert!(
        text(&stopped.stderr).starts_with("hubbub: SESSION_SECRET: ")
            && !text(&stopped.stderr).contains("hunter2")
    );
}

#[test]
fn check_tells_whether_a_start_would_work() {
    let data = tempfile::tempdir().unwrap();
    let well = run(hubbub(data.path()).arg("check").env("DISCORD_CLIENT_ID", ""));
    assert_eq!(
        (well.status.code(), &*text(&well.stdout)),
        (Some(0), "all is well: store sqlite, sign-in local, 0 files of messages in a directory\n")
    );
    let file = data.path().join("file");
    std::fs::write(&file, "").unwrap();
    let ill = run(hubbub(&file).arg("check"));
    assert_ne!(ill.status.code(), Some(0));
    assert_eq!(text(&ill.stderr).lines().count(), 1, "{}", text(&ill.stderr));
}

#[test]
fn help_explains_every_variable() {
    let data = tempfile::tempdir().unwrap();
    let help = text(&run(hubbub(data.path()).arg("--help").env("SESSION_SECRET", "s".repeat(40))).stdout);
    for name in [
        "MONGODB_URI",
        "SESSION_SECRET",
        "CLIENT_URL",
        "HUBBUB_LOCAL_SIGN_IN",
        "METRICS_PORT",
        "STRIPE_",
        "VAPID_",
    ] {
        assert!(help.contains(name), "{name} in {help}");
    }
    assert!(!help.contains("ssssssss"));
}

#[cfg(unix)]
#[test]
fn it_says_where_it_is_and_ends_when_told() {
    let data = tempfile::tempdir().unwrap();
    let mut server = hubbub(data.path()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let port = line.trim().strip_prefix("Hubbub is at http://127.0.0.1:").unwrap().parse::<u16>().unwrap();
    assert_ne!(port, 0);

    let told = Instant::now();
    assert!(Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap().success());
    let status = server.wait().unwrap();
    assert!(
        status.success() && told.elapsed() < Duration::from_secs(10),
        "{status} after {:?}",
        told.elapsed()
    );
}
