//! Permissions of channels and categories in the app: three choices for each, presets, following the category, a warning
//! before one locks oneself out, and why.

use crate::scene::first_place;
use hubbub_shared::model::{Channel, OverwriteTarget};
use hubbub_shared::protocol::command::{RemoveRole, UpdateChannel};
use hubbub_shared::{ChannelId, HubId, Permissions, RoleId};
use hubbub_tests::browser::{Chromium, Page, Screen, play_in_browser};
use hubbub_tests::{Acts, Changes, Person, Server, eventually, overwrite};

struct Scene {
    owner: Person,
    bo: Person,
    hub: HubId,
    general: ChannelId,
    staff: RoleId,
    address: String,
}

impl Scene {
    /// Ada owns a hub; Bo has a role by which they manage roles.
    async fn set(server: &Server) -> Self {
        let (owner, bo) = (server.person("Ada").await, server.person("Bo").await);
        let view = owner.creates_hub("Garden").await;
        bo.joins(&owner.invites(view.id).await).await;
        let (hub, general) = first_place(&owner).await;
        let rights = Permissions::MANAGE_ROLES | Permissions::MANAGE_MESSAGES;
        let staff = owner.makes_role(hub, "Staff", rights).await.id;
        owner.assigns(hub, bo.me().await.id, staff).await;
        Self { owner, bo, hub, general, staff, address: server.address() }
    }

    async fn enters(&self, chromium: &Chromium, name: &str, what: &str) -> Screen {
        let path = format!("/hubs/{}{what}", self.hub);
        Screen::enters(chromium.phone().await, &self.address, name, &path).await
    }

    async fn becomes(&self, what: &str, is: impl Fn(&Channel) -> bool) {
        eventually(what, || async { is(&self.owner.views_channel(self.general).await).then_some(()) }).await;
    }

    fn says(&self, channel: &Channel, role: RoleId) -> (Permissions, Permissions) {
        let target = OverwriteTarget::Role(role);
        let found = channel.overwrites.iter().find(|overwrite| overwrite.target == target);
        found.map_or((Permissions::NONE, Permissions::NONE), |overwrite| (overwrite.allow, overwrite.deny))
    }
}

/// Chooses for a permission.
async fn chooses(page: &Page, permission: &str, choice: &str) {
    page.taps(&format!("input[name=\"choice-{permission}\"][aria-label=\"{choice}\"]")).await;
}

#[test]
fn a_channel_gets_permissions_of_its_own_and_follows_its_category_again() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server).await;
        let ada = it.enters(&chromium, "Ada", "/settings").await;
        ada.page.taps_words(".row", "Permissions").await;
        ada.page.tells("Follows its category").await;
        ada.page.taps_words(".places .row", "general").await;
        ada.shows("synced").await;
        chooses(&ada.page, "send", "Deny").await;
        ada.page.becomes("what it comes to", "document.querySelector('input[name=choice-send]').closest('.choice-row').innerText.includes('Comes to: not allowed')").await;
        ada.page.taps("#add-target").await;
        ada.page.types("#target-search", "sta").await;
        ada.page.taps_words(".targets-add .chip", "Staff").await;
        chooses(&ada.page, "send", "Allow").await;
        ada.page.becomes("what it comes to", "document.querySelector('input[name=choice-send]').closest('.choice-row').innerText.includes('Comes to: allowed')").await;
        // Whoever goes away finds it as they left it.
        ada.page.tells("You have changes that are not saved.").await;
        ada.page.reloads().await;
        ada.connects().await;
        ada.page.taps_words(".targets .chip", "Staff").await;
        ada.taps("save").await;
        ada.page.tells("Saved").await;
        it.becomes("the overwrites", |channel| {
            !channel.synced
                && it.says(channel, it.hub.everyone()) == (Permissions::NONE, Permissions::SEND)
                && it.says(channel, it.staff) == (Permissions::SEND, Permissions::NONE)
        })
        .await;
        ada.shows("own-permissions").await;
        ada.page.taps_words("button", "Follow it again").await;
        ada.chooses("Follow it again").await;
        it.becomes("the category's", |channel| channel.synced && channel.overwrites.is_empty()).await;
        ada.shows("synced").await;
        ada.is_content();
    });
}

#[test]
fn presets_are_a_beginning_and_nobody_locks_themselves_out_unawares() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server).await;
        let own = UpdateChannel { synced: Some(false), ..UpdateChannel::of(it.general) };
        it.owner.calls(own).await.unwrap();
        let bo = it.enters(&chromium, "Bo", &format!("/settings/permissions/channel-{}", it.general)).await;
        bo.page.taps_words(".preset", "Private").await;
        bo.page
            .becomes(
                "Bo among those who see it",
                "[...document.querySelectorAll('.targets .chip')].some((it) => it.innerText.includes('Bo'))",
            )
            .await;
        bo.taps("save").await;
        let me = it.bo.me().await.id;
        it.becomes("a private channel", |channel| {
            it.says(channel, it.hub.everyone()).1 == Permissions::VIEW
                && channel
                    .overwrites
                    .iter()
                    .any(|it| it.target == OverwriteTarget::Member(me) && it.allow == Permissions::VIEW)
        })
        .await;
        bo.page.becomes("nothing to save", "!document.querySelector('.unsaved')").await;

        // Taking from oneself what one needs to give it back is warned of, and hiding it is not possible at all.
        bo.page.taps_words(".targets .chip", "Bo").await;
        chooses(&bo.page, "manage_roles", "Deny").await;
        bo.page.tells("You would lock yourself out").await;
        bo.page.tells("manage roles and permissions").await;
        chooses(&bo.page, "manage_roles", "Inherit").await;
        bo.page.becomes("no warning", "!document.querySelector('[data-testid=losses]')").await;
        chooses(&bo.page, "view", "Deny").await;
        bo.page.tells("You would no longer see it yourself").await;
        bo.taps("save").await;
        bo.page.shows(".toast").await;
        assert!(it.bo.views(it.hub).await.channels.iter().any(|channel| channel.id == it.general));
        bo.page.taps_words("button", "Discard").await;
        bo.page.becomes("nothing to save", "!document.querySelector('.unsaved')").await;
        // What Bo has not there is not theirs to give.
        bo.page
            .becomes(
                "what is not theirs",
                "document.querySelector('input[name=choice-manage_channels]').disabled",
            )
            .await;

        bo.page.taps_words(".preset", "Announcements").await;
        bo.taps("save").await;
        it.becomes("announcements", |channel| {
            it.says(channel, it.hub.everyone()).1.contains(Permissions::SEND)
                && it.says(channel, it.staff).0 == Permissions::SEND
        })
        .await;
        bo.page.becomes("nothing to save", "!document.querySelector('.unsaved')").await;
        bo.page.taps_words(".preset", "Read-only").await;
        bo.taps("save").await;
        it.becomes("a channel to be read", |channel| {
            it.says(channel, it.hub.everyone()).1.contains(Permissions::SEND)
                && it.says(channel, it.staff) == (Permissions::NONE, Permissions::NONE)
        })
        .await;
        bo.is_content();
    });
}

#[test]
fn who_may_not_write_is_told_why() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server).await;
        it.owner.overwrites(it.general, overwrite(it.hub.everyone()).denying(Permissions::SEND)).await;
        let bo = it.enters(&chromium, "Bo", &format!("/{}", it.general)).await;
        bo.taps("why").await;
        bo.page.tells("What you may do here").await;
        bo.page.becomes("the reason first", "document.querySelector('.reason')?.innerText.includes('Taken from everyone in this channel.')").await;
        bo.page
            .becomes(
                "where the others come from",
                "document.querySelector('.reasons').innerText.includes('Given by the role Staff.')",
            )
            .await;
        bo.page.escapes().await;
        it.owner.overwrites(it.general, overwrite(it.staff).allowing(Permissions::SEND)).await;
        bo.shows("composer").await;
        bo.is_content();
    });
}

#[test]
fn whoever_is_refused_something_can_ask_why() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server).await;
        let cy = server.person("Cy").await;
        cy.joins(&it.owner.invites(it.hub).await).await;
        let kicks = it.owner.makes_role(it.hub, "Bouncer", Permissions::KICK_MEMBERS).await.id;
        let bo_id = it.bo.me().await.id;
        it.owner.assigns(it.hub, bo_id, kicks).await;
        let bo = it.enters(&chromium, "Bo", &format!("/{}", it.general)).await;

        // In a menu that was open when the right went.
        it.owner.sends(it.general, "The key hangs at the gate").await;
        bo.sees("The key hangs at the gate").await;
        bo.page.holds(".message").await;
        bo.page.shows("dialog[open] .action").await;
        it.owner.calls(RemoveRole { hub: it.hub, user: bo_id, role: it.staff }).await.unwrap();
        bo.chooses("Pin message").await;
        bo.page.tells("You may not do this.").await;
        bo.page.taps(".toast-error [data-testid=undo]").await;
        bo.page.tells("What you may do here").await;
        bo.page.taps_words("dialog[open] .button", "What you may do in this hub").await;
        bo.page.tells("Kick members").await;
        bo.page.escapes().await;
        bo.page.has_no_dialog().await;

        // In a dialog that was open when the right went.
        bo.looks_at("Cy").await;
        bo.chooses("Kick…").await;
        it.owner.calls(RemoveRole { hub: it.hub, user: bo_id, role: kicks }).await.unwrap();
        bo.page.taps_words(".button-danger", "Kick").await;
        bo.page.tells("You may not do this to them.").await;
        bo.page.has_no_barriers("a measure that is refused").await;
        bo.taps("why").await;
        bo.page.tells("What you may do in this hub").await;
        let why_not = "[...document.querySelectorAll('.reason')].some((it) => it.innerText.includes('Kick members') && it.innerText.includes('No role gives it.'))";
        bo.page.becomes("why not", why_not).await;
        bo.page.escapes().await;

        // On a page that is for others.
        bo.goes_to(&format!("/hubs/{}/settings/bans", it.hub)).await;
        bo.connects().await;
        bo.page.tells("This is for those who run the hub").await;
        bo.taps("why").await;
        bo.page.becomes("why not", "[...document.querySelectorAll('.reason')].some((it) => it.innerText.includes('Ban members') && it.innerText.includes('No role gives it.'))").await;

        // Of what was written while one still could.
        bo.goes_to(&format!("/hubs/{}/{}", it.hub, it.general)).await;
        bo.connects().await;
        bo.page.goes_offline(true).await;
        bo.says("written on the way").await;
        it.owner.overwrites(it.general, overwrite(it.hub.everyone()).denying(Permissions::SEND)).await;
        bo.page.goes_offline(false).await;
        bo.connects().await;
        bo.taps("why-refused").await;
        bo.page.tells("Taken from everyone in this channel.").await;
        bo.is_content();
    });
}
