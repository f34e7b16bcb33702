//! What does not count is refused, and what one may not see is not there.

use crate::device::{Device, Four, bytes, now, sealed_command, the};
use crate::executor::run;
use dm_wire::Wire;
use dm_wire::message::Message as Letter;
use hubbub_shared::ErrorCode;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::*;
use hubbub_tests::{Acts, Door, Engine, Server, each_engine};

each_engine! {
    async fn a_stranger_finds_nothing(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let (ada, ben) = (four.laptop.user, four.tablet.user);
        let id = four.laptop.says(ben, "Between us").await;
        let dm = four.laptop.dm_of(id).await.unwrap().id;
        let message = four.laptop.phone.reads_page(dm).await.messages.remove(0);
        let sealed = message.sealed.clone().unwrap();
        let again = |letter: &Letter| sealed_command(dm, letter, &[]);
        let letter = Letter::parse(&crate::device::delivered(&sealed).message).unwrap();
        for door in [Door::Rest, Door::Socket] {
            let cleo = Device::first(&server, &format!("cleo{door:?}").to_lowercase(), door).await;
            assert_eq!(cleo.dms().await, []);
            for command in [
                hubbub_shared::protocol::Command::from(GetDm { dm }),
                AcceptDm { dm }.into(),
                DeclineDm { dm }.into(),
                GetMessages::of(dm).into(),
                GetMessage { channel: dm, message: message.id }.into(),
                DeleteMessage { channel: dm, message: message.id }.into(),
                MarkRead { channel: dm, seq: None }.into(),
                StartTyping { channel: dm }.into(),
                GetDmLinks { user: ada, from: None }.into(),
                ClaimDmPrekeys { user: ada, devices: vec![bytes(&four.laptop.id())] }.into(),
                again(&letter).into(),
            ] {
                assert_eq!(cleo.is_refused(command.clone()).await, ErrorCode::NotFound, "{command:?}");
            }
            let refused = cleo.phone.calls(Subscribe { channel: dm, since_rev: None }).await;
            assert_eq!(refused.unwrap_err().code, ErrorCode::NotFound);
        }
        // Nor do the two have anything there that a channel has.
        let text = SendMessage::of(dm, "In clear".to_owned(), None);
        assert_eq!(four.laptop.is_refused(text).await, ErrorCode::NotFound);
        let edit = EditMessage::of(dm, message.id, "x".to_owned());
        assert_eq!(four.laptop.is_refused(edit).await, ErrorCode::NotFound);
        assert_eq!(four.laptop.is_refused(GetPins { channel: dm }).await, ErrorCode::NotFound);
        // And a channel takes nothing that is sealed.
        let hub = four.laptop.phone.state().hubs.into_values().next().unwrap();
        let general = hub.channels[0].id;
        assert_eq!(four.laptop.is_refused(sealed_command(general, &letter, &[])).await, ErrorCode::Forbidden);
        assert!(message.sealed.is_some() && ada != ben);
    }

    async fn a_message_comes_from_its_own_device_and_once(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let (ada, ben) = (four.laptop.user, four.tablet.user);
        four.laptop.says(ben, "First").await;
        four.settle().await;
        let id = four.laptop.writes(ben, "Second").await;
        let dm = four.laptop.dm_of(id).await.unwrap().id;
        let post = four.laptop.next_post(id).await;
        let send = sealed_command(dm, &post.message, &post.grants);
        // Neither the other device of the same person, nor the other person.
        assert_eq!(four.phone.is_refused(send.clone()).await, ErrorCode::Forbidden);
        assert_eq!(four.tablet.is_refused(send.clone()).await, ErrorCode::Forbidden);
        let stored = the!(Message, four.laptop.calls(send.clone()).await);
        assert_eq!(the!(Message, four.laptop.calls(send.clone()).await), stored, "a repeat is no second message");
        // The same id with other bytes is answered with the first ones; the server cannot check the signature.
        let mut other = send.clone();
        other.ciphertext.0[0] ^= 1;
        assert_eq!(the!(Message, four.laptop.calls(other).await).sealed, stored.sealed);
        // Somebody else of the conversation cannot take the id.
        let theirs = four.tablet.writes(ada, "Mine").await;
        let mut post = four.tablet.next_post(theirs).await;
        post.message.header.opening.id = Letter::parse(&letter_of(&send)).unwrap().header.opening.id;
        let taken = sealed_command(dm, &post.message, &post.grants);
        assert_eq!(four.tablet.is_refused(taken).await, ErrorCode::Conflict);
        let page = four.laptop.phone.reads_page(dm).await;
        assert_eq!(page.messages.len(), 2);
    }

    async fn bytes_that_are_none_of_ours_are_named(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let (ada, ben) = (four.laptop.user, four.tablet.user);
        let id = four.laptop.writes(ben, "Hi").await;
        let dm = four.laptop.opens(ben).await.id;
        let post = four.laptop.next_post(id).await;
        let good = sealed_command(dm, &post.message, &post.grants);
        let field = async |command: SendSealedMessage| {
            let problem = four.laptop.calls(command).await.unwrap_err();
            assert_eq!(problem.code, ErrorCode::InvalidInput, "{problem:?}");
            problem.fields[0].path.clone()
        };
        let mut short = good.clone();
        short.header.0.pop();
        assert_eq!(field(short).await, "header");
        let mut cut = good.clone();
        let first = cut.ciphertext.0.remove(0);
        cut.header.0.push(first);
        assert_eq!(field(cut).await, "ciphertext");
        let mut padded = good.clone();
        padded.ciphertext.0.push(0);
        assert_eq!(field(padded).await, "header");
        let mut version = good.clone();
        version.header.0[0] = 9;
        assert_eq!(field(version).await, "header");
        let mut grant = good.clone();
        grant.grants[0].0.pop();
        assert_eq!(field(grant).await, "grants");
        // Grants for one device too few, for one twice, for another epoch: nothing is stored.
        let mut few = good.clone();
        few.grants.pop();
        let problem = four.laptop.calls(few).await.unwrap_err();
        assert_eq!(problem.code, ErrorCode::DevicesChanged);
        let named: Vec<String> = problem.fields.iter().map(|field| field.path.clone()).collect();
        assert!(named.iter().all(|user| [ada.to_string(), ben.to_string()].contains(user)) && !named.is_empty());
        let mut twice = good.clone();
        twice.grants.push(twice.grants[0].clone());
        assert_eq!(four.laptop.is_refused(twice).await, ErrorCode::DevicesChanged);
        let mut without = good.clone();
        without.grants.clear();
        assert_eq!(four.laptop.is_refused(without).await, ErrorCode::DevicesChanged);
        let mut epoch = post.message.clone();
        epoch.header.opening.epoch.0[0] ^= 1;
        assert_eq!(four.laptop.is_refused(sealed_command(dm, &epoch, &post.grants)).await, ErrorCode::Conflict);
        let mut counter = post.message.clone();
        counter.header.opening.counter = 1001;
        assert_eq!(four.laptop.is_refused(sealed_command(dm, &counter, &post.grants)).await, ErrorCode::Conflict);
        let mut elsewhere = post.message.clone();
        elsewhere.header.opening.conversation.0[0] ^= 1;
        assert_eq!(four.laptop.is_refused(sealed_command(dm, &elsewhere, &post.grants)).await, ErrorCode::Conflict);
        assert_eq!(four.laptop.phone.reads_page(dm).await.messages, []);
        assert_eq!(four.tablet.waiting_grants().await, [], "what was refused brings no key");
        the!(Message, four.laptop.calls(good).await);
        assert_eq!(four.tablet.waiting_grants().await.len(), 1);
        // The key of an epoch is given once.
        let next = four.laptop.writes(ben, "Again").await;
        run(four.laptop.client.posted(&post.message, receipt())).unwrap();
        let second = four.laptop.next_post(next).await;
        let again = sealed_command(dm, &second.message, &post.grants);
        assert_eq!(four.laptop.is_refused(again).await, ErrorCode::Conflict);
    }

    async fn a_key_of_the_api_has_nothing_to_do_with_it(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let dm = four.laptop.opens(four.tablet.user).await.id;
        let key = CreateApiKey {
            name: "Bot".to_owned(),
            scope: hubbub_shared::Permissions::ALL,
            hub: None,
            expires_in_secs: None,
        };
        let Ok(Reply::ApiKeyToken(key)) = four.laptop.phone.person().calls(key).await else { panic!("no key") };
        let program = four.laptop.phone.person().program(&key.token);
        for command in [
            hubbub_shared::protocol::Command::from(GetDms {}),
            GetDm { dm }.into(),
            OpenDm { user: four.tablet.user }.into(),
            GetDmGrants { after: None, limit: None }.into(),
            GetMessages::of(dm).into(),
        ] {
            let refused = program.calls(command.clone()).await.unwrap_err();
            assert_eq!(refused.code, ErrorCode::Forbidden, "{command:?}");
        }
        assert!(now() > 0);
    }
}

fn letter_of(send: &SendSealedMessage) -> Vec<u8> {
    [send.header.0.as_slice(), &send.ciphertext.0, &send.signature.0].concat()
}

fn receipt() -> dm_wire::franking::Receipt {
    dm_wire::franking::Receipt { key: 1, server_time_ms: now(), tag: [0; 32] }
}
