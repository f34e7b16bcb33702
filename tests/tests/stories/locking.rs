//! Locking a channel or a whole hub: who may, who goes on writing, and that nothing arrives after it was answered.

mod app;

use crate::answers::refused;
use crate::scene::Cast;
use futures_util::future::join_all;
use hubbub_shared::model::audit::{AuditAction, AuditEntry};
use hubbub_shared::protocol::command::{
    EditMessage, GetAuditLog, LockChannel, LockHub, SendMessage, StartTyping, Subscribe, UnlockChannel,
    UnlockHub,
};
use hubbub_shared::protocol::{ChannelEvent, Command, Event, Outcome, Reply, ServerFrame};
use hubbub_shared::{ChannelId, ErrorCode, HubId, Permissions};
use hubbub_tests::{
    Acts, Arrival, Changes, Door, Engine, Phone, Server, Socket, each_door, each_engine, eventually,
    overwrite, verify_action,
};
use std::cell::Cell;

fn lock(channel: ChannelId) -> LockChannel {
    LockChannel { channel, reason: None }
}

fn unlock(channel: ChannelId) -> UnlockChannel {
    UnlockChannel { channel, reason: None }
}

fn lock_hub(hub: HubId) -> LockHub {
    LockHub { hub, reason: None }
}

fn unlock_hub(hub: HubId) -> UnlockHub {
    UnlockHub { hub, reason: None }
}

fn send(channel: ChannelId, content: &str) -> SendMessage {
    SendMessage::of(channel, content.to_owned(), None)
}

async fn does(who: &impl Acts, command: impl Into<Command>) {
    let command = command.into();
    let answer = who.calls(command.clone()).await;
    assert!(matches!(answer, Ok(Reply::Channel(_) | Reply::Hub(_))), "{command:?}: {answer:?}");
}

/// The newest lines of a hub's log, as soon as this is the first.
async fn log_ending_with(reader: &impl Acts, hub: HubId, last: AuditAction) -> Vec<AuditEntry> {
    let log = GetAuditLog { limit: Some(10), ..GetAuditLog::of(hub) };
    eventually(last.name(), async || match reader.calls(log.clone()).await {
        Ok(Reply::AuditLog(page)) => {
            page.entries.first().is_some_and(|entry| entry.action == last).then_some(page.entries)
        }
        other => panic!("expected a part of the audit log, got {other:?}"),
    })
    .await
}

each_door! {
    async fn a_locked_channel_takes_words_only_of_those_who_moderate_it(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, hub, general, .. } = cast;
        let moderator = ada.makes_role(hub, "moderator", Permissions::MANAGE_MESSAGES).await.id;
        ada.assigns(hub, cy.id(), moderator).await;
        let (ada, bo, cy) = (ada.via(door), bo.via(door), cy.via(door));
        let before = bo.sends(general, "before").await;
        does(&cy, lock(general)).await;
        does(&cy, lock(general)).await;

        assert_eq!(refused(bo.calls(send(general, "x")).await), ErrorCode::Locked);
        let edit = EditMessage::of(general, before.id, "after".to_owned());
        assert_eq!(refused(bo.calls(edit).await), ErrorCode::Locked);
        assert_eq!(refused(bo.calls(StartTyping { channel: general }).await), ErrorCode::Locked);
        let may = bo.may(hub, general).await;
        assert!(may.contains(Permissions::VIEW | Permissions::HISTORY) && !may.contains(Permissions::SEND), "{may:?}");
        assert!(bo.views_channel(general).await.locked, "they are told why");
        assert_eq!(bo.reads_page(general).await.messages.len(), 1, "what was said can be read");
        bo.deletes(&before).await;
        for moderates in [&ada, &cy] {
            let message = moderates.sends(general, "calm down").await;
            moderates.edits(&message, "calm down, please").await;
        }
        does(&cy, unlock(general)).await;
        does(&cy, unlock(general)).await;
        bo.sends(general, "calm").await;
    }

    async fn a_locked_hub_is_locked_in_every_channel(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let (ada, bo) = (ada.via(door), bo.via(door));
        let other = ada.makes_channel(hub, "other", None).await.id;
        does(&ada, lock(other)).await;
        does(&ada, lock_hub(hub)).await;
        let view = bo.views(hub).await;
        assert!(view.locked && !view.channels.iter().any(|channel| channel.permissions.contains(Permissions::SEND)), "{view:?}");
        assert!(view.permissions.contains(Permissions::SEND), "the hub as a whole is no place to write in");
        for channel in [general, other] {
            assert_eq!(refused(bo.calls(send(channel, "x")).await), ErrorCode::Locked);
        }
        let newer = ada.makes_channel(hub, "newer", None).await.id;
        assert_eq!(refused(bo.calls(send(newer, "x")).await), ErrorCode::Locked);
        does(&ada, unlock(general)).await;
        assert_eq!(refused(bo.calls(send(general, "x")).await), ErrorCode::Locked, "its hub is locked");
        does(&ada, unlock_hub(hub)).await;
        for channel in [general, newer] {
            bo.sends(channel, "open").await;
        }
        assert_eq!(refused(bo.calls(send(other, "x")).await), ErrorCode::Locked, "it was locked by itself");
    }

    async fn it_takes_the_right_to_moderate(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, olga, hub, general } = cast;
        let all: [Command; 4] = [lock(general).into(), unlock(general).into(), lock_hub(hub).into(), unlock_hub(hub).into()];
        let builder = ada.makes_role(hub, "builder", Permissions::MANAGE_CHANNELS | Permissions::MANAGE_HUB).await.id;
        ada.assigns(hub, bo.id(), builder).await;
        for command in all {
            assert_eq!(refused(bo.via(door).calls(command.clone()).await), ErrorCode::Forbidden, "{command:?}");
            assert_eq!(refused(olga.via(door).calls(command.clone()).await), ErrorCode::NotFound, "{command:?}");
        }
        // In one channel only.
        let moderates = overwrite(cy.id()).allowing(Permissions::MANAGE_MESSAGES);
        let there = ada.makes_channel_with(hub, "there", vec![moderates]).await.id;
        does(&cy.via(door), lock(there)).await;
        assert_eq!(refused(cy.via(door).calls(lock(general)).await), ErrorCode::Forbidden);
        assert_eq!(refused(cy.via(door).calls(lock_hub(hub)).await), ErrorCode::Forbidden);
        does(&ada.via(door), lock_hub(hub)).await;
        cy.via(door).sends(there, "who moderates here writes here").await;
        assert_eq!(refused(cy.via(door).calls(send(general, "x")).await), ErrorCode::Locked);
        assert_eq!(refused(cy.via(door).calls(unlock_hub(hub)).await), ErrorCode::Forbidden);
    }

    async fn unlocking_restores_exactly_what_was(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let quiet = ada.makes_channel_with(hub, "quiet", vec![overwrite(hub.everyone()).denying(Permissions::SEND)]).await.id;
        ada.overwrites(quiet, overwrite(bo.id()).allowing(Permissions::SEND)).await;
        let before = ada.views(hub).await;
        for channel in [general, quiet] {
            does(&ada.via(door), lock(channel)).await;
        }
        does(&ada.via(door), lock_hub(hub)).await;
        let locked = ada.views(hub).await;
        let overwrites = |view: &hubbub_shared::model::HubView| -> Vec<_> {
            view.channels.iter().map(|channel| (channel.synced, channel.overwrites.clone())).collect()
        };
        assert_eq!(overwrites(&locked), overwrites(&before), "nobody's overwrites are touched");
        for channel in [general, quiet] {
            does(&ada.via(door), unlock(channel)).await;
        }
        does(&ada.via(door), unlock_hub(hub)).await;
        let mut after = ada.views(hub).await;
        after.version = before.version;
        assert_eq!(after, before);
    }

    async fn the_log_says_who_locked_what_and_why(server: &Server, door: Door) {
        use AuditAction::{ChannelLocked, ChannelUnlocked, HubLocked, HubUnlocked};
        let Cast { ada, hub, general, .. } = Cast::gathers(server).await;
        let reason = Some("A raid".to_owned());
        does(&ada.via(door), LockChannel { channel: general, reason: reason.clone() }).await;
        does(&ada.via(door), lock(general)).await;
        does(&ada.via(door), LockHub { hub, reason: reason.clone() }).await;
        does(&ada.via(door), UnlockHub { hub, reason: Some("Over".to_owned()) }).await;
        does(&ada.via(door), unlock(general)).await;
        let log = log_ending_with(&ada.via(door), hub, ChannelUnlocked).await;
        let told: Vec<_> = log.iter().take(4).map(|entry| (entry.action, entry.reason.as_deref())).collect();
        assert_eq!(told, [(ChannelUnlocked, None), (HubUnlocked, Some("Over")), (HubLocked, Some("A raid")), (ChannelLocked, Some("A raid"))]);
        assert_eq!((log[3].name.as_deref(), log[3].place), (Some("general"), Some(general.place())));
        assert_eq!(log[3].changes[0].field, "locked");
        let long = LockChannel { channel: general, reason: Some("x".repeat(301)) };
        assert_eq!(ada.via(door).calls(long).await.unwrap_err().fields[0].path, "reason");
        assert!(!ada.views_channel(general).await.locked);
    }
}

/// Says one thing after another, until the lock is in force. How many were taken.
async fn talks_until_locked(phone: &Phone, channel: ChannelId, name: String, said: &Cell<usize>) -> usize {
    for number in 0..10_000 {
        match phone.calls(send(channel, &format!("{name}: {number}"))).await {
            Ok(_) => said.set(said.get() + 1),
            Err(problem) => {
                assert_eq!(problem.code, ErrorCode::Locked, "{problem:?}");
                return number;
            }
        }
    }
    panic!("the lock never came into force")
}

/// Somebody who follows a channel, frame by frame, and locks it from there.
struct Onlooker {
    socket: Socket,
    /// Messages that came so far.
    heard: usize,
}

impl Onlooker {
    async fn follows(phone: &Phone, channel: ChannelId) -> Self {
        let mut socket = phone.entrance().connects().await.unwrap();
        socket.is_ready().await;
        socket.calls(1, Subscribe { channel, since_rev: None }).await;
        assert!(matches!(socket.outcome_of(1).await, Outcome::Ok(_)));
        Self { socket, heard: 0 }
    }

    /// The next message or answer.
    async fn hears(&mut self) -> Heard {
        loop {
            match self.socket.arrives().await {
                Arrival::Frame(ServerFrame::Event(Event::Channel {
                    change: ChannelEvent::MessageCreated(message),
                    ..
                })) => {
                    self.heard += 1;
                    return Heard::Message(message.content);
                }
                Arrival::Frame(ServerFrame::Reply(2, outcome)) => return Heard::Answer(Box::new(outcome)),
                Arrival::Frame(_) => {}
                Arrival::Closed(code) => panic!("closed with {code}"),
            }
        }
    }

    /// Locks when it `is_time`, listening all the while; until the answer.
    async fn locks(&mut self, lock: Command, is_time: impl Fn() -> bool) {
        let mut lock = Some(lock);
        loop {
            if is_time()
                && let Some(lock) = lock.take()
            {
                self.socket.calls(2, lock).await;
            }
            if let Heard::Answer(outcome) = self.hears().await {
                return assert!(matches!(*outcome, Outcome::Ok(_)), "{outcome:?}");
            }
        }
    }
}

/// What an onlooker is sent that matters here.
#[derive(Debug, PartialEq)]
enum Heard {
    Message(String),
    Answer(Box<Outcome>),
}

/// A thousand send at once, again and again; meanwhile the lock is put on. What is there when it is answered is all that
/// there will be, although each of them has something on its way; and who follows the channel has heard all of it.
async fn nothing_arrives_after(engine: Engine, lock: impl Fn(HubId, ChannelId) -> Command) {
    let server = Server::on(engine).await;
    let cast = Cast::gathers(&server).await;
    let mut crowd = Vec::new();
    for number in 0..10 {
        crowd.push(cast.also(&server, &format!("Talker {number}")).await);
    }
    let Cast { ada, bo, hub, general, .. } = cast;
    let mut onlooker = Onlooker::follows(&ada, general).await;
    let said = Cell::new(0);
    let talk = join_all(crowd.iter().enumerate().flat_map(|(person, phone)| {
        let said = &said;
        (0..100).map(move |voice| talks_until_locked(phone, general, format!("{person}-{voice}"), said))
    }));
    let locking = async {
        // In the middle of it.
        onlooker.locks(lock(hub, general), || said.get() >= 1_000).await;
        ada.person().reads_page(general).await
    };
    let (taken, page) = futures_util::join!(talk, locking);
    let taken: usize = taken.iter().sum();
    assert_eq!(onlooker.heard, taken, "all that was acknowledged was told before the lock was answered");
    assert_eq!(
        page.messages.last().map(|last| last.ordinal),
        Some(taken as u64),
        "what was acknowledged was there, and nothing else"
    );
    assert_eq!(
        ada.person().reads_page(general).await.messages,
        page.messages,
        "nothing came after the answer"
    );
    assert_eq!(refused(bo.calls(send(general, "late")).await), ErrorCode::Locked);
    ada.person().sends(general, "calm down").await;
    assert_eq!(
        onlooker.hears().await,
        Heard::Message("calm down".to_owned()),
        "nobody was told of anything else"
    );
}

each_engine! {
    async fn nothing_arrives_after_a_lock_of_the_channel_was_answered(engine: Engine) {
        nothing_arrives_after(engine, |_, general| lock(general).into()).await;
    }

    async fn nothing_arrives_after_a_lock_of_the_hub_was_answered(engine: Engine) {
        nothing_arrives_after(engine, |hub, _| lock_hub(hub).into()).await;
    }

    async fn everybody_is_told_and_a_restart_changes_nothing(engine: Engine) {
        let server = Server::on(engine).await;
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(&server).await;
        verify_action("locking", &[&ada, &bo], async {
            does(&ada, lock(general)).await;
            does(&ada, lock_hub(hub)).await;
        }).await;
        bo.agrees("the lock", |state| state.hubs[&hub].locked && state.hubs[&hub].channels[0].locked).await;
        server.kill9();
        server.restart().await;
        bo.reconnects().await;
        assert_eq!(refused(bo.calls(send(general, "x")).await), ErrorCode::Locked);
        ada.reconnects().await;
        does(&ada, unlock_hub(hub)).await;
        does(&ada, unlock(general)).await;
        bo.says(general, "open").await;
    }
}
