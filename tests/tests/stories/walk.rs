//! Many people do random things at once; in the end every client shows what the server has.
//!
//! A failure names its seed: repeat it with `HUBBUB_SEED=…`.

use crate::scene::general_of;
use hubbub_shared::protocol::Command;
use hubbub_shared::protocol::command::{
    AssignRole, CreateChannel, CreateRole, DeleteChannel, DeleteMessage, DeleteMessages, DeleteRole,
    EditMessage, JoinHub, LeaveHub, LockChannel, MarkRead, RemoveChannelOverwrite, RemoveRole, SendMessage,
    SetChannelOverwrite, TimeOutMember, UnlockChannel, UpdateChannel, UpdateHub, UpdateMe, UpdateRole,
};
use hubbub_shared::{HubId, Permissions};
use hubbub_tests::{Acts, Door, Engine, Phone, Server, each_engine, fresh_nonce, is_up_to_date, overwrite};
use std::time::{SystemTime, UNIX_EPOCH};

/// A small generator (splitmix64) that the seed alone decides.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }
}

fn seed() -> u64 {
    let given = std::env::var("HUBBUB_SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64 % 1_000_000
    })
}

/// Something that this person could try, from what is on their screen.
fn idea(dice: &mut Dice, phone: &Phone, hub: HubId, code: &str) -> Option<Command> {
    let state = phone.state();
    let Some(view) = state.hubs.get(&hub) else { return Some(JoinHub { code: code.to_owned() }.into()) };
    let channel = dice.one_of(&view.channels)?.id;
    let messages: Vec<_> =
        state.caches.get(&channel).map(|cache| cache.messages.values().collect()).unwrap_or_default();
    let message = dice.one_of(&messages).map(|message| message.id);
    let members: Vec<_> =
        state.members.get(&hub).map(|members| members.keys().copied().collect()).unwrap_or_default();
    let user = *dice.one_of(&members).unwrap_or(&phone.id());
    let role = dice.one_of(&view.roles)?.id;
    // Not HISTORY: whoever gains or loses it keeps what is on the screen, and a fresh client does not.
    let bits = [Permissions::VIEW, Permissions::SEND, Permissions::MANAGE_MESSAGES, Permissions::NONE];
    let (bit, other) = (*dice.one_of(&bits)?, *dice.one_of(&bits)?);
    let target = if dice.below(2) == 0 { overwrite(role).target } else { overwrite(user).target };
    let name = format!("n{}", dice.below(1000));
    Some(match dice.below(32) {
        0 => {
            CreateChannel { hub, name, topic: None, category: None, position: None, overwrites: None }.into()
        }
        1 if view.channels.len() > 2 => DeleteChannel { channel }.into(),
        2 => UpdateChannel {
            name: Some(name),
            position: Some(dice.below(5) as u32),
            ..UpdateChannel::of(channel)
        }
        .into(),
        3 | 4 => SetChannelOverwrite { channel, target, allow: bit, deny: other.without(bit) }.into(),
        5 => RemoveChannelOverwrite { channel, target }.into(),
        6 => CreateRole::of(hub, name, bit | Permissions::MANAGE_ROLES).into(),
        7 => {
            UpdateRole { permissions: Some(Permissions::EVERYONE_DEFAULT | bit), ..UpdateRole::of(hub, role) }
                .into()
        }
        8 => DeleteRole { hub, role }.into(),
        9 | 10 => AssignRole { hub, user, role }.into(),
        11 => RemoveRole { hub, user, role }.into(),
        12 => UpdateHub { hub, name: Some(name), description: None }.into(),
        13 => UpdateMe { display_name: Some(name) }.into(),
        14 => LeaveHub { hub }.into(),
        15 => TimeOutMember { hub, user, until: None, reason: None }.into(),
        16..=18 => MarkRead { channel, seq: None }.into(),
        19 | 20 => EditMessage {
            channel,
            message: message?,
            content: format!("edited {name}"),
            base_rev: None,
            attachments: None,
        }
        .into(),
        22 => LockChannel { channel, reason: None }.into(),
        23 => UnlockChannel { channel, reason: None }.into(),
        24 => {
            DeleteMessages { channel, messages: messages.iter().take(3).map(|message| message.id).collect() }
                .into()
        }
        21 => DeleteMessage { channel, message: message? }.into(),
        _ => SendMessage::of(channel, format!("{name} <@{user}>"), Some(fresh_nonce())).into(),
    })
}

async fn wanders(dice: &mut Dice, phone: &Phone, hub: HubId, code: &str, steps: usize) {
    for _ in 0..steps {
        if dice.below(25) == 0 {
            phone.loses_connection();
            phone.reconnects().await;
        }
        let Some(command) = idea(dice, phone, hub, code) else { continue };
        let door = if dice.below(4) == 0 { Door::Rest } else { Door::Socket };
        // Whether it is allowed is told elsewhere; here it only must not be a fault.
        let answer = phone.via(door).calls(command.clone()).await;
        if let Err(problem) = answer {
            assert!(problem.code.status() < 500, "{command:?}: {problem:?}");
        }
    }
}

each_engine! {
    async fn after_many_random_doings_every_client_shows_what_the_server_has(engine: Engine) {
        let seed = seed();
        println!("HUBBUB_SEED={seed}");
        let server = Server::with(engine, &[("HUBBUB_WORKERS", "4")]).await;
        let ada = server.phone("Ada").await;
        let hub = ada.creates_hub("Random").await;
        general_of(&hub);
        let (hub, code) = (hub.id, ada.invites(hub.id).await);
        let mut phones = vec![ada];
        for name in ["Bo", "Cy", "Di"] {
            let phone = server.phone(name).await;
            phone.joins(&code).await;
            phones.push(phone);
        }
        phones.push(phones[1].another_device().await);
        let trusted = Permissions::MANAGE_CHANNELS | Permissions::MANAGE_ROLES | Permissions::MANAGE_HUB;
        let role = phones[0].makes_role(hub, "trusted", trusted).await.id;
        phones[0].assigns(hub, phones[1].id(), role).await;
        for phone in &phones {
            phone.agrees("the hub", |state| state.hubs.contains_key(&hub)).await;
            is_up_to_date("the beginning", phone).await;
        }
        let (rounds, steps) = if engine == Engine::Sqlite { (8, 40) } else { (3, 8) };
        for round in 0..rounds {
            let walks = phones.iter().enumerate().map(|(number, phone)| {
                let mut dice = Dice(seed.wrapping_add((round * 100 + number) as u64));
                let code = &code;
                async move { wanders(&mut dice, phone, hub, code, steps).await }
            });
            futures_util::future::join_all(walks).await;
            for phone in &phones {
                is_up_to_date(&format!("round {round} of seed {seed}"), phone).await;
            }
        }
        assert!(!server.said().contains("panicked"), "the server panicked");
    }
}
