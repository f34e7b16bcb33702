//! 15,000 sessions, signed in and following a channel, that do nothing but say every 30 s that they are there. What each of
//! them holds, and what keeping them takes. Also with 2,000, which a first look compares with, and with none.

use crate::clock::{self, Deadline};
use crate::crowd::Crowd;
use crate::dialect::Dialect;
use crate::hosts::{Engine, Hubbub};
use crate::machine;
use crate::report::{Goal, Report, number, whole};
use crate::room::Room;
use crate::setup::Setup;
use crate::wire::frames::BINARY;
use crate::wire::hubbub::HEARTBEAT;
use anyhow::Result;
use std::time::Duration;

const FEW: usize = 2000;
const MANY: usize = 15_000;
/// The server forgets what it needed for signing people in.
const REST_SECS: f64 = 5.0;
/// A server that does less than this in a second is at rest, in percent of a core; and it is given so many of them. After
/// a start it reads on in what happened before: founding a community leaves a line of the audit log for each member.
const AT_REST: f64 = 0.5;
const MOST_SECS: usize = 60;
/// Every client beats this often, which is what the server asks for when nothing is set.
const HEARTBEAT_MS: usize = 30_000;

/// What so many sessions take.
struct Idle {
    sessions: usize,
    /// Resident memory of the server before and with them, in KiB.
    before: f64,
    with: f64,
    /// Processor time, in percent of a core, before and with them.
    alone: f64,
    busy: f64,
}

pub fn run(setup: &Setup) -> Result<Report> {
    let sizes: &[usize] = if setup.quick { &[FEW] } else { &[FEW, MANY] };
    let measured = sizes.iter().map(|sessions| once(setup, *sessions)).collect::<Result<Vec<_>>>()?;
    let mut report = Report::default();
    let row = |idle: &Idle| {
        let mib = |kib: f64| number(kib / 1024.0);
        vec![
            whole(idle.sessions as f64),
            mib(idle.before),
            mib(idle.with),
            number(idle.each()),
            number(idle.alone),
            number(idle.busy),
        ]
    };
    let rows: Vec<_> = measured.iter().map(row).collect();
    let head = [
        "sessions",
        "MiB before them",
        "MiB with them",
        "KiB each",
        "% of a core before them",
        "% with them",
    ];
    report.table(&head, &rows);
    for idle in &measured {
        report.ratios.insert(format!("idle-{}/memory", idle.sessions), 8.0 / idle.each());
    }
    if let Some(most) = measured.last() {
        let alone = measured.iter().map(|idle| idle.alone).sum::<f64>() / measured.len() as f64;
        report.goal("processor time without sessions", alone, Goal::AtMost(0.1), " %");
        for idle in &measured {
            let what = format!("resident memory of a session, of {}", idle.sessions);
            report.goal(&what, idle.each(), Goal::AtMost(6.0), " KiB");
        }
        report.goal("processor time of all of them", most.busy, Goal::AtMost(1.0), " %");
    }
    Ok(report)
}

impl Idle {
    fn each(&self) -> f64 {
        (self.with - self.before) / self.sessions as f64
    }
}

fn once(setup: &Setup, sessions: usize) -> Result<Idle> {
    let (name, members) = if setup.quick { ("2000-1", FEW) } else { ("15000-1", MANY) };
    let hubbub = Hubbub::start(setup, Engine::Sqlite, name)?;
    let dialect = Dialect::Hubbub(hubbub.community(members, 1)?);
    // Founding left its marks on the memory; what is measured is a server that was just started.
    let hubbub = hubbub.restart(setup, Engine::Sqlite, name)?;
    let pid = hubbub.host.pid();
    let secs = if setup.quick { 5.0 } else { 20.0 };
    comes_to_rest(pid)?;
    let alone = busy_alone(pid, secs)?;
    let before = machine::resident_kib(pid)? as f64;

    let mut crowd = Crowd::new()?;
    let mut room = Room::of_one_channel(&dialect, sessions);
    room.enter(&mut crowd, hubbub.host.address)?;
    rest(&mut crowd, &mut room, REST_SECS)?;
    let with = machine::resident_kib(pid)? as f64;
    let busy = busy_during(pid, secs, || rest(&mut crowd, &mut room, secs))?;
    eprintln!("    {sessions} sessions: {} KiB each", number((with - before) / sessions as f64));
    Ok(Idle { sessions, before, with, alone, busy })
}

/// Waits until the server has done nothing worth mentioning for three seconds, if that happens in time.
fn comes_to_rest(pid: u32) -> Result<()> {
    let mut quiet = 0;
    for _ in 0..MOST_SECS {
        quiet = if busy_alone(pid, 1.0)? < AT_REST { quiet + 1 } else { 0 };
        if quiet == 3 {
            break;
        }
    }
    Ok(())
}

/// Processor time of a process that nobody asks anything, in percent of a core.
fn busy_alone(pid: u32, secs: f64) -> Result<f64> {
    busy_during(pid, secs, || {
        std::thread::sleep(Duration::from_secs_f64(secs));
        Ok(())
    })
}

/// Processor time of a process meanwhile, in percent of a core.
fn busy_during(pid: u32, secs: f64, wait: impl FnOnce() -> Result<()>) -> Result<f64> {
    let cpu = machine::cpu_secs(pid)?;
    wait()?;
    Ok((machine::cpu_secs(pid)? - cpu) / secs * 100.0)
}

fn rest(crowd: &mut Crowd, room: &mut Room, secs: f64) -> Result<()> {
    let (begun, end, sessions) = (clock::now(), Deadline::after(secs), crowd.len());
    let mut beaten = 0;
    while !end.is_over() {
        let due = (clock::now() - begun) as usize / 1_000_000 * sessions / HEARTBEAT_MS;
        for beat in beaten..due {
            crowd.lines.send(beat % sessions, BINARY, HEARTBEAT);
        }
        beaten = due;
        crowd.turn(end.left().min(Duration::from_millis(20)), room)?;
    }
    room.check()
}
