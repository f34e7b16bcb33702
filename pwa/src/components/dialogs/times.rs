//! Choosing a time to come: some at once, and any other.

use super::form::Form;
use super::parts::{action, list_of};
use crate::clock;
use crate::components::field;
use crate::words::saved as words;
use hubbub_shared::Problem;
use sycamore::prelude::*;

const HOUR_MS: i64 = 3_600_000;
const EVENING: u32 = 18;
const MORNING: u32 = 9;

/// Times that are often meant. `choose` gets the milliseconds since 1970.
pub fn usual(choose: impl Fn(i64) + Copy + 'static) -> View {
    let at = |label, time: fn() -> i64| action("clock", label, "", move || choose(time()));
    let mut all = vec![at(words::IN_AN_HOUR, || clock::now() + HOUR_MS)];
    if clock::in_days(0, EVENING) - clock::now() > HOUR_MS {
        all.push(at(words::THIS_EVENING, || clock::in_days(0, EVENING)));
    }
    all.push(at(words::TOMORROW, || clock::in_days(1, MORNING)));
    all.push(at(words::IN_A_WEEK, || clock::in_days(7, MORNING)));
    list_of(all)
}

/// Any other, with what the button says.
pub fn other(id: &'static str, submit: &'static str, choose: impl Fn(i64) + Copy + 'static) -> View {
    let (time, form) = (create_signal(String::new()), Form::new());
    let field = field::moment(id, words::OTHER_TIME, time, form.problem);
    form.view("", field, submit, move |form| match time.with_untracked(|time| clock::moment_of(time)) {
        Some(at) => {
            // What is chosen may be refused, and then another one is.
            form.rests();
            choose(at);
        }
        None => form.failed()(Problem::field("time", words::CHOOSE_A_TIME)),
    })
}
