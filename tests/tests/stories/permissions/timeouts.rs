//! Members who may only read for a while.

use super::{assert_forbidden, assert_works, in_ms, is_visible, may_send};
use crate::answers::{past, soon};
use crate::scene::Cast;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{EditMessage, LeaveHub, StartTyping, TimeOutMember};
use hubbub_shared::{ErrorCode, HubId, Permissions, UserId};
use hubbub_tests::{Acts, Changes, Door, Server, each_door, is_up_to_date, overwrite};

fn time_out(hub: HubId, user: UserId, ms: i64) -> TimeOutMember {
    TimeOutMember { hub, user, until: Some(in_ms(ms)), reason: None }
}

const HOUR: i64 = 3_600_000;

each_door! {
    async fn case_11_a_timeout_holds_in_a_channel_that_lets_them_send(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let overwrites = vec![overwrite(bo.id()).allowing(Permissions::SEND)];
        let channel = ada.makes_channel_with(hub, "open", overwrites).await.id;
        let before = bo.via(door).sends(channel, "before").await;
        assert_works(ada.via(door).calls(time_out(hub, bo.id(), HOUR)).await);

        for channel in [channel, general] {
            assert!(!may_send(&bo, door, channel).await);
            is_visible(&bo, door, hub, channel).await;
            assert_forbidden(bo.via(door).calls(StartTyping { channel }).await);
            assert_eq!(bo.via(door).may(hub, channel).await, Permissions::READ_ONLY);
        }
        let edit = EditMessage::of(channel, before.id, "after".to_owned());
        assert_forbidden(bo.via(door).calls(edit.clone()).await);
        assert!(bo.views(hub).await.timed_out_until.is_some());

        assert_works(ada.via(door).calls(TimeOutMember { hub, user: bo.id(), until: None, reason: None }).await);
        assert!(may_send(&bo, door, channel).await);
        assert_works(bo.via(door).calls(edit).await);
    }

    async fn case_12_a_timeout_ends_by_itself(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let end = soon();
        let briefly = TimeOutMember { hub, user: bo.id(), until: Some(end), reason: None };
        assert_works(ada.via(door).calls(briefly).await);
        assert!(!may_send(&bo, door, general).await);
        past(end).await;
        assert!(may_send(&bo, door, general).await);
        assert!(bo.via(door).may(hub, general).await.contains(Permissions::SEND));
        is_up_to_date("a timeout that has ended", &bo).await;
    }

    async fn case_13_owner_and_administrators_cannot_be_timed_out(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, hub, general, .. } = cast;
        let admin = ada.makes_role(hub, "admin", Permissions::ADMINISTRATOR).await.id;
        let moderator = ada.makes_role(hub, "moderator", Permissions::TIME_OUT_MEMBERS).await.id;
        ada.assigns(hub, bo.id(), moderator).await;
        assert_works(bo.via(door).calls(time_out(hub, cy.id(), HOUR)).await);
        assert!(!may_send(&cy, door, general).await);
        assert_works(bo.via(door).calls(TimeOutMember { hub, user: cy.id(), until: None, reason: None }).await);

        ada.assigns(hub, cy.id(), admin).await;
        assert_forbidden(ada.via(door).calls(time_out(hub, cy.id(), HOUR)).await);
        assert_forbidden(bo.via(door).calls(time_out(hub, cy.id(), HOUR)).await);
        assert_forbidden(bo.via(door).calls(time_out(hub, ada.id(), HOUR)).await);
        assert_forbidden(cy.via(door).calls(time_out(hub, ada.id(), HOUR)).await);
        assert_forbidden(ada.via(door).calls(time_out(hub, ada.id(), HOUR)).await);
        assert!(may_send(&ada, door, general).await && may_send(&cy, door, general).await);
    }

    async fn case_14_leaving_and_coming_back_does_not_end_a_timeout(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        assert_works(ada.via(door).calls(time_out(hub, bo.id(), HOUR)).await);
        assert_works(bo.via(door).calls(LeaveHub { hub }).await);
        bo.via(door).joins(&ada.invites(hub).await).await;
        assert!(!may_send(&bo, door, general).await);
        assert_works(ada.via(door).calls(TimeOutMember { hub, user: bo.id(), until: None, reason: None }).await);
        assert!(may_send(&bo, door, general).await);
    }

    async fn a_timeout_needs_the_right_and_a_sensible_end(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, olga, hub, .. } = cast;
        assert_forbidden(bo.via(door).calls(time_out(hub, cy.id(), HOUR)).await);
        let too_long = ada.via(door).calls(time_out(hub, cy.id(), 29 * 24 * HOUR)).await.unwrap_err();
        assert_eq!((too_long.code, &*too_long.fields[0].path), (ErrorCode::InvalidInput, "until"));
        let stranger = ada.via(door).calls(time_out(hub, olga.id(), HOUR)).await.unwrap_err();
        assert_eq!(stranger.code, ErrorCode::NotFound);
        let Reply::Member(member) = assert_works(ada.via(door).calls(time_out(hub, cy.id(), HOUR)).await) else { panic!() };
        assert!(member.timed_out_until.is_some());
    }
}
