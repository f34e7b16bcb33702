//! Messages that are written now and sent later.

use crate::answers::{in_ms, past, refused, soon};
use crate::scene::Cast;
use hubbub_shared::model::{AutomodAction, AutomodTrigger, LeftMessages, ScheduledMessage};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{
    CreateAutomodRule, DeleteAccount, DeleteChannel, DeleteScheduledMessage, GetHeldMessages,
    GetScheduledMessages, LockChannel, ReleaseHeldMessage, ScheduleMessage, UnlockChannel,
    UpdateScheduledMessage,
};
use hubbub_shared::{ChannelId, ErrorCode, Permissions, ScheduledMessageId, Timestamp};
use hubbub_tests::{Acts, Changes, Door, Engine, Server, each_door, each_engine, eventually, overwrite};

const DAY_MS: i64 = 86_400_000;

fn later(channel: ChannelId, content: &str, send_at: Timestamp) -> ScheduleMessage {
    ScheduleMessage { channel, content: content.to_owned(), send_at }
}

async fn schedules(of: &impl Acts, ask: ScheduleMessage) -> ScheduledMessage {
    match of.calls(ask).await {
        Ok(Reply::ScheduledMessage(waiting)) => waiting,
        other => panic!("expected what is to be sent, got {other:?}"),
    }
}

async fn waiting(of: &impl Acts) -> Vec<ScheduledMessage> {
    match of.calls(GetScheduledMessages {}).await {
        Ok(Reply::ScheduledMessages(all)) => all.scheduled,
        other => panic!("expected what is to be sent, got {other:?}"),
    }
}

fn changed(
    scheduled: ScheduledMessageId,
    content: Option<&str>,
    send_at: Option<Timestamp>,
) -> UpdateScheduledMessage {
    UpdateScheduledMessage { scheduled, content: content.map(str::to_owned), send_at }
}

async fn said(reader: &impl Acts, channel: ChannelId) -> Vec<String> {
    reader.reads_page(channel).await.messages.into_iter().map(|message| message.content).collect()
}

async fn is_said(reader: &impl Acts, channel: ChannelId, words: &str) {
    eventually(words, async || said(reader, channel).await.iter().any(|one| one == words).then_some(()))
        .await;
}

each_door! {
    async fn what_is_to_be_sent_is_sent_at_its_time_and_is_nobody_elses_until_then(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let newcomer = it.also(server, &format!("Cy{door:?}")).await;
        let cy = newcomer.via(door);
        let second = schedules(&cy, later(it.general, "two", in_ms(2 * DAY_MS))).await;
        let first = schedules(&cy, later(it.general, "one", in_ms(DAY_MS))).await;
        let ids = async || waiting(&cy).await.into_iter().map(|one| one.id).collect::<Vec<_>>();
        assert_eq!(ids().await, [first.id, second.id], "what is sent first comes first");
        assert_eq!((first.hub, first.channel, first.refused), (it.hub, it.general, None));
        let ada = it.ada.via(door);
        assert!(waiting(&ada).await.is_empty());
        let foreign = ada.calls(changed(first.id, Some("hers"), None)).await;
        assert_eq!(refused(foreign), ErrorCode::NotFound);
        let foreign = ada.calls(DeleteScheduledMessage { scheduled: first.id }).await;
        assert_eq!(refused(foreign), ErrorCode::NotFound);

        assert_eq!(cy.calls(DeleteScheduledMessage { scheduled: second.id }).await, Ok(Reply::Done));
        let gone = cy.calls(DeleteScheduledMessage { scheduled: second.id }).await;
        assert_eq!(refused(gone), ErrorCode::NotFound);
        cy.calls(changed(first.id, Some("one, in other words"), Some(in_ms(1_000)))).await.unwrap();
        is_said(&it.ada, it.general, "one, in other words").await;
        eventually("nothing to wait", async || waiting(&cy).await.is_empty().then_some(())).await;
        let message = it.ada.reads_page(it.general).await.messages.pop().unwrap();
        assert_eq!(message.author.id, newcomer.id());
        assert_eq!(refused(cy.calls(changed(first.id, None, None)).await), ErrorCode::NotFound, "it is sent");
    }

    async fn who_may_not_speak_there_writes_nothing_for_later(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let newcomer = it.also(server, &format!("Cy{door:?}")).await;
        let cy = newcomer.via(door);
        for (content, at, path) in [
            ("now", in_ms(-1), "send_at"),
            ("never", in_ms(367 * DAY_MS), "send_at"),
            ("  ", in_ms(DAY_MS), "content"),
            (&*"x".repeat(4001), in_ms(DAY_MS), "content"),
        ] {
            let problem = cy.calls(later(it.general, content, at)).await.unwrap_err();
            assert_eq!((problem.code, &*problem.fields[0].path), (ErrorCode::InvalidInput, path));
        }
        let kept = schedules(&cy, later(it.general, "kept", in_ms(DAY_MS))).await;
        let everyone = it.hub.everyone();
        it.ada.overwrites(it.general, overwrite(everyone).denying(Permissions::SEND)).await;
        assert_eq!(refused(cy.calls(later(it.general, "a", in_ms(DAY_MS))).await), ErrorCode::Forbidden);
        assert_eq!(refused(cy.calls(changed(kept.id, Some("b"), None)).await), ErrorCode::Forbidden);
        it.ada.overwrites(it.general, overwrite(everyone).denying(Permissions::VIEW)).await;
        assert_eq!(refused(cy.calls(later(it.general, "a", in_ms(DAY_MS))).await), ErrorCode::NotFound);
        assert_eq!(refused(it.olga.via(door).calls(later(it.general, "a", in_ms(DAY_MS))).await), ErrorCode::NotFound);
        assert_eq!(waiting(&cy).await[0].content, "kept", "it can be read and deleted all the same");
        assert_eq!(cy.calls(DeleteScheduledMessage { scheduled: kept.id }).await, Ok(Reply::Done));
    }
}

each_engine! {
    async fn what_is_refused_at_its_time_waits_with_why_until_it_is_changed(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let id = schedules(&it.bo, later(it.general, "hello", in_ms(1_500))).await.id;
        it.ada.calls(LockChannel { channel: it.general, reason: None }).await.unwrap();
        let refused = eventually("it to be refused", async || {
            waiting(&it.bo).await.into_iter().find_map(|one| one.refused)
        }).await;
        assert_eq!(refused.code, ErrorCode::Locked);
        let told = |frame: &String| frame.contains("ScheduledMessagesChanged") && frame.contains("refused: true");
        eventually("he is told", async || it.bo.arrived().iter().any(told).then_some(())).await;
        assert!(said(&it.ada, it.general).await.is_empty());
        it.ada.calls(UnlockChannel { channel: it.general, reason: None }).await.unwrap();
        it.bo.calls(changed(id, None, Some(in_ms(300)))).await.unwrap();
        is_said(&it.ada, it.general, "hello").await;
    }

    async fn what_a_rule_of_the_hub_stops_at_its_time_is_not_said(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let blocked = schedules(&it.bo, later(it.general, "oh darn", in_ms(5_000))).await.id;
        schedules(&it.bo, later(it.general, "oh heck", in_ms(5_000))).await;
        // The rules are younger than what was written.
        for (word, action) in [("darn", AutomodAction::Block), ("heck", AutomodAction::Hold)] {
            let rule = CreateAutomodRule {
                hub: it.hub,
                name: "Manners".to_owned(),
                trigger: AutomodTrigger::Words(vec![word.to_owned()]),
                action,
                notice: None,
                exempt_roles: Vec::new(),
                exempt_channels: Vec::new(),
                enabled: None,
            };
            it.ada.calls(rule).await.unwrap();
        }
        let refused = eventually("both to be refused", async || {
            let all = waiting(&it.bo).await;
            all.iter().map(|one| Some(one.refused.as_ref()?.code)).collect::<Option<Vec<_>>>()
        })
        .await;
        assert!(refused.contains(&ErrorCode::BlockedByAutomod) && refused.contains(&ErrorCode::HeldForReview), "{refused:?}");
        assert!(said(&it.ada, it.general).await.is_empty());
        let held = GetHeldMessages { hub: it.hub, after: None, limit: None };
        let Ok(Reply::HeldMessages(held)) = it.ada.calls(held).await else { panic!("what is held") };
        assert_eq!(held.messages.iter().map(|one| (&*one.content, one.author.id)).collect::<Vec<_>>(), [("oh heck", it.bo.id())]);
        it.ada.calls(ReleaseHeldMessage { hub: it.hub, held: held.messages[0].id }).await.unwrap();
        is_said(&it.ada, it.general, "oh heck").await;
        it.bo.calls(changed(blocked, Some("oh well"), Some(in_ms(300)))).await.unwrap();
        is_said(&it.ada, it.general, "oh well").await;
        assert_eq!(said(&it.ada, it.general).await, ["oh heck", "oh well"]);
    }

    async fn a_crash_at_its_time_sends_it_once(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let at = soon();
        for number in 0..5 {
            schedules(&it.bo, later(it.general, &format!("number {number}"), at)).await;
        }
        server.kill9();
        past(at).await;
        server.restart().await;
        let ada = server.person("Ada").await;
        is_said(&ada, it.general, "number 4").await;
        // Once more while they may be under way.
        server.kill9();
        server.restart().await;
        let bo = server.person("Bo").await;
        eventually("nothing to wait", async || waiting(&bo).await.is_empty().then_some(())).await;
        let mut all = said(&ada, it.general).await;
        all.sort();
        assert_eq!(all, ["number 0", "number 1", "number 2", "number 3", "number 4"]);
    }

    async fn there_is_an_end_to_it_and_it_goes_with_its_channel_and_its_author(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let other = it.ada.makes_channel(it.hub, "other", None).await.id;
        for number in 0..99 {
            schedules(&it.bo, later(it.general, &format!("number {number}"), in_ms(DAY_MS))).await;
        }
        schedules(&it.bo, later(other, "elsewhere", in_ms(DAY_MS))).await;
        assert_eq!(refused(it.bo.calls(later(it.general, "a", in_ms(DAY_MS))).await), ErrorCode::LimitReached);
        it.ada.calls(DeleteChannel { channel: other }).await.unwrap();
        assert_eq!(waiting(&it.bo).await.len(), 99);
        let export = it.bo.person().fetches(reqwest::Method::GET, "/api/users/@me/export", None).await;
        let export: serde_json::Value = export.json().await.unwrap();
        assert_eq!(export["scheduled_messages"][0]["content"], "number 0");
        let name = it.bo.person().me().await.display_name;
        it.bo.calls(DeleteAccount { name, messages: LeftMessages::Kept }).await.unwrap();
        server.kill9();
        server.restart().await;
        assert!(waiting(&server.phone("Bo").await).await.is_empty());
    }
}
