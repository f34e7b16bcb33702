//! `hubbub check`: whether a start would work, without serving.

use crate::config::Config;
use crate::serve;
use anyhow::{Context, Result};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(15);

/// One line when all is well.
pub async fn check(config: Config) -> Result<String> {
    let app =
        tokio::time::timeout(PATIENCE, serve::open(config)).await.context("the store does not answer")??;
    app.live.store.ping().await?;
    Ok(format!("all is well: store {}, sign-in {}", app.live.store.name(), app.config.sign_in.name()))
}
