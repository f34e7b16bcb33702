//! What people react with: the emoji that are offered at once in the list of a message's actions, and who reacted.

use crate::client::panel::{Governing, Talking};
use crate::client::{Client, use_client};
use crate::components::avatar::avatar;
use crate::components::dialog::dialog;
use crate::components::loaded::Loaded;
use crate::components::message::focus::keep_focus;
use crate::components::more_icons::icon;
use crate::offline::emoji;
use crate::reactive::{Live, create_effect, create_selector, handler};
use crate::state::offered;
use crate::words::{YOU, conversing as words, permissions};
use hubbub_shared::model::{Message, Reaction, ReactionPage, User};
use hubbub_shared::protocol::command::{GetReactions, RemoveReaction};
use hubbub_shared::{Permissions, ReactionId};
use std::rc::Rc;
use sycamore::prelude::*;

/// So many emoji are offered at once.
const QUICK: usize = 6;
const PER_PAGE: u64 = 50;

/// Draws the emoji that are offered at once, or says why there are none.
pub fn quick(client: Client, message: &Rc<Message>) -> View {
    let channel = message.channel;
    if !client.may_react(channel) {
        return view! {
            p(class="hint actions-hint") {
                (words::CANNOT_REACT)
                " "
                button(class="composer-why", r#type="button", on:click=handler(move |_| client.open(Governing::Why(channel, None)))) { (permissions::WHY) }
            }
        };
    }
    let own = client.model.with_untracked(|model| model.reactions(channel, message.seq));
    let is_own = |emoji: &String| own.iter().any(|one| one.me && one.emoji == *emoji);
    let offered = offered(&emoji::recent(), QUICK).into_iter();
    let all: Vec<View> = offered.map(|emoji| offer(client, message, is_own(&emoji), emoji)).collect();
    let (smile, message) = (icon("smile"), Rc::clone(message));
    view! {
        div(class="quick-reactions", role="group", aria-label=words::REACT) {
            (all)
            button(class="quick-reaction", r#type="button", data-testid="more-emoji", aria-label=words::MORE_EMOJI, title=words::MORE_EMOJI,
                on:click=handler(move |_| client.open(Talking::React(Rc::clone(&message))))) { (smile) }
        }
    }
}

fn offer(client: Client, message: &Rc<Message>, is_own: bool, emoji: String) -> View {
    let (message, label, shown) = (Rc::clone(message), words::react_with(&emoji), emoji.clone());
    view! {
        button(class="quick-reaction emoji", r#type="button", data-testid="quick-reaction", aria-pressed=if is_own { "true" } else { "false" },
            aria-label=label, on:click=handler(move |_| {
                emoji::keep(&emoji);
                client.react(&message, &emoji, !is_own);
                client.close();
                keep_focus(message.id);
            })) { (shown) }
    }
}

/// What the list works on. Copies are the same.
#[derive(Clone, Copy)]
struct Reactors {
    client: Client,
    message: Signal<Rc<Message>>,
    emoji: Signal<String>,
    loaded: Loaded<ReactionPage>,
}

/// Draws who reacted, beginning with one emoji; empty: with the first there is.
pub fn reactions(message: &Rc<Message>, emoji: String) -> View {
    let (client, channel, seq) = (use_client(), message.channel, message.seq);
    let all = create_selector(move || client.model.with(|model| model.reactions(channel, seq)));
    let first = all.with_untracked(|all| all.first().map(|one| one.emoji.clone()));
    let emoji = if emoji.is_empty() { first.unwrap_or_default() } else { emoji };
    let reactors = Reactors {
        client,
        message: create_signal(Rc::clone(message)),
        emoji: create_signal(emoji),
        loaded: Loaded::new(),
    };
    let count = create_selector(move || {
        let emoji = reactors.emoji.get_clone();
        (all.with(|all| all.iter().find(|one| one.emoji == emoji).map(|one| (one.count, one.me))), emoji)
    });
    create_effect(move || {
        count.track();
        reactors.load();
    });
    let list = reactors.loaded.view(move |page| reactors.list(page));
    let body = view! {
        div(class="reaction-tabs", role="tablist", aria-label=words::REACTIONS) {
            (Live { now: move || all.get_clone().into_iter().map(|one| reactors.tab(one)).collect::<Vec<View>>() })
        }
        div(class="dialog-body", id="reactors", role="tabpanel", tabindex="0", aria-label=move || reactors.emoji.get_clone()) { (list) }
    };
    dialog(words::REACTIONS.to_owned(), body)
}

impl Reactors {
    fn tab(self, one: Reaction) -> View {
        let (chosen, label, count) =
            (one.emoji.clone(), words::reacted(&one.emoji, one.count, one.me), one.count.to_string());
        let (emoji, shown) = (one.emoji.clone(), one.emoji);
        view! {
            button(class="reaction", r#type="button", role="tab", aria-controls="reactors", aria-label=label,
                aria-selected=move || if self.emoji.with(|now| *now == chosen) { "true" } else { "false" },
                on:click=handler(move |_| self.emoji.set(emoji.clone()))) {
                span(class="emoji") { (shown) }
                span { (count) }
            }
        }
    }

    fn ask(self, after: Option<ReactionId>) -> GetReactions {
        let (channel, message) = self.message.with_untracked(|message| (message.channel, message.id));
        GetReactions {
            channel,
            message,
            emoji: self.emoji.get_clone_untracked(),
            after,
            limit: Some(PER_PAGE),
        }
    }

    /// The first of them anew.
    fn load(self) {
        let command = self.ask(None);
        let emoji = command.emoji.clone();
        self.client.call(command, move |answer| {
            if self.loaded.is_shown() && self.emoji.with_untracked(|now| *now == emoji) {
                self.loaded.put(answer);
            }
        });
    }

    fn load_more(self, after: ReactionId) {
        self.client.call(self.ask(Some(after)), move |answer| {
            self.loaded.page(self.client, Some(after), answer, |page| (&mut page.people, &mut page.next));
        });
    }

    fn list(self, page: &ReactionPage) -> View {
        if page.people.is_empty() {
            return view! { p(class="hint") { (words::NOBODY_REACTS) } };
        }
        let channel = self.message.with_untracked(|message| message.channel);
        let (me, may) = self.client.model.with_untracked(|model| {
            (model.my_id(), model.permissions(channel).contains(Permissions::MANAGE_MESSAGES))
        });
        let rows = page.people.iter().map(|user| self.row(user, me == Some(user.id), may));
        let rows: Vec<View> = rows.collect();
        let more = match page.next {
            Some(next) => view! {
                button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| self.load_more(next))) { (words::SHOW_MORE_PEOPLE) }
            },
            None => View::new(),
        };
        view! {
            ul(class="reactors") { (rows) }
            (more)
        }
    }

    fn row(self, user: &User, is_me: bool, may_remove: bool) -> View {
        let name = name_of(self.client, user);
        let (id, emoji) = (user.id, self.emoji.get_clone_untracked());
        let remove = match is_me || may_remove {
            true => {
                let (close, label) = (icon("close"), words::take_away(&emoji, &name));
                let title = label.clone();
                view! {
                    button(class="icon-button", r#type="button", aria-label=label, title=title, on:click=handler(move |_| match is_me {
                        true => self.client.react(&self.message.get_clone_untracked(), &emoji, false),
                        false => self.remove(id, emoji.clone()),
                    })) { (close) }
                }
            }
            false => View::new(),
        };
        person(user, name, is_me, remove)
    }

    fn remove(self, user: hubbub_shared::UserId, emoji: String) {
        let (channel, message) = self.message.with_untracked(|message| (message.channel, message.id));
        let command = RemoveReaction { channel, message, emoji, user: Some(user) };
        self.client.call(command, move |answer| {
            if let Err(problem) = answer {
                self.client.complain(&problem);
            }
        });
    }
}

/// What somebody is called here.
pub fn name_of(client: Client, user: &User) -> String {
    let known = client.model.with_untracked(|model| model.name_of(user.id));
    known.unwrap_or_else(|| user.display_name.clone())
}

/// A row of a list of people, with what can be done about them.
pub fn person(user: &User, name: String, is_me: bool, deeds: View) -> View {
    let picture = avatar(user, "");
    let you = if is_me {
        view! { span(class="tag") { (YOU) } }
    } else {
        View::new()
    };
    view! {
        li(class="reactor") {
            (picture)
            bdi { (name) }
            (you)
            (deeds)
        }
    }
}
