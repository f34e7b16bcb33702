//! A role while it is edited: what is changed and not saved stays on the device, and what somebody else changes meanwhile
//! is taken over.

use crate::client::Client;
use crate::offline::edits::{self, Edit};
use crate::reactive::{create_effect, create_selector};
use crate::state::{HubSection, Model, Rank, RoleDraft};
use crate::words::roles as words;
use crate::{browser, words as all_words};
use hubbub_shared::model::Role;
use hubbub_shared::permissions::manage::Refusal;
use hubbub_shared::text::RoleName;
use hubbub_shared::{HubId, Permissions, Problem, RoleId};
use sycamore::prelude::*;

/// What is being edited. Copies are the same.
#[derive(Clone, Copy)]
pub struct Editor {
    /// The app that the page is in.
    pub client: Client,
    /// The hub that the role is of.
    pub hub: HubId,
    /// `None`: it is being made.
    pub role: Option<RoleId>,
    /// The name as it is typed.
    pub name: Signal<String>,
    /// Colour of the names of its members, as it is chosen.
    pub color: Signal<Option<u32>>,
    /// The emoji that is chosen, if any.
    pub emoji: Signal<Option<String>>,
    /// Whether its members shall stand apart.
    pub hoist: Signal<bool>,
    /// Whether everybody shall be able to mention it.
    pub mentionable: Signal<bool>,
    /// What it shall give.
    pub permissions: Signal<Permissions>,
    /// What is wrong with the name.
    pub problem: Signal<Option<Problem>>,
    /// It is being saved.
    pub is_busy: Signal<bool>,
}

/// The name under which the edit of a role is kept.
pub fn kept_as(hub: HubId, role: Option<RoleId>) -> String {
    match role {
        Some(role) => format!("role.{role}"),
        None => format!("role.of.{hub}"),
    }
}

/// The role as it is, if it is there.
pub fn known(model: &Model, hub: HubId, role: Option<RoleId>) -> Option<&Role> {
    model.hubs.get(hub)?.roles.iter().find(|known| Some(known.id) == role)
}

impl Editor {
    /// Takes up the edit of a role where it was left.
    pub fn begin(client: Client, hub: HubId, role: Option<RoleId>) -> Self {
        let base = client
            .model
            .with_untracked(|model| known(model, hub, role).map_or_else(RoleDraft::blank, RoleDraft::of));
        let kept: Option<Edit<RoleDraft>> = edits::read(&kept_as(hub, role));
        let draft = kept.map_or_else(|| base.clone(), |kept| kept.after.rebased(&kept.before, &base));
        let editor = Self {
            client,
            hub,
            role,
            name: create_signal(draft.name),
            color: create_signal(draft.color),
            emoji: create_signal(draft.emoji),
            hoist: create_signal(draft.hoist),
            mentionable: create_signal(draft.mentionable),
            permissions: create_signal(draft.permissions),
            problem: create_signal(None),
            is_busy: create_signal(false),
        };
        editor.follow(base);
        editor
    }

    /// The name of the role as it is edited.
    pub fn shown_name(self) -> String {
        Some(self.name.get_clone())
            .filter(|name| !name.trim().is_empty())
            .unwrap_or_else(|| words::NEW_ROLE.to_owned())
    }

    /// The role as it is edited, for whom it is drawn.
    fn draft(self) -> RoleDraft {
        RoleDraft {
            name: self.name.get_clone(),
            color: self.color.get(),
            emoji: self.emoji.get_clone(),
            hoist: self.hoist.get(),
            mentionable: self.mentionable.get(),
            permissions: self.permissions.get(),
        }
    }

    /// The same, at this moment.
    fn draft_now(self) -> RoleDraft {
        RoleDraft {
            name: self.name.get_clone_untracked(),
            color: self.color.get_untracked(),
            emoji: self.emoji.get_clone_untracked(),
            hoist: self.hoist.get_untracked(),
            mentionable: self.mentionable.get_untracked(),
            permissions: self.permissions.get_untracked(),
        }
    }

    fn show(self, draft: RoleDraft) {
        self.name.set(draft.name);
        self.color.set(draft.color);
        self.emoji.set(draft.emoji);
        self.hoist.set(draft.hoist);
        self.mentionable.set(draft.mentionable);
        self.permissions.set(draft.permissions);
    }

    /// The role as it is, before it is made a blank one.
    fn base(self) -> RoleDraft {
        self.client.model.with(|model| self.base_in(model))
    }

    fn base_in(self, model: &Model) -> RoleDraft {
        known(model, self.hub, self.role).map_or_else(RoleDraft::blank, RoleDraft::of)
    }

    /// Keeps what is changed, and takes over what others change meanwhile.
    fn follow(self, mut before: RoleDraft) {
        let base = create_selector(move || self.base());
        create_effect(move || {
            let now = base.get_clone();
            if now != before {
                let draft = self.draft_now().rebased(&before, &now);
                before = now;
                self.show(draft);
            }
        });
        create_effect(move || {
            let (before, after) = (base.get_clone(), self.draft());
            let name = kept_as(self.hub, self.role);
            match before == after {
                true => edits::forget(&name),
                false => edits::keep(&name, &Edit { before, after }),
            }
        });
    }

    /// Whether there is something to save.
    pub fn is_changed(self) -> ReadSignal<bool> {
        create_selector(move || self.draft() != self.base())
    }

    /// Where the person stands who edits.
    pub fn rank(self) -> Option<Rank> {
        self.client.model.with(|model| Some(Rank::of(model.my_id()?, model.hubs.get(self.hub)?)))
    }

    /// Why nothing about the role can be changed.
    pub fn refusal(self) -> Option<Refusal> {
        let rank = self.rank()?;
        self.client.model.with(|model| match known(model, self.hub, self.role) {
            Some(role) => rank.refuses_change(role),
            None => rank.refuses_new(),
        })
    }

    /// Whether the role can be deleted.
    pub fn may_end(self) -> bool {
        self.rank().is_some_and(|rank| {
            self.client.model.with(|model| {
                known(model, self.hub, self.role).is_some_and(|role| rank.refuses_end(role).is_none())
            })
        })
    }

    /// Takes back all that was edited.
    pub fn discard(self) {
        self.problem.set(None);
        self.show(self.client.model.with_untracked(|model| self.base_in(model)));
    }

    /// Makes the role, or makes it what it was edited to.
    pub fn save(self) {
        let draft = self.draft_now();
        let is_everyone = self.role == Some(self.hub.everyone());
        let name = match RoleName::parse(&draft.name) {
            Ok(name) => name.into(),
            Err(_) if is_everyone => draft.name.clone(),
            Err(problem) => {
                self.problem.set(Some(all_words::name_problem(&draft.name, problem)));
                return browser::focus("#role-name");
            }
        };
        self.problem.set(None);
        self.is_busy.set(true);
        let draft = RoleDraft { name, ..draft };
        let now = self.client.model.with_untracked(|model| known(model, self.hub, self.role).cloned());
        match now {
            Some(role) => self.update(draft, &role),
            None => self.create(draft),
        }
    }

    fn update(self, draft: RoleDraft, role: &Role) {
        let client = self.client;
        let Some(update) = draft.clone().update(role) else {
            self.is_busy.set(false);
            return self.show(draft);
        };
        client.update_role(update, move |answer| {
            if self.is_busy.is_alive() {
                self.is_busy.set(false);
            }
            match answer {
                Ok(()) => {
                    edits::forget(&kept_as(self.hub, self.role));
                    if self.is_busy.is_alive() {
                        self.show(draft);
                    }
                    client.notify(all_words::SAVED);
                }
                Err(problem) => client.complain(&problem),
            }
        });
    }

    fn create(self, draft: RoleDraft) {
        let (client, hub) = (self.client, self.hub);
        client.create_role(draft.create(hub), move |answer| match answer {
            Ok(role) => {
                edits::forget(&kept_as(hub, None));
                client.notify(words::CREATED);
                client.replace(HubSection::Role(Some(role.id)).at(hub));
            }
            Err(problem) => {
                if self.is_busy.is_alive() {
                    self.is_busy.set(false);
                }
                client.complain(&problem);
            }
        });
    }
}
