//! 200 of 1,000 members stop reading while large messages go on. The others must not notice, the server must not grow
//! without bound, and the slow ones must get everything in the end: they are closed, come back and catch up.

use super::stage::Stage;
use crate::clock::{self, Deadline};
use crate::crowd::{Crowd, Lines, Listener};
use crate::dialect::{Dialect, News};
use crate::hosts::Peer;
use crate::machine;
use crate::report::{Goal, Report, number};
use crate::room::Room;
use crate::setup::Setup;
use crate::wire::stamp::Stamp;
use anyhow::Result;
use hubbub_shared::model::ChannelChanges;
use hubbub_shared::protocol::{CloseCode, Encoding, Outcome, Reply, ServerFrame};
use std::time::Duration;

const MEMBERS: usize = 1000;
const SLOW: usize = 200;
/// Messages per second, of 16 KB each: what waits for a slow reader is soon as much as it may be.
const RATE: u64 = 10;
/// Members come in with so little room for what they have not read.
const RECEIVE_BUFFER: usize = 16 * 1024;

pub fn run(setup: &Setup) -> Result<Report> {
    let stage = Stage::open(setup, Peer::Hubbub, MEMBERS, 1)?;
    let pid = stage.host().pid();
    let mut crowd = Crowd::new()?;
    let mut room = Room::of_one_channel(&stage.dialect, MEMBERS);
    (room.text, room.is_heavy, room.receive_buffer) = (4000, true, Some(RECEIVE_BUFFER));
    room.enter(&mut crowd, stage.host().address)?;

    let secs = if setup.quick { 5.0 } else { 15.0 };
    let before = talk(&mut crowd, &mut room, pid, secs)?;
    (0..SLOW).for_each(|who| crowd.stop_reading(who));
    // Long enough for each to have more waiting than it may, and short enough to catch up instead of starting over.
    let during = talk(&mut crowd, &mut room, pid, 40.0)?;

    let mut recovery = recover(&mut crowd, &mut room, &stage)?;
    recovery.lost = room.tally.missing();
    Ok(report(&before, &during, &recovery, &room))
}

/// How it was for a while.
struct While {
    p50: f64,
    p99: f64,
    /// The most resident memory of the server, in MiB.
    memory: f64,
}

fn talk(crowd: &mut Crowd, room: &mut Room, pid: u32, secs: f64) -> Result<While> {
    room.tally.forget_latencies();
    let (begun, end) = (clock::now(), Deadline::after(secs));
    let (mut said, mut memory) = (0, 0);
    while !end.is_over() {
        while said < (clock::now() - begun) * RATE / 1_000_000_000 {
            said += 1;
            room.say(MEMBERS - 1, 0, &mut crowd.lines);
            memory = memory.max(machine::resident_kib(pid)?);
        }
        crowd.turn(Duration::from_millis(1), room)?;
    }
    let latency = |quantile| room.tally.latency.value_at_quantile(quantile) as f64 / 1e6;
    Ok(While { p50: latency(0.5), p99: latency(0.99), memory: memory as f64 / 1024.0 })
}

/// How the slow ones came back.
#[derive(Default)]
struct Recovery {
    /// Slow readers whose socket ended so that they may resume.
    resumable: usize,
    /// Slow readers whose socket ended in another way.
    otherwise: usize,
    /// Who got all that they missed.
    caught_up: usize,
    /// Who was told to start over with the newest page.
    started_over: usize,
    /// Deliveries that never came.
    lost: u64,
}

fn recover(crowd: &mut Crowd, room: &mut Room, stage: &Stage) -> Result<Recovery> {
    let mut recovery = Recovery::default();
    (0..SLOW).for_each(|who| crowd.read_again(who, room));
    let limit = Deadline::after(20.0);
    while room.closed.len() < SLOW && !limit.is_over() {
        crowd.turn(Duration::from_millis(50), room)?;
    }
    for (who, code) in std::mem::take(&mut room.closed) {
        let is_resumable = code == CloseCode::SlowReader as u16 || code == crate::crowd::LOST;
        *(if is_resumable { &mut recovery.resumable } else { &mut recovery.otherwise }) += 1;
        let server = stage.host().address;
        crowd.reconnect(who, server, stage.dialect.request(server, who, &[0]))?;
    }
    let ended = recovery.resumable + recovery.otherwise;
    let mut back = Back { room, dialect: &stage.dialect, recovery: &mut recovery };
    let limit = Deadline::after(60.0);
    while back.recovery.caught_up + back.recovery.started_over < ended && !limit.is_over() {
        crowd.turn(Duration::from_millis(50), &mut back)?;
    }
    room.settle(crowd)?;
    Ok(recovery)
}

/// Those who come back and catch up from the last rev that they saw.
struct Back<'a, 'b> {
    room: &'a mut Room<'b>,
    dialect: &'a Dialect,
    recovery: &'a mut Recovery,
}

impl Back<'_, '_> {
    /// What is caught up with is delivered, like anything else.
    fn caught_up(&mut self, who: usize, payload: &[u8], now: u64) {
        let Ok(ServerFrame::Reply(_, Outcome::Ok(Reply::Changes(changes)))) =
            Encoding::MessagePack.decode(payload)
        else {
            return;
        };
        let messages = match changes {
            ChannelChanges::Since { messages, .. } => {
                self.recovery.caught_up += 1;
                messages
            }
            ChannelChanges::StartOver(page) => {
                self.recovery.started_over += 1;
                page.messages
            }
        };
        for stamp in messages.iter().filter_map(|message| Stamp::find(message.content.as_bytes())) {
            self.room.tally.arrived(who, stamp, now);
        }
    }
}

impl Listener for Back<'_, '_> {
    fn opened(&mut self, _: usize, _: &mut Lines) {}

    fn heard(&mut self, who: usize, payload: &[u8], now: u64, lines: &mut Lines) {
        match self.dialect.hear(who, payload, lines) {
            News::Welcome => self.dialect.join(who, &[0], Some(self.room.revs[who]), lines),
            News::Joined => self.caught_up(who, payload, now),
            _ => self.room.heard(who, payload, now, lines),
        }
    }

    fn closed(&mut self, who: usize, code: u16) {
        self.room.closed(who, code);
    }
}

fn report(before: &While, during: &While, recovery: &Recovery, room: &Room) -> Report {
    let mut report = Report::default();
    let row = |what: &str, time: &While| {
        vec![what.to_owned(), number(time.p50), number(time.p99), number(time.memory)]
    };
    let rows = [row("everybody reads", before), row("200 do not: the others", during)];
    report.table(&["", "p50 ms", "p99 ms", "most memory, MiB"], &rows);
    report.say(&format!(
        "{} of {SLOW} were closed so that they may resume, {} otherwise. {} caught up, {} were told to start over.",
        recovery.resumable, recovery.otherwise, recovery.caught_up, recovery.started_over
    ));
    report.goal("p99 of the others", during.p99 / before.p99, Goal::AtMost(1.1), " × of before");
    let grown = during.memory - before.memory;
    report.goal("memory for each slow reader", grown / SLOW as f64, Goal::AtMost(2.0), " MiB");
    report.goal("slow readers who recovered", recovery.caught_up as f64, Goal::AtLeast(SLOW as f64), "");
    report.ratios.insert("slow/others".to_owned(), before.p99 / during.p99);
    (report.lost, report.duplicated) = (recovery.lost, room.tally.duplicated);
    report
}
