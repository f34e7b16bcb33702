//! Saving a message, and when one wants to be reminded of it. One tap does both; what was chosen can be taken back.

use super::form::Form;
use super::parts::{action, list_of};
use crate::client::{Client, use_client};
use crate::clock;
use crate::components::dialog::dialog;
use crate::components::field;
use crate::words::saved as words;
use hubbub_shared::{ChannelId, MessageId, Problem, Timestamp};
use sycamore::prelude::*;

const HOUR_MS: i64 = 3_600_000;
const EVENING: u32 = 18;
const MORNING: u32 = 9;

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
    let times = it.times();
    let other = it.other_time();
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
                (times)
                (other)
            }
        },
    )
}

impl Saving {
    fn times(self) -> View {
        let evening = clock::in_days(0, EVENING);
        let is_early = evening - clock::now() > HOUR_MS;
        let at = |label, time: fn() -> i64| {
            action("clock", label, "", move || self.choose(Some(Some(Timestamp(time())))))
        };
        let mut all = vec![at(words::IN_AN_HOUR, || clock::now() + HOUR_MS)];
        if is_early {
            all.push(at(words::THIS_EVENING, || clock::in_days(0, EVENING)));
        }
        all.push(at(words::TOMORROW, || clock::in_days(1, MORNING)));
        all.push(at(words::IN_A_WEEK, || clock::in_days(7, MORNING)));
        list_of(all)
    }

    fn other_time(self) -> View {
        let time = create_signal(String::new());
        let form = Form::new();
        let field = field::moment("remind-at", words::OTHER_TIME, time, form.problem);
        form.view("", field, words::REMIND, move |form| {
            match time.with_untracked(|time| clock::moment_of(time)) {
                Some(at) => self.choose(Some(Some(Timestamp(at)))),
                None => form.failed()(Problem::field("remind_at", words::CHOOSE_A_TIME)),
            }
        })
    }

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
