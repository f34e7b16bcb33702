//! What a delivery costs with more members in a channel, and with more channels in the database.
//!
//! A message by itself costs something too: reading it, checking permissions, storing it. In a small channel that is
//! nearly all. So what is held flat is the cost of one more member: what a message costs more with ten times as many,
//! divided by how many more they are.

use super::stage::{Stage, fan_out, fan_out_on};
use crate::drawing::chart;
use crate::figures::{Figures, median};
use crate::hosts::{Engine, Hubbub, Peer};
use crate::people::{Community, user_id};
use crate::report::{Goal, Report, number, whole};
use crate::seed::Shelf;
use crate::setup::Setup;
use anyhow::Result;

const FLAT: f64 = 20.0;
const USUAL_MEMBERS: usize = 1000;

pub fn run(setup: &Setup) -> Result<Report> {
    let mut report = Report::default();
    members(setup, &mut report)?;
    channels(setup, &mut report)?;
    Ok(report)
}

fn members(setup: &Setup, report: &mut Report) -> Result<()> {
    let sizes: &[usize] = if setup.quick { &[10, 100, 1000] } else { &[10, 100, 1000, 10_000] };
    let most = sizes.last().copied().unwrap_or_default();
    let name = if setup.quick { "2000-1" } else { "15000-1" };
    let floor = |members| fan_out(setup, Peer::Floor, members, 1, 1);
    let once = |members| {
        let hubbub = Hubbub::start(setup, Engine::Sqlite, name)?;
        let community = hubbub.community(most, 1)?;
        fan_out_on(&Stage::of_hubbub(hubbub, community), members, 1, 1, setup.secs())
    };
    let mut rounds = vec![Vec::new(); sizes.len()];
    let mut floors = rounds.clone();
    for _ in 0..setup.rounds() {
        for (place, size) in sizes.iter().enumerate() {
            let figures = once(*size)?;
            eprintln!("    {size} members: {} µs CPU per delivery", number(figures.cpu_us()));
            note(report, &figures);
            rounds[place].push(figures);
            floors[place].push(floor(*size)?);
        }
    }
    let ours: Vec<f64> = rounds.iter().map(|rounds| cost(rounds)).collect();
    let floors: Vec<f64> = floors.iter().map(|rounds| cost(rounds)).collect();
    let row = |(place, size): (usize, &usize)| {
        let more = |costs: &[f64]| one_more(sizes, costs, place).map_or_else(|| "–".to_owned(), number);
        vec![whole(*size as f64), number(ours[place]), more(&ours), more(&floors)]
    };
    let rows: Vec<_> = sizes.iter().enumerate().map(row).collect();
    let head = ["members", "µs CPU per delivery, all in all", "µs for one more member", "the floor's"];
    report.table(&head, &rows);
    let point = |place: usize| one_more(sizes, &ours, place).map(|more| (sizes[place] as f64, more));
    let points: Vec<_> = (0..sizes.len()).filter_map(point).collect();
    let of_floor = (1..sizes.len()).filter_map(|place| one_more(sizes, &floors, place)).collect();
    report.say(&format!(
        "That of the floor, which is the kernel alone, grows by {} %.",
        number(growth(of_floor))
    ));
    flat(report, "growth/members", "of one more member", &points);
    draw(
        report,
        "growth-members.svg",
        "µs of processor time for one more member",
        "members of the channel",
        &points,
    );
    Ok(())
}

/// What each of the members costs that this size has more than the one before.
fn one_more(sizes: &[usize], costs: &[f64], place: usize) -> Option<f64> {
    let message = |place: usize| costs[place] * sizes[place] as f64;
    let before = place.checked_sub(1)?;
    Some((message(place) - message(before)) / (sizes[place] - sizes[before]) as f64)
}

fn channels(setup: &Setup, report: &mut Report) -> Result<()> {
    let sizes: &[u64] = if setup.quick { &[10, 1000] } else { &[10, 1000, 100_000] };
    let prepared: Vec<(String, Community)> =
        sizes.iter().map(|size| prepare(setup, *size)).collect::<Result<_>>()?;
    let mut rounds = vec![Vec::new(); sizes.len()];
    for _ in 0..setup.rounds() {
        for (place, (name, community)) in prepared.iter().enumerate() {
            let hubbub = Hubbub::start(setup, Engine::Sqlite, name)?;
            let stage = Stage::of_hubbub(hubbub, community.clone());
            let figures = fan_out_on(&stage, USUAL_MEMBERS, 1, 1, setup.secs())?;
            eprintln!("    {} channels: {} µs CPU per delivery", sizes[place], number(figures.cpu_us()));
            note(report, &figures);
            rounds[place].push(figures);
        }
    }
    let points: Vec<_> =
        sizes.iter().zip(&rounds).map(|(size, rounds)| (*size as f64, cost(rounds))).collect();
    let rows: Vec<_> = points.iter().map(|(size, cost)| vec![whole(*size), number(*cost)]).collect();
    report.table(&["channels in the database", "µs CPU per delivery, 1,000 members"], &rows);
    flat(report, "growth/channels", "of a delivery with more channels", &points);
    draw(
        report,
        "growth-channels.svg",
        "µs of processor time per delivery",
        "channels in the database",
        &points,
    );
    Ok(())
}

/// A community of its own, and so many channels in other hubs.
fn prepare(setup: &Setup, channels: u64) -> Result<(String, Community)> {
    let name = format!("channels-{channels}");
    let hubbub = Hubbub::start_fresh(setup, Engine::Sqlite, &name, &[])?;
    let community = hubbub.community(USUAL_MEMBERS, 1)?;
    let owner = user_id(hubbub.host.address, &community.cookies[0])?;
    let data = hubbub.data().to_owned();
    drop(hubbub);
    Shelf::open(&data, None)?.channels(owner, channels)?;
    Ok((name, community))
}

fn note(report: &mut Report, figures: &Figures) {
    report.lost += figures.lost;
    report.duplicated += figures.duplicated;
}

fn cost(rounds: &[Figures]) -> f64 {
    median(rounds.iter().map(Figures::cpu_us).collect())
}

fn flat(report: &mut Report, name: &str, what: &str, points: &[(f64, f64)]) {
    let growth = growth(points.iter().map(|(_, cost)| *cost).collect());
    report.goal(&format!("growth of the cost {what}"), growth, Goal::AtMost(FLAT), " %");
    report.ratios.insert(name.to_owned(), 1.0 / (1.0 + growth / 100.0));
    report.text.push('\n');
}

/// How much more the dearest costs than the cheapest, in percent.
fn growth(costs: Vec<f64>) -> f64 {
    let least = costs.iter().copied().fold(f64::MAX, f64::min);
    let most = costs.iter().copied().fold(0.0, f64::max);
    // What is not above zero is noise and no cost.
    if least > 0.0 { (most / least - 1.0) * 100.0 } else { f64::NAN }
}

fn draw(report: &mut Report, file: &str, title: &str, across: &str, points: &[(f64, f64)]) {
    report.say(&format!("![{title}](performance/{file})"));
    report.drawings.insert(file.to_owned(), chart(title, across, points));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_below_zero_is_no_flat_cost() {
        assert_eq!(growth(vec![2.0, 3.0, 2.5]), 50.0);
        assert!(growth(vec![-1.0, 3.0]).is_nan());
    }

    #[test]
    fn what_a_message_costs_by_itself_is_no_cost_of_members() {
        // 140 µs for the message, 3 µs for each member.
        let (sizes, cost) = ([10, 100, 1000], |members: f64| (140.0 + 3.0 * members) / members);
        let costs = sizes.map(|members| cost(members as f64));
        assert_eq!(one_more(&sizes, &costs, 0), None);
        assert!((one_more(&sizes, &costs, 1).unwrap() - 3.0).abs() < 1e-9);
        assert!((one_more(&sizes, &costs, 2).unwrap() - 3.0).abs() < 1e-9);
    }
}
