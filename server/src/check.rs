//! `hubbub check`: whether a start would work, and whether the files of messages, and pictures, are there and as they were. Serves nobody, and
//! deletes nothing.

mod files;

use crate::config::Config;
use crate::serve;
use anyhow::{Context, Result, bail};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(15);

/// A line when all is well, after what is no fault but should be known.
pub async fn check(config: Config) -> Result<String> {
    let app =
        tokio::time::timeout(PATIENCE, serve::open(config)).await.context("the store does not answer")??;
    app.live.store.ping().await?;
    let found = files::look_through(&app.live).await.context("looking through the files of messages")?;
    if !found.faults.is_empty() {
        bail!(
            "{}\n{} files are not as they were. Restore them from a backup of the files, or delete the messages; a picture is chosen anew.",
            found.faults.join("\n"),
            found.faults.len()
        );
    }
    let (store, sign_in) = (app.live.store.name(), app.config.sign_in.name());
    let notes: String = found.notes.iter().map(|note| format!("note: {note}\n")).collect();
    let files = if found.files == 1 { "1 file".to_owned() } else { format!("{} files", found.files) };
    let whereabouts = app.live.files.blobs().name();
    Ok(format!(
        "{notes}all is well: store {store}, sign-in {sign_in}, {files} of messages in a {whereabouts}"
    ))
}
