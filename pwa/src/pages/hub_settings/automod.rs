//! What the hub has looked for in messages: its rules, and a box to try them.

mod editor;
mod refused;
mod trial;

use self::refused::exactly;
use crate::browser;
use crate::client::Client;
use crate::components::loaded::Loaded;
use crate::components::more_icons::{empty, icon};
use crate::components::switch::switch;
use crate::reactive::{Live, handler};
use crate::words::automod as said;
use hubbub_shared::model::{AutomodRule, AutomodRules};
use hubbub_shared::protocol::command::{
    CreateAutomodRule, DeleteAutomodRule, GetAutomodRules, UpdateAutomodRule,
};
use hubbub_shared::{AutomodRuleId, HubId};
use sycamore::prelude::*;

/// What the section works on. Copies are the same.
#[derive(Clone, Copy)]
pub struct Rules {
    client: Client,
    hub: HubId,
    loaded: Loaded<AutomodRules>,
    /// What is open to be written. `None`: the list is shown.
    open: Signal<Option<Open>>,
}

/// A rule that is written.
#[derive(Clone, PartialEq)]
enum Open {
    /// One that does not exist yet.
    New,
    /// One that does, as it is.
    Known(AutomodRule),
}

/// Draws the section.
pub fn automod(client: Client, hub: HubId) -> View {
    let rules = Rules { client, hub, loaded: Loaded::new(), open: create_signal(None) };
    rules.load();
    view! {
        (Live { now: move || match rules.open.get_clone() {
            None => list(rules),
            Some(Open::New) => editor::editor(rules, None),
            Some(Open::Known(rule)) => editor::editor(rules, Some(rule)),
        } })
    }
}

impl Rules {
    fn load(self) {
        self.client.call(GetAutomodRules { hub: self.hub }, move |answer| self.loaded.put(answer));
    }

    /// Leads back to the list.
    fn close(self) {
        self.open.set(None);
        browser::soon(|| browser::focus(".page [data-testid=\"new-rule\"]"));
    }

    /// Takes over a rule as it is stored now.
    fn put(self, rule: AutomodRule) {
        let id = rule.id;
        self.loaded.put_in(|all| &mut all.rules, |known| known.id == id, rule);
    }

    fn turn(self, rule: AutomodRuleId, enabled: bool) {
        let change = UpdateAutomodRule { enabled: Some(enabled), ..UpdateAutomodRule::of(self.hub, rule) };
        self.client.call(change, move |answer| match answer {
            Ok(rule) => self.put(rule),
            Err(problem) => {
                self.client.complain(&problem);
                self.load();
            }
        });
    }

    fn delete(self, rule: AutomodRule) {
        let id = rule.id;
        self.client.call(DeleteAutomodRule { hub: self.hub, rule: id }, move |answer| match answer {
            Ok(()) => {
                self.loaded.change(|known| known.rules.retain(|known| known.id != id));
                self.close();
                self.client.offer_undo(said::deleted(&rule.name), move || self.make_again(&rule));
            }
            Err(problem) => self.client.complain(&problem),
        });
    }

    fn make_again(self, rule: &AutomodRule) {
        let AutomodRule { name, trigger, action, notice, exempt_roles, exempt_channels, enabled, .. } =
            rule.clone();
        let again = CreateAutomodRule {
            hub: self.hub,
            name,
            trigger,
            action,
            notice,
            exempt_roles,
            exempt_channels,
            enabled: Some(enabled),
        };
        self.client.call(again, move |answer| match answer {
            Ok(rule) => self.put(rule),
            Err(problem) => self.client.complain(&exactly(problem)),
        });
    }
}

fn list(rules: Rules) -> View {
    let (plus, has_come) = (icon("plus"), rules.loaded.has_come());
    let body = rules.loaded.view(move |known| match known.rules.is_empty() {
        true => empty("search", said::NONE_TITLE, said::NONE),
        false => {
            let rows: Vec<View> = known.rules.iter().map(|rule| row(rules, rule)).collect();
            view! { ul(class="sessions", aria-label=said::AUTOMOD) { (rows) } }
        }
    });
    let trial = trial::trial(rules.client, rules.hub, || Ok(None));
    view! {
        section(class="panel", aria-label=said::AUTOMOD) {
            p(class="hint") { (said::HINT) }
            (body)
            button(class="button button-wide", r#type="button", data-testid="new-rule", hidden=move || !has_come.get(), on:click=handler(move |_| rules.open.set(Some(Open::New)))) {
                (plus)
                (said::NEW_RULE)
            }
        }
        section(class="panel", aria-label=said::TRY) { (trial) }
    }
}

fn row(rules: Rules, rule: &AutomodRule) -> View {
    let (id, opened) = (rule.id, rule.clone());
    let (edit, label) = (icon("edit"), said::edit_of(&rule.name));
    let turned = switch((rule.name.clone(), said::summary(rule)), (rule.enabled, false), move |enabled| {
        rules.turn(id, enabled)
    });
    view! {
        li(class="session governing-rule") {
            (turned)
            button(class="icon-button", r#type="button", aria-label=label, on:click=handler(move |_| rules.open.set(Some(Open::Known(opened.clone()))))) { (edit) }
        }
    }
}
