//! The tools that turn the `pwa` crate into a site, and those that check the workspace.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::install::{CargoTool, missing};
use crate::{command, lockfile, places};

/// The npm package that carries `wasm-opt`; wasm-pack would download a binary, which fails offline.
pub const BINARYEN: &str = "binaryen@132.0.0";
/// Looks for what keeps people with disabilities out; stories run it in the browser, nobody ships it.
pub const AXE: &str = "axe-core@4.14.1";
/// What a document of AsyncAPI has to be.
pub const ASYNCAPI: &str = "@asyncapi/specs@6.11.1";
/// The page on which the API is read and tried.
pub const SWAGGER_UI: &str = "swagger-ui-dist@5.35.0";
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// What building the PWA takes.
pub struct PwaTools {
    pub wasm_pack: PathBuf,
    pub wasm_bindgen: PathBuf,
    pub wasm_split: PathBuf,
    pub wasm_opt: PathBuf,
}

/// Finds the PWA's tools, installing those that are missing.
pub fn for_pwa() -> Result<PwaTools> {
    ensure_wasm_target()?;
    Ok(PwaTools {
        wasm_bindgen: wasm_bindgen()?.ensure()?,
        wasm_pack: wasm_pack().ensure()?,
        wasm_split: wasm_split().ensure()?,
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
        features: "",
    })
}

pub fn wasm_pack() -> CargoTool {
    CargoTool {
        program: "wasm-pack",
        package: "wasm-pack",
        version: "0.15.1".to_owned(),
        exact: false,
        why: "builds the PWA",
        features: "",
    }
}

/// Goes with `wasm_split_helpers` in the PWA; both say so in the module if they do not understand each other.
pub fn wasm_split() -> CargoTool {
    CargoTool {
        program: "wasm-split-cli",
        package: "wasm_split_cli_support",
        version: "0.2.4".to_owned(),
        exact: false,
        why: "cuts the PWA into what the first view needs and what is loaded later",
        features: "build-binary",
    }
}

pub fn cargo_deny() -> CargoTool {
    CargoTool {
        program: "cargo-deny",
        package: "cargo-deny",
        version: "0.20.2".to_owned(),
        exact: false,
        why: "checks licences and sources of dependencies in `cargo xtask test`",
        features: "",
    }
}

pub fn cargo_machete() -> CargoTool {
    CargoTool {
        program: "cargo-machete",
        package: "cargo-machete",
        version: "0.9.2".to_owned(),
        exact: false,
        why: "finds unused dependencies in `cargo xtask test`",
        features: "",
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
    let ours = npm_directory(BINARYEN).join("node_modules/.bin/wasm-opt");
    Some(ours).filter(|path| path.is_file()).or_else(|| command::find(&["wasm-opt"]))
}

fn ensure_wasm_opt() -> Result<PathBuf> {
    if let Some(found) = find_wasm_opt() {
        return Ok(found);
    }
    let installed = npm_install(BINARYEN);
    find_wasm_opt()
        .filter(|_| installed)
        .ok_or_else(|| missing("wasm-opt", "makes the PWA small", &wasm_opt_fix()))
}

pub fn wasm_opt_fix() -> String {
    npm_fix(BINARYEN)
}

/// The script of axe.
pub fn ensure_axe() -> Result<PathBuf> {
    let script = npm_directory(AXE).join("node_modules/axe-core/axe.min.js");
    if script.is_file() || (npm_install(AXE) && script.is_file()) {
        return Ok(script);
    }
    Err(missing("axe-core", "looks for barriers in `cargo xtask test`", &npm_fix(AXE)))
}

/// The JSON Schema of AsyncAPI's documents.
pub fn ensure_asyncapi_schema() -> Result<PathBuf> {
    let schema = npm_directory(ASYNCAPI).join("node_modules/@asyncapi/specs/schemas/3.0.0.json");
    if schema.is_file() || (npm_install(ASYNCAPI) && schema.is_file()) {
        return Ok(schema);
    }
    Err(missing(
        "@asyncapi/specs",
        "validates a document of the API in `cargo xtask test`",
        &npm_fix(ASYNCAPI),
    ))
}

/// The folder of Swagger UI.
pub fn ensure_swagger_ui() -> Result<PathBuf> {
    let folder = npm_directory(SWAGGER_UI).join("node_modules/swagger-ui-dist");
    let is_there = || folder.join("swagger-ui-bundle.js").is_file();
    match is_there() || (npm_install(SWAGGER_UI) && is_there()) {
        true => Ok(folder),
        false => Err(missing("swagger-ui-dist", "shows the API in a browser", &npm_fix(SWAGGER_UI))),
    }
}

fn npm_install(package: &str) -> bool {
    command::find(&["npm"]).is_some_and(|npm| try_npm_install(&npm, package).is_ok())
}

fn try_npm_install(npm: &Path, package: &str) -> Result<()> {
    eprintln!("    installing {package} (once)");
    std::fs::create_dir_all(npm_directory(package))?;
    // What comes is files: no package has a reason to run anything here, and one of them would report home.
    let arguments =
        ["install", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error", "--prefix"];
    command::run(command::tool(npm).args(arguments).arg(npm_directory(package)).arg(package))
}

fn npm_fix(package: &str) -> String {
    format!(
        "npm install --ignore-scripts --prefix {} {package}   (npm comes with Node.js)",
        npm_directory(package).display()
    )
}

fn npm_directory(package: &str) -> PathBuf {
    places::cache().join("npm").join(package.trim_start_matches('@').replace(['@', '/'], "-"))
}
