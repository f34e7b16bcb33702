//! The suite that every engine must pass. Real parts only: SQLite in a temporary directory, MongoDB over the wire
//! at `MONGODB_TEST_URI`, where each test has a database of its own. Without that variable the MongoDB half says
//! that it is skipped.

mod append_only;
mod batches;
mod concurrency;
mod conflicts;
mod documents;
pub(crate) mod lab;
mod migrations;
mod mongo_only;
mod operations;
mod outage;
mod ranges;
mod speed;
mod sqlite_crash;
mod sqlite_only;
mod times;
mod typed;

/// Makes a test for each engine from each case.
macro_rules! on_both_engines {
    ($($case:ident)+) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $case() {
                let lab = crate::store::suite::lab::Lab::sqlite().await;
                super::$case(lab.engine.clone()).await;
            })+
        }

        mod on_mongodb {
            $(#[tokio::test]
            async fn $case() {
                crate::store::suite::lab::with_mongodb(super::$case).await;
            })+
        }
    };
}
pub(crate) use on_both_engines;
