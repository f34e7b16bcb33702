//! The server is killed and comes back; 10,000 clients connect at once, each with a cache that misses the newest
//! messages. All of them must be ready and complete. Beside it: how fast the old stack lets strangers in.

use crate::clock::{self, Deadline};
use crate::crowd::{Crowd, Lines, Listener};
use crate::dialect::{Dialect, News};
use crate::figures::median;
use crate::hosts::{Engine, Host, Hubbub};
use crate::http::Http;
use crate::report::{Goal, Report, number};
use crate::room::Room;
use crate::setup::Setup;
use anyhow::{Context, Result, ensure};
use hubbub_shared::model::ChannelChanges;
use hubbub_shared::protocol::{Encoding, Outcome, Reply, ServerFrame};
use std::net::SocketAddr;
use std::time::Duration;

/// Messages that every cache misses.
const MISSED: u64 = 20;
/// Everything must be over after so many seconds.
const LIMIT: f64 = 120.0;

/// How one storm went.
#[derive(Default)]
struct Storm {
    /// Seconds until the last one was ready.
    ready: f64,
    /// Seconds until the last one was complete.
    complete: f64,
    /// Members who were refused, closed or told something wrong.
    errors: usize,
}

pub fn run(setup: &Setup) -> Result<Report> {
    let clients = if setup.quick { 1000 } else { 10_000 };
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 1..=setup.rounds() {
        let storm = hubbub(setup, clients)?;
        eprintln!(
            "    round {round}: Hubbub ready after {:.2} s, complete after {:.2} s, {} errors",
            storm.ready, storm.complete, storm.errors
        );
        ours.push(storm);
        if setup.peers.is_some() {
            let storm = old_stack(setup, clients)?;
            eprintln!(
                "    round {round}: old stack ready after {:.2} s, {} errors",
                storm.ready, storm.errors
            );
            theirs.push(storm);
        }
    }
    Ok(report(clients, &ours, &theirs))
}

fn report(clients: usize, ours: &[Storm], theirs: &[Storm]) -> Report {
    let mut report = Report::default();
    let of = |storms: &[Storm], what: fn(&Storm) -> f64| median(storms.iter().map(what).collect());
    let speed = |storms: &[Storm]| clients as f64 / of(storms, |storm| storm.ready);
    let errors = |storms: &[Storm]| storms.iter().map(|storm| storm.errors).sum::<usize>();
    let row = |name: &str, storms: &[Storm], complete: String| {
        let ready = number(of(storms, |storm| storm.ready));
        vec![name.to_owned(), number(speed(storms)), ready, complete, errors(storms).to_string()]
    };
    let mut rows = vec![row("Hubbub: signed in, caught up", ours, number(of(ours, |storm| storm.complete)))];
    if !theirs.is_empty() {
        rows.push(row("Express + Socket.IO: strangers", theirs, "–".to_owned()));
    }
    report.say(&format!("{clients} clients, each {MISSED} messages behind."));
    report.table(&["", "upgrades/s", "last one ready, s", "last one complete, s", "errors"], &rows);
    report.goal("errors", errors(ours) as f64, Goal::AtMost(0.0), "");
    report.lost = errors(ours) as u64;
    if !theirs.is_empty() {
        let pairs = ours.iter().zip(theirs).map(|(ours, theirs)| theirs.ready / ours.ready);
        report.compare(
            "storm/old-stack",
            "upgrades/s, Hubbub / old stack",
            median(pairs.collect()),
            Some(4.0),
        );
    }
    report
}

fn hubbub(setup: &Setup, clients: usize) -> Result<Storm> {
    let name = if setup.quick { "2000-1" } else { "15000-1" };
    let hubbub = Hubbub::start(setup, Engine::Sqlite, name)?;
    let community = hubbub.community(clients, 1)?;
    let dialect = Dialect::Hubbub(community.clone());
    // They are all there when it is killed.
    let mut crowd = Crowd::new()?;
    let mut room = Room::of_one_channel(&dialect, clients);
    room.enter(&mut crowd, hubbub.host.address)?;
    let rev = rev(hubbub.host.address, &community)?;
    let hubbub = hubbub.restart(setup, Engine::Sqlite, name)?;
    drop(crowd);
    // The first to be back says something before the others come.
    let mut crowd = Crowd::new()?;
    let mut first = Room::of_one_channel(&dialect, 1);
    first.enter(&mut crowd, hubbub.host.address)?;
    (0..MISSED).for_each(|_| first.say(0, 0, &mut crowd.lines));
    first.settle(&mut crowd)?;
    ensure!(first.tally.missing() == 0, "the messages to catch up with were not sent");
    storm(hubbub.host.address, &dialect, clients, Some(rev))
}

/// Where the channel stands.
fn rev(server: SocketAddr, community: &crate::people::Community) -> Result<u64> {
    let path = format!("/api/channels/{}/messages?limit=1", community.channels[0]);
    let page = Http::to(server).ask("GET", &path, &community.cookies[0], None)?.json()?;
    page["rev"].as_u64().context("a page has its rev")
}

fn old_stack(setup: &Setup, clients: usize) -> Result<Storm> {
    let host = Host::old_stack(setup, None)?;
    storm(host.address, &Dialect::SocketIo, clients, None)
}

/// All of them at once.
fn storm(server: SocketAddr, dialect: &Dialect, clients: usize, since_rev: Option<u64>) -> Result<Storm> {
    let mut crowd = Crowd::new()?;
    let mut watch =
        Watch { dialect, since_rev, begun: clock::now(), ready: 0, complete: 0, storm: Storm::default() };
    for who in 0..clients {
        crowd.connect(server, dialect.request(server, who, &[0]), None)?;
        if who % 64 == 0 {
            crowd.turn(Duration::ZERO, &mut watch)?;
        }
    }
    let limit = Deadline::after(LIMIT);
    while watch.complete + watch.storm.errors < clients && !limit.is_over() {
        crowd.turn(Duration::from_millis(100), &mut watch)?;
    }
    watch.storm.errors += clients.saturating_sub(watch.complete + watch.storm.errors);
    Ok(watch.storm)
}

/// Sees them come in.
struct Watch<'a> {
    dialect: &'a Dialect,
    since_rev: Option<u64>,
    begun: u64,
    ready: usize,
    complete: usize,
    storm: Storm,
}

impl Watch<'_> {
    fn is_ready(&mut self, who: usize, now: u64, lines: &mut Lines) {
        self.ready += 1;
        self.storm.ready = (now - self.begun) as f64 / 1e9;
        match self.since_rev {
            Some(_) => self.dialect.join(who, &[0], self.since_rev, lines),
            // Nothing to catch up with.
            None => self.complete += 1,
        }
    }

    fn caught_up(&mut self, payload: &[u8], now: u64) {
        if self.since_rev.is_some_and(|since| is_complete(payload, since)) {
            self.complete += 1;
            self.storm.complete = (now - self.begun) as f64 / 1e9;
        } else {
            self.storm.errors += 1;
        }
    }
}

/// Every change since then, in order, and nothing else.
fn is_complete(payload: &[u8], since: u64) -> bool {
    match Encoding::MessagePack.decode(payload) {
        Ok(ServerFrame::Reply(_, Outcome::Ok(Reply::Changes(ChannelChanges::Since { messages, rev })))) => {
            let revs = messages.iter().map(|message| message.rev);
            rev == since + MISSED && revs.eq(since + 1..=since + MISSED)
        }
        _ => false,
    }
}

impl Listener for Watch<'_> {
    fn opened(&mut self, _: usize, _: &mut Lines) {}

    fn heard(&mut self, who: usize, payload: &[u8], now: u64, lines: &mut Lines) {
        match self.dialect.hear(who, payload, lines) {
            News::Welcome => self.is_ready(who, now, lines),
            News::Joined => self.caught_up(payload, now),
            News::Refused => self.storm.errors += 1,
            _ => {}
        }
    }

    fn closed(&mut self, _: usize, _: u16) {
        self.storm.errors += 1;
    }
}
