//! What people react with to a message: a chip for each emoji, and one for another. Only these change when somebody does,
//! not the row.

use super::deeds::Deed;
use super::focus::keep_focus;
use crate::client::Client;
use crate::client::panel::Talking;
use crate::components::icon::icon;
use crate::components::later::Parts;
use crate::reactive::{Live, create_selector, handler};
use crate::words::conversing as words;
use hubbub_shared::model::{Message, Reaction};
use std::rc::Rc;
use sycamore::prelude::*;

/// Draws the chips.
pub fn reactions(client: Client, message: &Rc<Message>) -> View {
    let (message, channel, seq) = (Rc::clone(message), message.channel, message.seq);
    let all = create_selector(move || client.model.with(|model| model.reactions(channel, seq)));
    let emoji =
        create_selector(move || all.with(|all| all.iter().map(|one| one.emoji.clone()).collect::<Vec<_>>()));
    let may = create_selector(move || client.model.with(|model| model.may_react(channel)));
    view! {
        div(class="reactions", role="group", aria-label=words::REACTIONS) {
            (Live { now: move || {
                let chips = emoji.get_clone().into_iter().map(|emoji| chip(client, &message, all, emoji));
                let mut chips: Vec<View> = chips.collect();
                if may.get() {
                    chips.push(another(client, &message));
                }
                chips
            } })
        }
    }
}

fn chip(client: Client, message: &Rc<Message>, all: ReadSignal<Vec<Reaction>>, emoji: String) -> View {
    let of = emoji.clone();
    let count = create_selector(move || {
        let one = all.with(|all| all.iter().find(|one| one.emoji == of).map(|one| (one.count, one.me)));
        one.unwrap_or_default()
    });
    let (shown, data, label, message) = (emoji.clone(), emoji.clone(), emoji.clone(), Rc::clone(message));
    let parts = use_context::<Parts>();
    let act = move |_| match client.may_react(message.channel) {
        true => {
            parts.does(Deed::React(Rc::clone(&message), emoji.clone(), !count.get_untracked().1));
            keep_focus(message.id);
        }
        false => client.open(Talking::Reactions(Rc::clone(&message), emoji.clone())),
    };
    view! {
        button(class="reaction", r#type="button", data-testid="reaction", data-emoji=data,
            aria-pressed=move || if count.get().1 { "true" } else { "false" },
            aria-label=move || words::reacted(&label, count.get().0, count.get().1), on:click=handler(act)) {
            span(class="emoji") { (shown) }
            span { (Live { now: move || count.get().0.to_string() }) }
        }
    }
}

fn another(client: Client, message: &Rc<Message>) -> View {
    let (symbol, message) = (icon("smile"), Rc::clone(message));
    view! {
        button(class="reaction reaction-new", r#type="button", aria-label=words::REACT, title=words::REACT,
            on:click=handler(move |_| client.open(Talking::React(Rc::clone(&message))))) { (symbol) }
    }
}
