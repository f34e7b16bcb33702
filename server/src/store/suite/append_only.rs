//! What is append-only is added to and read. Whatever would change it is refused, by both engines, below the types too.

use super::lab::{assert_refused, document, message};
use crate::store::{Collection, Engine, Query, StoreError, Write};
use serde_json::json;
use std::sync::Arc;

static RECORDS: Collection = Collection { name: "records", append_only: true, indexes: &[] };

async fn nothing_of_it_is_ever_changed(engine: Arc<dyn Engine>) {
    engine.ensure(&[&RECORDS]).await.unwrap();
    let record = document(json!({"_id": "r1", "what": "as it was"}));
    engine.insert(&RECORDS, vec![record]).await.unwrap();
    let second = document(json!({"_id": "r2", "what": "another"}));
    engine.batch(vec![Write::Insert(&RECORDS, second)]).await.unwrap();
    let stored = engine.get(&RECORDS, "r1").await.unwrap().unwrap();
    let changed = document(json!({"_id": "r1", "version": 1, "what": "made up"}));

    assert_refused(engine.replace(&RECORDS, changed.clone()).await, "append-only");
    assert_refused(engine.delete(&RECORDS, "r1").await.map(drop), "append-only");
    assert_refused(engine.delete_range(Query::on(&RECORDS, "_id")).await.map(drop), "append-only");
    assert_refused(engine.delete_range(Query::on(&RECORDS, "_id").limit(0)).await.map(drop), "append-only");
    for write in [
        Write::Replace(&RECORDS, changed.clone()),
        Write::Delete(&RECORDS, "r1".into(), None),
        Write::Delete(&RECORDS, "r1".into(), Some(1)),
    ] {
        let with_others = vec![Write::Insert(&super::lab::MESSAGES, message("m1", "general", 1)), write];
        assert_refused(engine.batch(with_others).await, "append-only");
    }
    assert!(engine.get(&super::lab::MESSAGES, "m1").await.unwrap().is_none(), "all or nothing");
    let again = engine.insert(&RECORDS, vec![changed]).await;
    assert!(matches!(again, Err(StoreError::Conflict { .. })), "nor put in its place: {again:?}");
    assert_eq!(engine.get(&RECORDS, "r1").await.unwrap(), Some(stored));
    assert_eq!(engine.count(Query::on(&RECORDS, "_id")).await.unwrap(), 2);
}

super::on_both_engines! {
    nothing_of_it_is_ever_changed
}
