//! Being told of what was written to oneself, without a word of it.

use crate::device::{Device, the};
use hubbub_shared::model::BlockKind;
use hubbub_shared::protocol::command::{BlockUser, MarkRead};
use hubbub_tests::{Acts, Door, Engine, PushService, Server, Subscription, each_engine};
use serde_json::json;

const WORDS: &str = "the rook goes to the seventh rank";

/// Three who belong to one hub; Ben is not there, but has a phone that is told.
struct Club {
    service: PushService,
    ada: Device,
    ben: Device,
    eve: Device,
    phone: Subscription,
    server: Server,
}

impl Club {
    async fn on(engine: Engine) -> Self {
        let service = PushService::start().await;
        let server = Server::with(engine, &[("HUBBUB_PUSH_HOSTS", &service.host())]).await;
        let ada = Device::first(&server, "ada", Door::Rest).await;
        let ben = Device::first(&server, "ben", Door::Rest).await;
        let eve = Device::first(&server, "eve", Door::Rest).await;
        let code = ada.phone.invites(ada.phone.creates_hub("Chess").await.id).await;
        ben.phone.joins(&code).await;
        eve.phone.joins(&code).await;
        let phone = service.joins(&ben.phone).await;
        ben.phone.loses_connection();
        Self { service, ada, ben, eve, phone, server }
    }

    async fn ends(&self) {
        assert_eq!(self.service.refused().await, Vec::<String>::new());
    }
}

each_engine! {
    async fn a_locked_phone_is_told_who_wrote_and_not_a_word_of_it(engine: Engine) {
        let it = Club::on(engine).await;
        let id = it.ada.says(it.ben.user, WORDS).await;
        let came = it.service.comes(&it.phone, 1).await.pop().unwrap();
        assert_eq!((came.title(), came.body()), ("ada", "Sent you a private message"));
        let dm = it.ben.dm_of(id).await.unwrap();
        let shown = came.shown();
        assert_eq!(shown["navigate"], format!("/dm/{}", dm.id));
        assert_eq!((&shown["data"]["kind"], &shown["data"]["place"]), (&json!("direct"), &json!(dm.id)));
        assert_eq!(came.urgency, "high");
        assert!(!came.payload.to_string().contains("rook"));
        it.ends().await;
    }

    async fn nobody_is_told_of_a_request_nor_by_whom_they_blocked_nor_of_what_they_have_read(engine: Engine) {
        let it = Club::on(engine).await;
        let olga = Device::first(&it.server, "olga", Door::Rest).await;
        olga.says(it.ben.user, "You do not know me").await;
        the!(Me, it.ben.calls(BlockUser { user: it.eve.user, kind: BlockKind::Blocked }).await);
        it.eve.says(it.ben.user, "Do you hear me?").await;
        // What is told of is decided in the order in which it was said.
        let id = it.ada.says(it.ben.user, WORDS).await;
        let came = it.service.comes(&it.phone, 1).await;
        assert_eq!(came.iter().map(|one| one.title()).collect::<Vec<_>>(), ["ada"]);

        // The second one waits, since its place was told of a moment ago, and is read before it is its turn.
        it.ada.says(it.ben.user, "Are you there?").await;
        let dm = it.ben.dm_of(id).await.unwrap();
        the!(ChannelState, it.ben.calls(MarkRead { channel: dm.id, seq: None }).await);
        tokio::time::sleep(std::time::Duration::from_secs(21)).await;
        assert_eq!(it.service.received(&it.phone).await.len(), 1);
        it.ends().await;
    }
}
