//! Asks whether a channel shall follow its category again: what was set for it alone is lost by that.

use super::parts::{confirm, hub_view};
use crate::client::use_client;
use crate::words::permissions as words;
use hubbub_shared::{ChannelId, HubId};
use sycamore::prelude::*;

pub fn sync(hub: HubId, channel: ChannelId) -> View {
    let client = use_client();
    let Some(view) = hub_view(client, hub) else { return View::new() };
    let category = view.channels.iter().find(|known| known.id == channel).and_then(|known| known.category);
    let category = view.categories.iter().find(|known| Some(known.id) == category);
    let hint = words::sync_hint(category.map_or("", |category| &category.name));
    confirm(words::SYNC_TITLE.to_owned(), hint, words::SYNC_AGAIN, move || {
        client.sync_channel(channel, move |answer| {
            client.close();
            match answer {
                Ok(()) => client.notify(words::SYNCED),
                Err(problem) => client.complain(&problem),
            }
        });
    })
}
