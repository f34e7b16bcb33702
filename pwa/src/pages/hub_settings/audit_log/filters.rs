//! What the audit log is narrowed by: a chip for each filter, which opens its field or clears it, and the file of what fits.

use super::log::Log;
use crate::browser;
use crate::clock;
use crate::components::more_icons::icon;
use crate::letters::lower;
use crate::reactive::{Live, create_selector, handler};
use crate::state::AuditFilter;
use crate::words::audit as words;
use hubbub_shared::model::User;
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::{ChannelId, Permissions};
use sycamore::prelude::*;

/// So many people are offered for what was typed.
const MOST_FOUND: usize = 8;

/// One of the filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Who,
    Whom,
    What,
    Where,
    From,
    UpTo,
}

const ALL: [Field; 6] = [Field::Who, Field::Whom, Field::What, Field::Where, Field::From, Field::UpTo];

impl Field {
    const fn title(self) -> &'static str {
        match self {
            Self::Who => words::WHO,
            Self::Whom => words::WHOM,
            Self::What => words::WHAT,
            Self::Where => words::WHERE,
            Self::From => words::FROM,
            Self::UpTo => words::UP_TO,
        }
    }

    const fn id(self) -> &'static str {
        match self {
            Self::Who => "audit-who",
            Self::Whom => "audit-whom",
            Self::What => "audit-what",
            Self::Where => "audit-where",
            Self::From => "audit-from",
            Self::UpTo => "audit-until",
        }
    }

    /// What is chosen, in words.
    fn chosen(self, log: Log, filter: &AuditFilter) -> Option<String> {
        match self {
            Self::Who => filter.who.as_ref().map(|user| user.display_name.clone()),
            Self::Whom => filter.whom.as_ref().map(|user| user.display_name.clone()),
            Self::What => filter.action.map(|action| words::title(action).to_owned()),
            Self::Where => {
                let name =
                    |channel| log.client.channel_name(channel).unwrap_or_else(|| words::A_CHANNEL.to_owned());
                filter.place.map(|channel| format!("#{}", name(channel)))
            }
            Self::From => filter.since.map(clock::date_of),
            Self::UpTo => filter.until.map(|until| clock::date_of(until - 1)),
        }
    }

    fn clear(self, filter: &mut AuditFilter) {
        match self {
            Self::Who => filter.who = None,
            Self::Whom => filter.whom = None,
            Self::What => filter.action = None,
            Self::Where => filter.place = None,
            Self::From => filter.since = None,
            Self::UpTo => filter.until = None,
        }
    }
}

/// Which field is open.
type Open = Signal<Option<Field>>;

/// Draws the chips, the field that is open, and what saves a file.
pub fn filters(log: Log) -> View {
    let open: Open = create_signal(None);
    let save = save(log);
    view! {
        div(class="targets audit-filters", role="group", aria-label=words::FILTERS) {
            (ALL.into_iter().map(|field| chip(log, open, field)).collect::<Vec<_>>())
            (Live { now: move || match log.filter.with(AuditFilter::is_empty) {
                true => View::new(),
                false => view! {
                    button(class="chip chip-add", r#type="button", on:click=handler(move |_| {
                        log.filter.set(AuditFilter::default());
                        browser::soon(|| browser::focus("#chip-audit-who"));
                    })) { (words::CLEAR) }
                },
            } })
        }
        (Live { now: move || match open.get() {
            None => View::new(),
            Some(field) => untrack(|| field_of(log, open, field)),
        } })
        (save)
    }
}

fn chip(log: Log, open: Open, field: Field) -> View {
    let chosen = create_selector(move || log.filter.with(|filter| field.chosen(log, filter)));
    let id = format!("chip-{}", field.id());
    view! {
        (Live { now: move || match chosen.get_clone() {
            Some(value) => {
                let (id, label, cross) = (id.clone(), words::clear_of(field.title(), &value), icon("close"));
                view! {
                    button(id=id, class="chip", r#type="button", aria-pressed="true", aria-label=label, on:click=handler(move |_| {
                        log.filter.update(|filter| field.clear(filter));
                        browser::soon(move || browser::focus(&format!("#chip-{}", field.id())));
                    })) { (field.title()) ": " bdi { (value) } (cross) }
                }
            }
            None => {
                let id = id.clone();
                view! {
                    button(id=id, class="chip", r#type="button", aria-expanded=move || if open.get() == Some(field) { "true" } else { "false" },
                        on:click=handler(move |_| {
                            let is_open = open.get_untracked() == Some(field);
                            open.set((!is_open).then_some(field));
                            browser::soon(move || browser::focus(&format!("#{}", field.id())));
                        })) { (field.title()) }
                }
            }
        } })
    }
}

/// Something was chosen: its chip says so.
fn choose(log: Log, open: Open, field: Field, change: impl FnOnce(&mut AuditFilter)) {
    open.set(None);
    log.filter.update(change);
    browser::soon(move || browser::focus(&format!("#chip-{}", field.id())));
}

fn field_of(log: Log, open: Open, field: Field) -> View {
    match field {
        Field::Who | Field::Whom => person(log, open, field),
        Field::What => what(log, open),
        Field::Where => place(log, open),
        Field::From | Field::UpTo => date(log, open, field),
    }
}

fn person(log: Log, open: Open, field: Field) -> View {
    let typed = create_signal(String::new());
    let found = create_selector(move || {
        let typed = typed.with(|typed| lower(typed.trim()));
        log.client.model.with(|model| {
            let fits = |user: &&User| lower(&user.display_name).contains(&typed);
            model.members.of(log.hub).filter(fits).take(MOST_FOUND).cloned().collect::<Vec<_>>()
        })
    });
    let offer = move |user: User| {
        let name = user.display_name.clone();
        view! {
            button(class="chip", r#type="button", on:click=handler(move |_| {
                let user = user.clone();
                choose(log, open, field, |filter| match field {
                    Field::Who => filter.who = Some(user),
                    _ => filter.whom = Some(user),
                });
            })) { bdi { (name) } }
        }
    };
    view! {
        div(class="targets-add") {
            input(id=field.id(), class="input", r#type="search", autocomplete="off", placeholder=words::PERSON_SEARCH,
                aria-label=words::PERSON_SEARCH, bind:value=typed)
            div(class="targets") { (found.get_clone().into_iter().map(offer).collect::<Vec<_>>()) }
            p(class="hint", role="status") { (if found.with(Vec::is_empty) { words::NOBODY_FOUND } else { "" }) }
        }
    }
}

fn what(log: Log, open: Open) -> View {
    let option = |action: &AuditAction| {
        let (name, title) = (action.name(), words::title(*action));
        view! { option(value=name) { (title) } }
    };
    let group = |(title, actions): &(&'static str, &'static [AuditAction])| {
        let (title, options) = (*title, actions.iter().map(option).collect::<Vec<_>>());
        view! { optgroup(label=title) { (options) } }
    };
    let groups: Vec<View> = words::GROUPS.iter().map(group).collect();
    view! {
        select(id=Field::What.id(), class="input", aria-label=words::WHAT, on:change=handler(move |event: web_sys::Event| {
            let chosen = browser::value_of(&event);
            let action = AuditAction::ALL.iter().copied().find(|action| Some(action.name()) == chosen.as_deref());
            choose(log, open, Field::What, |filter| filter.action = action);
        })) {
            option(value="") { (words::ANYTHING) }
            (groups)
        }
    }
}

fn place(log: Log, open: Open) -> View {
    let channels: Vec<(ChannelId, String)> = log.client.model.with_untracked(|model| {
        let channels = model.hubs.get(log.hub).map(|view| view.channels.as_slice()).unwrap_or_default();
        channels
            .iter()
            .filter(|it| it.permissions.contains(Permissions::VIEW))
            .map(|it| (it.id, it.name.clone()))
            .collect()
    });
    let option = |(id, name): (ChannelId, String)| view! { option(value=id.to_string()) { "#" (name) } };
    let options: Vec<View> = channels.into_iter().map(option).collect();
    view! {
        select(id=Field::Where.id(), class="input", aria-label=words::WHERE, on:change=handler(move |event: web_sys::Event| {
            let channel = browser::value_of(&event).and_then(|value| value.parse().ok());
            choose(log, open, Field::Where, |filter| filter.place = channel);
        })) {
            option(value="") { (words::ANYWHERE) }
            (options)
        }
    }
}

/// A day of the reader's calendar: from its beginning, or to its end.
fn date(log: Log, open: Open, field: Field) -> View {
    view! {
        input(id=field.id(), class="input", r#type="date", aria-label=field.title(), on:change=handler(move |event: web_sys::Event| {
            let Some(day) = browser::value_of(&event) else { return };
            choose(log, open, field, |filter| match field {
                Field::From => filter.since = clock::beginning_of(&day),
                _ => filter.until = clock::beginning_of(&day).map(clock::next_day),
            });
        }))
    }
}

fn save(log: Log) -> View {
    let link = move |format: &'static str, title: &'static str| {
        let address = move || log.filter.with(|filter| filter.file(log.hub, format));
        view! { a(class="button button-quiet", href=address, download="") { (title) } }
    };
    let (csv, json) = (link("csv", words::AS_CSV), link("json", words::AS_JSON));
    view! {
        details(class="governing-more") {
            summary { (words::SAVE) }
            p(class="hint") { (words::SAVE_HINT) }
            div(class="governing-buttons audit-files") { (csv) (json) }
        }
    }
}
