//! Permissions in groups, with what each lets people do, and a field that finds them. What stands beside each (a switch,
//! a choice of three) is for the page to say.

use crate::components::more_icons::icon;
use crate::letters::lower;
use crate::reactive::{Live, create_selector};
use crate::words::permissions as words;
use hubbub_shared::Permissions;
use hubbub_shared::permissions::Permission;
use sycamore::prelude::*;

/// Draws those of the permissions that are wanted.
pub fn permission_list(wanted: Permissions, row: impl Fn(&'static Permission) -> View) -> View {
    let typed = create_signal(String::new());
    let all: Vec<&'static Permission> =
        Permissions::TABLE.iter().filter(|permission| wanted.contains(permission.bit)).collect();
    let finds = move |permission: &Permission| {
        let typed = typed.with(|typed| lower(typed.trim()));
        let words = [words::title(permission), words::meaning(permission).to_owned()];
        words.iter().any(|words| lower(words).contains(&typed))
    };
    let groups: Vec<View> = words::GROUPS
        .iter()
        .enumerate()
        .map(|(place, (name, _))| {
            let of_group: Vec<&'static Permission> =
                all.iter().copied().filter(|permission| words::group(permission.bit) == place).collect();
            let shown = of_group.clone();
            let is_empty = create_selector(move || !shown.iter().any(|permission| finds(permission)));
            let rows: Vec<View> = of_group
                .into_iter()
                .map(|permission| {
                    let drawn = row(permission);
                    view! { div(class="permission", hidden=move || !finds(permission)) { (drawn) } }
                })
                .collect();
            view! {
                div(class="permission-group", role="group", aria-label=*name, hidden=move || is_empty.get()) {
                    h3 { (*name) }
                    (rows)
                }
            }
        })
        .collect();
    let none = create_selector(move || !all.iter().any(|permission| finds(permission)));
    let glass = icon("search");
    view! {
        label(class="search") {
            (glass)
            input(r#type="search", autocomplete="off", placeholder=words::SEARCH, aria-label=words::SEARCH, bind:value=typed)
        }
        (groups)
        p(class="hint", role="status") { (Live { now: move || if none.get() { words::NOTHING_FOUND } else { "" } }) }
    }
}

/// The name of a permission and what it lets people do.
pub fn about(permission: &Permission, id: String, reason: Option<String>) -> View {
    let note = match Permissions::WITHOUT_EFFECT.contains(permission.bit) {
        true => view! { span(class="permission-note") { (words::NO_EFFECT_YET) } },
        false => View::new(),
    };
    let reason = match reason {
        Some(reason) => view! { span(class="permission-reason") { (reason) } },
        None => View::new(),
    };
    let (title, meaning) = (words::title(permission), words::meaning(permission));
    view! {
        span(class="card-text", id=id) {
            strong { (title) " " (note) }
            span(class="hint") { (meaning) }
            (reason)
        }
    }
}
