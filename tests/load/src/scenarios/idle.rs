//! 15,000 sessions, signed in and following a channel, that do nothing. What each of them holds, and what keeping
//! them takes.

use crate::clock::Deadline;
use crate::crowd::Crowd;
use crate::dialect::Dialect;
use crate::hosts::{Engine, Hubbub};
use crate::machine;
use crate::report::{Goal, Report};
use crate::room::Room;
use crate::setup::Setup;
use anyhow::Result;
use std::time::Duration;

/// The server forgets what it needed for signing people in.
const REST_SECS: f64 = 5.0;

pub fn run(setup: &Setup) -> Result<Report> {
    let members = if setup.quick { 2000 } else { 15_000 };
    let name = format!("{members}-1");
    let hubbub = Hubbub::start(setup, Engine::Sqlite, &name)?;
    let dialect = Dialect::Hubbub(hubbub.community(members, 1)?);
    // Founding left its marks on the memory; what is measured is a server that was just started.
    let hubbub = hubbub.restart(setup, Engine::Sqlite, &name)?;
    let pid = hubbub.host.pid();
    let before = machine::resident_kib(pid)?;

    let mut crowd = Crowd::new()?;
    let mut room = Room::of_one_channel(&dialect, members);
    room.enter(&mut crowd, hubbub.host.address)?;
    rest(&mut crowd, &mut room, REST_SECS)?;
    let after = machine::resident_kib(pid)?;
    let secs = if setup.quick { 5.0 } else { 30.0 };
    let cpu = machine::cpu_secs(pid)?;
    rest(&mut crowd, &mut room, secs)?;
    let busy = (machine::cpu_secs(pid)? - cpu) / secs * 100.0;

    let mut report = Report::default();
    let each = (after as f64 - before as f64) / members as f64;
    report.say(&format!(
        "{members} sessions: {:.0} MiB resident before them, {:.0} MiB with them.",
        before as f64 / 1024.0,
        after as f64 / 1024.0
    ));
    report.goal("resident memory of a session", each, Goal::AtMost(8.0), " KiB");
    report.goal("processor time of all of them, idle", busy, Goal::AtMost(1.0), " %");
    report.ratios.insert("idle/memory".to_owned(), 8.0 / each);
    Ok(report)
}

fn rest(crowd: &mut Crowd, room: &mut Room, secs: f64) -> Result<()> {
    let end = Deadline::after(secs);
    while !end.is_over() {
        crowd.turn(end.left().min(Duration::from_millis(100)), room)?;
    }
    room.check()
}
