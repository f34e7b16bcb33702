//! Making, joining and leaving hubs.

use super::Client;
use crate::browser;
use crate::net::rest;
use crate::offline;
use crate::state::{ChannelGroup, Route};
use hubbub_shared::model::{HubView, Invite};
use hubbub_shared::protocol::command::{CreateHub, CreateInvite, DeleteHub, JoinHub, LeaveHub};
use hubbub_shared::{ChannelId, HubId, Problem};

impl Client {
    /// Founds a hub and goes there.
    pub fn create_hub(self, name: String, failed: impl FnOnce(Problem) + 'static) {
        self.call(CreateHub { name }, move |answer| self.enter(answer, failed));
    }

    /// Joins a hub and goes there.
    pub fn join_hub(self, code: String, failed: impl FnOnce(Problem) + 'static) {
        self.call(JoinHub { code }, move |answer| self.enter(answer, failed));
    }

    fn enter(self, answer: Result<HubView, Problem>, failed: impl FnOnce(Problem)) {
        match answer {
            Ok(view) => {
                let place = self.place_in(&view);
                let todos = self.model.update(|model| model.hub_changed(view));
                self.do_all(todos);
                match self.route.with_untracked(Route::is_public) {
                    // Who has come in by an invite is not led back to it.
                    true => self.replace(place),
                    false => self.go(place),
                }
            }
            Err(problem) => failed(problem),
        }
    }

    /// Where a hub is entered: in its first channel. On a phone its founder sees the list, with the first steps.
    fn place_in(self, view: &HubView) -> Route {
        let is_mine = self.model.with_untracked(|model| model.my_id()) == Some(view.owner);
        if is_mine && !browser::is_wide() {
            return Route::Hub(view.id);
        }
        first_channel(view).map_or(Route::Hub(view.id), |channel| Route::Channel(view.id, channel))
    }

    /// The channel of a hub to show where the list of channels is beside it.
    pub fn channel_to_show(self, hub: HubId) -> Option<ChannelId> {
        self.model.with_untracked(|model| {
            let view = model.hubs.get(hub)?;
            let last = offline::places::last(hub)
                .filter(|last| view.channels.iter().any(|channel| channel.id == *last));
            last.or_else(|| first_channel(view))
        })
    }

    /// Makes an invite.
    pub fn create_invite(
        self,
        hub: HubId,
        max_uses: Option<u64>,
        expires_in_secs: Option<u64>,
        done: impl FnOnce(Result<Invite, Problem>) + 'static,
    ) {
        self.call(CreateInvite { hub, max_uses, expires_in_secs }, done);
    }

    /// Leaves a hub, or deletes one's own.
    pub fn leave_hub(self, hub: HubId) {
        let owned = self.model.with_untracked(|model| {
            model.hubs.get(hub).is_some_and(|view| Some(view.owner) == model.my_id())
        });
        let left = move |answer| match answer {
            Ok(()) => {
                let todos = self.model.update(|model| model.hub_left(hub));
                self.do_all(todos);
            }
            Err(problem) => self.complain(&problem),
        };
        if owned { self.call(DeleteHub { hub }, left) } else { self.call(LeaveHub { hub }, left) }
    }

    /// Where an invite leads.
    pub fn look_at_invite(
        self,
        code: String,
        done: impl FnOnce(Result<hubbub_shared::model::InvitePreview, Problem>) + 'static,
    ) {
        wasm_bindgen_futures::spawn_local(async move { done(rest::invite(&code).await) });
    }
}

fn first_channel(view: &HubView) -> Option<ChannelId> {
    ChannelGroup::all(view).first().and_then(|group| group.channels.first()).map(|channel| channel.id)
}
