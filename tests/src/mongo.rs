//! A database of its own for each server, dropped at the end, unless the whole MongoDB is thrown away then.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// What `MONGODB_TEST_URI` names, which may be several with spaces between them.
fn test_uris() -> Vec<String> {
    let uris = std::env::var("MONGODB_TEST_URI").unwrap_or_default();
    uris.split_whitespace().map(str::to_owned).collect()
}

/// Whether stories can be played on MongoDB.
pub(crate) fn is_there() -> bool {
    !test_uris().is_empty()
}

/// A database that nobody else uses.
pub(crate) struct Scratch {
    pub(crate) uri: String,
}

impl Scratch {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let uris = test_uris();
        let in_turn = uris.iter().cycle().nth(number as usize);
        let uri = in_turn.expect("stories on MongoDB run only with MONGODB_TEST_URI");
        Self { uri: with_database(uri, &format!("hubbub_story_{}_{number}", std::process::id())) }
    }
}

impl Scratch {
    /// Each document of each collection.
    pub(crate) async fn everything(&self) -> Vec<u8> {
        use futures_util::TryStreamExt;
        let client = mongodb::Client::with_uri_str(&self.uri).await.unwrap();
        let database = client.default_database().expect("the address names it");
        let mut all = Vec::new();
        for name in database.list_collection_names().await.unwrap() {
            let collection = database.collection::<mongodb::bson::Document>(&name);
            let mut documents = collection.find(mongodb::bson::doc! {}).await.unwrap();
            while let Some(document) = documents.try_next().await.unwrap() {
                all.extend(document.to_string().into_bytes());
            }
        }
        all
    }
}

/// `mongodb://host/old?options` → `mongodb://host/new?options`.
fn with_database(uri: &str, database: &str) -> String {
    let (address, options) = uri.split_once('?').map_or((uri, None), |(a, o)| (a, Some(o)));
    let (scheme, rest) = address.split_once("://").expect("MONGODB_TEST_URI starts with mongodb://");
    let hosts = rest.split('/').next().unwrap_or(rest);
    let options = options.map(|options| format!("?{options}")).unwrap_or_default();
    format!("{scheme}://{hosts}/{database}{options}")
}

impl Drop for Scratch {
    /// In a thread of its own: a story that panics unwinds inside a runtime, which cannot be entered again.
    fn drop(&mut self) {
        // The stand-in for MongoDB hangs now and then when a database is dropped, and all stories after that one with it.
        if std::env::var_os("MONGODB_TEST_THROWAWAY").is_some() {
            return;
        }
        let uri = self.uri.clone();
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let client = mongodb::Client::with_uri_str(&uri).await.map_err(std::io::Error::other)?;
                let database = client.default_database().expect("the address names it");
                let dropped = tokio::time::timeout(Duration::from_secs(10), database.drop()).await?;
                dropped.map_err(std::io::Error::other)
            })
        });
        if let Ok(Err(error)) = dropping.join() {
            eprintln!("the database of a story stays behind: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_of_an_address_is_replaced() {
        let expected = "mongodb://a:1,b:2/new?replicaSet=rs";
        assert_eq!(with_database("mongodb://a:1,b:2/old?replicaSet=rs", "new"), expected);
        assert_eq!(with_database("mongodb://a:1,b:2/?replicaSet=rs", "new"), expected);
        assert_eq!(with_database("mongodb://a:1", "new"), "mongodb://a:1/new");
    }
}
