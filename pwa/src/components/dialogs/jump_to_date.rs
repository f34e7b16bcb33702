//! Leads to what was said on a day.

use super::form::Form;
use crate::client::use_client;
use crate::clock;
use crate::components::dialog::dialog;
use crate::components::field;
use crate::words::conversing;
use hubbub_shared::{ChannelId, Problem, Timestamp};
use sycamore::prelude::*;

pub fn jump_to_date(channel: ChannelId) -> View {
    let client = use_client();
    let day = create_signal(String::new());
    let form = Form::new();
    let field = field::day("jump-day", conversing::DAY, day, form.problem);
    let body = form.view("", field, conversing::JUMP, move |form| {
        match day.with_untracked(|day| clock::beginning_of(day)) {
            Some(at) => client.jump_to(channel, Timestamp(at), form.failed()),
            None => form.failed()(Problem::field("at", conversing::CHOOSE_A_DAY)),
        }
    });
    dialog(conversing::JUMP_TO_DATE.to_owned(), body)
}
