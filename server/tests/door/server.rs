//! A server of its own for each test.

use crate::browser::Browser;
use actix_web::dev::ServerHandle;
use hubbub_server::config::Config;
use hubbub_server::{App, serve};
use std::path::Path;
use tempfile::TempDir;

/// A running server. Its data directory goes when it does.
pub struct Server {
    pub app: App,
    pub url: String,
    handle: ServerHandle,
    _data: TempDir,
}

impl Server {
    /// With everything as usual, but for a free port and no limits.
    pub async fn start() -> Self {
        Self::with(&[]).await
    }

    /// With these flags.
    pub async fn with(flags: &[&str]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let app = serve::open(config(data.path(), flags)).await.unwrap();
        let (server, address) = serve::listen(&app).unwrap();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { app, url: format!("http://{address}"), handle, _data: data }
    }

    /// Somebody's browser, not signed in.
    pub fn browser(&self) -> Browser {
        Browser::at(&self.url)
    }

    /// Somebody's browser after signing in by this name.
    pub async fn signed_in(&self, name: &str) -> Browser {
        let mut browser = self.browser();
        let landed = browser.follow(&format!("/auth/login?as={name}")).await;
        assert_eq!(browser.path_of(&landed), "/", "{name} is signed in");
        browser
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

fn config(data: &Path, flags: &[&str]) -> Config {
    let usual = ["--port", "0", "--workers", "1"];
    let limits = [("--sign-ins-per-minute", "0"), ("--writes-per-minute", "0"), ("--sends-per-minute", "0")];
    let unless_told =
        limits.iter().filter(|(flag, _)| !flags.contains(flag)).flat_map(|(flag, none)| [*flag, *none]);
    let all: Vec<&str> = usual.into_iter().chain(unless_told).chain(flags.iter().copied()).collect();
    Config::with_flags(data, &all).unwrap()
}
