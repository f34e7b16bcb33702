//! Settings: what is refused, and in which words.

use hubbub_server::config::{Config, SignIn, Stop, keep_session_secret};
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;

fn settings(flags: &[&str]) -> Result<Config, String> {
    Config::with_flags(Path::new("data"), flags).map_err(|stop| match stop {
        Stop::Wrong(line) => line,
        Stop::Told(text) => panic!("{text}"),
    })
}

#[test]
fn a_wrong_value_is_one_line_that_says_what_is_expected() {
    let wrong: [(&[&str], &str); 10] = [
        (&["--port", "80800"], "--port: expected a port number, 0 to 65535"),
        (&["--bind", "here"], "--bind: expected an IP address, such as 127.0.0.1 or 0.0.0.0"),
        (
            &["--client-url", "chat.example.org"],
            "--client-url: expected an address such as https://chat.example.org",
        ),
        (
            &["--mongodb-uri", "localhost"],
            "--mongodb-uri: expected an address that begins with mongodb:// or mongodb+srv://",
        ),
        (&["--local-sign-in", "yes"], "--local-sign-in: expected loopback, anywhere or off"),
        (&["--sends-per-minute=-1"], "--sends-per-minute: expected a number per minute, 0 for no limit"),
        (&["--site", "/nowhere"], "HUBBUB_SITE: expected a directory with an index.html"),
        (&["--discord-client-id", "1"], "DISCORD_CLIENT_SECRET: expected, because DISCORD_CLIENT_ID is set"),
        (&["--local-sign-in", "off"], "DISCORD_CLIENT_ID: expected, because HUBBUB_LOCAL_SIGN_IN is off"),
        (&["--colour", "red"], "unexpected argument '--colour' found"),
    ];
    for (flags, expected) in wrong {
        let line = settings(flags).err().unwrap();
        assert!(line.starts_with(expected) && line.lines().count() == 1, "{flags:?}: {line}");
    }
}

#[test]
fn a_secret_is_not_repeated() {
    let line = settings(&["--session-secret", "hunter2"]).err().unwrap();
    assert!(line.contains("32 bytes") && !line.contains("hunter2"), "{line}");
}

#[test]
fn only_a_server_for_everyone_listens_everywhere() {
    let bind = |flags: &[&str]| settings(flags).unwrap().server.bind;
    let everywhere = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    assert_eq!(bind(&[]), Ipv4Addr::LOCALHOST);
    assert_eq!(bind(&["--local-sign-in", "anywhere"]), everywhere);
    let discord = ["--discord-client-id", "1", "--discord-client-secret", "s"];
    assert_eq!(bind(&discord), everywhere);
    assert!(matches!(settings(&discord).unwrap().sign_in, SignIn::Discord(_)));
    assert_eq!(bind(&["--local-sign-in", "anywhere", "--bind", "127.0.0.1"]), Ipv4Addr::LOCALHOST);
}

#[test]
fn a_secret_is_made_once_and_kept_to_oneself() {
    let data = tempfile::tempdir().unwrap();
    let kept = || {
        let mut config = Config::with_flags(data.path(), &[]).unwrap();
        keep_session_secret(&mut config).unwrap();
        config.session_secret.unwrap().reveal().to_owned()
    };
    let first = kept();
    assert!(first.len() >= 32 && first == kept());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(data.path().join("session-secret")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn the_example_names_every_setting() {
    let example = include_str!("../../../.env.example");
    let Err(Stop::Told(help)) = Config::with_flags(Path::new("data"), &["--help"]) else { panic!("no help") };
    let flags = help
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--"))
        .filter_map(|line| line.split(' ').next());
    let variables: Vec<String> = flags.map(|flag| flag.replace('-', "_").to_uppercase()).collect();
    assert!(variables.len() > 15, "{variables:?}");
    for variable in variables {
        let is_named = ["", "HUBBUB_"].iter().any(|prefix| example.contains(&format!("{prefix}{variable}=")));
        assert!(is_named, "{variable} in .env.example");
    }
}
