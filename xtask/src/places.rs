//! Where things are: the checkout, the target directory, the cache of installed tools.

use std::env;
use std::path::{Path, PathBuf};

/// The checkout this was started in. Read when running, because checkouts may share a target directory.
pub fn root() -> PathBuf {
    let xtask = env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    Path::new(&xtask).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Cargo's target directory.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR").filter(|path| !path.is_empty()) {
        Some(path) => std::path::absolute(&path).unwrap_or_else(|_| path.into()),
        None => root().join("target"),
    }
}

/// The PWA as `run` and `test` serve it.
pub fn site() -> PathBuf {
    target().join("site")
}

/// The complete release: server binary and site.
pub fn dist() -> PathBuf {
    target().join("dist")
}

/// The server as built by the given Cargo profile directory, `debug` or `release`.
pub fn server(profile_directory: &str) -> PathBuf {
    target().join(profile_directory).join(format!("hubbub{}", env::consts::EXE_SUFFIX))
}

/// Installed tools live here and never in the checkout, so that a fresh clone finds them again.
pub fn cache() -> PathBuf {
    match env::var_os("HUBBUB_CACHE").filter(|path| !path.is_empty()) {
        Some(path) => path.into(),
        None => home().join(".cache/hubbub"),
    }
}

pub fn home() -> PathBuf {
    env::home_dir().unwrap_or_else(env::temp_dir)
}
