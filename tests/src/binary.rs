//! Where the server's binary is.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// `HUBBUB_SERVER_BIN`, or the one beside this test, built if it is not there.
pub(crate) fn server() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(find_or_build)
}

fn find_or_build() -> PathBuf {
    if let Some(given) = std::env::var_os("HUBBUB_SERVER_BIN").filter(|path| !path.is_empty()) {
        return PathBuf::from(given);
    }
    let test = std::env::current_exe().expect("a test knows where it is");
    let beside =
        test.parent().and_then(Path::parent).expect("tests are in target/<profile>/deps").join("hubbub");
    if !beside.is_file() {
        let built = Command::new(env!("CARGO")).args(["build", "-p", "hubbub-server"]).status();
        assert!(built.is_ok_and(|status| status.success()), "cargo build -p hubbub-server failed");
    }
    assert!(beside.is_file(), "{} is not there; set HUBBUB_SERVER_BIN", beside.display());
    beside
}
