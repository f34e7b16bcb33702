//! The server is killed and comes back; 10,000 clients connect at once, each with a cache that misses the newest
//! messages. All of them must be ready and complete.
//!
//! Beside it, how fast people are let in: Hubbub those who have signed in, the old stack strangers. Here no more
//! are at the door than both servers have room for in their queue of new connections: Node's is small, and whoever
//! does not fit tries again after seconds, which says nothing about how fast it is.

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
/// Who may be at the door at the same time, when it is about speed.
const AT_THE_DOOR: usize = 400;
/// Everything must be over after so many seconds.
const LIMIT: f64 = 120.0;

/// How one storm went.
#[derive(Debug, Default, Clone, Copy)]
struct Storm {
    /// Seconds until the last one was ready.
    ready: f64,
    /// Seconds until the last one was complete.
    complete: f64,
    /// Members who were refused, closed or told something wrong.
    errors: usize,
}

/// What was measured in one round.
struct Round {
    storm: Storm,
    /// Signed in, upgrades per second.
    ours: f64,
    /// Strangers of the old stack, if it is there.
    theirs: Option<f64>,
}

pub fn run(setup: &Setup) -> Result<Report> {
    let clients = if setup.quick { 1000 } else { 10_000 };
    let mut rounds = Vec::new();
    for round in 1..=setup.rounds() {
        let (storm, ours) = hubbub(setup, clients)?;
        let theirs = setup.peers.is_some().then(|| old_stack(setup, clients)).transpose()?;
        eprintln!("    round {round}: {storm:?}, then {ours:.0} upgrades/s, the old stack {theirs:.0?}");
        rounds.push(Round { storm, ours, theirs });
    }
    Ok(report(clients, &rounds))
}

fn report(clients: usize, rounds: &[Round]) -> Report {
    let mut report = Report::default();
    let of = |figure: fn(&Round) -> f64| median(rounds.iter().map(figure).collect());
    let errors: usize = rounds.iter().map(|round| round.storm.errors).sum();
    report.say(&format!("{clients} clients, each {MISSED} messages behind, all at once:"));
    let row = [of(|round| round.storm.ready), of(|round| round.storm.complete)].map(number);
    report.table(
        &["last one ready, s", "last one complete, s", "errors"],
        &[row.into_iter().chain([errors.to_string()]).collect()],
    );
    report.goal("errors", errors as f64, Goal::AtMost(0.0), "");
    report.lost = errors as u64;
    report.text.push('\n');
    report.say(&format!("{clients} clients, {AT_THE_DOOR} of them at the door at a time:"));
    let theirs: Vec<f64> = rounds.iter().filter_map(|round| round.theirs).collect();
    let mut rows = vec![vec!["Hubbub, signed in, with `ready`".to_owned(), number(of(|round| round.ours))]];
    if !theirs.is_empty() {
        rows.push(vec!["Express + Socket.IO, strangers".to_owned(), number(median(theirs.clone()))]);
    }
    report.table(&["", "upgrades/s"], &rows);
    if !theirs.is_empty() {
        let ratios = rounds.iter().zip(&theirs).map(|(round, theirs)| round.ours / theirs).collect();
        report.compare("storm/old-stack", "upgrades/s, Hubbub / old stack", median(ratios), Some(4.0));
    }
    report
}

/// The storm, and how fast people are let in by the same server.
fn hubbub(setup: &Setup, clients: usize) -> Result<(Storm, f64)> {
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
    let all_at_once = storm(hubbub.host.address, &dialect, clients, Some(rev), clients)?;
    let let_in = storm(hubbub.host.address, &dialect, clients, None, AT_THE_DOOR)?;
    ensure!(let_in.errors == 0, "{} members were not let in", let_in.errors);
    Ok((all_at_once, clients as f64 / let_in.ready))
}

/// Where the channel stands.
fn rev(server: SocketAddr, community: &crate::people::Community) -> Result<u64> {
    let path = format!("/api/channels/{}/messages?limit=1", community.channels[0]);
    let page = Http::to(server).ask("GET", &path, &community.cookies[0], None)?.json()?;
    page["rev"].as_u64().context("a page has its rev")
}

fn old_stack(setup: &Setup, clients: usize) -> Result<f64> {
    let host = Host::old_stack(setup, None)?;
    let let_in = storm(host.address, &Dialect::SocketIo, clients, None, AT_THE_DOOR)?;
    ensure!(let_in.errors == 0, "{} strangers were not let in", let_in.errors);
    Ok(clients as f64 / let_in.ready)
}

/// All of them come, so many of them at a time.
fn storm(
    server: SocketAddr,
    dialect: &Dialect,
    clients: usize,
    since_rev: Option<u64>,
    at_the_door: usize,
) -> Result<Storm> {
    let mut crowd = Crowd::new()?;
    let mut watch =
        Watch { dialect, since_rev, begun: clock::now(), ready: 0, complete: 0, storm: Storm::default() };
    let limit = Deadline::after(LIMIT);
    while watch.complete + watch.storm.errors < clients && !limit.is_over() {
        let may_come = clients.min(watch.ready + watch.storm.errors + at_the_door);
        // A few at a time: those who are there already must not wait for the others.
        for who in crowd.len()..may_come.min(crowd.len() + 64) {
            crowd.connect(server, dialect.request(server, who, &[0]), None)?;
        }
        let patience = if crowd.len() < may_come { Duration::ZERO } else { Duration::from_millis(100) };
        crowd.turn(patience, &mut watch)?;
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
