//! Who sees a channel, and who may speak in it.

use super::{is_invisible, is_visible, may_send};
use crate::scene::Cast;
use hubbub_shared::Permissions;
use hubbub_shared::protocol::command::{LeaveHub, TransferHub};
use hubbub_tests::{Acts, Changes, Door, Server, each_door, overwrite};

const VIEW: Permissions = Permissions::VIEW;
const SEND: Permissions = Permissions::SEND;

each_door! {
    async fn case_1_a_role_that_allows_wins_over_a_role_that_denies(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let hides = ada.makes_role(hub, "hides", Permissions::NONE).await.id;
        let shows = ada.makes_role(hub, "shows", Permissions::NONE).await.id;
        let overwrites = vec![overwrite(hides).denying(VIEW), overwrite(shows).allowing(VIEW)];
        let channel = ada.makes_channel_with(hub, "mixed", overwrites).await.id;
        let secret = ada.sends(channel, "secret").await;
        is_visible(&bo, door, hub, channel).await;
        ada.assigns(hub, bo.id(), hides).await;
        is_invisible(&bo, door, hub, channel, secret.id).await;
        ada.assigns(hub, bo.id(), shows).await;
        is_visible(&bo, door, hub, channel).await;
    }

    async fn case_2_a_role_is_let_into_a_channel_closed_to_everyone(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, olga, hub, .. } = cast;
        let staff = ada.makes_role(hub, "staff", Permissions::NONE).await.id;
        ada.assigns(hub, bo.id(), staff).await;
        let overwrites = vec![overwrite(hub.everyone()).denying(VIEW), overwrite(staff).allowing(VIEW)];
        let channel = ada.makes_channel_with(hub, "staff", overwrites).await.id;
        let secret = ada.sends(channel, "secret").await;
        is_visible(&bo, door, hub, channel).await;
        is_invisible(&cy, door, hub, channel, secret.id).await;
        is_invisible(&olga, door, hub, channel, secret.id).await;
    }

    async fn case_3_a_role_can_be_shut_out_of_a_channel_open_to_everyone(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, hub, .. } = cast;
        let naughty = ada.makes_role(hub, "naughty", Permissions::NONE).await.id;
        ada.assigns(hub, bo.id(), naughty).await;
        let overwrites = vec![overwrite(hub.everyone()).allowing(VIEW), overwrite(naughty).denying(VIEW)];
        let channel = ada.makes_channel_with(hub, "nice", overwrites).await.id;
        let secret = ada.sends(channel, "secret").await;
        is_invisible(&bo, door, hub, channel, secret.id).await;
        is_visible(&cy, door, hub, channel).await;
    }

    async fn cases_4_and_5_what_is_said_about_a_member_beats_what_is_said_about_roles(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, hub, .. } = cast;
        let role = ada.makes_role(hub, "role", Permissions::NONE).await.id;
        ada.assigns(hub, bo.id(), role).await;
        ada.assigns(hub, cy.id(), role).await;
        let overwrites = vec![overwrite(role).allowing(VIEW | SEND), overwrite(bo.id()).denying(VIEW)];
        let allows = ada.makes_channel_with(hub, "allows", overwrites).await.id;
        let secret = ada.sends(allows, "secret").await;
        is_invisible(&bo, door, hub, allows, secret.id).await;
        is_visible(&cy, door, hub, allows).await;

        let overwrites = vec![overwrite(role).denying(VIEW), overwrite(bo.id()).allowing(VIEW)];
        let denies = ada.makes_channel_with(hub, "denies", overwrites).await.id;
        let secret = ada.sends(denies, "secret").await;
        is_visible(&bo, door, hub, denies).await;
        is_invisible(&cy, door, hub, denies, secret.id).await;
    }

    async fn case_6_administrators_see_what_is_denied_to_them(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let overwrites = vec![overwrite(hub.everyone()).denying(VIEW), overwrite(bo.id()).denying(VIEW | SEND)];
        let channel = ada.makes_channel_with(hub, "closed", overwrites).await.id;
        let secret = ada.sends(channel, "secret").await;
        is_invisible(&bo, door, hub, channel, secret.id).await;
        let admin = ada.makes_role(hub, "admin", Permissions::ADMINISTRATOR).await.id;
        ada.assigns(hub, bo.id(), admin).await;
        is_visible(&bo, door, hub, channel).await;
        assert!(may_send(&bo, door, channel).await);
        assert_eq!(bo.via(door).may(hub, channel).await, Permissions::ALL);
    }

    async fn cases_7_and_8_the_owner_sees_all_and_a_former_owner_nothing(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let overwrites = vec![overwrite(hub.everyone()).denying(VIEW | SEND), overwrite(ada.id()).denying(VIEW | SEND)];
        let channel = ada.via(door).makes_channel_with(hub, "from-me-too", overwrites).await.id;
        is_visible(&ada, door, hub, channel).await;
        let secret = ada.via(door).sends(channel, "secret").await;
        is_invisible(&bo, door, hub, channel, secret.id).await;

        ada.via(door).calls(TransferHub { hub, owner: bo.id() }).await.unwrap();
        is_visible(&bo, door, hub, channel).await;
        is_invisible(&ada, door, hub, channel, secret.id).await;
        ada.via(door).calls(LeaveHub { hub }).await.unwrap();
        is_invisible(&ada, door, hub, channel, secret.id).await;
    }

    async fn case_9_leave_to_send_is_nothing_without_sight(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let overwrites = vec![overwrite(bo.id()).denying(VIEW).allowing(SEND | Permissions::HISTORY)];
        let channel = ada.makes_channel_with(hub, "blind", overwrites).await.id;
        let secret = ada.sends(channel, "secret").await;
        is_invisible(&bo, door, hub, channel, secret.id).await;
        ada.overwrites(channel, overwrite(bo.id()).allowing(SEND | Permissions::HISTORY)).await;
        is_visible(&bo, door, hub, channel).await;
        assert!(may_send(&bo, door, channel).await);
    }

    async fn case_10_who_may_not_send_may_not_attach_embed_or_ask_polls(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let overwrites = vec![overwrite(bo.id()).denying(SEND).allowing(Permissions::MENTION_EVERYONE)];
        let channel = ada.makes_channel_with(hub, "read-only", overwrites).await.id;
        is_visible(&bo, door, hub, channel).await;
        assert!(!may_send(&bo, door, channel).await);
        let rest = bo.via(door).may(hub, channel).await;
        assert!((rest & Permissions::NEED_SEND).is_empty(), "{:?}", rest.names().collect::<Vec<_>>());
        assert!(rest.contains(Permissions::REACT), "what does not need it stays");

        ada.overwrites(channel, overwrite(bo.id())).await;
        assert!(may_send(&bo, door, channel).await);
        assert!(bo.via(door).may(hub, channel).await.contains(Permissions::ATTACH | Permissions::EMBED | Permissions::POLL));
    }

    async fn an_outsider_finds_nothing_of_the_hub(server: &Server, door: Door) {
        use hubbub_shared::protocol::command::{CreateInvite, CreateRole, GetHub, GetMembers, UpdateHub};
        let Cast { ada, bo, olga, hub, general, .. } = Cast::gathers(server).await;
        let message = ada.sends(general, "members only").await;
        is_visible(&bo, door, hub, general).await;
        is_invisible(&olga, door, hub, general, message.id).await;
        let asks: Vec<hubbub_shared::protocol::Command> = vec![
            GetHub { hub }.into(),
            GetMembers { hub, after: None, limit: None, online: None, users: None }.into(),
            UpdateHub { hub, name: Some("x".to_owned()), description: None }.into(),
            CreateInvite { hub, max_uses: None, expires_in_secs: None }.into(),
            CreateRole::of(hub, "x".to_owned(), Permissions::NONE).into(),
            TransferHub { hub, owner: olga.id() }.into(),
            LeaveHub { hub }.into(),
        ];
        for ask in asks {
            let refused = olga.via(door).calls(ask.clone()).await.unwrap_err();
            assert_eq!(refused.code, hubbub_shared::ErrorCode::NotFound, "{ask:?}: {refused:?}");
        }
        assert_eq!(ada.views(hub).await.name, "Rust");
    }
}
