//! Everyone of a hub of 10,000 is mentioned, who do not look and have 15,000 devices, while others talk.

use crate::clock::{self, Deadline};
use crate::crowd::Crowd;
use crate::dialect::Dialect;
use crate::hosts::{Engine, Hubbub};
use crate::http::Http;
use crate::people::Community;
use crate::report::{Goal, Report, number, whole};
use crate::room::{Encore, Room};
use crate::seed::{Away, Shelf};
use crate::setup::Setup;
use crate::sink::Sink;
use anyhow::{Result, ensure};
use serde_json::json;
use std::time::Duration;

/// All of it must be handed over within so many seconds.
const PATIENCE: f64 = 180.0;
/// Members who look at another channel, where one talks.
const THERE: usize = 200;

/// What was measured.
struct Measured {
    /// Seconds from sending to the last notification.
    handed_over: f64,
    /// 99 % of deliveries took so long before and meanwhile, in milliseconds.
    before: f64,
    meanwhile: f64,
}

pub fn run(setup: &Setup) -> Result<Report> {
    let (people, devices) = if setup.quick { (1_000, 1_500) } else { (10_000, 15_000) };
    let measured = measure(setup, people, devices)?;
    let mut report = Report::default();
    report.say(&format!(
        "A message mentions everyone. {} members do not look; they have {} devices. {THERE} others look at another channel of \
         the hub, where one talks. The push service answers at once.",
        whole(people as f64),
        whole(devices as f64),
    ));
    let Measured { handed_over, before, meanwhile } = measured;
    let rows = [
        ("until the last notification is handed over, s", handed_over),
        ("notifications per second", devices as f64 / handed_over),
        ("99 % of deliveries before, ms", before),
        ("99 % of deliveries meanwhile, ms", meanwhile),
    ];
    report.table(&["", "measured"], &rows.map(|(what, figure)| vec![what.to_owned(), number(figure)]));
    report.goal("until all are handed over", handed_over, Goal::AtMost(60.0), " s");
    report.goal("deliveries meanwhile, to before", meanwhile / before, Goal::AtMost(1.3), " ×");
    Ok(report)
}

fn measure(setup: &Setup, people: u64, devices: u64) -> Result<Measured> {
    let sink = Sink::start()?;
    let (hubbub, community) = prepare(setup, &sink, people, devices)?;
    let server = hubbub.host.address;
    let (owner, channel) = (community.cookies[0].clone(), community.channels[1]);
    let dialect = Dialect::Hubbub(community);
    let (mut crowd, mut room) = (Crowd::new()?, Room::of_one_channel(&dialect, THERE));
    room.enter(&mut crowd, server)?;
    let before = talk(&mut crowd, &mut room, |_, _| Ok(()), setup.secs())?;
    let mut handed_over = 0.0;
    let meanwhile = talk(
        &mut crowd,
        &mut room,
        |crowd, room| {
            let start = clock::now();
            let path = format!("/api/channels/{channel}/messages");
            let words = json!({ "content": "<@everyone> something for all of you" });
            Http::to(server).ask("POST", &path, &owner, Some(&words))?.json()?;
            let limit = Deadline::after(PATIENCE);
            while sink.taken() < devices as usize {
                crowd.turn(Duration::from_millis(5), room)?;
                ensure!(!limit.is_over(), "only {} of {devices} came in {PATIENCE} s", sink.taken());
            }
            handed_over = (clock::now() - start) as f64 / 1e9;
            Ok(())
        },
        0.0,
    )?;
    ensure!(sink.taken() == devices as usize, "{} came, some twice", sink.taken());
    room.check()?;
    Ok(Measured { handed_over, before, meanwhile })
}

/// One says something again and again meanwhile; 99 % of deliveries took so long, in milliseconds.
fn talk<'a>(
    crowd: &mut Crowd,
    room: &mut Room<'a>,
    meanwhile: impl FnOnce(&mut Crowd, &mut Room<'a>) -> Result<()>,
    secs: f64,
) -> Result<f64> {
    room.encore = Encore::Arrived;
    room.tally.forget_latencies();
    room.say(1, 0, &mut crowd.lines);
    meanwhile(crowd, room)?;
    rest(crowd, room, secs)?;
    room.encore = Encore::Never;
    rest(crowd, room, 1.0)?;
    ensure!(room.tally.missing() == 0, "{} deliveries are missing", room.tally.missing());
    Ok(room.tally.latency.value_at_quantile(0.99) as f64 / 1e6)
}

fn rest(crowd: &mut Crowd, room: &mut Room<'_>, secs: f64) -> Result<()> {
    let end = Deadline::after(secs);
    while !end.is_over() {
        crowd.turn(end.left().min(Duration::from_millis(10)), room)?;
    }
    Ok(())
}

/// The hub with two channels, those who are there, and those who are not.
fn prepare(setup: &Setup, sink: &Sink, people: u64, devices: u64) -> Result<(Hubbub, Community)> {
    let hosts = [("HUBBUB_PUSH_HOSTS", &*sink.host)];
    let hubbub = Hubbub::start_fresh(setup, Engine::Sqlite, "notify", &hosts)?;
    let community = hubbub.community(THERE, 2)?;
    let data = hubbub.data().to_owned();
    drop(hubbub);
    let hub = community.hub;
    Shelf::open(&data, None)?.away(&Away { hub, people, devices, service: &sink.host })?;
    Ok((Hubbub::start_with(setup, Engine::Sqlite, "notify", &hosts)?, community))
}
