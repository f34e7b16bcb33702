//! Where the server's binary is, and the PWA that it serves.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// `HUBBUB_SERVER_BIN`, or the one beside this test, built if it is not there.
pub(crate) fn server() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(find_or_build)
}

/// `HUBBUB_SITE`, or what `cargo xtask` built last, if anything.
pub fn site() -> Option<PathBuf> {
    let given = std::env::var_os("HUBBUB_SITE").filter(|path| !path.is_empty()).map(PathBuf::from);
    let built = || profile().parent().map(|target| target.join("site"));
    given.or_else(built).filter(|site| site.join("index.html").is_file())
}

/// The directory of the profile, as `target/debug`.
fn profile() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows where it is");
    test.parent().and_then(Path::parent).expect("tests are in target/<profile>/deps").to_owned()
}

fn find_or_build() -> PathBuf {
    if let Some(given) = std::env::var_os("HUBBUB_SERVER_BIN").filter(|path| !path.is_empty()) {
        return PathBuf::from(given);
    }
    let beside = profile().join("hubbub");
    if !beside.is_file() {
        let built = Command::new(env!("CARGO")).args(["build", "-p", "hubbub-server"]).status();
        assert!(built.is_ok_and(|status| status.success()), "cargo build -p hubbub-server failed");
    }
    assert!(beside.is_file(), "{} is not there; set HUBBUB_SERVER_BIN", beside.display());
    beside
}
