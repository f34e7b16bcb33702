//! The overwrites of a place while they are edited: what is changed and not saved stays on the device, and what somebody
//! else changes meanwhile is taken over.

use crate::client::Client;
use crate::offline::edits::{self, Edit};
use crate::reactive::{create_effect, create_selector};
use crate::state::{Editing, Overwritten, changes, is_same, rebased};
use crate::words as all_words;
use crate::words::permissions as words;
use hubbub_shared::model::{HubView, Overwrite, OverwriteTarget};
use hubbub_shared::{HubId, Permissions};
use sycamore::prelude::*;

/// What is being edited. Copies are the same.
#[derive(Clone, Copy)]
pub struct Editor {
    /// The app that the page is in.
    pub client: Client,
    /// The hub it is of.
    pub hub: HubId,
    /// The channel or category.
    pub of: Overwritten,
    /// As they shall be.
    pub draft: Signal<Vec<Overwrite>>,
    /// Whose are shown.
    pub target: Signal<OverwriteTarget>,
    /// They are being saved.
    pub is_busy: Signal<bool>,
}

fn kept_as(of: Overwritten) -> String {
    format!("overwrites.{}", of.name_in_address())
}

impl Editor {
    /// Takes up the edit of a place where it was left.
    pub fn begin(client: Client, hub: HubId, of: Overwritten) -> Self {
        let now = client.model.with_untracked(|model| model.hubs.get(hub).map(|view| of.in_force(view)));
        let now = now.unwrap_or_default();
        let kept: Option<Edit<Vec<Overwrite>>> = edits::read(&kept_as(of));
        let draft = kept.map_or_else(|| now.clone(), |kept| rebased(&kept.before, &kept.after, &now));
        let editor = Self {
            client,
            hub,
            of,
            draft: create_signal(draft),
            target: create_signal(OverwriteTarget::Role(hub.everyone())),
            is_busy: create_signal(false),
        };
        editor.follow(now);
        editor
    }

    /// Looks at the hub as it is.
    pub fn with<R: Default>(self, read: impl FnOnce(&HubView, Editing<'_>) -> R) -> R {
        self.client.model.with(|model| {
            let Some((view, me)) = model.hubs.get(self.hub).zip(model.my_id()) else { return R::default() };
            read(view, Editing::new(view, me, self.of))
        })
    }

    /// What the role or member that is chosen may do there, by what is edited.
    pub fn comes_to(self) -> Permissions {
        let target = self.target.get();
        let roles = match target {
            OverwriteTarget::Member(user) => self.client.model.with(|model| {
                model.members.get(self.hub, user).map(|member| member.roles.clone()).unwrap_or_default()
            }),
            OverwriteTarget::Role(_) => Vec::new(),
        };
        self.draft.with(|draft| self.with(|_, editing| editing.of(target, &roles, draft)))
    }

    /// What is in force there.
    pub fn in_force(self) -> Vec<Overwrite> {
        self.with(|view, _| self.of.in_force(view))
    }

    /// What oneself would lose by what is edited.
    pub fn losses(self) -> Permissions {
        self.draft.with(|draft| self.with(|_, editing| editing.losses(draft)))
    }

    /// Keeps what is changed, and takes over what others change meanwhile.
    fn follow(self, mut before: Vec<Overwrite>) {
        let in_force = create_selector(move || self.in_force());
        create_effect(move || {
            let now = in_force.get_clone();
            if now != before {
                let draft = self.draft.with_untracked(|draft| rebased(&before, draft, &now));
                before = now;
                self.draft.set(draft);
            }
        });
        create_effect(move || {
            let (before, after) = (in_force.get_clone(), self.draft.get_clone());
            match is_same(&before, &after) {
                true => edits::forget(&kept_as(self.of)),
                false => edits::keep(&kept_as(self.of), &Edit { before, after }),
            }
        });
    }

    /// Makes what is in force what it was edited to; nobody hides a place from themselves.
    pub fn save(self) {
        if untrack(|| self.losses()).contains(Permissions::VIEW) {
            return self.client.notify(words::HIDDEN_FROM_YOU);
        }
        let wanted = changes(&untrack(|| self.in_force()), &self.draft.get_clone_untracked());
        self.is_busy.set(true);
        let client = self.client;
        client.change_overwrites((self.hub, self.of), wanted.into(), move |answer| {
            if self.is_busy.is_alive() {
                self.is_busy.set(false);
            }
            match answer {
                Ok(()) => client.notify(all_words::SAVED),
                Err(problem) => client.complain(&problem),
            }
        });
    }
}
