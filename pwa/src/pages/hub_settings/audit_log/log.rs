//! What is loaded of the audit log, and how more of it comes.

use crate::browser;
use crate::client::Client;
use crate::clock;
use crate::components::more_icons::empty;
use crate::reactive::{Live, create_effect, handler};
use crate::state::{AuditFilter, Day};
use crate::words::audit as words;
use hubbub_shared::model::audit::{AuditEntry, AuditPage};
use hubbub_shared::{HubId, Problem};
use sycamore::prelude::*;

/// So many heights of the screen before the end, more is loaded.
const AHEAD: f64 = 1.0;

/// What the section works on. Copies are the same.
#[derive(Clone, Copy)]
pub struct Log {
    /// Asks and knows.
    pub client: Client,
    /// The hub whose log it is.
    pub hub: HubId,
    /// What is looked for.
    pub filter: Signal<AuditFilter>,
    /// What is here.
    pub pages: Signal<Vec<Page>>,
    next: Signal<Next>,
    /// Grows with each new question, so that answers to older ones are told apart.
    asked: Signal<u32>,
}

/// Lines that came together.
#[derive(Clone, PartialEq)]
pub struct Page {
    /// The day of the line before, whose heading stands already.
    pub follows: Option<Day>,
    /// The lines, newest first.
    pub entries: Vec<AuditEntry>,
}

/// What comes after what is here.
#[derive(Clone, PartialEq)]
enum Next {
    /// More is on its way.
    Coming,
    /// Lines before this number.
    Before(u64),
    /// Nothing: the beginning of the log is here.
    End,
    /// It did not work, and this is before which number.
    Failed(Problem, Option<u64>),
}

impl Log {
    /// Asks for the newest lines, and for more when somebody scrolls, as `scrolled` tells.
    pub fn open(client: Client, hub: HubId, scrolled: ReadSignal<()>) -> Self {
        let log = Self {
            client,
            hub,
            filter: create_signal(AuditFilter::default()),
            pages: create_signal(Vec::new()),
            next: create_signal(Next::Coming),
            asked: create_signal(0),
        };
        create_effect(move || {
            log.filter.track();
            untrack(|| log.begin());
        });
        create_effect(move || {
            scrolled.track();
            log.pages.track();
            browser::soon(move || log.look());
        });
        log
    }

    /// Asks for the newest lines anew, as for another filter.
    fn begin(self) {
        self.asked.update_silent(|asked| *asked += 1);
        self.pages.set(Vec::new());
        self.ask(None);
    }

    fn ask(self, before: Option<u64>) {
        self.next.set(Next::Coming);
        let asked = self.asked.get_untracked();
        let ask = self.filter.with_untracked(|filter| filter.ask(self.hub, before));
        self.client.call(ask, move |answer| {
            if self.asked.is_alive() && self.asked.get_untracked() == asked {
                self.put(before, answer);
            }
        });
    }

    fn put(self, before: Option<u64>, answer: Result<AuditPage, Problem>) {
        match answer {
            Err(problem) => self.next.set(Next::Failed(problem, before)),
            Ok(page) => {
                self.next.set(page.next.map_or(Next::End, Next::Before));
                let follows = self.pages.with_untracked(|pages| {
                    pages.last().and_then(|page| page.entries.last()).map(|last| clock::day_of(last.at.0))
                });
                if page.entries.is_empty() {
                    // A filter that fits little: what there is may be further back.
                    self.pages.update(|_| ());
                } else {
                    self.pages.update(|pages| pages.push(Page { follows, entries: page.entries }));
                }
            }
        }
    }

    /// Loads more if the end comes near.
    fn look(self) {
        if !self.next.is_alive() {
            return;
        }
        let Next::Before(before) = self.next.get_clone_untracked() else { return };
        let Some(end) = browser::find(".audit-end") else { return };
        let (_, height) = browser::window_size();
        if end.get_bounding_client_rect().top() < height * (1.0 + AHEAD) {
            self.ask(Some(before));
        }
    }

    /// What stands below the last line.
    pub fn end(self) -> View {
        let is_empty = create_memo(move || self.pages.with(Vec::is_empty));
        view! {
            div(class="audit-end") {
                (Live { now: move || match (self.next.get_clone(), is_empty.get()) {
                    (Next::Coming, true) => view! { div(class="input skeleton-line", role="status", aria-label=crate::words::LOADING) },
                    (Next::Coming, false) => view! { p(class="hint", role="status") { (words::LOADING_MORE) } },
                    (Next::Before(before), _) => view! {
                        button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| self.ask(Some(before)))) { (words::SHOW_MORE) }
                    },
                    (Next::Failed(problem, before), _) => {
                        let why = problem.message;
                        view! {
                            p(class="field-problem", role="alert") { (why) }
                            button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| self.ask(before))) { (words::SHOW_MORE) }
                        }
                    }
                    (Next::End, true) if self.filter.with_untracked(AuditFilter::is_empty) => empty("eye", words::NONE_TITLE, words::NONE),
                    (Next::End, true) => empty("search", words::NOTHING_FITS_TITLE, words::NOTHING_FITS),
                    (Next::End, false) => view! { p(class="hint") { (words::BEGINNING) } },
                } })
            }
        }
    }
}
