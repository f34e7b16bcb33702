//! Somebody's account ends: what becomes of what they wrote, and of their devices. And what they are given when they ask.

use crate::device::{Four, the};
use hubbub_shared::ErrorCode;
use hubbub_shared::model::LeftMessages;
use hubbub_shared::protocol::Command;
use hubbub_shared::protocol::command::{
    AdminReleasePerson, AdminSuspendPerson, DeleteAccount, GetDmGrants, GetDms, GetMessages,
};
use hubbub_tests::{Acts, Engine, Server, each_engine, eventually};

each_engine! {
    async fn who_leaves_takes_along_what_they_wrote_if_they_like(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let (ada, ben) = (four.laptop.user, four.tablet.user);
        let id = four.tablet.says(ada, "Stay, please").await;
        four.settle().await;
        four.desktop.says(ada, "Really").await;
        four.laptop.says(ben, "No").await;
        four.settle().await;
        let dm = four.laptop.dm_of(id).await.unwrap().id;
        let leaves = DeleteAccount { name: "ben".to_owned(), messages: LeftMessages::Deleted };
        four.tablet.does(leaves).await;
        let ask = || GetMessages::of(dm);
        let all_gone = async || {
            let messages = the!(Page, four.laptop.calls(ask()).await).messages;
            let of_ben = messages.iter().filter(|message| message.author.id == ben);
            let gone = of_ben.filter(|message| message.deleted && message.sealed.is_none()).count();
            (gone == 2).then_some(messages)
        };
        let messages = eventually("what he wrote is gone", all_gone).await;
        assert_eq!(messages.len(), 3);
        assert!(messages.iter().any(|message| message.author.id == ada && message.sealed.is_some()));
        assert!(messages.iter().any(|message| message.author.display_name == "Former member"));
        // To nobody, nothing can be sent.
        four.laptop.writes(ben, "Are you there?").await;
        let post = four.laptop.next_post(id).await;
        let send = crate::device::sealed_command(dm, &post.message, &post.grants);
        assert_eq!(four.laptop.is_refused(send).await, ErrorCode::Forbidden);
        // She still reads what came before.
        assert!(four.phone.reads(id).contains("Really"));
    }

    async fn what_somebody_is_given_has_their_own_ciphertext_and_not_that_of_others(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let (ada, ben) = (four.laptop.user, four.tablet.user);
        let id = four.laptop.says(ben, "Mine").await;
        four.settle().await;
        four.tablet.says(ada, "His").await;
        four.settle().await;
        let dm = four.laptop.dm_of(id).await.unwrap().id;
        let messages = four.laptop.phone.reads_page(dm).await.messages;
        let ciphertext = |at: usize| messages[at].sealed.as_ref().unwrap().ciphertext.to_text();
        let export = four.laptop.phone.person().gets("/api/users/@me/export").await.unwrap();
        let text = export.to_string();
        assert!(text.contains(&ciphertext(0)) && !text.contains(&ciphertext(1)));
        assert_eq!(export["dms"][0]["place"], dm.to_string());
        assert_eq!(export["dm_links"].as_array().unwrap().len(), 2);
        assert_eq!(export["dm_devices"].as_array().unwrap().len(), 2);
        assert!(!export["dm_backup_keys"].as_array().unwrap().is_empty());
    }

    async fn who_is_suspended_neither_writes_nor_reads_and_finds_what_came_meanwhile(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let ben = four.desktop.user;
        let id = four.laptop.says(ben, "Before").await;
        four.settle().await;
        let dm = four.laptop.dm_of(id).await.unwrap().id;
        // Ada came first, so the server is hers.
        let suspend = AdminSuspendPerson { user: ben, reason: "Spam".to_owned(), until: None };
        four.laptop.phone.calls(suspend).await.unwrap();
        for command in [
            Command::from(GetDms {}),
            GetDmGrants { after: None, limit: None }.into(),
            GetMessages::of(dm).into(),
        ] {
            assert_eq!(four.desktop.is_refused(command).await, ErrorCode::Suspended);
        }
        four.laptop.says(ben, "Meanwhile").await;
        let release = AdminReleasePerson { user: ben, reason: None };
        four.laptop.phone.calls(release).await.unwrap();
        let page = four.laptop.phone.reads_page(dm).await;
        assert_eq!(page.messages.len(), 2, "what is written to them is kept");
    }
}
