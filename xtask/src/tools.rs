//! The tools that turn the `pwa` crate into a site, and those that check the workspace.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::install::{CargoTool, missing};
use crate::{command, lockfile, places};

/// The npm package that carries `wasm-opt`; wasm-pack would download a binary, which fails offline.
pub const BINARYEN: &str = "binaryen@132.0.0";
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// What building the PWA takes.
pub struct PwaTools {
    pub wasm_pack: PathBuf,
    pub wasm_bindgen: PathBuf,
    pub wasm_opt: PathBuf,
}

/// Finds the PWA's tools, installing those that are missing.
pub fn for_pwa() -> Result<PwaTools> {
    ensure_wasm_target()?;
    Ok(PwaTools {
        wasm_bindgen: wasm_bindgen()?.ensure()?,
        wasm_pack: wasm_pack().ensure()?,
        wasm_opt: ensure_wasm_opt()?,
    })
}

pub fn wasm_bindgen() -> Result<CargoTool> {
    Ok(CargoTool {
        program: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version: lockfile::version_of("wasm-bindgen")?,
        exact: true,
        why: "writes the JavaScript between the browser and the PWA",
    })
}

pub fn wasm_pack() -> CargoTool {
    CargoTool {
        program: "wasm-pack",
        package: "wasm-pack",
        version: "0.15.1".to_owned(),
        exact: false,
        why: "builds the PWA",
    }
}

pub fn cargo_deny() -> CargoTool {
    CargoTool {
        program: "cargo-deny",
        package: "cargo-deny",
        version: "0.20.2".to_owned(),
        exact: false,
        why: "checks licences and sources of dependencies in `cargo xtask test`",
    }
}

pub fn cargo_machete() -> CargoTool {
    CargoTool {
        program: "cargo-machete",
        package: "cargo-machete",
        version: "0.9.2".to_owned(),
        exact: false,
        why: "finds unused dependencies in `cargo xtask test`",
    }
}

pub fn has_wasm_target() -> bool {
    command::output("rustc", &["--print", "sysroot"])
        .is_some_and(|sysroot| Path::new(&sysroot).join("lib/rustlib").join(WASM_TARGET).is_dir())
}

pub fn ensure_wasm_target() -> Result<()> {
    let installed = has_wasm_target()
        || command::find(&["rustup"]).is_some_and(|rustup| {
            command::run(command::tool(&rustup).args(["target", "add", WASM_TARGET])).is_ok()
        });
    match installed {
        true => Ok(()),
        false => Err(missing("the WebAssembly target of Rust", "compiles the PWA", WASM_TARGET_FIX)),
    }
}

pub const WASM_TARGET_FIX: &str = "rustup target add wasm32-unknown-unknown";

/// Ours first: an older `wasm-opt` of the system may not know what the compiler emits.
pub fn find_wasm_opt() -> Option<PathBuf> {
    let ours = binaryen_directory().join("node_modules/.bin/wasm-opt");
    Some(ours).filter(|path| path.is_file()).or_else(|| command::find(&["wasm-opt"]))
}

fn ensure_wasm_opt() -> Result<PathBuf> {
    if let Some(found) = find_wasm_opt() {
        return Ok(found);
    }
    let installed = command::find(&["npm"]).is_some_and(|npm| npm_install_binaryen(&npm).is_ok());
    find_wasm_opt()
        .filter(|_| installed)
        .ok_or_else(|| missing("wasm-opt", "makes the PWA small", &wasm_opt_fix()))
}

fn npm_install_binaryen(npm: &Path) -> Result<()> {
    eprintln!("    installing {BINARYEN} (once)");
    std::fs::create_dir_all(binaryen_directory())?;
    let arguments = ["install", "--no-fund", "--no-audit", "--loglevel=error", "--prefix"];
    command::run(command::tool(npm).args(arguments).arg(binaryen_directory()).arg(BINARYEN))
}

pub fn wasm_opt_fix() -> String {
    format!("npm install --prefix {} {BINARYEN}   (npm comes with Node.js)", binaryen_directory().display())
}

fn binaryen_directory() -> PathBuf {
    places::cache().join("npm").join(BINARYEN.replace('@', "-"))
}
