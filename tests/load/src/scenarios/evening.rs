//! A lively evening: 1,000 members, each with five of 20 channels open; 100 messages a second, people who write,
//! come, go, edit and read. How late is a message?

use super::stage::{Stage, in_turn};
use crate::clock;
use crate::crowd::{Crowd, Lines};
use crate::dialect::Act;
use crate::figures::{Figures, measure, ratio};
use crate::hosts::Peer;
use crate::report::{Goal, Report, rounds_of};
use crate::room::Room;
use crate::setup::Setup;
use anyhow::Result;
use std::net::SocketAddr;

const MEMBERS: usize = 1000;
const CHANNELS: usize = 20;
const FOLLOWED: usize = 5;

/// How often something happens in a second.
const MESSAGES: u64 = 100;
const TYPING: u64 = 25;
const READING: u64 = 50;
const EDITS: u64 = 5;
const PRESENCE: u64 = 2;
/// Members who were not there before: each comes once, stays a while, and goes.
const GUESTS: usize = 100;
/// Guests who are there at the same time.
const STAYING: usize = 10;

pub fn run(setup: &Setup) -> Result<Report> {
    let runs = in_turn(setup, &[Peer::Hubbub, Peer::Bun], |peer| once(setup, peer))?;
    let mut report = Report::default();
    report.runs(&runs);
    if let (Some(our), Some(their)) = (rounds_of(&runs, Peer::Hubbub), rounds_of(&runs, Peer::Bun)) {
        let later = ratio(our, their, |figures| figures.p99);
        report.goal("p99 of Hubbub / p99 of Bun", later, Goal::AtMost(1.2), " ×");
        report.ratios.insert("evening/bun".to_owned(), 1.0 / later);
    }
    Ok(report)
}

fn once(setup: &Setup, peer: Peer) -> Result<Figures> {
    let stage = Stage::open(setup, peer, MEMBERS + GUESTS, CHANNELS)?;
    let mut crowd = Crowd::new()?;
    let follows = |who: usize| (0..FOLLOWED).map(|place| (who + place) % CHANNELS).collect();
    let mut room = Room::new(&stage.dialect, (0..MEMBERS).map(follows).collect());
    room.speaks_in = (0..MEMBERS).map(|who| (who + who / CHANNELS % FOLLOWED) % CHANNELS).collect();
    room.enter(&mut crowd, stage.host().address)?;
    let mut evening = Evening::begin(stage.host().address);
    let secs = setup.secs() * 2.0;
    measure(&mut crowd, &mut room, stage.host(), secs, |room, crowd| evening.goes_on(room, crowd))
}

/// What happens, at its time.
struct Evening {
    begun: u64,
    /// How often each kind has happened.
    done: [u64; 5],
    turn: usize,
    server: SocketAddr,
    /// Guests who have come.
    came: usize,
}

impl Evening {
    fn begin(server: SocketAddr) -> Self {
        Self { begun: clock::now(), done: [0; 5], turn: 0, server, came: 0 }
    }

    fn goes_on(&mut self, room: &mut Room, crowd: &mut Crowd) -> Result<()> {
        let passed = clock::now() - self.begun;
        for (kind, rate) in [MESSAGES, TYPING, READING, EDITS, PRESENCE].into_iter().enumerate() {
            while self.done[kind] < passed * rate / 1_000_000_000 {
                self.done[kind] += 1;
                // A prime, so that all take their turn in no apparent order.
                self.turn = (self.turn + 389) % MEMBERS;
                match kind {
                    4 => self.guest_comes(room, crowd)?,
                    _ => happens(kind, self.turn, room, &mut crowd.lines),
                }
            }
        }
        Ok(())
    }

    /// One comes, and the one who has been there longest goes. Hubbub tells it by itself, others are made to:
    /// everybody follows one of these channels, so all of them hear of it once.
    fn guest_comes(&mut self, room: &Room, crowd: &mut Crowd) -> Result<()> {
        if self.came >= GUESTS {
            return Ok(());
        }
        room.guest(MEMBERS + self.came, self.server, crowd)?;
        self.came += 1;
        if let Some(longest) = self.came.checked_sub(STAYING + 1) {
            crowd.drop_line(MEMBERS + longest);
        }
        let told = (0..CHANNELS).step_by(FOLLOWED);
        told.for_each(|channel| room.act(0, channel, Act::Presence, &mut crowd.lines));
        Ok(())
    }
}

fn happens(kind: usize, who: usize, room: &mut Room, lines: &mut Lines) {
    let channel = room.speaks_in[who];
    match kind {
        0 => room.say(who, channel, lines),
        1 => room.act(who, channel, Act::Typing, lines),
        2 => room.act(who, channel, Act::Read, lines),
        _ => edits(room, lines),
    }
}

/// Somebody who has sent something finds a mistake in it.
fn edits(room: &mut Room, lines: &mut Lines) {
    let author = room.own.iter().enumerate().find_map(|(who, own)| own.map(|own| (who, own)));
    match author {
        Some((who, (channel, message))) => {
            room.act(who, channel, Act::Edit(message), lines);
            room.own[who] = None;
        }
        // Peers without ids of messages.
        None => room.act(0, room.speaks_in[0], Act::Edit(0), lines),
    }
}
