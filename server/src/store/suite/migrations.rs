//! The migration version of a database.

use super::lab::{MESSAGES, message, version};
use crate::store::{
    Engine, StoreError,
    migrations::{Migration, migrate},
};
use async_trait::async_trait;
use std::sync::Arc;

/// Adds a message, unless it is there.
struct AddMessage(&'static str);

#[async_trait]
impl Migration for AddMessage {
    async fn run(&self, engine: &dyn Engine) -> Result<(), StoreError> {
        match engine.insert(&MESSAGES, vec![message(self.0, self.0, 1)]).await {
            Err(StoreError::Conflict { .. }) => Ok(()),
            outcome => outcome,
        }
    }
}

const ONE: &[&dyn Migration] = &[&AddMessage("m1")];
const TWO: &[&dyn Migration] = &[&AddMessage("m1"), &AddMessage("m2")];

async fn a_fresh_database_is_stamped(engine: Arc<dyn Engine>) {
    migrate(&*engine, TWO).await.unwrap();
    migrate(&*engine, TWO).await.unwrap();
    assert_eq!(version(&*engine, "m1").await, None, "nothing to migrate");
}

async fn an_older_database_is_upgraded_once(engine: Arc<dyn Engine>) {
    migrate(&*engine, &[]).await.unwrap();
    migrate(&*engine, ONE).await.unwrap();
    assert_eq!((version(&*engine, "m1").await, version(&*engine, "m2").await), (Some(1), None));
    assert!(engine.delete(&MESSAGES, "m1").await.unwrap());
    migrate(&*engine, TWO).await.unwrap();
    assert_eq!((version(&*engine, "m1").await, version(&*engine, "m2").await), (None, Some(1)));
}

async fn a_newer_database_is_refused(engine: Arc<dyn Engine>) {
    migrate(&*engine, TWO).await.unwrap();
    let refused = migrate(&*engine, ONE).await;
    assert!(matches!(refused, Err(StoreError::TooNew { found: 2, known: 1 })), "{refused:?}");
}

async fn nodes_that_start_together_agree(engine: Arc<dyn Engine>) {
    let fresh = tokio::join!(migrate(&*engine, ONE), migrate(&*engine, ONE), migrate(&*engine, ONE));
    assert!(fresh.0.is_ok() && fresh.1.is_ok() && fresh.2.is_ok(), "{fresh:?}");
    let upgrade = tokio::join!(migrate(&*engine, TWO), migrate(&*engine, TWO), migrate(&*engine, TWO));
    assert!(upgrade.0.is_ok() && upgrade.1.is_ok() && upgrade.2.is_ok(), "{upgrade:?}");
    assert_eq!(version(&*engine, "m2").await, Some(1));
}

super::on_both_engines! {
    a_fresh_database_is_stamped
    an_older_database_is_upgraded_once
    a_newer_database_is_refused
    nodes_that_start_together_agree
}
