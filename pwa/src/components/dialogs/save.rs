//! Saving a message, and when one wants to be reminded of it. One tap does both; what was chosen can be taken back.

use super::parts::{action, list_of};
use super::times;
use crate::client::{Client, use_client};
use crate::clock;
use crate::components::dialog::dialog;
use crate::words::saved as words;
use hubbub_shared::{ChannelId, MessageId, Timestamp};
use sycamore::prelude::*;

/// A message that is being saved. Copies are the same.
#[derive(Clone, Copy)]
struct Saving {
    client: Client,
    channel: ChannelId,
    message: MessageId,
    /// Whether one is to be reminded of it, if it was saved before.
    reminds: Option<bool>,
}

/// Draws the sheet. `reminds`: it is saved already, and whether one is to be reminded.
pub fn save(channel: ChannelId, message: MessageId, reminds: Option<bool>) -> View {
    let it = Saving { client: use_client(), channel, message, reminds };
    let remind = move |at: i64| it.choose(Some(Some(Timestamp(at))));
    let (usual, other) = (times::usual(remind), times::other("remind-at", words::REMIND, remind));
    let first = match reminds {
        None => list_of(vec![action("bookmark", words::SAVE_ALONE, "", move || it.choose(None))]),
        Some(true) => {
            list_of(vec![action("bell-off", words::NO_REMINDER, "", move || it.choose(Some(None)))])
        }
        Some(false) => View::new(),
    };
    let title = if reminds.is_some() { words::REMIND } else { words::SAVE_MESSAGE };
    dialog(
        title.to_owned(),
        view! {
            div(class="save-sheet", data-testid="save-sheet", data-focus="", tabindex="-1") {
                (first)
                h3(class="section-title") { (words::REMIND_TITLE) }
                (usual)
                (other)
            }
        },
    )
}

impl Saving {
    /// Saves it so, closes the sheet, and offers to take that back.
    fn choose(self, remind_at: Option<Option<Timestamp>>) {
        let Self { client, channel, message, reminds } = self;
        client.close();
        client.save_message(channel, message, remind_at, move || match remind_at {
            Some(None) => client.notify(words::REMINDER_OFF),
            Some(Some(at)) if reminds.is_some() => {
                client.notify(words::will_remind(&clock::coming(at.0, clock::now())))
            }
            time => {
                let said = match time.flatten() {
                    Some(at) => words::will_remind(&clock::coming(at.0, clock::now())),
                    None => words::SAVED.to_owned(),
                };
                client.offer_undo(said, move || client.unsave_message(channel, message, || {}));
            }
        });
    }
}
