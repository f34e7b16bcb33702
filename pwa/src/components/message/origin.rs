//! Where a message is from that passes on another: the place, who wrote it, and the way there, for readers who see that place
//! themselves; for all others only when it was said. In the part of the app for talking.

use crate::client::Client;
use crate::clock;
use crate::components::more_icons::icon;
use crate::reactive::{Live, create_selector};
use crate::state::Route;
use crate::words::forwarding as words;
use hubbub_shared::model::{Forward, Message};
use hubbub_shared::{MessageId, UserId};
use std::cell::RefCell;
use std::collections::VecDeque;
use sycamore::prelude::*;

/// So many answers are remembered.
const MOST: usize = 200;

/// Something that waits for its turn to ask.
type Ask = Box<dyn FnOnce()>;

/// Rows are drawn again when something changes, and many at once: each message is asked for once, one after another.
#[derive(Default)]
struct Asked {
    /// What was answered to whom.
    known: Vec<((UserId, MessageId), Origin)>,
    waiting: VecDeque<Ask>,
    is_busy: bool,
}

thread_local! {
    static ASKED: RefCell<Asked> = RefCell::default();
}

/// What is known of a message that was passed on, beside the place.
#[derive(Clone, PartialEq)]
struct Origin {
    author: UserId,
    name: String,
    /// It is there no longer: there is no way to it, and its author is not named with it.
    is_gone: bool,
}

/// Draws where a message is from.
pub fn origin(client: Client, message: &Message) -> View {
    let Some(forward) = message.forward.clone() else { return View::new() };
    let (channel, at) = (forward.channel, forward.created_at.0);
    // The person's own hubs say it, and cease to when they may not see the place any more.
    let place = create_selector(move || {
        client.model.with(|model| {
            let hub = model.hubs.hub_of(channel)?;
            let names = (model.hubs.channel(channel)?.name.clone(), model.hubs.get(hub)?.name.clone());
            Some((hub, names))
        })
    });
    let found = create_signal(None);
    if place.with_untracked(Option::is_some) {
        find(client, &forward, found);
    }
    let (short, iso) = (clock::moment(at), clock::iso(at));
    let said = move || {
        let Some((hub, (name, hub_name))) = place.get_clone() else { return View::new() };
        let origin: Option<Origin> = found.get_clone();
        let is_gone = origin.as_ref().is_some_and(|origin| origin.is_gone);
        let author =
            origin.filter(|origin| !origin.is_gone && client.model.with(|model| !model.folds(origin.author)));
        let line = words::from(author.as_ref().map(|author| &*author.name), &name, &hub_name);
        if is_gone {
            return view! { bdi { (line) } };
        }
        let address = format!("{}/{}", Route::Channel(hub, channel).address(), forward.message);
        let symbol = icon("forward");
        view! {
            a(href=address, data-link="", title=words::SHOW_ORIGIN, data-testid="origin") {
                bdi { (line) }
                (symbol)
            }
        }
    };
    view! {
        (Live { now: said })
        time(datetime=iso) { (short) }
    }
}

/// Puts into `found` what is known of a message, now or when it was asked for.
fn find(client: Client, forward: &Forward, found: Signal<Option<Origin>>) {
    let Some(me) = client.model.with_untracked(|model| model.my_id()) else { return };
    let key = (me, forward.message);
    let known = ASKED.with_borrow(|asked| {
        asked.known.iter().find(|(known, _)| *known == key).map(|(_, origin)| origin.clone())
    });
    if known.is_some() {
        return found.set(known);
    }
    let forward = forward.clone();
    let ask: Ask = Box::new(move || {
        if !found.is_alive() {
            return go_on();
        }
        client.ask_for_origin(&forward, move |message| {
            if let Some(message) = message {
                let origin = Origin {
                    author: message.author.id,
                    name: message.author.display_name,
                    is_gone: message.deleted,
                };
                remember(key, origin.clone());
                if found.is_alive() {
                    found.set(Some(origin));
                }
            }
            go_on();
        });
    });
    let is_free = ASKED.with_borrow_mut(|asked| {
        asked.waiting.push_back(ask);
        !std::mem::replace(&mut asked.is_busy, true)
    });
    if is_free {
        go_on();
    }
}

fn remember(key: (UserId, MessageId), origin: Origin) {
    ASKED.with_borrow_mut(|asked| {
        if asked.known.len() >= MOST {
            asked.known.remove(0);
        }
        asked.known.push((key, origin));
    });
}

/// The next one asks.
fn go_on() {
    let next = ASKED.with_borrow_mut(|asked| {
        let next = asked.waiting.pop_front();
        asked.is_busy = next.is_some();
        next
    });
    if let Some(ask) = next {
        ask();
    }
}
