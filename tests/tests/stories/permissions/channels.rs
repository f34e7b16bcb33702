//! Channels that follow their category, move, and are made.

use super::{assert_forbidden, assert_not_found, assert_works, is_invisible, is_visible, may_send};
use crate::scene::Cast;
use hubbub_shared::model::Overwrite;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{
    CreateChannel, DeleteRole, GetCategoryOverwrite, GetChannelOverwrite, RemoveCategoryOverwrite,
    RemoveChannelOverwrite, SetCategoryOverwrite, UpdateChannel,
};
use hubbub_shared::{CategoryId, HubId, Permissions, Problem, RoleId};
use hubbub_tests::{Acts, Changes, Door, Phone, Server, each_door, overwrite};

const VIEW: Permissions = Permissions::VIEW;
const SEND: Permissions = Permissions::SEND;

async fn on_category(
    phone: &Phone,
    door: Door,
    hub: HubId,
    category: CategoryId,
    o: Overwrite,
) -> Result<Reply, Problem> {
    let Overwrite { target, allow, deny } = o;
    phone.via(door).calls(SetCategoryOverwrite { hub, category, target, allow, deny }).await
}

async fn promotes(ada: &Phone, hub: HubId, bo: &Phone, permissions: Permissions) -> RoleId {
    let role = ada.makes_role(hub, "helper", permissions).await.id;
    ada.assigns(hub, bo.id(), role).await;
    role
}

each_door! {
    async fn case_15_overwrites_of_a_deleted_role_do_nothing(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let role = ada.makes_role(hub, "doomed", Permissions::MANAGE_CHANNELS).await.id;
        ada.assigns(hub, bo.id(), role).await;
        let channel = ada.makes_channel_with(hub, "channel", vec![overwrite(role).denying(SEND)]).await.id;
        assert!(!may_send(&bo, door, channel).await);
        assert_works(bo.via(door).calls(UpdateChannel { name: Some("renamed".to_owned()), ..UpdateChannel::of(channel) }).await);
        assert_works(ada.via(door).calls(DeleteRole { hub, role }).await);
        assert!(may_send(&bo, door, channel).await);
        assert_forbidden(bo.via(door).calls(UpdateChannel { name: Some("again".to_owned()), ..UpdateChannel::of(channel) }).await);
        assert_eq!(bo.views(hub).await.my_roles, []);
    }

    async fn an_overwrite_is_looked_at_where_it_is_set_and_removed(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let category = ada.makes_category(hub, "club").await.id;
        let channel = ada.makes_channel(hub, "lounge", Some(category)).await.id;
        for here in [overwrite(hub.everyone()).denying(SEND), overwrite(bo.id()).allowing(SEND)] {
            let target = here.target;
            let of_category = async || bo.via(door).calls(GetCategoryOverwrite { hub, category, target }).await;
            let of_channel = async || bo.via(door).calls(GetChannelOverwrite { channel, target }).await;
            assert_not_found(of_category().await);
            assert_works(on_category(&ada, door, hub, category, here.clone()).await);
            assert_eq!(of_category().await, Ok(Reply::Overwrite(here.clone())));
            assert_works(ada.via(door).calls(RemoveCategoryOverwrite { hub, category, target }).await);
            assert_not_found(of_category().await);

            assert_not_found(of_channel().await);
            ada.via(door).overwrites(channel, here.clone()).await;
            assert_eq!(of_channel().await, Ok(Reply::Overwrite(here)));
            assert_works(ada.via(door).calls(RemoveChannelOverwrite { channel, target }).await);
            assert_not_found(of_channel().await);
        }
    }

    async fn case_16_a_synced_channel_follows_its_category_and_resync_replaces(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let category = ada.makes_category(hub, "club").await.id;
        let channel = ada.via(door).makes_channel(hub, "lounge", Some(category)).await;
        assert!(channel.synced);
        let channel = channel.id;
        let secret = ada.sends(channel, "secret").await.id;
        is_visible(&bo, door, hub, channel).await;
        assert_works(on_category(&ada, door, hub, category, overwrite(hub.everyone()).denying(VIEW)).await);
        is_invisible(&bo, door, hub, channel, secret).await;

        let own = ada.via(door).overwrites(channel, overwrite(bo.id()).allowing(VIEW)).await;
        assert!(!own.synced, "own overwrites end following");
        is_visible(&bo, door, hub, channel).await;
        assert_works(on_category(&ada, door, hub, category, overwrite(hub.everyone()).denying(VIEW | SEND)).await);
        assert!(may_send(&bo, door, channel).await, "it no longer follows");

        assert_works(ada.via(door).calls(UpdateChannel { synced: Some(true), ..UpdateChannel::of(channel) }).await);
        is_invisible(&bo, door, hub, channel, secret).await;
        assert_works(on_category(&ada, door, hub, category, overwrite(hub.everyone())).await);
        is_visible(&bo, door, hub, channel).await;
    }

    async fn case_17_a_moved_channel_is_as_open_as_where_it_stands(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let open = ada.makes_category(hub, "open").await.id;
        let closed = ada.makes_category(hub, "closed").await.id;
        assert_works(on_category(&ada, door, hub, closed, overwrite(hub.everyone()).denying(VIEW)).await);
        let channel = ada.makes_channel(hub, "mover", Some(open)).await.id;
        let secret = ada.sends(channel, "secret").await.id;
        is_visible(&bo, door, hub, channel).await;

        assert_works(ada.via(door).calls(UpdateChannel { category: Some(Some(closed)), ..UpdateChannel::of(channel) }).await);
        is_invisible(&bo, door, hub, channel, secret).await;
        assert_works(ada.via(door).calls(UpdateChannel { category: Some(Some(open)), ..UpdateChannel::of(channel) }).await);
        is_visible(&bo, door, hub, channel).await;

        // Who manages channels but not roles cannot open one by moving it.
        promotes(&ada, hub, &bo, Permissions::MANAGE_CHANNELS | VIEW).await;
        assert_works(on_category(&ada, door, hub, closed, overwrite(bo.id()).allowing(VIEW)).await);
        assert_works(ada.via(door).calls(UpdateChannel { category: Some(Some(closed)), ..UpdateChannel::of(channel) }).await);
        is_visible(&bo, door, hub, channel).await;
        assert_forbidden(bo.via(door).calls(UpdateChannel { category: Some(Some(open)), ..UpdateChannel::of(channel) }).await);
        assert_works(bo.via(door).calls(UpdateChannel { topic: Some("fine".to_owned()), ..UpdateChannel::of(channel) }).await);
    }

    async fn case_18_nobody_makes_a_channel_with_rights_they_lack(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let make = |overwrites: Option<Vec<Overwrite>>| CreateChannel {
            hub, name: "mine".to_owned(), topic: None, category: None, position: None, overwrites,
        };
        assert_forbidden(bo.via(door).calls(make(None)).await);
        let role = promotes(&ada, hub, &bo, Permissions::MANAGE_CHANNELS | Permissions::MANAGE_ROLES).await;
        assert_works(bo.via(door).calls(make(None)).await);
        assert_works(bo.via(door).calls(make(Some(vec![overwrite(role).allowing(SEND)]))).await);
        let more = vec![overwrite(bo.id()).allowing(Permissions::MANAGE_MESSAGES)];
        assert_forbidden(bo.via(door).calls(make(Some(more.clone()))).await);
        assert_forbidden(bo.via(door).calls(make(Some(vec![overwrite(role).denying(Permissions::BAN_MEMBERS)]))).await);
        assert_forbidden(bo.via(door).calls(make(Some(vec![overwrite(role).allowing(Permissions::ADMINISTRATOR)]))).await);
        assert_works(ada.via(door).calls(make(Some(more))).await);
    }

    async fn case_19_nobody_makes_a_channel_they_cannot_see(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let role = promotes(&ada, hub, &bo, Permissions::MANAGE_CHANNELS | Permissions::MANAGE_ROLES).await;
        let make = |overwrites| CreateChannel {
            hub, name: "trap".to_owned(), topic: None, category: None, position: None, overwrites: Some(overwrites),
        };
        let everyone = hub.everyone();
        assert_forbidden(bo.via(door).calls(make(vec![overwrite(everyone).denying(VIEW)])).await);
        assert_forbidden(bo.via(door).calls(make(vec![overwrite(bo.id()).denying(VIEW)])).await);
        let visible = vec![overwrite(everyone).denying(VIEW), overwrite(role).allowing(VIEW)];
        assert_works(bo.via(door).calls(make(visible)).await);
    }

    async fn only_who_manages_channels_makes_changes_and_deletes_them(server: &Server, door: Door) {
        use hubbub_shared::protocol::command::{CreateCategory, DeleteCategory, DeleteChannel, UpdateCategory};
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let category = ada.makes_category(hub, "club").await.id;
        let commands = || -> Vec<hubbub_shared::protocol::Command> { vec![
            CreateCategory { hub, name: "new".to_owned(), position: None }.into(),
            UpdateCategory { hub, category, name: Some("other".to_owned()), position: None }.into(),
            CreateChannel { hub, name: "new".to_owned(), topic: None, category: Some(category), position: None, overwrites: None }.into(),
            UpdateChannel { topic: Some("what it is about".to_owned()), ..UpdateChannel::of(general) }.into(),
            DeleteCategory { hub, category }.into(),
            DeleteChannel { channel: general }.into(),
        ]};
        for command in commands() {
            assert_forbidden(bo.via(door).calls(command).await);
        }
        promotes(&ada, hub, &bo, Permissions::MANAGE_CHANNELS).await;
        for command in commands() {
            assert_works(bo.via(door).calls(command).await);
        }
    }
}
