//! The end of a bot: its account and its application end together, and its sockets close. What is left to do is an order like
//! that of any account that ends ([`super::departures`]).

use super::Live;
use crate::domain::applications::ApplicationDoc;
use crate::domain::departures::DepartureDoc;
use crate::domain::users::Person;
use crate::error::{Error, Result};
use crate::store::{Entity, StoreError, Write};

/// How often it starts over because something of it changed at the same moment.
const ATTEMPTS: usize = 10;

/// Ends an application by an order that is stored with it.
pub async fn end(live: &Live, application: &ApplicationDoc, order: &DepartureDoc) -> Result<()> {
    for _ in 0..ATTEMPTS {
        let bot: Option<Person> = live.store.get(application.id.bot()).await?;
        let mut writes = vec![Write::delete::<ApplicationDoc>(application.id(), None)];
        if let Some(bot) = bot.filter(|bot| bot.left_at.is_none()) {
            writes.push(Write::replace(&bot.gone(order.at()))?);
            writes.push(Write::insert(order)?);
            writes.extend(bot.let_go()?);
        }
        match live.store.batch(writes).await {
            Ok(()) => {
                live.departures.came();
                live.bus.session_ended(application.id.session());
                return Ok(());
            }
            // Somebody else ended or changed it.
            Err(StoreError::Changed { .. } | StoreError::Conflict { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Error::unavailable())
}
