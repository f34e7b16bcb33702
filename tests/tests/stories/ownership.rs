//! Whose hub it is.

use crate::scene::{Pair, pair};
use hubbub_shared::ErrorCode;
use hubbub_shared::protocol::command::{DeleteHub, LeaveHub, TransferHub, UpdateHub};
use hubbub_tests::{Acts, Door, Engine, Server, each_engine};

each_engine! {
    async fn a_hub_can_be_handed_to_a_member_and_the_old_owner_keeps_nothing(engine: Engine) {
        let server = Server::on(engine).await;
        for door in [Door::Rest, Door::Socket] {
            let Pair { ada, bo, hub, .. } = pair(&server).await;
            let rename = |name: &str| UpdateHub { hub, name: Some(name.to_owned()), description: None };
            assert_eq!(bo.via(door).calls(rename("Bo's")).await.unwrap_err().code, ErrorCode::Forbidden);
            let grab = TransferHub { hub, owner: bo.id() };
            assert_eq!(bo.via(door).calls(grab.clone()).await.unwrap_err().code, ErrorCode::Forbidden);

            ada.via(door).calls(grab).await.unwrap();
            for phone in [&ada, &bo] {
                phone.agrees("the new owner", |state| state.hubs[&hub].owner == bo.id()).await;
            }
            bo.via(door).calls(rename("Bo's")).await.unwrap();
            assert_eq!(ada.via(door).calls(rename("Ada's")).await.unwrap_err().code, ErrorCode::Forbidden);
            assert_eq!(ada.via(door).calls(DeleteHub { hub }).await.unwrap_err().code, ErrorCode::Forbidden);
            let back = TransferHub { hub, owner: ada.id() };
            assert_eq!(ada.via(door).calls(back).await.unwrap_err().code, ErrorCode::Forbidden);
            ada.via(door).calls(LeaveHub { hub }).await.unwrap();
            assert_eq!(bo.lists_members(hub).await.len(), 1);
        }
    }

    async fn a_hub_is_not_handed_to_a_stranger(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, .. } = pair(&server).await;
        let olga = server.phone("Olga").await;
        for door in [Door::Rest, Door::Socket] {
            for owner in [olga.id(), hubbub_shared::UserId(1)] {
                let refused = ada.via(door).calls(TransferHub { hub, owner }).await.unwrap_err();
                assert!(matches!(refused.code, ErrorCode::NotFound | ErrorCode::InvalidInput), "{refused:?}");
            }
            assert_eq!(ada.views(hub).await.owner, ada.id());
        }
        ada.calls(TransferHub { hub, owner: bo.id() }).await.unwrap();
        assert_eq!(bo.views(hub).await.owner, bo.id());
    }

    async fn the_first_to_sign_in_owns_the_server(engine: Engine) {
        let server = Server::on(engine).await;
        let (ada, bo) = (server.person("Ada").await, server.person("Bo").await);
        assert_eq!((ada.me().await.global_owner, bo.me().await.global_owner), (true, false));
    }
}
