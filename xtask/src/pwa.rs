//! Builds the PWA: wasm-pack compiles it, `parts.rs` cuts off what the first view does not need, wasm-opt shrinks all
//! parts, `site.rs` composes the files that are served.
//!
//! wasm-pack may install nothing by itself: what it downloads are binaries from outside any registry.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::assets::read_tree;
use crate::site::{self, BEST_BROTLI, QUICK_BROTLI, Sources};
use crate::steps::Steps;
use crate::tools::{self, PwaTools};
use crate::{command, fingerprint, parts, places, reference};

/// What current browsers all have and the compiler may use; without these wasm-opt refuses the module.
const WASM_FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The site for `run` and `test`, built only if something in it changed.
pub fn current_site(steps: &mut Steps) -> Result<PathBuf> {
    let _turn = wait_for_turn()?;
    let place = places::site();
    let fingerprint = fingerprint::of_pwa()?;
    if !fingerprint::matches(&place, &fingerprint) {
        build(steps, &place, QUICK_BROTLI)?;
        fingerprint::remember(&place, &fingerprint)?;
    }
    Ok(place)
}

/// The site as it is released.
pub fn release_site(steps: &mut Steps, place: &Path) -> Result<()> {
    let _turn = wait_for_turn()?;
    build(steps, place, BEST_BROTLI)
}

/// One build at a time in a target directory: `run` and `test` may be started side by side.
fn wait_for_turn() -> Result<File> {
    std::fs::create_dir_all(places::target())?;
    let file =
        File::create(places::target().join("pwa.lock")).context("creating the lock of the PWA's build")?;
    file.lock().context("waiting for another build of the PWA")?;
    Ok(file)
}

fn build(steps: &mut Steps, place: &Path, brotli_quality: i32) -> Result<()> {
    let tools = steps.step("Finding the tools for the PWA", tools::for_pwa)?;
    let swagger_ui = steps.step("Finding Swagger UI", tools::ensure_swagger_ui)?;
    let package = places::target().join("pwa-pkg");
    steps.step("Compiling the PWA", || compile(&tools, &package))?;
    steps.step("Cutting the PWA into parts", || parts::cut(&tools, &package))?;
    steps.step("Shrinking the PWA", || shrink(&tools, &package))?;
    steps.step("Composing the site", || compose(&package, &swagger_ui, place, brotli_quality))
}

/// Small before fast: the PWA waits for the network and the DOM, never for its own arithmetic.
fn compile(tools: &PwaTools, package: &Path) -> Result<()> {
    forget(package)?;
    let mut wasm_pack = command::tool(&tools.wasm_pack);
    wasm_pack
        .args([
            "--log-level",
            "error",
            "build",
            "pwa",
            "--release",
            "--target",
            "web",
            "--out-name",
            "hubbub",
            "--out-dir",
        ])
        .arg(package)
        .args(["--mode", "no-install", "--no-opt", "--no-typescript", "--no-pack", "--no-gitignore"])
        .env("PATH", command::path_with(&tools.wasm_bindgen))
        .env(parts::FLAGS_VARIABLE, parts::compiler_flags())
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "z")
        .env("CARGO_PROFILE_RELEASE_LTO", "fat")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "1")
        .env("CARGO_PROFILE_RELEASE_PANIC", "abort");
    command::run(&mut wasm_pack)
}

/// Nothing of an earlier build may get into this one.
fn forget(package: &Path) -> Result<()> {
    match std::fs::remove_dir_all(package) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).context("removing an old build")
        }
        _ => Ok(()),
    }
}

/// `-O1` and not `-Oz`: the module itself grows by a fifth, but what travels shrinks (264 instead of 274 KiB with
/// brotli, 359 instead of 397 KiB with gzip), because size passes undo repetition that compression feeds on.
/// It also takes 15 seconds instead of 60. What sets a local to what it holds already, and functions that became the same,
/// go afterwards: another kibibyte. In the order of their names, functions that were made from one stand together, which
/// compression feeds on as well: almost four.
fn shrink(tools: &PwaTools, package: &Path) -> Result<()> {
    for module in parts::modules(package)? {
        let mut wasm_opt = command::tool(&tools.wasm_opt);
        wasm_opt.args(["-O1", "--rse", "--vacuum", "--duplicate-function-elimination"]);
        wasm_opt.arg("--reorder-functions-by-name");
        wasm_opt.args(["--strip-debug", "--strip-producers"]).args(WASM_FEATURES);
        command::run(wasm_opt.arg(&module).arg("-o").arg(&module))?;
    }
    Ok(())
}

fn compose(package: &Path, swagger_ui: &Path, place: &Path, brotli_quality: i32) -> Result<()> {
    let root = places::root();
    let sources = Sources {
        package: read_tree(package)?,
        pwa: read_tree(&root.join("pwa"))?,
        manifest: read_tree(&root.join("manifest"))?,
        swagger_ui: reference::read(swagger_ui)?,
    };
    site::write(&site::compose(&sources)?, place, brotli_quality)
}
