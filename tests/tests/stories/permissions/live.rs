//! Permissions change under the eyes of who has the app open.

use super::{assert_works, is_invisible};
use crate::scene::{Cast, Pair, pair};
use hubbub_shared::protocol::command::{RemoveRole, SendMessage, Subscribe, UpdateRole};
use hubbub_shared::{ErrorCode, Permissions};
use hubbub_tests::{Acts, Changes, Door, Engine, Server, each_door, each_engine, overwrite};

const VIEW: Permissions = Permissions::VIEW;

each_engine! {
    async fn case_30_a_demoted_member_loses_the_channel_at_once_and_a_resume_does_not_bring_it_back(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let role = ada.makes_role(hub, "staff", Permissions::NONE).await.id;
        ada.assigns(hub, bo.id(), role).await;
        let closed = vec![overwrite(hub.everyone()).denying(VIEW), overwrite(role).allowing(VIEW)];
        let staff = ada.makes_channel_with(hub, "staff", closed).await.id;
        bo.agrees("the channel", |state| state.visible_channels().contains(&staff)).await;
        bo.subscribes(staff).await;
        let seen = ada.sends(staff, "he may see this").await;
        bo.sees("he may see this").await;

        ada.calls(RemoveRole { hub, user: bo.id(), role }).await.unwrap();
        ada.sends(staff, "he may not see this").await;
        ada.edits(&seen, "nor this").await;
        ada.sends(general, "all may see this").await;
        bo.sees("all may see this").await;
        bo.agrees("that the channel is gone", |state| !state.visible_channels().contains(&staff)).await;
        let told = || bo.arrived().join("\n");
        assert!(!told().contains("may not see") && !told().contains("nor this"), "{}", told());

        bo.loses_connection();
        bo.reconnects().await;
        let resume = bo.calls(Subscribe { channel: staff, since_rev: Some(seen.rev) }).await;
        assert_eq!(resume.unwrap_err().code, ErrorCode::NotFound);
        is_invisible(&bo, Door::Socket, hub, staff, seen.id).await;

        ada.assigns(hub, bo.id(), role).await;
        bo.agrees("that it is back", |state| state.visible_channels().contains(&staff)).await;
        bo.subscribes(staff).await;
        bo.sees("he may not see this").await;
        ada.sends(staff, "live again").await;
        bo.sees("live again").await;
    }

    async fn a_channel_hidden_by_any_change_ends_for_who_looks_at_it(engine: Engine) {
        use hubbub_shared::protocol::command::{SetCategoryOverwrite, UpdateChannel};
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let category = ada.makes_category(hub, "club").await.id;
        let closed = ada.makes_category(hub, "closed").await.id;
        let hide = overwrite(hub.everyone()).denying(VIEW);
        let (target, allow, deny) = (hide.target, hide.allow, hide.deny);
        ada.calls(SetCategoryOverwrite { hub, category: closed, target, allow, deny }).await.unwrap();
        let ways: [(&str, hubbub_shared::protocol::Command); 4] = {
            let mut channels = Vec::new();
            for name in ["by-overwrite", "by-category", "by-move", "by-role"] {
                channels.push(ada.makes_channel(hub, name, Some(category)).await.id);
            }
            let everyone = Permissions::EVERYONE_DEFAULT.without(VIEW);
            let role = UpdateRole { permissions: Some(everyone), ..UpdateRole::of(hub, hub.everyone()) };
            [
                ("by-overwrite", hubbub_shared::protocol::command::SetChannelOverwrite { channel: channels[0], target, allow, deny }.into()),
                ("by-move", UpdateChannel { category: Some(Some(closed)), ..UpdateChannel::of(channels[2]) }.into()),
                ("by-category", SetCategoryOverwrite { hub, category, target, allow, deny }.into()),
                ("by-role", role.into()),
            ]
        };
        bo.agrees("all channels", |state| state.visible_channels().len() == 5).await;
        bo.subscribes_to_all().await;
        let channels = bo.state().hubs[&hub].channels.clone();
        for (name, command) in ways {
            let target = channels.iter().find(|channel| channel.name == name).unwrap().id;
            ada.calls(command).await.unwrap();
            ada.sends(target, &format!("hidden {name}")).await;
            bo.agrees(name, |state| !state.visible_channels().contains(&target)).await;
        }
        bo.agrees("that nothing is left", |state| !state.visible_channels().contains(&general)).await;
        ada.calls(hubbub_shared::protocol::command::UpdateHub { hub, name: Some("Later".to_owned()), description: None }).await.unwrap();
        bo.agrees("the new name", |state| state.hubs[&hub].name == "Later").await;
        assert!(!bo.arrived().join("\n").contains("hidden by"));
    }

    async fn case_28_a_token_of_a_demoted_member_loses_the_rights_at_once(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let role = ada.makes_role(hub, "moderator", Permissions::MANAGE_MESSAGES).await.id;
        ada.assigns(hub, bo.id(), role).await;
        let program = bo.person().program(&bo.person().makes_session("bot").await.token);
        let (one, two) = (ada.sends(general, "one").await, ada.sends(general, "two").await);
        program.deletes(&one).await;
        ada.calls(RemoveRole { hub, user: bo.id(), role }).await.unwrap();
        let delete = hubbub_shared::protocol::command::DeleteMessage { channel: general, message: two.id };
        assert_eq!(program.calls(delete).await.unwrap_err().code, ErrorCode::Forbidden);

        ada.overwrites(general, overwrite(bo.id()).denying(VIEW)).await;
        let send = SendMessage::of(general, "still here?".to_owned(), None);
        assert_eq!(program.calls(send).await.unwrap_err().code, ErrorCode::NotFound);
    }
}

each_door! {
    async fn what_one_may_do_in_a_channel_is_told_with_it(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        assert!(bo.via(door).views_channel(general).await.permissions.contains(Permissions::SEND));
        assert_works(Ok(hubbub_shared::protocol::Reply::Channel(
            ada.via(door).overwrites(general, overwrite(bo.id()).denying(Permissions::SEND)).await,
        )));
        let told = bo.via(door).views_channel(general).await.permissions;
        assert!(told.contains(VIEW) && !told.contains(Permissions::SEND));
        assert_eq!(told, bo.via(door).may(hub, general).await);
        assert_eq!(ada.via(door).views_channel(general).await.permissions, Permissions::ALL);
        bo.agrees("the change", |state| {
            state.hubs[&hub].channels.iter().any(|channel| channel.id == general && channel.permissions == told)
        }).await;
    }
}
