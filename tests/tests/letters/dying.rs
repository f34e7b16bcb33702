//! The server dies in the middle, again and again: nothing is lost, and nothing is there twice.

use crate::device::Four;
use crate::executor::run;
use crate::talking::nothing_was_refused;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::GetMessages;
use hubbub_tests::{Acts, Door, Engine, Server, each_engine};
use std::collections::BTreeSet;

each_engine! {
    async fn the_server_dies_while_it_is_written(engine: Engine) {
        let server = Server::on(engine).await;
        let mut four = Four::on(&server).await;
        // The socket notices that it broke, REST is simply asked again.
        for device in [&mut four.laptop, &mut four.phone, &mut four.tablet, &mut four.desktop] {
            device.door = Door::Socket;
        }
        let ben = four.tablet.user;
        let id = four.laptop.says(ben, "0").await;
        four.settle().await;
        let dm = four.laptop.dm_of(id).await.unwrap().id;
        for round in 1..4 {
            // Both devices have encrypted something; it is on its way when the server dies.
            for device in [&four.laptop, &four.phone] {
                device.writes(ben, &format!("{round} of {}", device.id())).await;
            }
            let (first, second) = (four.laptop.next_post(id).await, four.phone.next_post(id).await);
            let send = |post: &dm_core::Post| crate::device::sealed_command(dm, &post.message, &post.grants);
            let (first, second) = (send(&first), send(&second));
            let dying = async {
                tokio::time::sleep(std::time::Duration::from_millis(round * 2)).await;
                server.kill9();
            };
            // What was answered is not remembered, as by a device that died too.
            tokio::join!(four.laptop.phone.tries(first), four.phone.phone.tries(second), dying);
            server.restart().await;
            for device in four.all() {
                device.phone.reconnects().await;
            }
            four.settle().await;
        }
        let all: BTreeSet<String> = four.laptop.reads(id);
        assert_eq!(all.len(), 7, "{all:?}");
        for device in four.all() {
            assert_eq!(device.reads(id), all);
            assert_eq!(device.waiting_grants().await, []);
        }
        nothing_was_refused(&four.all());
        let ask = GetMessages { limit: Some(100), ..GetMessages::of(dm) };
        let Ok(Reply::Page(page)) = four.tablet.calls(ask).await else { panic!("no page") };
        let ordinals: Vec<u64> = page.messages.iter().map(|message| message.ordinal).collect();
        assert_eq!(ordinals, (1..=7).collect::<Vec<_>>(), "each is stored once");
        assert!(run(four.laptop.client.conversations()).unwrap().contains(&id));
    }
}
