//! Who of one worker thread looks at a channel. Handing an event on takes turns with other work; meanwhile the table may
//! change, and who walks it has it as it was when the event came. Who has left since gets nothing: a
//! [`Subscription`] knows its end.

use super::seat::Subscription;
use indexmap::IndexMap;
use std::rc::Rc;

/// Subscriptions by the numbers of their seats: quick to walk, quick to leave. A clone stays as it is.
#[derive(Default, Clone)]
pub struct Followers(Rc<IndexMap<u64, Rc<Subscription>>>);

impl Followers {
    /// From now on, the session in this seat hears of the place.
    pub fn insert(&mut self, seat: u64, subscription: Rc<Subscription>) {
        Rc::make_mut(&mut self.0).insert(seat, subscription);
    }

    /// Somebody no longer looks.
    pub fn remove(&mut self, seat: u64) {
        if let Some(subscription) = Rc::make_mut(&mut self.0).swap_remove(&seat) {
            subscription.end();
        }
    }

    /// How many sessions of this thread look at the place.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nobody looks.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The subscriptions of all who look.
    pub fn all(&self) -> impl Iterator<Item = &Rc<Subscription>> {
        self.0.values()
    }
}
