//! Acknowledged sends: nobody listens, so what is measured is the way of a message into the store. Beside it, what
//! the engine by itself takes in batches of the size that the server made.

use super::stage::in_turn;
use crate::crowd::Crowd;
use crate::dialect::Dialect;
use crate::figures::{Figures, measure, median};
use crate::hosts::{Engine, Hubbub, MongoDb, Peer, free_port};
use crate::http::Http;
use crate::people::Community;
use crate::report::{Goal, Report, Runs, number};
use crate::room::{Encore, Room};
use crate::seed::Shelf;
use crate::setup::Setup;
use anyhow::{Context, Result};
use std::net::{Ipv4Addr, SocketAddr};

const SENDERS: usize = 100;
/// Messages that each sender has on their way. All of them fit into the queue of one channel.
const OUTSTANDING: usize = 32;
const DATA: &str = "durable";

pub fn run(setup: &Setup) -> Result<Report> {
    let mut report = Report::default();
    let mut rows = Vec::new();
    for channels in [1, 100] {
        eprintln!("  {channels} channels");
        let mut batches = Vec::new();
        let runs = in_turn(setup, &[Peer::Hubbub, Peer::HubbubOnMongoDb], |peer| {
            let (figures, batch) = once(setup, peer, channels)?;
            batches.push((peer, batch));
            Ok(figures)
        })?;
        for runs in &runs {
            let of_this = batches.iter().filter(|(peer, _)| *peer == runs.peer);
            let batch = median(of_this.map(|(_, batch)| *batch).collect());
            let raw = raw_speed(setup, runs.peer, channels, batch)?;
            rows.push(row(runs, channels, batch, raw));
            count(&mut report, runs, channels, raw);
        }
    }
    let mut table = Report::default();
    let head = [
        "store",
        "channels",
        "acknowledged/s",
        "p50 ms",
        "p99 ms",
        "mean batch",
        "the engine alone/s",
        "busy",
    ];
    table.table(&head, &rows);
    report.text.insert_str(0, &table.text);
    Ok(report)
}

fn row(runs: &Runs, channels: usize, batch: f64, raw: f64) -> Vec<String> {
    let of = |figure: fn(&Figures) -> f64| number(median(runs.rounds.iter().map(figure).collect()));
    vec![
        runs.peer.name().to_owned(),
        channels.to_string(),
        of(|figures| figures.answered),
        of(|figures| figures.p50),
        of(|figures| figures.p99),
        number(batch),
        number(raw),
        of(|figures| figures.busy),
    ]
}

fn count(report: &mut Report, runs: &Runs, channels: usize, raw: f64) {
    report.lost += runs.rounds.iter().map(|figures| figures.lost).sum::<u64>();
    report.duplicated += runs.rounds.iter().map(|figures| figures.duplicated).sum::<u64>();
    let speed = median(runs.rounds.iter().map(|figures| figures.answered).collect());
    let name = runs.peer.name();
    if runs.peer == Peer::Hubbub && channels == 100 {
        report.goal(&format!("{name}, {channels} channels"), speed, Goal::AtLeast(20_000.0), "/s");
    }
    report.ratios.insert(format!("durable-{channels}/{name} of its engine"), speed / raw);
}

/// One run, and how many messages went into a batch.
fn once(setup: &Setup, peer: Peer, channels: usize) -> Result<(Figures, f64)> {
    let mongodb = (peer == Peer::HubbubOnMongoDb).then(|| MongoDb::start(setup)).transpose()?;
    let engine = mongodb.as_ref().map_or(Engine::Sqlite, Engine::MongoDb);
    let metrics = free_port()?;
    let hubbub = Hubbub::start_fresh(setup, engine, DATA, &[("METRICS_PORT", &metrics.to_string())])?;
    let community = hubbub.community(SENDERS, channels)?;
    let dialect = Dialect::Hubbub(community.clone());
    let mut crowd = Crowd::new()?;
    let mut room = Room::new(&dialect, vec![Vec::new(); SENDERS]);
    room.speaks_in = (0..SENDERS).map(|who| who % channels).collect();
    room.enter(&mut crowd, hubbub.host.address)?;
    room.encore = Encore::Answered;
    for _ in 0..OUTSTANDING {
        (0..SENDERS).for_each(|who| room.say(who, room.speaks_in[who], &mut crowd.lines));
    }
    let mut figures = measure(&mut crowd, &mut room, &hubbub.host, setup.secs(), |_, _| Ok(()))?;
    while room.answered < room.tally.sent() {
        crowd.turn(std::time::Duration::from_millis(100), &mut room)?;
        room.check()?;
    }
    figures.p50 = room.answers.value_at_quantile(0.5) as f64 / 1e6;
    figures.p99 = room.answers.value_at_quantile(0.99) as f64 / 1e6;
    let stored = stored(hubbub.host.address, &community)?;
    (figures.lost, figures.duplicated) =
        (room.answered.saturating_sub(stored), stored.saturating_sub(room.tally.sent()));
    Ok((figures, mean_batch(metrics)?))
}

/// How many messages all channels hold.
fn stored(server: SocketAddr, community: &Community) -> Result<u64> {
    let mut http = Http::to(server);
    let newest = |channel| {
        let path = format!("/api/channels/{channel}/messages?limit=1");
        let page = http.ask("GET", &path, &community.cookies[0], None)?.json()?;
        Ok(page["messages"][0]["ordinal"].as_u64().unwrap_or(0))
    };
    community.channels.iter().map(newest).sum()
}

fn mean_batch(port: u16) -> Result<f64> {
    let mut http = Http::to((Ipv4Addr::LOCALHOST, port).into());
    let text = http.ask("GET", "/metrics", "", None)?.text();
    let value = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.and_then(|value| value.parse::<f64>().ok())
            .with_context(|| format!("{name} is not in the metrics"))
    };
    Ok(value("hubbub_batch_size_sum")? / value("hubbub_batch_size_count")?)
}

fn raw_speed(setup: &Setup, peer: Peer, writers: usize, batch: f64) -> Result<f64> {
    let mongodb = (peer == Peer::HubbubOnMongoDb).then(|| MongoDb::start(setup)).transpose()?;
    let data = tempfile::tempdir_in(&setup.work)?;
    let shelf = Shelf::open(data.path(), mongodb.as_ref().map(|mongodb| mongodb.uri("raw")))?;
    shelf.raw_speed(writers as u64, batch.round().max(1.0) as usize, setup.secs())
}
