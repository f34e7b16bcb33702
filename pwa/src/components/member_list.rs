//! The members of a hub: who is there first, under the roles that stand apart. Of a large hub only the rows near the screen are drawn, and only those pages
//! are loaded that somebody scrolls to.

use super::avatar::avatar;
use super::empty::empty;
use super::icon::icon;
use super::role_colors::class_of;
use crate::client::Client;
use crate::client::panel::General;
use crate::reactive::{Live, create_effect, create_selector, handler};
use crate::state::{FIRST_ROWS, List, Route, rows_near};
use crate::{browser, words};
use hubbub_shared::model::{Member, User};
use hubbub_shared::{HubId, RoleId};
use std::ops::Range;
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The page that members are found on: `HubSection::Members`, which is in another part of the app.
const FINDING: &str = "members";

/// Those who are there, all or those of a role that stands apart, or those who are not.
#[derive(Clone, Copy)]
struct Group {
    online: bool,
    /// What the role is called. `None`: it is none of a role.
    role: Signal<Option<String>>,
    members: ReadSignal<Vec<Member>>,
    /// Which of them are drawn.
    drawn: Signal<Range<usize>>,
    list: Signal<Option<HtmlElement>>,
}

/// Draws the column.
pub fn member_list(client: Client, hub: HubId) -> View {
    let apart = create_selector(move || client.model.with(|model| model.hubs.stand_apart(hub)));
    let (shown, close, glass) = (create_signal(Vec::new()), icon("close"), icon("search"));
    let scroller = view! {
        div(class="members-list", on:scroll=handler(move |event: web_sys::Event| {
            if let Some(scroller) = event.target().and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                look(client, hub, shown, &scroller);
            }
        })) {
            (Live { now: move || groups(client, hub, apart.get_clone(), shown) })
        }
    };
    look_when_lists_change(client, hub, shown, &scroller);
    view! {
        header(class="bar") {
            h2(class="bar-title") { (words::MEMBERS) }
            button(class="icon-button", r#type="button", aria-label=words::FIND_MEMBERS, on:click=handler(move |_| {
                client.go(Route::HubSettings(hub, FINDING.to_owned()));
            })) { (glass) }
            button(class="icon-button members-close", r#type="button", aria-label=words::CLOSE, on:click=handler(move |_| client.close())) { (close) }
        }
        (scroller)
    }
}

/// Draws all groups: one for each role that stands apart, and two for all others.
fn groups(client: Client, hub: HubId, apart: Vec<(RoleId, String)>, shown: Signal<Vec<Group>>) -> View {
    let version = create_selector(move || client.model.with(|model| model.members.version(hub)));
    let roles: Vec<RoleId> = apart.iter().map(|(role, _)| *role).collect();
    let grouped = create_selector(move || {
        version.track();
        client.model.with_untracked(|model| model.members.grouped(hub, &roles))
    });
    let group = |(place, (online, role)): (usize, (bool, Option<String>))| Group {
        online,
        role: create_signal(role),
        members: create_selector(move || grouped.with(|groups| groups[place].clone())),
        drawn: create_signal(FIRST_ROWS),
        list: create_signal(None),
    };
    let named = apart.into_iter().map(|(_, name)| (true, Some(name)));
    let all: Vec<Group> = named.chain([(true, None), (false, None)]).enumerate().map(group).collect();
    let nobody = create_selector(move || grouped.with(|groups| groups.iter().all(Vec::is_empty)));
    let owner =
        create_selector(move || client.model.with(|model| model.hubs.get(hub).map(|view| view.owner)));
    let views: Vec<View> = all
        .iter()
        .map(|group| {
            let group = *group;
            let rows = create_selector(move || group.rows(owner.get()));
            group.view(client, hub, rows)
        })
        .collect();
    browser::soon(move || {
        if shown.is_alive() {
            shown.set(all)
        }
    });
    view! {
        (views)
        (Live { now: move || if nobody.get() { empty("users", "", words::NO_MEMBERS_YET) } else { View::new() } })
    }
}

/// Draws and loads what is near the screen, in every group.
fn look(client: Client, hub: HubId, shown: Signal<Vec<Group>>, scroller: &HtmlElement) {
    shown.get_clone_untracked().iter().for_each(|group| group.look(client, hub, scroller));
}

/// A group that grows moves the others. On a phone the list is not there before its panel is.
fn look_when_lists_change(client: Client, hub: HubId, shown: Signal<Vec<Group>>, scroller: &View) {
    let Some(scroller) = browser::element_of::<HtmlElement>(scroller) else { return };
    create_effect(move || {
        shown.with(|groups| {
            groups.iter().filter(|group| group.list.is_alive()).for_each(|group| group.members.track())
        });
        client.phase.track();
        client.panel.track();
        let scroller = scroller.clone();
        browser::next_frame(move || {
            if shown.is_alive() {
                look(client, hub, shown, &scroller)
            }
        });
    });
}

/// What a row shows.
#[derive(Clone, PartialEq)]
struct Row {
    user: User,
    is_owner: bool,
}

impl Group {
    fn rows(self, owner: Option<hubbub_shared::UserId>) -> Vec<Row> {
        let drawn = self.drawn.get_clone();
        let row =
            |member: &Member| Row { user: member.user.clone(), is_owner: owner == Some(member.user.id) };
        self.members.with(|all| all.iter().take(drawn.end).skip(drawn.start).map(row).collect())
    }

    fn kind(self) -> List {
        if self.online { List::Online } else { List::Everybody }
    }

    /// Draws what is near the screen, and loads what is not far below it.
    fn look(self, client: Client, hub: HubId, scroller: &HtmlElement) {
        if !self.list.is_alive() {
            return;
        }
        let (Some(list), count) = (self.list.get_clone_untracked(), self.members.with_untracked(Vec::len))
        else {
            return;
        };
        let (screen, all) = (scroller.get_bounding_client_rect(), list.get_bounding_client_rect());
        // Nothing is laid out where nothing is shown.
        if screen.height() == 0.0 {
            return;
        }
        if count == 0 || all.bottom() - screen.bottom() < screen.height() {
            client.list_members(hub, self.kind());
        }
        if count == 0 || all.height() == 0.0 {
            return;
        }
        let row = all.height() / count as f64;
        let near = rows_near(screen.top() - all.top(), screen.height(), row, count);
        if self.drawn.get_clone_untracked() != near {
            self.drawn.set(near);
        }
    }

    fn view(self, client: Client, hub: HubId, rows: ReadSignal<Vec<Row>>) -> View {
        let Self { online, members, drawn, .. } = self;
        let title = move |count, is_all| match (self.role.get_clone(), online) {
            (Some(role), _) => words::members_of(&role, count, is_all),
            (None, true) => words::members_online(count, is_all),
            (None, false) => words::members_offline(count, is_all),
        };
        let is_all =
            create_selector(move || client.model.with(|model| model.members.is_complete(hub, self.kind())));
        let list = view! {
            ul {
                Keyed(list=rows, key=|row| (row.user.id, row.user.display_name.clone(), row.user.avatar.clone(), row.is_owner),
                    view=move |row| member_row(client, hub, row, online))
            }
        };
        let element = browser::element_of::<HtmlElement>(&list);
        self.list.set_silent(element.clone());
        create_effect(move || {
            let (count, drawn) = (members.with(Vec::len), drawn.get_clone());
            let missing = [("--above", drawn.start.min(count)), ("--below", count.saturating_sub(drawn.end))];
            for (name, rows) in missing {
                let style = element.as_ref().map(HtmlElement::style);
                let _ = style.map(|style| style.set_property(name, &rows.to_string()));
            }
        });
        view! {
            section(class="member-group", hidden=move || members.with(Vec::is_empty)) {
                h3 { (Live { now: move || members.with(|members| title(members.len(), is_all.get())) }) }
                (list)
            }
        }
    }
}

fn member_row(client: Client, hub: HubId, row: Row, online: bool) -> View {
    let Row { user, is_owner } = row;
    let picture = avatar(&user, "");
    let is_bot = user.bot;
    let (name, class) = (user.display_name.clone(), format!("member-name {}", class_of(user.id.0)));
    let is_me = client.model.with_untracked(|model| model.my_id()) == Some(user.id);
    let note = |shown: bool, text: &'static str| match shown {
        true => view! { span(class="member-you") { (text) } },
        false => View::new(),
    };
    let notes =
        View::from(vec![note(is_owner, words::OWNER), note(is_me, words::YOU), note(is_bot, words::BOT)]);
    let presence = if online { "online" } else { "offline" };
    view! {
        li {
            button(class="member", r#type="button", data-presence=presence, on:click=handler(move |_| {
                client.open(General::Profile(hub, Box::new(user.clone())));
            })) {
                span(class="member-picture") { (picture) span(class="presence", aria-hidden="true") }
                span(class=class) { bdi { (name) } }
                (notes)
            }
        }
    }
}
