//! A channel with a million messages beside one with a thousand: reading must not notice, nor must a start.

use crate::caller::Caller;
use crate::clock;
use crate::dialect::Dialect;
use crate::hosts::{Engine, Hubbub};
use crate::people::user_id;
use crate::report::{Goal, Report, number};
use crate::seed::{A_DAY, Shelf, message_id};
use crate::setup::Setup;
use crate::tally::histogram;
use crate::wire::hubbub::{self, Page};
use anyhow::{Result, ensure};
use hdrhistogram::Histogram;
use hubbub_shared::model::ChannelChanges;
use hubbub_shared::protocol::Reply;

const SHORT: u64 = 1000;
const DATA: &str = "history";

const QUESTIONS: [(&str, Ask); 4] = [
    ("newest page", |out, reference, channel, _, _| hubbub::page(out, reference, channel, Page::Newest)),
    ("page at a random place", |out, reference, channel, seq, _| {
        hubbub::page(out, reference, channel, Page::Before(message_id(channel, seq)));
    }),
    ("around a random message", |out, reference, channel, seq, _| {
        hubbub::page(out, reference, channel, Page::Around(message_id(channel, seq)));
    }),
    ("what changed since a day", |out, reference, channel, _, size| {
        hubbub::subscribe(out, reference, channel, Some(size - A_DAY));
    }),
];

/// Writes a question about a channel, a random place in it, and its size.
type Ask = fn(&mut Vec<u8>, u32, u64, u64, u64);

/// How long a question took about the long channel, and about the short one.
type Took = (&'static str, [Histogram<u64>; 2]);

pub fn run(setup: &Setup) -> Result<Report> {
    let (long, times) = if setup.quick { (50_000, 100) } else { (1_000_000, 1000) };
    let hubbub = Hubbub::start_fresh(setup, Engine::Sqlite, DATA, &[])?;
    let community = hubbub.community(1, 2)?;
    let author = user_id(hubbub.host.address, &community.cookies[0])?;
    let data = hubbub.data().to_owned();
    drop(hubbub);
    eprintln!("    storing {long} messages");
    let shelf = Shelf::open(&data, None)?;
    let sizes = [(community.channels[0], long), (community.channels[1], SHORT)];
    sizes.iter().try_for_each(|(channel, size)| shelf.messages(*channel, author, *size))?;
    drop(shelf);

    let start = clock::now();
    let hubbub = Hubbub::start(setup, Engine::Sqlite, DATA)?;
    let opening = (clock::now() - start) as f64 / 1e9;
    let mut caller = Caller::enter(hubbub.host.address, &Dialect::Hubbub(community.clone()), 0)?;
    let took = ask_all(&mut caller, &sizes, times)?;

    let mut report = Report::default();
    report.say(&format!("{times} times each, in turn; ms."));
    let head = ["", "1,000: p50", "p99", &format!("{}: p50", number(long as f64)), "p99"];
    let ms = |took: &Histogram<u64>, quantile| number(took.value_at_quantile(quantile) as f64 / 1e6);
    let row = |(what, [long, short]): &Took| {
        vec![(*what).to_owned(), ms(short, 0.5), ms(short, 0.99), ms(long, 0.5), ms(long, 0.99)]
    };
    report.table(&head, &took.iter().map(row).collect::<Vec<_>>());
    for (what, [long, short]) in &took {
        let slower = long.value_at_quantile(0.99) as f64 / short.value_at_quantile(0.99) as f64;
        report.goal(&format!("{what}, p99"), slower, Goal::AtMost(1.5), " × of the short channel");
        report.ratios.insert(format!("history/{what}"), 1.0 / slower);
    }
    report.goal("opening the server on it", opening, Goal::AtMost(1.0), " s");
    Ok(report)
}

/// How long each question took, about the long channel and about the short one.
fn ask_all(caller: &mut Caller, sizes: &[(u64, u64); 2], times: u64) -> Result<Vec<Took>> {
    let mut took: Vec<_> = QUESTIONS.iter().map(|(what, _)| (*what, [histogram(), histogram()])).collect();
    for time in 0..times {
        for (question, (_, ask)) in QUESTIONS.iter().enumerate() {
            for (place, (channel, size)) in sizes.iter().enumerate() {
                // Scattered over the channel, the same each time this runs.
                let seq = 100 + (time * 2_654_435_761) % (size - 200);
                let nanos = caller.call(|out, reference| ask(out, reference, *channel, seq, *size))?;
                took[question].1[place].saturating_record(nanos);
                if time == 0 {
                    check(&caller.answer()?)?;
                }
            }
        }
    }
    Ok(took)
}

/// A quick answer must be the right one too.
fn check(reply: &Reply) -> Result<()> {
    match reply {
        Reply::Page(page) => ensure!(page.messages.len() == 50, "a page has {}", page.messages.len()),
        Reply::Changes(ChannelChanges::Since { messages, .. }) => {
            ensure!(messages.len() as u64 == A_DAY, "{} messages changed", messages.len());
        }
        other => anyhow::bail!("the answer is {other:?}"),
    }
    Ok(())
}
