//! What a hub calls its members: by whom it is changed, and where it is shown.

use super::{calls_them, logged, nickname, refused, with_role};
use crate::scene::{Cast, Pair, pair};
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::protocol::command::{LeaveHub, TimeOutMember, UpdateRole};
use hubbub_shared::{ErrorCode, HubId, Permissions, Timestamp};
use hubbub_tests::{Acts, Door, Engine, Server, each_door, each_engine, eventually, verify_action};
use serde_json::json;

/// Everybody loses this.
async fn takes_from_everyone(ada: &impl Acts, hub: HubId, permissions: Permissions) {
    let left = Permissions::EVERYONE_DEFAULT.without(permissions);
    let change = UpdateRole { permissions: Some(left), ..UpdateRole::of(hub, hub.everyone()) };
    ada.calls(change).await.unwrap();
}

each_door! {
    async fn one_changes_ones_own_name_unless_the_hub_takes_that_away(server: &Server, door: Door) {
        let Cast { ada, bo, olga, hub, .. } = Cast::gathers(server).await;
        let (me, mine) = (bo.id(), bo.via(door));
        let member = calls_them(&mine, hub, me, Some(" Bo  the Builder ")).await;
        assert_eq!((&*member.user.display_name, member.name_elsewhere.as_deref()), ("Bo the Builder", Some("Bo")));
        assert_eq!(member.user.username, "Bo", "that is the same everywhere");
        let line = eventually("the change is in the log", || async {
            logged(&ada.via(door), hub, AuditAction::MemberUpdated).await.into_iter().next()
        })
        .await;
        assert_eq!((line.changes[0].before.clone(), line.changes[0].after.clone()), (None, Some(json!("Bo the Builder"))));
        calls_them(&mine, hub, me, Some("Bob")).await;
        let line = eventually("the next change is in the log", || async {
            logged(&ada.via(door), hub, AuditAction::MemberUpdated).await.into_iter().find(|line| line.changes[0].before.is_some())
        })
        .await;
        assert_eq!((&*line.changes[0].field, line.changes[0].before.clone()), ("nickname", Some(json!("Bo the Builder"))));
        let member = calls_them(&mine, hub, me, None).await;
        assert_eq!((&*member.user.display_name, member.name_elsewhere), ("Bo", None));
        for wrong in ["", " ", "\u{200B}", &"x".repeat(49)] {
            assert_eq!(refused(mine.calls(nickname(hub, me, Some(wrong))).await), ErrorCode::InvalidInput, "{wrong:?}");
        }
        assert_eq!(refused(olga.via(door).calls(nickname(hub, olga.id(), Some("x"))).await), ErrorCode::NotFound);
        takes_from_everyone(&ada, hub, Permissions::CHANGE_NICKNAME).await;
        assert_eq!(refused(mine.calls(nickname(hub, me, Some("Bob"))).await), ErrorCode::Forbidden);
        calls_them(&ada.via(door), hub, ada.id(), Some("Boss")).await;
    }

    async fn who_is_timed_out_keeps_their_name(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let until = Some(Timestamp(ada.views(hub).await.created_at.0 + 3_600_000));
        ada.calls(TimeOutMember { hub, user: bo.id(), until, reason: None }).await.unwrap();
        assert_eq!(refused(bo.via(door).calls(nickname(hub, bo.id(), Some("x"))).await), ErrorCode::Forbidden);
    }

    async fn others_are_renamed_by_right_and_rank(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let (cy, di) = (cast.also(server, "Cy").await, cast.also(server, "Di").await);
        let Cast { ada, bo, olga, hub, .. } = cast;
        assert_eq!(refused(bo.via(door).calls(nickname(hub, cy.id(), Some("x"))).await), ErrorCode::Forbidden);
        with_role(&ada, hub, &bo, "namer", Permissions::MANAGE_NICKNAMES).await;
        with_role(&ada, hub, &di, "lower", Permissions::MANAGE_NICKNAMES).await;
        let named = calls_them(&bo.via(door), hub, cy.id(), Some("Cypress")).await;
        assert_eq!(named.user.display_name, "Cypress");
        calls_them(&bo.via(door), hub, di.id(), Some("Dido")).await;
        for target in [bo.id(), ada.id()] {
            assert_eq!(refused(di.via(door).calls(nickname(hub, target, Some("x"))).await), ErrorCode::Forbidden);
        }
        assert_eq!(refused(bo.via(door).calls(nickname(hub, ada.id(), Some("x"))).await), ErrorCode::Forbidden, "not the owner");
        assert_eq!(refused(bo.via(door).calls(nickname(hub, olga.id(), Some("x"))).await), ErrorCode::NotFound);
    }

    async fn a_name_is_shown_wherever_the_hub_shows_its_member_and_nowhere_else(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let before = bo.sends(general, "before").await;
        calls_them(&bo, hub, bo.id(), Some("Bobo")).await;
        assert_eq!(bo.via(door).sends(general, "after").await.author.display_name, "Bobo");
        let reader = ada.via(door);
        for message in reader.reads_page(general).await.messages {
            assert_eq!(message.author.display_name, "Bobo", "{}", message.content);
        }
        assert_eq!(reader.author_of(&before).await, "Bobo");
        let listed = reader.lists_members(hub).await.into_iter().find(|member| member.user.id == bo.id()).unwrap();
        assert_eq!((&*listed.user.display_name, listed.name_elsewhere.as_deref()), ("Bobo", Some("Bo")));
        let other = ada.creates_hub("Elsewhere").await;
        bo.joins(&ada.invites(other.id).await).await;
        assert_eq!(bo.sends(other.channels[0].id, "hi").await.author.display_name, "Bo", "another hub");
        bo.via(door).calls(LeaveHub { hub }).await.unwrap();
        assert_eq!(reader.reads_page(general).await.messages[0].author.display_name, "Bo", "a hub calls only its members");
        bo.joins(&ada.invites(hub).await).await;
        assert_eq!(bo.sends(general, "back").await.author.display_name, "Bo", "and forgets the name");
    }
}

/// Reading one message by its id.
trait Looks: Acts {
    async fn author_of(&self, message: &hubbub_shared::model::Message) -> String {
        let look =
            hubbub_shared::protocol::command::GetMessage { channel: message.channel, message: message.id };
        match self.calls(look).await {
            Ok(hubbub_shared::protocol::Reply::Message(found)) => found.author.display_name,
            other => panic!("expected a message, got {other:?}"),
        }
    }
}

impl<T: Acts> Looks for T {}

each_engine! {
    async fn who_looks_is_told_of_another_name(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        for phone in [&ada, &bo] {
            phone.opens_member_list(hub).await;
        }
        bo.says(general, "hi").await;
        verify_action("renaming", &[&ada, &bo], calls_them(&ada, hub, bo.id(), Some("Bobo"))).await;
        server.kill9();
        server.restart().await;
        let again = server.phone("Ada").await;
        assert_eq!(again.reads_page(general).await.messages[0].author.display_name, "Bobo", "it is stored");
    }
}
