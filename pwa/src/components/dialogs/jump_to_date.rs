//! Leads to what was said on a day.

use super::form::Form;
use crate::client::use_client;
use crate::clock;
use crate::components::dialog::dialog;
use crate::words::conversing;
use hubbub_shared::{ChannelId, Problem, Timestamp};
use sycamore::prelude::*;

pub fn jump_to_date(channel: ChannelId) -> View {
    let client = use_client();
    let day = create_signal(String::new());
    let field = view! {
        div(class="field") {
            label(r#for="jump-day") { (conversing::DAY) }
            input(id="jump-day", class="input", r#type="date", bind:value=day)
        }
    };
    let body = Form::new().view("", field, conversing::JUMP, move |form| {
        match day.with_untracked(|day| clock::beginning_of(day)) {
            Some(at) => client.jump_to(channel, Timestamp(at), form.failed()),
            None => form.failed()(Problem::field("at", conversing::CHOOSE_A_DAY)),
        }
    });
    dialog(conversing::JUMP_TO_DATE.to_owned(), body)
}
