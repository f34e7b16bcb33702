//! Accounts that end, and what people take along: what is told, what goes, what stays, also when the server dies.

mod app;
mod export;

use crate::answers::problem_of as refused;
use crate::scene::{Cast, Pair, general_of, pair};
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::model::{BlockKind, LeftMessages};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{
    BanUser, BlockUser, DeleteAccount, DeleteHub, GetAuditLog, GetBlocks, GetMembers, GetMessages,
    SendMessage, TransferHub,
};
use hubbub_shared::{ChannelId, ErrorCode, HubId, UserId};
use hubbub_tests::{Acts, Door, Engine, Phone, Server, each_door, each_engine, eventually};

const FORMER: &str = "Former member";

fn delete(name: &str, messages: LeftMessages) -> DeleteAccount {
    DeleteAccount { name: name.to_owned(), messages }
}

/// Author and words of all messages of a channel that still have some, back to its first one.
async fn said(reader: &impl Acts, channel: ChannelId) -> Vec<(String, String)> {
    let (mut said, mut before) = (Vec::new(), None);
    loop {
        let ask = GetMessages { before, limit: Some(100), ..GetMessages::of(channel) };
        let Ok(Reply::Page(page)) = reader.calls(ask).await else { panic!("a page of {channel}") };
        let Some(oldest) = page.messages.first() else { return said };
        before = Some(oldest.id);
        let left = page.messages.into_iter().filter(|message| !message.deleted);
        said.splice(0..0, left.map(|message| (message.author.display_name, message.content)));
    }
}

async fn is_gone_from(reader: &impl Acts, hub: HubId, user: UserId) {
    eventually("somebody to be gone", async || {
        let ask = GetMembers { hub, after: None, limit: None, online: None, users: Some(vec![user]) };
        match reader.calls(ask).await {
            Ok(Reply::Members(page)) => page.members.is_empty().then_some(()),
            other => panic!("expected members, got {other:?}"),
        }
    })
    .await;
}

/// In how many of these hubs somebody still is.
async fn left_of(reader: &impl Acts, hubs: &[HubId], user: UserId) -> usize {
    let mut count = 0;
    for hub in hubs {
        let ask = GetMembers { hub: *hub, after: None, limit: None, online: None, users: Some(vec![user]) };
        let Ok(Reply::Members(page)) = reader.calls(ask).await else { panic!("a page of members") };
        count += page.members.len();
    }
    count
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(name, words)| ((*name).to_owned(), (*words).to_owned())).collect()
}

each_door! {
    async fn who_deletes_their_account_is_a_former_member_at_once(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let Cast { ada, hub, general, .. } = &cast;
        let (hub, general) = (*hub, *general);
        let name = format!("Cleo{door:?}");
        let cleo = cast.also(server, &name).await;
        let tablet = cleo.another_device().await;
        let program = cleo.person().program(&cleo.person().makes_session("bot").await.token);
        ada.subscribes(general).await;
        ada.opens_member_list(hub).await;
        cleo.says(general, "remember me").await;
        ada.calls(BlockUser { user: cleo.id(), kind: BlockKind::Ignored }).await.unwrap();

        assert_eq!(cleo.via(door).calls(delete(&name, LeftMessages::Kept)).await, Ok(Reply::Done));

        // Told to who looks, on a live socket: under the new name first, and gone.
        ada.agrees("that they left", |state| !state.members[&hub].contains_key(&cleo.id())).await;
        assert!(ada.arrived().iter().any(|event| event.contains(FORMER)), "their name is replaced wherever it stands");
        assert_eq!(said(&ada.via(door), general).await, pairs(&[(FORMER, "remember me")]));
        assert_eq!(cleo.is_closed().await, 4101);
        assert_eq!(tablet.is_closed().await, 4101);
        assert_eq!(program.gets("/api/users/@me").await.unwrap_err().code, ErrorCode::NotSignedIn);
        assert_eq!(cleo.person().gets("/api/users/@me").await.unwrap_err().code, ErrorCode::NotSignedIn);
        let Ok(Reply::Blocks(blocks)) = ada.via(door).calls(GetBlocks {}).await else { panic!("a list of blocks") };
        let blocked = blocks.blocks.iter().find(|block| block.user.id == cleo.id()).expect("still ignored");
        assert_eq!((&*blocked.user.display_name, blocked.user.avatar.as_deref()), (FORMER, None));

        // The way to sign in leads to somebody new, who has nothing of the one before.
        let again = server.phone(&name).await;
        assert_ne!(again.id(), cleo.id());
        assert!(again.state().hubs.is_empty());
        assert_eq!(again.person().me().await.display_name, name);
    }

    async fn it_takes_ones_own_name_and_no_hub_may_be_left_without_an_owner(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let dora = cast.also(server, &format!("Dora{door:?}")).await;
        let name = dora.person().me().await.display_name;
        let wrong = refused(dora.via(door).calls(delete("dora", LeftMessages::Kept)).await);
        assert_eq!((wrong.code, &*wrong.fields[0].path), (ErrorCode::InvalidInput, "name"));
        let (garden, mill) = (dora.creates_hub("Garden").await.id, dora.creates_hub("Mill").await.id);
        let owned = refused(dora.via(door).calls(delete(&name, LeftMessages::Kept)).await);
        assert_eq!(owned.code, ErrorCode::Conflict);
        assert!(owned.message.contains("Garden") && owned.message.contains("Mill"), "{owned}");
        let listed: Vec<_> = owned.fields.iter().map(|hub| (hub.path.clone(), hub.message.clone())).collect();
        assert_eq!(listed, [(garden.to_string(), "Garden".to_owned()), (mill.to_string(), "Mill".to_owned())]);
        dora.calls(DeleteHub { hub: mill }).await.unwrap();
        let code = dora.invites(garden).await;
        cast.bo.joins(&code).await;
        dora.calls(TransferHub { hub: garden, owner: cast.bo.id() }).await.unwrap();
        assert_eq!(dora.via(door).calls(delete(&format!(" {name} "), LeftMessages::Kept)).await, Ok(Reply::Done));
        is_gone_from(&cast.bo, garden, dora.id()).await;
        let lost = refused(cast.bo.via(door).calls(TransferHub { hub: garden, owner: dora.id() }).await);
        assert_eq!(lost.fields[0].path, "owner", "nobody hands a hub to who is not there");
        // Who owns the server stays.
        let owner = refused(cast.ada.via(door).calls(delete("Ada", LeftMessages::Kept)).await);
        assert_eq!(owner.code, ErrorCode::Conflict);
        assert!(cast.ada.person().me().await.global_owner, "and it is Ada who does");
    }

    async fn their_messages_go_too_if_they_wish_wherever_they_are(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let Cast { ada, bo, hub, general, .. } = &cast;
        let (hub, general) = (*hub, *general);
        let view = ada.creates_hub("Chess").await;
        let (chess, other) = (view.id, general_of(&view));
        let name = format!("Eli{door:?}");
        let eli = cast.also(server, &name).await;
        eli.joins(&ada.invites(chess).await).await;
        eli.says(other, "checkmate").await;
        // Gone from there already, but not what they said.
        eli.calls(hubbub_shared::protocol::command::LeaveHub { hub: chess }).await.unwrap();
        bo.says(general, "before").await;
        for number in 0..130 {
            eli.sends(general, &format!("word {number}")).await;
        }
        bo.says(general, "after").await;
        bo.subscribes(general).await;
        assert_eq!(eli.via(door).calls(delete(&name, LeftMessages::Deleted)).await, Ok(Reply::Done));
        eventually("their words to go", async || {
            let (here, there) = (said(ada, general).await, said(ada, other).await);
            (here == pairs(&[("Bo", "before"), ("Bo", "after")]) && there.is_empty()).then_some(())
        })
        .await;
        bo.agrees("the deletions", |state| state.messages_saying("word 129").is_empty()).await;
        let ask = GetAuditLog { hub, who: Some(eli.id()), whom: None, action: None, place: None, since: None, until: None, before: None, limit: None };
        let entries = eventually("the audit log", async || {
            let Ok(Reply::AuditLog(page)) = ada.via(door).calls(ask.clone()).await else { panic!("a log") };
            page.entries.iter().any(|line| line.action == AuditAction::MemberLeft).then_some(page.entries)
        })
        .await;
        assert!(entries.iter().all(|line| line.who.display_name == FORMER), "{entries:?}");
        let left = entries.iter().find(|line| line.action == AuditAction::MemberLeft).unwrap();
        assert_eq!(left.reason.as_deref(), Some("The account was deleted."));
        assert!(!entries.iter().any(|line| line.action == AuditAction::MessageDeleted), "their own words are their own business");
    }

    async fn a_ban_outlives_the_account(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let name = format!("Finn{door:?}");
        let finn = cast.also(server, &name).await;
        let ban = BanUser { hub: cast.hub, user: finn.id(), until: None, reason: None, delete_last_secs: None };
        cast.ada.calls(ban).await.unwrap();
        assert_eq!(finn.via(door).calls(delete(&name, LeftMessages::Kept)).await, Ok(Reply::Done));
        let ask = hubbub_shared::protocol::command::GetBans { hub: cast.hub, after: None, limit: None };
        let Ok(Reply::Bans(page)) = cast.ada.via(door).calls(ask).await else { panic!("a list of bans") };
        let banned = page.bans.iter().find(|ban| ban.user.id == finn.id()).expect("still banned");
        assert_eq!(banned.user.display_name, FORMER);
    }
}

/// Somebody who has said a lot in two hubs, and what is there of it.
async fn talkative(server: &Server) -> (Pair, Phone) {
    let scene = pair(server).await;
    let gil = server.phone("Gil").await;
    gil.joins(&scene.ada.invites(scene.hub).await).await;
    for number in 0..300 {
        gil.sends(scene.general, &format!("word {number}")).await;
    }
    scene.bo.sends(scene.general, "mine").await;
    (scene, gil)
}

each_engine! {
    async fn an_account_that_was_deleted_is_gone_although_the_server_died(engine: Engine) {
        let server = Server::on(engine).await;
        let (Pair { ada, bo, hub, general }, gil) = talkative(&server).await;
        let token = gil.person().makes_session("bot").await.token;
        gil.person().calls(delete("Gil", LeftMessages::Deleted)).await.unwrap();
        server.kill9();
        server.restart().await;
        ada.reconnects().await;
        assert_eq!(gil.person().program(&token).gets("/api/users/@me").await.unwrap_err().code, ErrorCode::NotSignedIn);
        is_gone_from(&ada, hub, gil.id()).await;
        eventually("their words to go", async || {
            (said(&ada, general).await == pairs(&[("Bo", "mine")])).then_some(())
        })
        .await;
        // Twice is once: another death in between changes nothing.
        server.kill9();
        server.restart().await;
        ada.reconnects().await;
        bo.reconnects().await;
        let page = ada.reads_page(general).await;
        assert_eq!(page.rev, 601, "each message was sent once and deleted once");
        assert_ne!(server.phone("Gil").await.id(), gil.id());
    }

    async fn who_went_and_left_their_words_is_gone_from_every_hub_although_the_server_died_on_the_way(engine: Engine) {
        let server = Server::on(engine).await;
        let (Pair { ada, hub, general, .. }, gil) = talkative(&server).await;
        let mut hubs = vec![hub];
        for number in 0..30 {
            let other = ada.creates_hub(&format!("Other {number}")).await.id;
            gil.joins(&ada.invites(other).await).await;
            hubs.push(other);
        }
        let before = ada.reads_page(general).await.rev;
        gil.person().calls(delete("Gil", LeftMessages::Kept)).await.unwrap();
        // In the middle of it, if the machine is not very fast: some hubs are left by then, and others are not.
        eventually("the first hub to be left", async || {
            (left_of(ada.person(), &hubs, gil.id()).await < hubs.len()).then_some(())
        })
        .await;
        server.kill9();
        server.restart().await;
        for hub in &hubs {
            is_gone_from(ada.person(), *hub, gil.id()).await;
        }
        server.kill9();
        server.restart().await;
        let words = said(ada.person(), general).await;
        let kept = words.iter().filter(|(author, words)| author == FORMER && words.starts_with("word ")).count();
        assert_eq!((kept, words.len()), (300, 301), "what they said stays, and is nobody's");
        assert_eq!(ada.person().reads_page(general).await.rev, before, "no message was touched");
        let anew = server.person("Gil").await;
        assert_ne!(anew.me().await.id, gil.id());
        assert_eq!(anew.gets("/api/hubs").await.unwrap(), serde_json::json!([]));
    }

    async fn nobody_owns_a_hub_whose_account_ends_at_the_same_moment(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, hub, .. } = pair(&server).await;
        for round in 0..6 {
            let name = format!("Hal{round}");
            let hal = server.phone(&name).await;
            hal.joins(&ada.invites(hub).await).await;
            let given = ada.creates_hub(&format!("Given {round}")).await.id;
            hal.joins(&ada.invites(given).await).await;
            let founding = hal.person().calls(hubbub_shared::protocol::command::CreateHub { name: format!("Own {round}") });
            let giving = ada.calls(TransferHub { hub: given, owner: hal.id() });
            let program = hal.person().again();
            let ending = program.calls(delete(&name, LeftMessages::Kept));
            let (founded, given_away, ended) = futures_util::join!(founding, giving, ending);
            match ended {
                Ok(_) => {
                    assert!(founded.is_err(), "round {round}: nobody owns what was founded: {founded:?}");
                    assert!(given_away.is_err(), "round {round}: nobody owns what was given: {given_away:?}");
                    assert_eq!(ada.views(given).await.owner, ada.id());
                }
                Err(problem) => {
                    assert!([ErrorCode::Conflict, ErrorCode::NotSignedIn].contains(&problem.code), "{problem}");
                    assert!(founded.is_ok() || given_away.is_ok(), "round {round}: there was a reason: {problem}");
                }
            }
        }
        let send = SendMessage::of(ChannelId(1), String::new(), None);
        assert!(ada.calls(send).await.is_err(), "and the server goes on");
    }
}
