//! Opens the configured engine: MongoDB when it has an address, else a file in the data directory.

use super::{Collection, Engine, Inspector, Store, StoreError, migrations, mongo::Mongo, sqlite::Sqlite};
use std::{path::PathBuf, sync::Arc};

/// Where the data lives. Not `Debug`: the address may hold a password.
#[derive(Clone)]
pub struct Settings {
    /// `MONGODB_URI`: `mongodb://…` or `mongodb+srv://…`. Selects MongoDB.
    pub mongodb_uri: Option<String>,
    /// `HUBBUB_DATA`: the directory of `hubbub.db`, created if absent. Not used with MongoDB.
    pub data: PathBuf,
}

/// Opens the store, checks or upgrades its migration version, and creates missing collections and indexes.
pub async fn open(settings: &Settings, collections: &[&'static Collection]) -> Result<Store, StoreError> {
    let engine = connect(settings).await?;
    migrations::migrate(&*engine, migrations::ALL).await?;
    engine.ensure(collections).await?;
    Ok(Store::new(engine))
}

/// Looks into the store, also beside a server that uses it. Writes nothing, so the store must be one that this version
/// has been started with.
pub async fn inspect(settings: &Settings) -> Result<Inspector, StoreError> {
    let inspector = match settings.mongodb() {
        Some(uri) => Inspector::new(Mongo::connect(uri).await?),
        None => Inspector::new(Sqlite::look_into(&settings.file())?),
    };
    migrations::is_current(&inspector).await?;
    Ok(inspector)
}

async fn connect(settings: &Settings) -> Result<Arc<dyn Engine>, StoreError> {
    match settings.mongodb() {
        Some(uri) => Ok(Arc::new(Mongo::connect(uri).await?)),
        None => Ok(Arc::new(Sqlite::open(&settings.file())?)),
    }
}

impl Settings {
    fn mongodb(&self) -> Option<&str> {
        self.mongodb_uri.as_deref().filter(|uri| !uri.trim().is_empty())
    }

    fn file(&self) -> PathBuf {
        self.data.join("hubbub.db")
    }
}
