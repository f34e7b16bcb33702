//! A hub of 50,000 members, 500 channels and 250 roles, with 10,000 of them there: what it takes to give somebody a role, to
//! change what everyone may do, to find members by their names, and to let 1,000 people in at once while others talk.

use crate::clock::{self, Deadline};
use crate::crowd::{Crowd, Lines, Listener};
use crate::dialect::Dialect;
use crate::figures::median;
use crate::hosts::{Engine, Hubbub};
use crate::people::{Community, strangers, user_id};
use crate::report::{Goal, Report, number, whole};
use crate::room::{Encore, Room};
use crate::seed::{Shelf, Size};
use crate::setup::Setup;
use crate::tally::histogram;
use crate::wire::frames::BINARY;
use crate::wire::hubbub::{self, Heard};
use anyhow::{Result, bail, ensure};
use hdrhistogram::Histogram;
use hubbub_shared::protocol::command::{AssignRole, CreateInvite, FindMembers, JoinHub, UpdateRole};
use hubbub_shared::protocol::{ClientFrame, Command, Encoding, Outcome, Reply, ServerFrame};
use hubbub_shared::{HubId, Permissions, RoleId, UserId};
use std::time::Duration;

/// Calls that are waited for have references from here on.
const CALL: u32 = 1 << 30;
/// Everything that is waited for must happen within so many seconds.
const PATIENCE: f64 = 60.0;
const ASSIGNMENTS: usize = 100;
const SEARCHES: usize = 300;
const CHANGES: usize = 6;

/// How large the hub is, and how many are there.
struct Wish {
    members: u64,
    channels: u64,
    roles: u64,
    there: usize,
    joining: usize,
}

impl Wish {
    const fn of(setup: &Setup) -> Self {
        match setup.quick {
            true => Self { members: 2_000, channels: 50, roles: 25, there: 500, joining: 100 },
            false => Self { members: 50_000, channels: 500, roles: 250, there: 10_000, joining: 1_000 },
        }
    }
}

/// What was measured.
struct Measured {
    /// Answers to giving somebody a role, in nanoseconds.
    assigned: Histogram<u64>,
    /// Views that were told beside those whom a role concerns, or that they were not told.
    amiss: usize,
    /// Milliseconds until the last one was told of a permission that changed, in each round.
    told: Vec<f64>,
    /// Answers to looking for members, in nanoseconds.
    found: Histogram<u64>,
    /// Seconds until the last one who joined was answered.
    joined: f64,
    /// 99 % of deliveries took so long before and meanwhile, in milliseconds.
    before: f64,
    meanwhile: f64,
}

pub fn run(setup: &Setup) -> Result<Report> {
    let wish = Wish::of(setup);
    let measured = measure(setup, &wish)?;
    let mut report = Report::default();
    let assigned = |quantile| measured.assigned.value_at_quantile(quantile) as f64 / 1e6;
    report.say(&format!(
        "{} members, {} channels, {} roles, on SQLite; {} of the members are there and look at the same channel.",
        whole(wish.members as f64),
        wish.channels,
        wish.roles,
        whole(wish.there as f64)
    ));
    let found = |quantile| measured.found.value_at_quantile(quantile) as f64 / 1e6;
    let joining = format!("{} people join by one invite, s", whole(wish.joining as f64));
    let rows = [
        ("giving somebody a role, half of them, ms", assigned(0.5)),
        ("giving somebody a role, 99 % of them, ms", assigned(0.99)),
        ("a permission of everyone changes, until the last one is told, ms", median(measured.told.clone())),
        ("finding members by the beginning of a name, half of them, ms", found(0.5)),
        ("finding members by the beginning of a name, 99 % of them, ms", found(0.99)),
        (&*joining, measured.joined),
        ("99 % of deliveries before, ms", measured.before),
        ("99 % of deliveries while they join, ms", measured.meanwhile),
    ];
    report.table(&["", "measured"], &rows.map(|(what, figure)| vec![what.to_owned(), number(figure)]));
    report.goal("giving somebody a role, half of them", assigned(0.5), Goal::AtMost(5.0), " ms");
    report.goal(
        "views too many or too few, where each role concerns one",
        measured.amiss as f64,
        Goal::AtMost(0.0),
        "",
    );
    report.goal("until all are told of a permission", median(measured.told), Goal::AtMost(200.0), " ms");
    report.goal("finding members, 99 % of them", found(0.99), Goal::AtMost(20.0), " ms");
    report.goal("until all have joined", measured.joined, Goal::AtMost(3.0), " s");
    let slower = measured.meanwhile / measured.before;
    report.goal("deliveries while they join, to before", slower, Goal::AtMost(2.0), " ×");
    Ok(report)
}

fn measure(setup: &Setup, wish: &Wish) -> Result<Measured> {
    let (hubbub, community, role) = prepare(setup, wish)?;
    let server = hubbub.host.address;
    let (hub, members) = (HubId(community.hub), wish.there);
    let users =
        (1..=ASSIGNMENTS).map(|who| user_id(server, &community.cookies[who])).collect::<Result<Vec<_>>>()?;
    let dialect = Dialect::Hubbub(community);
    let mut hall = Hall::open(&dialect, members)?;
    hall.room.enter(&mut hall.crowd, server)?;

    let mut assigned = histogram();
    for user in users {
        let took = hall.call(AssignRole { hub, user: UserId(user), role: RoleId(role) })?;
        assigned.saturating_record(took);
    }
    hall.rest(1.0)?;
    let amiss = hall.ear.changes.abs_diff(ASSIGNMENTS);

    let mut told = Vec::new();
    for round in 0..CHANGES {
        let all = Permissions::EVERYONE_DEFAULT;
        let permissions = Some(if round % 2 == 0 { all.without(Permissions::REACT) } else { all });
        told.push(
            hall.until_all_are_told(UpdateRole { permissions, ..UpdateRole::of(hub, hub.everyone()) })?,
        );
        hall.rest(0.5)?;
    }

    let mut found = histogram();
    for number in 0..SEARCHES {
        found.saturating_record(hall.call(search(hub, role, number))?);
    }

    let before = hall.talk(|hall| hall.rest(setup.secs()))?;
    let code = hall.invite(hub)?;
    for guest in members..members + wish.joining {
        hall.room.guest(guest, server, &mut hall.crowd)?;
    }
    hall.wait("guests", |ear| ear.guests == wish.joining)?;
    let mut joined = 0.0;
    let meanwhile = hall.talk(|hall| {
        joined = hall.all_join(&code, members..members + wish.joining)?;
        Ok(())
    })?;
    hall.room.check()?;
    Ok(Measured { assigned, amiss, told, found, joined, before, meanwhile })
}

/// What people type: a name that one has, a beginning that nearly all have, and the same within a role.
fn search(hub: HubId, given: u64, number: usize) -> FindMembers {
    let name = match number % 3 {
        0 => (number * 97).to_string(),
        1 => "resi".to_owned(),
        _ => format!("resident {}", number % 10),
    };
    let role = Some(RoleId(given)).filter(|_| number.is_multiple_of(6));
    FindMembers { name: Some(name), role, ..FindMembers::of(hub) }
}

/// The hub with its residents, and guests who belong to no hub at the end of the cookies; a role that nobody has.
fn prepare(setup: &Setup, wish: &Wish) -> Result<(Hubbub, Community, u64)> {
    let name = format!("large-hub-{}", wish.members);
    let hubbub = Hubbub::start_fresh(setup, Engine::Sqlite, &name, &[])?;
    let mut community = hubbub.community(wish.there, 1)?;
    community.cookies.extend(strangers(hubbub.host.address, wish.joining)?);
    let data = hubbub.data().to_owned();
    drop(hubbub);
    let size =
        Size { members: wish.members - wish.there as u64, channels: wish.channels - 1, roles: wish.roles };
    let role = Shelf::open(&data, None)?.large_hub(community.hub, &size)?;
    Ok((Hubbub::start(setup, Engine::Sqlite, &name)?, community, role))
}

/// All sessions, and what is heard on them.
struct Hall<'a> {
    crowd: Crowd,
    room: Room<'a>,
    ear: Ear,
    reference: u32,
}

/// What was heard so far, beside messages.
struct Ear {
    members: usize,
    /// Times that somebody was told that their view of the hub is another.
    changes: usize,
    /// Guests who are ready.
    guests: usize,
    answers: usize,
    refused: usize,
    answer: Vec<u8>,
    /// When the last of those changes and answers came.
    at: u64,
}

impl<'a> Hall<'a> {
    fn open(dialect: &'a Dialect, members: usize) -> Result<Self> {
        let ear = Ear { members, changes: 0, guests: 0, answers: 0, refused: 0, answer: Vec::new(), at: 0 };
        Ok(Self { crowd: Crowd::new()?, room: Room::of_one_channel(dialect, members), ear, reference: CALL })
    }

    fn turn(&mut self, patience: Duration) -> Result<()> {
        self.crowd.turn(patience, &mut Both { room: &mut self.room, ear: &mut self.ear })
    }

    fn rest(&mut self, secs: f64) -> Result<()> {
        let end = Deadline::after(secs);
        while !end.is_over() {
            self.turn(end.left().min(Duration::from_millis(10)))?;
        }
        Ok(())
    }

    fn wait(&mut self, what: &str, until: impl Fn(&Ear) -> bool) -> Result<()> {
        let limit = Deadline::after(PATIENCE);
        while !until(&self.ear) {
            self.turn(Duration::from_millis(10))?;
            ensure!(
                self.ear.refused == 0,
                "{what}: {:?}",
                Encoding::MessagePack.decode::<ServerFrame>(&self.ear.answer)
            );
            ensure!(!limit.is_over(), "{what} did not come in {PATIENCE} s");
        }
        Ok(())
    }

    fn ask(&mut self, who: usize, command: impl Into<Command>) -> Result<()> {
        self.reference += 1;
        let frame = Encoding::MessagePack.encode(&ClientFrame::Call(self.reference, command.into()))?;
        self.crowd.lines.send(who, BINARY, &frame);
        Ok(())
    }

    /// The owner asks, and is answered; how many nanoseconds that took.
    fn call(&mut self, command: impl Into<Command>) -> Result<u64> {
        let (start, answers) = (clock::now(), self.ear.answers);
        self.ask(0, command)?;
        self.wait("an answer", |ear| ear.answers > answers)?;
        Ok(self.ear.at - start)
    }

    /// The owner changes something for all members who are there; milliseconds until the last one is told.
    fn until_all_are_told(&mut self, command: impl Into<Command>) -> Result<f64> {
        let (start, all) = (clock::now(), self.ear.changes + self.ear.members - 1);
        self.ask(0, command)?;
        // The owner may do the same as before.
        self.wait("a change", |ear| ear.changes >= all)?;
        Ok((self.ear.at - start) as f64 / 1e6)
    }

    fn invite(&mut self, hub: HubId) -> Result<String> {
        self.call(CreateInvite { hub, max_uses: None, expires_in_secs: None })?;
        match Encoding::MessagePack.decode(&self.ear.answer) {
            Ok(ServerFrame::Reply(_, Outcome::Ok(Reply::Invite(invite)))) => Ok(invite.code),
            other => bail!("no invite but {other:?}"),
        }
    }

    /// All of them at once; seconds until the last one is answered.
    fn all_join(&mut self, code: &str, guests: std::ops::Range<usize>) -> Result<f64> {
        let (start, answers) = (clock::now(), self.ear.answers + guests.len());
        for guest in guests {
            self.ask(guest, JoinHub { code: code.to_owned() })?;
        }
        self.wait("answers to who joins", |ear| ear.answers >= answers)?;
        Ok((self.ear.at - start) as f64 / 1e9)
    }

    /// One says something again and again meanwhile; 99 % of deliveries took so long, in milliseconds.
    fn talk(&mut self, meanwhile: impl FnOnce(&mut Self) -> Result<()>) -> Result<f64> {
        self.room.encore = Encore::Arrived;
        self.room.tally.forget_latencies();
        self.room.say(1, 0, &mut self.crowd.lines);
        meanwhile(self)?;
        self.room.encore = Encore::Never;
        self.rest(1.0)?;
        ensure!(self.room.tally.missing() == 0, "{} deliveries are missing", self.room.tally.missing());
        Ok(self.room.tally.latency.value_at_quantile(0.99) as f64 / 1e6)
    }
}

struct Both<'h, 'a> {
    room: &'h mut Room<'a>,
    ear: &'h mut Ear,
}

impl Listener for Both<'_, '_> {
    fn opened(&mut self, who: usize, lines: &mut Lines) {
        self.room.opened(who, lines);
    }

    fn heard(&mut self, who: usize, payload: &[u8], now: u64, lines: &mut Lines) {
        self.ear.heard(who, payload, now);
        self.room.heard(who, payload, now, lines);
    }

    fn closed(&mut self, who: usize, code: u16) {
        self.room.closed(who, code);
    }
}

impl Ear {
    fn heard(&mut self, who: usize, payload: &[u8], now: u64) {
        match hubbub::hear(payload) {
            Heard::Ready if who >= self.members => self.guests += 1,
            Heard::Answered { reference, is_ok, .. } if (CALL..2 * CALL - 1).contains(&reference) => {
                self.answers += 1;
                self.refused += usize::from(!is_ok);
                self.at = now;
                self.answer = payload.to_vec();
            }
            Heard::View => {
                self.changes += 1;
                self.at = now;
            }
            _ => {}
        }
    }
}
