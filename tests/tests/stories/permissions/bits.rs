//! Permission sets on the wire.

use super::{assert_forbidden, assert_works};
use crate::scene::Cast;
use hubbub_shared::Permissions;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{CreateRole, SetChannelOverwrite};
use hubbub_tests::{Acts, Door, Server, each_door, overwrite};
use reqwest::Method;

each_door! {
    async fn case_25_bits_that_nobody_knows_give_nothing(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let unknown = Permissions(1 << 63 | 1 << 2);
        let make = CreateRole::of(hub, "future".to_owned(), unknown | Permissions::SEND);
        match ada.via(door).calls(make).await {
            Ok(Reply::Role(role)) => {
                ada.assigns(hub, bo.id(), role.id).await;
                assert!((bo.via(door).views(hub).await.permissions & unknown).is_empty());
            }
            Err(problem) => assert_eq!(problem.code.status() / 100, 4, "{problem:?}"),
            other => panic!("{other:?}"),
        }
        let target = overwrite(bo.id()).target;
        let set = SetChannelOverwrite { channel: general, target, allow: unknown, deny: Permissions::NONE };
        if let Err(problem) = ada.via(door).calls(set).await {
            assert_eq!(problem.code.status() / 100, 4, "{problem:?}");
        }
        assert!((bo.via(door).may(hub, general).await & unknown).is_empty());
    }

    async fn case_26_bits_above_2_to_the_53_survive_json(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let both = Permissions::ADMINISTRATOR | Permissions::VIEW;
        let role = ada.via(door).makes_role(hub, "admin", both).await;
        assert_eq!(role.permissions, both);
        ada.assigns(hub, bo.id(), role.id).await;
        let view = ada.person().gets(&format!("/api/hubs/{hub}")).await.unwrap();
        let shown = view["roles"].as_array().unwrap().iter().find(|shown| shown["name"] == "admin").unwrap();
        assert_eq!(shown["permissions"], "1152921504606846977", "decimal text, which JavaScript does not round");
        assert_eq!(bo.via(door).views(hub).await.permissions, Permissions::ALL);
    }

    async fn a_set_written_as_a_number_is_refused_in_json(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let path = format!("/api/hubs/{hub}/roles");
        let number = serde_json::json!({ "name": "admin", "permissions": 1_152_921_504_606_846_977_u64 });
        let answer = ada.person().fetches(Method::POST, &path, Some(&number)).await;
        assert_eq!(answer.status(), 400);
        let text = serde_json::json!({ "name": "admin", "permissions": "1" });
        assert_eq!(ada.person().fetches(Method::POST, &path, Some(&text)).await.status(), 201);
        assert_eq!(bo.person().fetches(Method::POST, &path, Some(&text)).await.status(), 403);
        let ask = CreateRole::of(hub, "r".to_owned(), Permissions::VIEW);
        assert_forbidden(bo.via(door).calls(ask.clone()).await);
        assert_works(ada.via(door).calls(ask).await);
    }
}
