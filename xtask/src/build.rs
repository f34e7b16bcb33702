//! `cargo xtask build`: the release, complete in one folder that can be copied to where it runs.

use anyhow::{Context, Result};

use crate::steps::Steps;
use crate::{command, places, pwa, size};

pub fn build() -> Result<()> {
    let mut steps = Steps::start();
    let dist = places::dist();
    let site = dist.join("site");
    std::fs::create_dir_all(&dist).with_context(|| format!("creating {}", dist.display()))?;
    pwa::release_site(&mut steps, &site)?;
    steps.step("Checking the size of the first view", || size::check_release(&site))?;
    steps.step("Building the server", build_server)?;
    steps.summary();
    eprintln!("\nThe release is in {0}. Start it with {0}/hubbub", dist.display());
    Ok(())
}

/// Copied beside the old one and renamed: a server that runs from there keeps its own file.
fn build_server() -> Result<()> {
    command::run(&mut command::cargo(&["build", "--release", "--package", "hubbub-server"]))?;
    let built = places::server("release");
    let fresh = places::dist().join("hubbub.new");
    let place = places::dist().join(built.file_name().unwrap_or_default());
    std::fs::copy(&built, &fresh).with_context(|| format!("copying {}", built.display()))?;
    std::fs::rename(&fresh, &place).with_context(|| format!("writing {}", place.display()))
}
