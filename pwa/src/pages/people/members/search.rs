//! What is looked for, and who was found of it: a page at a time.

use crate::client::Client;
use crate::reactive::create_effect;
use crate::state::Model;
use crate::words::members as words;
use crate::{browser, clock};
use hubbub_shared::model::{FoundMembers, MemberOrder};
use hubbub_shared::protocol::command::FindMembers;
use hubbub_shared::{HubId, Problem, RoleId, Timestamp, UserId};
use sycamore::prelude::*;

const PER_PAGE: u64 = 50;
/// Whoever types is asked for when they pause for so long.
const PAUSE_MS: i32 = 200;
const DAY_MS: i64 = 86_400_000;
/// What fits few may give pages with nobody: so many are passed by before somebody has to ask for more.
const EMPTY_PAGES: u32 = 20;
/// The server changes no more members at once.
pub const MOST_CHOSEN: usize = 100;

/// Whether what was asked for is here.
#[derive(Debug, Clone, PartialEq)]
pub enum Here {
    /// It is on its way.
    Coming,
    /// It did not come.
    Failed(Problem),
    /// All that was asked for.
    Shown,
}

/// See the module. Copies are the same.
#[derive(Clone, Copy)]
pub struct Search {
    /// The app that the page is in.
    pub client: Client,
    /// The hub whose members they are.
    pub hub: HubId,
    /// What is typed.
    pub name: Signal<String>,
    /// `None`: whatever roles they have.
    pub role: Signal<Option<RoleId>>,
    /// The place among `words::JOINED_WITHIN`.
    pub joined: Signal<usize>,
    /// The place among `words::ORDERS`.
    pub order: Signal<usize>,
    /// Whether the answer has come.
    pub here: Signal<Here>,
    /// After which there are more.
    pub next: Signal<Option<String>>,
    /// Who is to be given a role, or to lose one.
    pub chosen: Signal<Vec<UserId>>,
    /// How often the search was cleared: fields of choices show anew what is chosen.
    pub resets: Signal<u32>,
    found: Signal<Vec<UserId>>,
    /// The number of the newest question: answers to others are too late.
    question: Signal<u32>,
}

impl Search {
    /// Looks for everybody, and again whenever something else is looked for.
    pub fn begin(client: Client, hub: HubId) -> Self {
        let search = Self {
            client,
            hub,
            name: create_signal(String::new()),
            role: create_signal(None),
            joined: create_signal(0),
            order: create_signal(0),
            here: create_signal(Here::Coming),
            next: create_signal(None),
            chosen: create_signal(Vec::new()),
            resets: create_signal(0),
            found: create_signal(Vec::new()),
            question: create_signal(0),
        };
        create_effect(move || {
            search.name.track();
            search.role.track();
            search.joined.track();
            search.order.track();
            untrack(|| search.ask_soon());
        });
        search
    }

    /// What `draw` makes of who was found.
    pub fn found<T>(self, draw: impl FnOnce(&Model, HubId, &[UserId]) -> T) -> T {
        self.found.with(|found| self.client.model.with(|model| draw(model, self.hub, found)))
    }

    /// Whether all that was asked for is here.
    pub fn is_here(self) -> bool {
        self.here.with(|here| *here == Here::Shown)
    }

    /// Looks for everybody again.
    pub fn reset(self) {
        self.name.set(String::new());
        self.role.set(None);
        self.joined.set(0);
        self.order.set(0);
        self.resets.set(self.resets.get_untracked() + 1);
    }

    /// Chooses somebody, or no more.
    pub fn choose(self, user: UserId, wants: bool) {
        self.chosen.update(|chosen| {
            chosen.retain(|one| *one != user);
            if wants {
                chosen.push(user);
            }
        });
    }

    fn ask_soon(self) {
        let question = self.next_question();
        self.here.set(Here::Coming);
        let pause = if question == 1 { 0 } else { PAUSE_MS };
        browser::later(pause, move || {
            if self.is_asked(question) {
                self.ask(question, None, 0);
            }
        });
    }

    /// Asks for those after the ones that are shown, or again after a failure.
    pub fn go_on(self) {
        let question = self.next_question();
        self.here.set(Here::Coming);
        self.ask(question, self.next.get_clone_untracked(), 0);
    }

    fn next_question(self) -> u32 {
        self.question.set(self.question.get_untracked() + 1);
        self.question.get_untracked()
    }

    fn is_asked(self, question: u32) -> bool {
        self.question.is_alive() && self.question.get_untracked() == question
    }

    fn ask(self, question: u32, after: Option<String>, passed: u32) {
        let command = FindMembers { after: after.clone(), ..self.command() };
        self.client.call(command, move |answer| {
            if !self.is_asked(question) {
                return;
            }
            match answer {
                Ok(page) => self.show(question, after, passed, page),
                Err(problem) => self.here.set(Here::Failed(problem)),
            }
        });
    }

    fn command(self) -> FindMembers {
        let name = self.name.get_clone_untracked().trim().to_owned();
        let days = words::JOINED_WITHIN.get(self.joined.get_untracked()).and_then(|(_, days)| *days);
        FindMembers {
            name: Some(name).filter(|name| !name.is_empty()),
            role: self.role.get_untracked(),
            joined_since: days.map(|days| Timestamp(clock::now() - days * DAY_MS)),
            order: Some(match self.order.get_untracked() {
                1 => MemberOrder::Newest,
                2 => MemberOrder::Oldest,
                _ => MemberOrder::Name,
            }),
            limit: Some(PER_PAGE),
            ..FindMembers::of(self.hub)
        }
    }

    fn show(self, question: u32, after: Option<String>, passed: u32, page: FoundMembers) {
        let FoundMembers { members, next } = page;
        let ids: Vec<UserId> = members.iter().map(|member| member.user.id).collect();
        let hub = self.hub;
        self.client.model.update(|model| {
            members.into_iter().for_each(|member| model.members.put(hub, member));
        });
        self.found.update(|found| {
            if after.is_none() {
                found.clear();
            }
            found.extend(ids.iter().filter(|user| !found.contains(user)).copied().collect::<Vec<_>>());
        });
        self.next.set(next.clone());
        match next {
            Some(next) if ids.is_empty() && passed < EMPTY_PAGES => {
                self.ask(question, Some(next), passed + 1);
            }
            _ => self.here.set(Here::Shown),
        }
    }
}
