//! Which store a story runs on.

use std::future::Future;
use std::io::Write;

/// Where the server keeps its documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file in the data directory.
    Sqlite,
    /// A database of its own at `MONGODB_TEST_URI`.
    MongoDb,
}

impl Engine {
    fn is_available(self) -> bool {
        self == Self::Sqlite || crate::mongo::is_there()
    }
}

/// Runs a story to its end. One for MongoDB is left out, visibly, when there is none.
pub fn play<F: Future<Output = ()>>(engine: Engine, story: impl FnOnce(Engine) -> F) {
    if !engine.is_available() {
        // Past libtest's capture: a test that did not run must not look like one that did.
        let name = std::thread::current().name().unwrap_or("a story").to_owned();
        let _ = writeln!(std::io::stderr(), "SKIPPED {name}: MONGODB_TEST_URI is not set");
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(story(engine));
}
