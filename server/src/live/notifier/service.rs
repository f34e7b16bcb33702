//! The client of push services, with the key of this server.

use crate::config::Push;
use crate::domain::notifications::PushKeyDoc;
use crate::live::Live;
use crate::push::{Key, Service};
use crate::store::Store;
use anyhow::{Context, Result, anyhow};

/// Makes it ready to send; at the first start a key is made. Until then nothing is sent.
pub async fn open(live: &Live, settings: &Push) -> Result<()> {
    let private = match &settings.private_key {
        Some(given) => given.reveal().to_owned(),
        None => kept(&live.store).await.context("keeping a key for web push")?,
    };
    let subject = settings.subject.clone().or_else(|| live.settings.secure_client());
    let key = Key::parse(&private, subject.unwrap_or_else(|| LOCAL.to_owned()))
        .ok_or_else(|| anyhow!("the key for web push in the database is damaged"))?;
    // Set once: a test that opens twice keeps the first.
    let _ = live.push.set(Service::new(key, settings.hosts.clone())?);
    Ok(())
}

/// Who a server is that has no address of its own yet. Some services refuse it; the documentation says so.
const LOCAL: &str = "mailto:owner@localhost";

/// The one in the database. Two processes that start at the same time agree on one.
async fn kept(store: &Store) -> Result<String> {
    if let Some(kept) = store.get::<PushKeyDoc>(PushKeyDoc::ID).await? {
        return Ok(kept.private);
    }
    let made = PushKeyDoc::new(Key::make()?);
    match store.insert(&made).await {
        Err(error) if error.is_failure() => return Err(error.into()),
        _ => {}
    }
    let kept = store.get::<PushKeyDoc>(PushKeyDoc::ID).await?;
    Ok(kept.unwrap_or(made).private)
}
