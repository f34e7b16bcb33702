//! What is particular to MongoDB: how indexes are declared, and what is said of a bad address.

use super::lab::{ALL, MESSAGES, SESSIONS, with_mongo};
use crate::store::{Collection, Engine, Index, StoreError, mongo::Mongo};
use futures_util::TryStreamExt;
use mongodb::bson::{self, Bson, doc};
use std::collections::BTreeMap;

async fn indexes(mongo: &Mongo, collection: &Collection) -> BTreeMap<String, bson::Document> {
    let listed = mongo.database().run_cursor_command(doc! { "listIndexes": collection.name }).await.unwrap();
    let listed: Vec<bson::Document> = listed.try_collect().await.unwrap();
    listed.into_iter().map(|index| (index.get_str("name").unwrap().to_owned(), index)).collect()
}

#[tokio::test]
async fn indexes_are_declared_in_mongodb() {
    with_mongo(|mongo, _| async move {
        let messages = indexes(&mongo, &MESSAGES).await;
        assert_eq!(messages.keys().collect::<Vec<_>>(), ["_id_", "author_kind", "channel_seq", "nonce"]);
        let keys = messages["channel_seq"].get_document("key").unwrap();
        assert_eq!(keys.keys().collect::<Vec<_>>(), ["channel", "seq"]);
        assert_eq!(messages["channel_seq"].get("unique"), Some(&Bson::Boolean(true)));
        assert!(messages["author_kind"].get("unique").is_none_or(|unique| unique == &Bson::Boolean(false)));
        let partial = messages["nonce"].get_document("partialFilterExpression").unwrap();
        assert_eq!(partial, &doc! { "nonce": { "$exists": true } });
        let ends = &indexes(&mongo, &SESSIONS).await["ends"];
        let seconds = ends.get("expireAfterSeconds").unwrap();
        assert!(
            matches!(seconds, Bson::Int32(0) | Bson::Int64(0)) || seconds == &Bson::Double(0.0),
            "{seconds:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_changed_index_is_explained() {
    static CHANGED: Collection = Collection {
        name: "messages",
        append_only: false,
        indexes: &[Index { name: "channel_seq", keys: &["seq"], unique: false, partial: None, ttl: false }],
    };
    with_mongo(|mongo, _| async move {
        let refused = mongo.ensure(&[&CHANGED]).await;
        assert!(matches!(&refused, Err(StoreError::Setup(text)) if text.contains("drop it")), "{refused:?}");
        mongo.ensure(ALL).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_bad_address_is_explained_and_never_repeated() {
    let bad = [
        "nonsense",
        "http://ana:secret@host/",
        "mongodb://ana:secret@",
        "mongodb://ana:se@cret@host/x",
        "mongodb://ana:secret@host:port/x?w=bogus",
    ];
    for uri in bad {
        match Mongo::connect(uri).await.map(drop) {
            Err(StoreError::Setup(text)) => {
                assert!(
                    text.contains("MONGODB_URI") && text.contains("mongodb://user:password@host"),
                    "{text}"
                );
                assert!(!text.contains("secret") && !text.contains("cret@"), "{text}");
            }
            other => panic!("{uri}: expected a setup error, got {other:?}"),
        }
    }
}

#[tokio::test]
async fn nobody_there_is_unavailable() {
    let uri = "mongodb://ana:secret@127.0.0.1:1/hubbub?serverSelectionTimeoutMS=300";
    match Mongo::connect(uri).await.map(drop) {
        Err(StoreError::Unavailable(text)) => {
            assert!(text.contains("127.0.0.1:1") && !text.contains("secret"), "{text}");
        }
        other => panic!("expected that nobody answers, got {other:?}"),
    }
}
