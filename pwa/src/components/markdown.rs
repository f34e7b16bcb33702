//! Shows a message: walks the tree that `hubbub_shared::markdown` reads, and makes elements. No HTML anywhere.

use super::icon::icon;
use super::role_colors::class_of;
use crate::client::Client;
use crate::reactive::{Live, create_selector, handler};
use crate::state::{Route, short_link};
use crate::words::{self, conversing as said};
use hubbub_shared::markdown::{Align, Block, Cell, Inline, parse};
use hubbub_shared::{ChannelId, Crowd, RoleId, UserId};
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{KeyboardEvent, Node};

/// Draws a message's words.
pub fn markdown(client: Client, content: &str) -> View {
    blocks(client, parse(content))
}

fn blocks(client: Client, all: Vec<Block>) -> View {
    View::from(all.into_iter().map(|one| block(client, one)).collect::<Vec<_>>())
}

fn block(client: Client, block: Block) -> View {
    match block {
        Block::Paragraph(content) => {
            let content = inlines(client, content);
            view! { p { (content) } }
        }
        Block::Code { language, text } => code(client, language, text),
        Block::Quote(content) => {
            let content = blocks(client, content);
            view! { blockquote { (content) } }
        }
        Block::List { first, items } => list(client, first, items),
        Block::Heading { level, content } => heading(level, inlines(client, content)),
        Block::Table { columns, head, rows } => table(client, &columns, head, rows),
    }
}

/// Below the headings of the page itself.
fn heading(level: u8, content: View) -> View {
    match level {
        1 => view! { h3 { (content) } },
        2 => view! { h4 { (content) } },
        _ => view! { h5 { (content) } },
    }
}

/// Scrolls by itself, so that it may be wider than a phone.
fn table(client: Client, columns: &[Align], head: Vec<Cell>, rows: Vec<Vec<Cell>>) -> View {
    let cells = |row: Vec<Cell>, is_head: bool| {
        let cells = row.into_iter().zip(columns).map(|(cell, align)| {
            let (content, side) = (inlines(client, cell), side(*align));
            match is_head {
                true => view! { th(scope="col", data-align=side) { (content) } },
                false => view! { td(data-align=side) { (content) } },
            }
        });
        let cells: Vec<View> = cells.collect();
        view! { tr { (cells) } }
    };
    let head = cells(head, true);
    let rows: Vec<View> = rows.into_iter().map(|row| cells(row, false)).collect();
    view! {
        div(class="table", tabindex="0", role="group", aria-label=words::TABLE, data-pans="") {
            table { thead { (head) } tbody { (rows) } }
        }
    }
}

fn side(align: Align) -> Option<&'static str> {
    match align {
        Align::Start => None,
        Align::Center => Some("center"),
        Align::End => Some("end"),
    }
}

/// Scrolls by itself; its language says how to read it, and a button saves marking it with a finger.
fn code(client: Client, language: Option<String>, text: String) -> View {
    let (symbol, copied, shown) = (icon("copy"), text.clone(), language.clone().unwrap_or_default());
    view! {
        div(class="code", dir="ltr") {
            pre(tabindex="0", data-language=language) { code { (text) } }
            div(class="code-tools") {
                span { (shown) }
                button(class="icon-button", r#type="button", aria-label=words::COPY_CODE, title=words::COPY_CODE, on:click=handler(move |_| client.copy(&copied))) { (symbol) }
            }
        }
    }
}

fn list(client: Client, first: Option<u64>, items: Vec<Vec<Block>>) -> View {
    let items: Vec<View> = items
        .into_iter()
        .map(|item| {
            let content = blocks(client, item);
            view! { li { (content) } }
        })
        .collect();
    match first {
        Some(first) => view! { ol(start=first.to_string()) { (items) } },
        None => view! { ul { (items) } },
    }
}

fn inlines(client: Client, all: Vec<Inline>) -> View {
    View::from(all.into_iter().map(|one| inline(client, one)).collect::<Vec<_>>())
}

fn inline(client: Client, inline: Inline) -> View {
    let within = |content| inlines(client, content);
    match inline {
        Inline::Text(text) => View::from(text),
        Inline::Break => view! { br() },
        Inline::Code(text) => view! { code { (text) } },
        Inline::Bold(content) => {
            let content = within(content);
            view! { strong { (content) } }
        }
        Inline::Italic(content) => {
            let content = within(content);
            view! { em { (content) } }
        }
        Inline::Strike(content) => {
            let content = within(content);
            view! { s { (content) } }
        }
        Inline::Spoiler(content) => spoiler(client, within(content)),
        Inline::Link { target, text } => {
            let is_bare = matches!(text.as_slice(), [Inline::Text(shown)] if *shown == target);
            let text = if is_bare { View::from(short_link(&target)) } else { within(text) };
            let title = target.clone();
            view! { a(title=title, href=target, target="_blank", rel="noopener noreferrer nofollow") { (text) } }
        }
        Inline::Mention(user) => mention(client, user),
        Inline::Role(role) => role_mention(client, role),
        Inline::Crowd(crowd) => everybody(crowd),
        Inline::Channel(channel) => channel_link(client, channel),
    }
}

/// A button until it is pressed, then words like others. Who does not see the screen is read what comes out: the
/// button that would say it is no more.
fn spoiler(client: Client, content: View) -> View {
    let hidden = create_signal(true);
    let reveal = move |event: &web_sys::Event| {
        let words = event.current_target().and_then(|it| it.dyn_into::<Node>().ok());
        if hidden.replace(false) {
            client.announcement.set(words.and_then(|it| it.text_content()).unwrap_or_default());
        }
    };
    view! {
        span(class="spoiler", data-hidden=move || hidden.get().then_some("true"), role=move || hidden.get().then_some("button"),
            tabindex=move || if hidden.get() { "0" } else { "-1" }, aria-label=move || hidden.get().then_some(words::SPOILER),
            on:click=handler(move |event: web_sys::MouseEvent| reveal(&event)),
            on:keydown=handler(move |event: KeyboardEvent| if hidden.get() && matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                reveal(&event);
            })) {
            span(class="spoiler-words", prop:inert=move || hidden.get()) { (content) }
        }
    }
}

/// What somebody is called where one is, also after it changes.
pub fn name_of(client: Client, user: UserId) -> ReadSignal<Option<String>> {
    create_selector(move || client.model.with(|model| model.name_of(user)))
}

fn mention(client: Client, user: UserId) -> View {
    let name = name_of(client, user);
    let is_me = client.model.with_untracked(|model| model.my_id() == Some(user));
    let class = if is_me { "mention mention-me".to_owned() } else { format!("mention {}", class_of(user.0)) };
    let show = move |_| {
        let known = client.model.with_untracked(|model| model.person(user).cloned());
        known.into_iter().for_each(|known| client.show_person(&known));
    };
    view! {
        button(class=class, r#type="button", tabindex="-1", on:click=show) {
            bdi { "@" (Live { now: move || name.get_clone().unwrap_or_else(|| words::SOMEBODY.to_owned()) }) }
        }
    }
}

/// All who have a role; those who do see it as they see their own name.
fn role_mention(client: Client, role: RoleId) -> View {
    let name = create_selector(move || {
        client.model.with(|model| model.hubs.role(role).map(|known| known.name.clone()))
    });
    let is_mine =
        client.model.with_untracked(|model| model.hubs.all().iter().any(|hub| hub.my_roles.contains(&role)));
    let class =
        if is_mine { "mention mention-me".to_owned() } else { format!("mention {}", class_of(role.0)) };
    view! {
        span(class=class) {
            bdi { (Live { now: move || name.get_clone().map_or_else(|| said::UNKNOWN_ROLE.to_owned(), |name| format!("@{name}")) }) }
        }
    }
}

fn everybody(crowd: Crowd) -> View {
    let name = format!("@{}", crowd.name());
    view! { span(class="mention mention-me") { (name) } }
}

/// A channel that the reader cannot see has no name and leads nowhere.
fn channel_link(client: Client, channel: ChannelId) -> View {
    let found = create_selector(move || {
        client.model.with(|model| model.hubs.channel(channel).map(|known| (known.hub, known.name.clone())))
    });
    view! {
        (Live { now: move || match found.get_clone() {
            Some((hub, name)) => {
                let label = words::channel(&name);
                view! { a(class="mention", data-link="", href=Route::Channel(hub, channel).address()) { (label) } }
            }
            None => view! { span(class="mention") { (words::HIDDEN_CHANNEL) } },
        } })
    }
}
