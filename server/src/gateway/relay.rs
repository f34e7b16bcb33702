//! One relay per worker thread: hands what happened to the sockets of its thread.
//!
//! It gets every event once, already encoded or encoded at first need and shared, and knows which local session
//! looks at what. It talks to no store and decides nothing: what a session may see was decided when it
//! subscribed, and is decided anew here with each published structure.

mod handlers;

use super::door::Door;
use super::tables::Tables;
use actix::{Actor, Addr, Context};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

/// Sessions that do not look at a place hear of its activity at most this often.
const ACTIVITY_PAUSE: Duration = Duration::from_secs(2);
/// Where many look at a hub, they hear of its members at most this often.
const NEWS_PAUSE: Duration = Duration::from_millis(500);
/// Silent peers and timeouts that have ended are looked for this often: one timer per worker, not one per socket.
const CHECK: Duration = Duration::from_secs(1);

/// The relay of one worker thread.
pub struct Relay {
    door: Door,
    tables: Rc<RefCell<Tables>>,
}

impl Relay {
    /// Starts on this thread.
    pub fn start_with(door: Door, tables: Rc<RefCell<Tables>>) -> Addr<Self> {
        Self { door, tables }.start()
    }

    /// Does something again and again while somebody is here: no timer rings in an empty house.
    fn every(&self, pause: Duration, work: impl Fn(&mut Tables, &Door) + 'static) {
        let (door, tables) = (self.door.clone(), Rc::clone(&self.tables));
        actix_rt::spawn(async move {
            loop {
                let somebody = tables.borrow().somebody();
                somebody.await;
                tokio::time::sleep(pause).await;
                work(&mut tables.borrow_mut(), &door);
            }
        });
    }
}

impl Actor for Relay {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        ctx.set_mailbox_capacity(65_536);
        self.every(ACTIVITY_PAUSE, |tables, door| tables.tell_activity(door));
        self.every(NEWS_PAUSE, |tables, door| tables.tell_news(door));
        let patience = Duration::from_secs(u64::from(self.door.settings.heartbeat_secs) * 2);
        self.every(CHECK, move |tables, door| {
            tables.close_silent(door, patience);
            tables.end_timeouts(door);
            tables.forget_views();
        });
    }
}
