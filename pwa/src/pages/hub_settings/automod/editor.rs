//! Writing a rule.

use super::super::parts::{lines, number, tick};
use super::refused::exactly;
use super::{Rules, trial};
use crate::browser;
use crate::components::field::select;
use crate::components::field::{Field, field};
use crate::reactive::{Live, handler};
use crate::words::{self, automod as said};
use hubbub_shared::model::{AutomodAction, AutomodLinks, AutomodRule, AutomodTrigger};
use hubbub_shared::protocol::command::{CreateAutomodRule, UpdateAutomodRule};
use hubbub_shared::text::{AutomodNotice, AutomodRuleName};
use hubbub_shared::{ChannelId, ErrorCode, Problem, RoleId};
use sycamore::prelude::*;

/// A rule as it is being written. Copies are the same.
#[derive(Clone, Copy)]
struct Written {
    name: Signal<String>,
    /// The place among the kinds of things that can be looked for.
    kind: Signal<usize>,
    words: Signal<String>,
    links: Signal<usize>,
    hosts: Signal<String>,
    more_than: Signal<String>,
    times: Signal<String>,
    secs: Signal<String>,
    pattern: Signal<String>,
    action: Signal<usize>,
    notice: Signal<String>,
    roles: Signal<Vec<RoleId>>,
    channels: Signal<Vec<ChannelId>>,
}

/// Draws the form for a new rule, or for one that there is.
pub fn editor(rules: Rules, known: Option<AutomodRule>) -> View {
    let written = Written::of(known.as_ref());
    let (problem, busy) = (create_signal(None), create_signal(false));
    let title = if known.is_some() { said::EDIT_RULE } else { said::NEW_RULE };
    let (name, notice) = (
        field(Field {
            id: "rule-name",
            label: said::NAME,
            example: said::NAME_EXAMPLE,
            value: written.name,
            problem,
            max: AutomodRuleName::MAX_CHARS,
        }),
        field(Field {
            id: "rule-notice",
            label: said::NOTICE,
            example: said::NOTICE_EXAMPLE,
            value: written.notice,
            problem: create_signal(None),
            max: AutomodNotice::MAX_CHARS,
        }),
    );
    let kind = select("rule-kind", said::LOOKS_FOR, &said::KINDS, written.kind);
    let action = select("rule-action", said::DOES, &said::ACTIONS, written.action);
    let exceptions = exceptions(rules, written);
    let trial = trial::trial(rules.client, rules.hub, move || written.trigger().map(Some));
    let delete = match known.clone() {
        Some(rule) => view! {
            button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| rules.delete(rule.clone()))) { (said::DELETE_RULE) }
        },
        None => View::new(),
    };
    browser::soon(|| browser::focus("#rule-name"));
    view! {
        section(class="panel", aria-label=title) {
            h2 { (title) }
            form(class="governing-form", novalidate=true, on:submit=handler(move |event: web_sys::SubmitEvent| {
                event.prevent_default();
                problem.set(None);
                busy.set(true);
                save(rules, written, known.as_ref(), move |failed: Problem| {
                    if problem.is_alive() {
                        busy.set(false);
                        problem.set(Some(failed));
                    }
                });
            })) {
                (name)
                (kind)
                (Live { now: move || details(written) })
                (action)
                (notice)
                (exceptions)
                div(class="dialog-buttons") {
                    button(class="button button-quiet", r#type="button", on:click=handler(move |_| rules.close())) { (words::CANCEL) }
                    button(class="button", r#type="submit", disabled=move || busy.get()) { (words::SAVE) }
                }
            }
        }
        section(class="panel", aria-label=said::TRY) { (trial) }
        (delete)
    }
}

/// The fields of what is looked for.
fn details(written: Written) -> View {
    view! {
        (Live { now: move || match written.kind.get() {
            0 => lines("rule-words", said::WORDS, said::WORDS_HINT, 5, written.words),
            1 => {
                let which = select("rule-links", said::LINKS, &said::LINK_KINDS, written.links);
                view! {
                    (which)
                    (Live { now: move || match written.links.get() {
                        0 => View::new(),
                        _ => lines("rule-hosts", said::HOSTS, said::HOSTS_HINT, 3, written.hosts),
                    } })
                }
            }
            2 => number("rule-mentions", said::MENTIONS, (0, 19), written.more_than),
            3 => {
                let (times, secs) = (
                    number("rule-times", said::TIMES, (1, 20), written.times),
                    number("rule-secs", said::SECS, (1, 3600), written.secs),
                );
                view! { (times) (secs) }
            }
            _ => lines("rule-pattern", said::PATTERN, said::PATTERN_HINT, 2, written.pattern),
        } })
    }
}

/// Whom and where the rule does not look at.
fn exceptions(rules: Rules, written: Written) -> View {
    let view = rules.client.model.with_untracked(|model| model.hubs.get(rules.hub).cloned());
    let Some(view) = view else { return View::new() };
    let roles: Vec<View> = view
        .roles
        .iter()
        .filter(|role| role.id.0 != rules.hub.0)
        .map(|role| tick(role.name.clone(), role.id, written.roles))
        .collect();
    let channels: Vec<View> = view
        .channels
        .iter()
        .map(|channel| tick(format!("#{}", channel.name), channel.id, written.channels))
        .collect();
    let of_roles = match roles.is_empty() {
        true => View::new(),
        false => view! { fieldset(class="governing-ticks") { legend { (said::EXEMPT_ROLES) } (roles) } },
    };
    view! {
        details(class="governing-more") {
            summary { (said::EXCEPTIONS) }
            p(class="hint") { (said::EXCEPTIONS_HINT) }
            (of_roles)
            fieldset(class="governing-ticks") { legend { (said::EXEMPT_CHANNELS) } (channels) }
        }
    }
}

fn save(rules: Rules, written: Written, known: Option<&AutomodRule>, failed: impl Fn(Problem) + 'static) {
    let trigger = match written.trigger() {
        Ok(trigger) => trigger,
        Err(problem) => return failed(problem),
    };
    let done = move |answer: Result<AutomodRule, Problem>| match answer {
        Ok(rule) => {
            rules.put(rule);
            rules.client.notify(said::SAVED);
            rules.close();
        }
        Err(problem) if problem.code == ErrorCode::Forbidden => {
            failed(Problem::new(problem.code, said::NEEDS_TIMEOUTS))
        }
        Err(problem) => failed(exactly(problem)),
    };
    let (hub, name) = (rules.hub, written.name.get_clone_untracked());
    let (action, notice) = (written.action(), written.notice());
    let (exempt_roles, exempt_channels) =
        (written.roles.get_clone_untracked(), written.channels.get_clone_untracked());
    match known {
        Some(rule) => {
            let change = UpdateAutomodRule {
                hub,
                rule: rule.id,
                name: Some(name),
                trigger: Some(trigger),
                action: Some(action),
                notice: Some(notice),
                exempt_roles: Some(exempt_roles),
                exempt_channels: Some(exempt_channels),
                enabled: None,
            };
            rules.client.call(change, done);
        }
        None => {
            let new = CreateAutomodRule {
                hub,
                name,
                trigger,
                action,
                notice,
                exempt_roles,
                exempt_channels,
                enabled: None,
            };
            rules.client.call(new, done);
        }
    }
}

/// What stands on the lines of a text, without empty ones.
fn each_line(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn whole(value: Signal<String>, missing: &'static str) -> Result<u32, Problem> {
    let typed = value.with_untracked(|value| value.trim().parse());
    typed.map_err(|_| Problem::new(ErrorCode::InvalidInput, missing))
}

impl Written {
    /// As a rule is, or as a new one begins.
    fn of(known: Option<&AutomodRule>) -> Self {
        let signal = |text: &str| create_signal(text.to_owned());
        let written = Self {
            name: signal(known.map_or("", |rule| &rule.name)),
            kind: create_signal(0),
            words: signal(""),
            links: create_signal(0),
            hosts: signal(""),
            more_than: signal("5"),
            times: signal("3"),
            secs: signal("60"),
            pattern: signal(""),
            action: create_signal(known.map_or(0, |rule| said::place_of(rule.action))),
            notice: signal(known.and_then(|rule| rule.notice.as_deref()).unwrap_or_default()),
            roles: create_signal(known.map(|rule| rule.exempt_roles.clone()).unwrap_or_default()),
            channels: create_signal(known.map(|rule| rule.exempt_channels.clone()).unwrap_or_default()),
        };
        if let Some(rule) = known {
            written.show(&rule.trigger);
        }
        written
    }

    fn show(self, trigger: &AutomodTrigger) {
        self.kind.set(said::kind_of(trigger));
        match trigger {
            AutomodTrigger::Words(words) => self.words.set(words.join("\n")),
            AutomodTrigger::Links(AutomodLinks::All) => self.links.set(0),
            AutomodTrigger::Links(AutomodLinks::Except(hosts)) => {
                self.links.set(1);
                self.hosts.set(hosts.join("\n"));
            }
            AutomodTrigger::Links(AutomodLinks::Only(hosts)) => {
                self.links.set(2);
                self.hosts.set(hosts.join("\n"));
            }
            AutomodTrigger::Mentions { more_than } => self.more_than.set(more_than.to_string()),
            AutomodTrigger::Repetition { times, secs } => {
                self.times.set(times.to_string());
                self.secs.set(secs.to_string());
            }
            AutomodTrigger::Pattern(pattern) => self.pattern.set(pattern.clone()),
        }
    }

    /// What is looked for; a number that is none is refused here, all else by the server.
    fn trigger(self) -> Result<AutomodTrigger, Problem> {
        let hosts = || self.hosts.with_untracked(|hosts| each_line(hosts));
        Ok(match (self.kind.get_untracked(), self.links.get_untracked()) {
            (0, _) => AutomodTrigger::Words(self.words.with_untracked(|words| each_line(words))),
            (1, 0) => AutomodTrigger::Links(AutomodLinks::All),
            (1, 1) => AutomodTrigger::Links(AutomodLinks::Except(hosts())),
            (1, _) => AutomodTrigger::Links(AutomodLinks::Only(hosts())),
            (2, _) => AutomodTrigger::Mentions { more_than: whole(self.more_than, said::NUMBER_MISSING)? },
            (3, _) => AutomodTrigger::Repetition {
                times: whole(self.times, said::NUMBER_MISSING)?,
                secs: whole(self.secs, said::NUMBER_MISSING)?,
            },
            _ => AutomodTrigger::Pattern(self.pattern.with_untracked(|pattern| pattern.trim().to_owned())),
        })
    }

    fn action(self) -> AutomodAction {
        said::ACTION_OF[self.action.get_untracked()]
    }

    fn notice(self) -> Option<String> {
        let notice = self.notice.get_clone_untracked();
        (!notice.trim().is_empty()).then_some(notice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_word_and_empty_ones_are_none() {
        assert_eq!(each_line(" darn \n\n buy now\r\nheck*"), ["darn", "buy now", "heck*"]);
    }
}
