//! Says above the composer that the channel or its hub is locked: why one cannot write, or that one still can, and unlocks.

use crate::client::{Client, Lock};
use crate::components::more_icons::icon;
use crate::reactive::{Live, create_selector, handler};
use crate::words::moderation as words;
use hubbub_shared::{ChannelId, Permissions};
use sycamore::prelude::*;

/// One lock that is on.
#[derive(Clone, Copy, PartialEq)]
struct On {
    what: Lock,
    /// Whether the person writes all the same.
    writes: bool,
    /// Whether the person may unlock it.
    may: bool,
}

/// Draws a line for each lock that is on.
pub fn banner(client: Client, channel: ChannelId) -> View {
    let locks = create_selector(move || locks(client, channel));
    view! { (Live { now: move || locks.get_clone().into_iter().map(|on| line(client, on)).collect::<Vec<View>>() }) }
}

fn locks(client: Client, channel: ChannelId) -> Vec<On> {
    client.model.with(|model| {
        let known = model.hubs.channel(channel);
        let hub = known.and_then(|channel| model.hubs.get(channel.hub));
        let writes = model.permissions(channel).contains(Permissions::SEND);
        let moderates = |permissions: Permissions| permissions.contains(Permissions::MANAGE_MESSAGES);
        let of_hub = hub.filter(|hub| hub.locked).map(|hub| On {
            what: Lock::Hub(hub.id),
            writes,
            may: moderates(hub.permissions),
        });
        let of_channel = known.filter(|channel| channel.locked).map(|known| On {
            what: Lock::Channel(channel),
            writes,
            may: moderates(known.permissions),
        });
        // One reason is enough for who cannot write.
        let most = if writes { 2 } else { 1 };
        of_hub.into_iter().chain(of_channel).take(most).collect()
    })
}

fn line(client: Client, on: On) -> View {
    let symbol = icon("lock");
    let (text, label) = match on.what {
        Lock::Hub(_) => (words::hub_is_locked(on.writes), words::UNLOCK_HUB),
        Lock::Channel(_) => (words::channel_is_locked(on.writes), words::UNLOCK_CHANNEL),
    };
    let unlock = match on.may {
        true => view! {
            button(class="button button-small button-quiet", r#type="button", data-testid="unlock", aria-label=label, on:click=handler(move |_| client.set_lock(on.what, false))) { (words::UNLOCK) }
        },
        false => View::new(),
    };
    view! {
        div(class="composer-locked", role="status") {
            (symbol)
            span { (text) }
            (unlock)
        }
    }
}
