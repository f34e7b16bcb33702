//! The PWA on a slow phone, as Lighthouse and a browser see it: `first-load/first-load.js` does the looking.

use crate::hosts::{Engine, Hubbub};
use crate::machine;
use crate::people::user_id;
use crate::report::{Goal, Report, number, whole};
use crate::seed::Shelf;
use crate::setup::Setup;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::process::{Command, Stdio};

/// Messages of the channel that is opened.
const MESSAGES: u64 = 10_000;
const DATA: &str = "first-load";

pub fn run(setup: &Setup) -> Result<Report> {
    let site = setup.site.as_ref().context("this takes a site: --site")?;
    let browser = setup.first_load.as_ref().context("this takes Lighthouse from npm: --first-load")?;
    let hubbub = Hubbub::start_fresh(setup, Engine::Sqlite, DATA, &[])?;
    let community = hubbub.community(2, 1)?;
    let author = user_id(hubbub.host.address, &community.cookies[1])?;
    let data = hubbub.data().to_owned();
    drop(hubbub);
    let (hub, channel) = (community.hub, community.channels[0]);
    Shelf::open(&data, None)?.messages(channel, author, MESSAGES)?;
    let site = site.to_string_lossy();
    let hubbub = Hubbub::start_with(setup, Engine::Sqlite, DATA, &[("HUBBUB_SITE", &*site)])?;

    let asked = json!({
        "chromium": setup.chromium,
        "address": format!("http://{}", hubbub.host.address),
        "path": format!("/hubs/{hub}/{channel}"),
        "api": format!("/api/channels/{channel}/messages"),
        "cookie": community.cookies[0],
        "person": user_id(hubbub.host.address, &community.cookies[0])?.to_string(),
        "writer": community.cookies[1],
        "keys": if setup.quick { 100 } else { 400 },
        "rows": if setup.quick { 500 } else { 5000 },
    });
    machine::use_every_core()?;
    let mut node = Command::new("node");
    node.arg(browser.join("first-load.js")).arg(asked.to_string()).stderr(Stdio::inherit());
    let output = node.output().context("starting node")?;
    ensure!(output.status.success(), "first-load.js failed ({})", output.status);
    let said = String::from_utf8_lossy(&output.stdout);
    let told = said.lines().last().context("first-load.js said nothing")?;
    Ok(report(&serde_json::from_str(told).context("reading what first-load.js said")?))
}

fn report(told: &Value) -> Report {
    let mut report = Report::default();
    let value = |way: &str, field: &str| told[way][field].as_f64().unwrap_or(f64::NAN);
    let row = |what: &str, way: &str, usable: &str| {
        let ms = |field| number(value(way, field));
        let kib = number(value(way, "bytes") / 1024.0);
        let usable = number(told[usable].as_f64().unwrap_or(f64::NAN));
        vec![what.to_owned(), ms("fcp"), ms("lcp"), ms("tbt"), number(value(way, "cls")), kib, usable]
    };
    report.table(
        &["a channel with 10,000 messages", "FCP ms", "LCP ms", "TBT ms", "CLS", "KiB", "usable after ms"],
        &[row("cold", "cold", "usableCold"), row("from the service worker", "warm", "usableWarm")],
    );
    let ways = [
        ("cold", "cold", "usableCold", 90.0, 3000.0),
        ("warm", "from the service worker", "usableWarm", 97.0, 800.0),
    ];
    for (way, name, usable, least, most) in ways {
        report.goal(&format!("performance, {name}"), value(way, "performance"), Goal::AtLeast(least), "");
        let usable = told[usable].as_f64().unwrap_or(f64::NAN);
        report.goal(&format!("usable, {name}"), usable, Goal::AtMost(most), " ms");
        report.goal(&format!("TBT, {name}"), value(way, "tbt"), Goal::AtMost(200.0), " ms");
    }
    report.goal("LCP, cold", value("cold", "lcp"), Goal::AtMost(2000.0), " ms");
    report.goal("accessibility", value("cold", "accessibility"), Goal::AtLeast(100.0), "");
    report.goal("best practices", value("cold", "bestPractices"), Goal::AtLeast(100.0), "");
    let inp = told["inp"].as_f64().unwrap_or(f64::NAN);
    let what = format!(
        "p98 of {} interactions (typing and sending) at {} events/s",
        told["interactions"],
        number(told["eventsPerSecond"].as_f64().unwrap_or(f64::NAN))
    );
    report.goal(&what, inp, Goal::AtMost(150.0), " ms");
    let number_of = |field: &str| told[field].as_f64().unwrap_or(f64::NAN);
    let what = format!("longest task while {} messages are scrolled through", whole(number_of("scrolled")));
    report.goal(&what, number_of("longestTask"), Goal::AtMost(50.0), " ms");
    report.text.push('\n');
    report.say(&format!("Tasks of more than 50 ms in that: {}.", whole(number_of("longTasks"))));
    let failed = told["cold"]["failed"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let failed: Vec<_> = failed.collect();
    if !failed.is_empty() {
        report.text.push('\n');
        report.say(&format!("Lighthouse complains: {}.", failed.join("; ")));
    }
    report
}
