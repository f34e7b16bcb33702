//! The MongoDB server of the comparison: `mongod` where there is one, else SecantusDB's native daemon. Not the
//! Python one of the tests: its 100 inserts a second would flatter us.
//!
//! Building the daemon takes a newer Rust than Hubbub does, cmake, libclang and 12 minutes of two cores, so nobody is
//! made to: without it, what needs a MongoDB is left out, and `--install-mongodb` builds it.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::{command, places};

const PACKAGE: &str = "secantus-mdb@0.5.3-beta.196";
const PROGRAM: &str = "secantusd-rs";
/// The oldest Rust that compiles it.
const TOOLCHAIN: &str = "1.98";

/// The server, built now if that was asked for. `None`, with an explanation, when there is none.
pub fn find_or_explain(is_to_be_installed: bool) -> Result<Option<PathBuf>> {
    if find().is_none() && is_to_be_installed {
        install()?;
    }
    let found = find();
    if found.is_none() {
        eprintln!("    there is no mongod and no {PROGRAM}: what needs a MongoDB is left out");
        eprintln!(
            "    `cargo xtask bench --install-mongodb` builds {PROGRAM} (12 minutes, once); it takes rustup,"
        );
        eprintln!("    and: apt-get install cmake libclang-dev");
    }
    Ok(found)
}

fn find() -> Option<PathBuf> {
    let ours = home().join("bin").join(PROGRAM);
    command::find(&["mongod", PROGRAM]).or_else(|| Some(ours).filter(|path| path.is_file()))
}

fn install() -> Result<()> {
    let rustup = command::find(&["rustup"]).context("rustup is not installed: it brings the newer Rust")?;
    command::run(command::tool(&rustup).args(["toolchain", "install", TOOLCHAIN, "--profile", "minimal"]))?;
    eprintln!("    building {PACKAGE} (12 minutes, once)");
    let mut cargo = command::tool(&rustup);
    // Cargo told this process which compiler it is; the other one must not believe that.
    cargo.env_remove("RUSTC").env_remove("CARGO").env_remove("RUSTUP_TOOLCHAIN");
    cargo.args(["run", TOOLCHAIN, "cargo", "install", PACKAGE, "--root"]).arg(home());
    command::run(cargo.env("CARGO_TARGET_DIR", home().join("target")))?;
    std::fs::remove_dir_all(home().join("target")).context("removing what the build left")
}

fn home() -> PathBuf {
    places::cache().join("secantus-rs")
}
