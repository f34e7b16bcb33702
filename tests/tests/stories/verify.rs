//! Every change, seen by who makes it, by another member and by an outsider: a client that applies the events is
//! where a client is that fetches everything afresh.

use crate::scene::pair;
use hubbub_shared::Permissions;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{
    AssignRole, CreateCategory, CreateChannel, CreateHub, CreateInvite, CreateRole, DeleteCategory,
    DeleteChannel, DeleteHub, DeleteMessage, DeleteRole, EditMessage, JoinHub, LeaveHub, MarkRead,
    RemoveCategoryOverwrite, RemoveChannelOverwrite, RemoveRole, SendMessage, SetCategoryOverwrite,
    SetChannelOverwrite, TimeOutMember, TransferHub, UpdateCategory, UpdateChannel, UpdateHub, UpdateMe,
    UpdateRole,
};
use hubbub_shared::{ChannelId, HubId, Timestamp};
use hubbub_tests::{
    Acts, Changes, Engine, Phone, Server, each_engine, overwrite, verify_action, verify_quiet,
};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Ada owns the hub, Bo is a member of it, Olga has a hub of her own. All of them look at everything they can.
struct Stage {
    ada: Phone,
    bo: Phone,
    olga: Phone,
    hub: HubId,
    general: ChannelId,
}

impl Stage {
    async fn set(server: &Server) -> Self {
        let scene = pair(server).await;
        let olga = server.phone("Olga").await;
        let own = olga.creates_hub("Olga's").await.id;
        olga.agrees("her hub", |state| state.hubs.contains_key(&own)).await;
        olga.subscribes_to_all().await;
        olga.opens_member_list(own).await;
        for phone in [&scene.ada, &scene.bo] {
            phone.opens_member_list(scene.hub).await;
        }
        Self { ada: scene.ada, bo: scene.bo, olga, hub: scene.hub, general: scene.general }
    }

    async fn verifies<T>(&self, name: &str, action: impl Future<Output = T>) -> T {
        verify_action(name, &[&self.ada, &self.bo], action).await
    }

    /// What the outsider was told since; only her own doings may be in it.
    async fn olga_was_told_nothing(&self, before: usize) {
        // Counters of channels come at most every two seconds.
        tokio::time::sleep(Duration::from_millis(2200)).await;
        let told = self.olga.arrived().split_off(before);
        // That she is here herself, in her own hub, is told late.
        let own = self.olga.state().hubs.keys().map(|hub| format!("hub: {hub:?}")).collect::<Vec<_>>();
        let told: Vec<_> =
            told.into_iter().filter(|told| !own.iter().any(|own| told.contains(own))).collect();
        assert!(told.is_empty(), "an outsider was told:\n{}", told.join("\n"));
        let own = self.olga.state();
        let channel = *own.visible_channels().first().unwrap();
        self.olga.says(channel, "her socket is alive").await;
        self.olga.sees("her socket is alive").await;
    }
}

macro_rules! the {
    ($kind:ident, $answer:expr) => {
        match $answer {
            Ok(Reply::$kind(payload)) => payload,
            other => panic!("expected a {}, got {other:?}", stringify!($kind)),
        }
    };
}

fn soon(ms: i64) -> Timestamp {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    Timestamp(i64::try_from(now).unwrap()).plus_ms(ms)
}

each_engine! {
    async fn messages_and_read_markers(engine: Engine) {
        let server = Server::on(engine).await;
        let stage = Stage::set(&server).await;
        let Stage { ada, bo, olga, hub, general } = &stage;
        let (hub, general) = (*hub, *general);
        let before = olga.arrived().len();
        let send = |content: &str| SendMessage::of(general, content.to_owned(), None);

        let first = the!(Message, stage.verifies("send", ada.calls(send("hello"))).await);
        stage.verifies("send by REST", bo.person().calls(send("hi"))).await.unwrap();
        stage.verifies("mention", ada.calls(send(&format!("<@{}>", bo.id())))).await.unwrap();
        let edit = EditMessage::of(general, first.id, "hello *you*".to_owned());
        stage.verifies("edit", ada.calls(edit)).await.unwrap();
        stage.verifies("mark read", bo.calls(MarkRead { channel: general, seq: None })).await.unwrap();
        stage.verifies("send after reading", bo.calls(send("more"))).await.unwrap();
        let read = MarkRead { channel: general, seq: None };
        stage.verifies("mark read by REST", ada.person().calls(read)).await.unwrap();
        stage.verifies("delete", ada.calls(DeleteMessage { channel: general, message: first.id })).await.unwrap();
        let delete = DeleteMessage { channel: general, message: first.id };
        verify_quiet("delete twice", &[ada, bo], ada.calls(delete)).await.unwrap();
        let mentions = format!("<@{}>, look", bo.id());
        let doomed = the!(Message, stage.verifies("another mention", ada.calls(send(&mentions))).await).id;
        let delete = DeleteMessage { channel: general, message: doomed };
        stage.verifies("delete a mention", ada.calls(delete)).await.unwrap();
        let changed = the!(Message, stage.verifies("a third mention", ada.calls(send(&mentions))).await).id;
        let edit = |content: &str| EditMessage::of(general, changed, content.to_owned());
        stage.verifies("edit a mention away", ada.calls(edit("nobody, look"))).await.unwrap();
        stage.verifies("edit a mention in", ada.calls(edit(&mentions))).await.unwrap();
        let again = SendMessage { nonce: Some("again".to_owned()), ..send("once") };
        stage.verifies("send with a nonce", ada.calls(again.clone())).await.unwrap();
        verify_quiet("the same nonce again", &[ada, bo], ada.calls(again)).await.unwrap();
        verify_quiet("an invite", &[ada, bo], bo.calls(CreateInvite { hub, max_uses: None, expires_in_secs: None })).await.unwrap();
        stage.olga_was_told_nothing(before).await;
    }

    async fn categories_and_channels(engine: Engine) {
        let server = Server::on(engine).await;
        let stage = Stage::set(&server).await;
        let Stage { ada, bo, olga, hub, .. } = &stage;
        let hub = *hub;
        let before = olga.arrived().len();
        let make = CreateCategory { hub, name: "Club".to_owned(), position: None };
        let category = the!(Category, stage.verifies("create category", ada.calls(make)).await).id;
        let change = UpdateCategory { hub, category, name: Some("Klub".to_owned()), position: Some(0) };
        stage.verifies("update category", ada.calls(change)).await.unwrap();
        let make = |name: &str| CreateChannel {
            hub, name: name.to_owned(), topic: Some("about".to_owned()), category: Some(category), position: None, overwrites: None,
        };
        let channel = the!(Channel, stage.verifies("create channel", ada.calls(make("lounge"))).await).id;
        let second = the!(Channel, stage.verifies("create channel by REST", ada.person().calls(make("bar"))).await).id;
        ada.sends(channel, "in here").await;
        bo.sees("in here").await;
        let nothing = UpdateChannel::of(channel);
        let change = UpdateChannel { name: Some("foyer".to_owned()), topic: Some(String::new()), position: Some(9), ..nothing.clone() };
        stage.verifies("update channel", ada.calls(change)).await.unwrap();
        stage.verifies("move channel up", ada.calls(UpdateChannel { category: Some(None), ..nothing.clone() })).await.unwrap();
        stage.verifies("move it back", ada.calls(UpdateChannel { category: Some(Some(category)), ..nothing })).await.unwrap();
        stage.verifies("delete channel", ada.calls(DeleteChannel { channel: second })).await.unwrap();
        stage.verifies("delete category", ada.calls(DeleteCategory { hub, category })).await.unwrap();
        stage.olga_was_told_nothing(before).await;
    }

    async fn overwrites(engine: Engine) {
        let server = Server::on(engine).await;
        let stage = Stage::set(&server).await;
        let Stage { ada, bo, olga, hub, general } = &stage;
        let (hub, channel) = (*hub, *general);
        let before = olga.arrived().len();
        ada.says(channel, "before").await;
        let hide = overwrite(bo.id()).denying(Permissions::VIEW);
        let quiet = overwrite(hub.everyone()).denying(Permissions::SEND);
        let (target, allow, deny) = (quiet.target, quiet.allow, quiet.deny);
        stage.verifies("quiet a channel", ada.calls(SetChannelOverwrite { channel, target, allow, deny })).await.unwrap();
        stage.verifies("and let it speak", ada.calls(RemoveChannelOverwrite { channel, target })).await.unwrap();
        let (target, allow, deny) = (hide.target, hide.allow, hide.deny);
        stage.verifies("hide a channel", ada.calls(SetChannelOverwrite { channel, target, allow, deny })).await.unwrap();
        ada.says(channel, "while hidden").await;
        stage.verifies("show it again", ada.calls(RemoveChannelOverwrite { channel, target })).await.unwrap();
        stage.verifies("speak in it", ada.calls(SendMessage::of(channel, "after".to_owned(), None))).await.unwrap();

        let category = ada.views(hub).await.categories[0].id;
        let sync = UpdateChannel { category: Some(Some(category)), synced: Some(true), ..UpdateChannel::of(channel) };
        stage.verifies("follow the category", ada.calls(sync)).await.unwrap();
        stage.verifies("hide a category", ada.calls(SetCategoryOverwrite { hub, category, target, allow, deny })).await.unwrap();
        stage.verifies("show it again", ada.calls(RemoveCategoryOverwrite { hub, category, target })).await.unwrap();
        stage.olga_was_told_nothing(before).await;
    }

    async fn roles_and_members(engine: Engine) {
        let server = Server::on(engine).await;
        let stage = Stage::set(&server).await;
        let Stage { ada, bo, olga, hub, .. } = &stage;
        let (hub, user) = (*hub, bo.id());
        let before = olga.arrived().len();
        let make = CreateRole { hub, name: "Staff".to_owned(), permissions: Permissions::MANAGE_MESSAGES, color: Some(0x00ff_8800), emoji: Some("🛡\u{fe0f}".to_owned()), hoist: true, mentionable: false };
        let role = the!(Role, stage.verifies("create role", ada.calls(make)).await).id;
        let other = ada.makes_role(hub, "Other", Permissions::NONE).await.id;
        let nothing = UpdateRole::of(hub, role);
        stage.verifies("assign role", ada.calls(AssignRole { hub, user, role })).await.unwrap();
        let grow = UpdateRole { permissions: Some(Permissions::MANAGE_HUB), color: Some(None), ..nothing.clone() };
        stage.verifies("update role", ada.calls(grow)).await.unwrap();
        stage.verifies("move role", ada.calls(UpdateRole { position: Some(1), ..nothing })).await.unwrap();
        stage.verifies("a right used", bo.calls(UpdateHub { hub, name: Some("Bo was here".to_owned()), description: None })).await.unwrap();
        stage.verifies("remove role", ada.calls(RemoveRole { hub, user, role })).await.unwrap();
        stage.verifies("assign by REST", ada.person().calls(AssignRole { hub, user, role: other })).await.unwrap();
        stage.verifies("delete role", ada.calls(DeleteRole { hub, role: other })).await.unwrap();
        let until = Some(soon(3_600_000));
        stage.verifies("time out", ada.calls(TimeOutMember { hub, user, until, reason: None })).await.unwrap();
        stage.verifies("end timeout", ada.calls(TimeOutMember { hub, user, until: None, reason: None })).await.unwrap();
        stage.olga_was_told_nothing(before).await;
    }

    async fn hubs_and_people(engine: Engine) {
        let server = Server::on(engine).await;
        let stage = Stage::set(&server).await;
        let Stage { ada, bo, olga, hub, general } = &stage;
        let (hub, general) = (*hub, *general);
        ada.says(general, "hello").await;
        let before = olga.arrived().len();
        stage.verifies("update me", ada.calls(UpdateMe { display_name: Some("Countess".to_owned()) })).await.unwrap();
        stage.verifies("rename hub", ada.calls(UpdateHub { hub, name: Some("Crab".to_owned()), description: None })).await.unwrap();
        let second = the!(Hub, stage.verifies("create hub", bo.calls(CreateHub { name: "Second".to_owned() })).await).id;
        stage.olga_was_told_nothing(before).await;

        let code = bo.invites(second).await;
        stage.verifies("join", ada.calls(JoinHub { code })).await.unwrap();
        let guest = server.person("Guest").await;
        let code = ada.invites(hub).await;
        stage.verifies("a third joins", guest.calls(JoinHub { code })).await.unwrap();
        stage.verifies("and speaks", guest.calls(SendMessage::of(general, "hi".to_owned(), None))).await.unwrap();
        stage.verifies("and leaves", guest.calls(LeaveHub { hub })).await.unwrap();
        stage.verifies("transfer", ada.calls(TransferHub { hub, owner: bo.id() })).await.unwrap();
        stage.verifies("leave", ada.calls(LeaveHub { hub })).await.unwrap();
        stage.verifies("delete hub", bo.calls(DeleteHub { hub: second })).await.unwrap();
        stage.verifies("delete the last hub", bo.calls(DeleteHub { hub })).await.unwrap();
        assert!(ada.state().hubs.is_empty() && bo.state().hubs.is_empty());
    }
}
