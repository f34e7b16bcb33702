//! Looking for words among a million messages: how long it takes, how large the index is beside the text, how long it takes to make
//! it from what is stored, and how far it is behind what is said.

use crate::hosts::{Engine, Hubbub};
use crate::http::Http;
use crate::people::{Community, user_id};
use crate::report::{Goal, Report, number};
use crate::seed::Shelf;
use crate::setup::Setup;
use crate::tally::histogram;
use anyhow::{Context, Result, ensure};
use hdrhistogram::Histogram;
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

const DATA: &str = "search";
const CHANNELS: u64 = 20;
/// Words that there are; how often each is said goes down with its number, as in languages.
const VOCABULARY: u64 = 100_000;
/// Whether something is there is asked again after this.
const LOOK: Duration = Duration::from_millis(10);
/// How often it is measured how far the index is behind.
const SAYINGS: u64 = 20;

/// What is asked, and with what words; of the message with a number in the first channel, and of a random number.
type Question = (&'static str, fn(u64, u64) -> String);

const QUESTIONS: [Question; 8] = [
    ("a common word", |_, dice| word(1 + dice % 10)),
    ("a word of every 10,000th message", |_, dice| word(1000 + dice % 1000)),
    ("a rare word", |_, dice| word(VOCABULARY - 1 - dice % 10_000)),
    ("two words", |_, dice| format!("{} {}", word(1 + dice % 100), word(100 + dice % 1000))),
    ("a phrase", |seq, _| {
        let said = words(0, seq);
        let two: Vec<_> = said.split(' ').take(2).collect();
        format!("\"{}\"", two.join(" "))
    }),
    ("a phrase of common words", |_, dice| format!("\"{} {}\"", word(1 + dice % 5), word(1 + dice / 5 % 5))),
    ("a misspelled word", |_, dice| format!("{}qu", word(50_000 + dice % 40_000))),
    ("a word in a channel since a day", |_, dice| {
        format!("{} in:channel-{} after:2021-02-01", word(1 + dice % 1000), dice % (CHANNELS - 1) + 1)
    }),
];

pub fn run(setup: &Setup) -> Result<Report> {
    let (messages, times) = if setup.quick { (50_000, 50) } else { (1_000_000, 500) };
    let hubbub = Hubbub::start_fresh(setup, Engine::Sqlite, DATA, &[])?;
    let community = hubbub.community(1, CHANNELS as usize)?;
    let author = user_id(hubbub.host.address, &community.cookies[0])?;
    let data = hubbub.data().to_owned();
    drop(hubbub);
    eprintln!("    storing {messages} messages");
    let each = messages / CHANNELS;
    let text_bytes = store(&data, &community, author, each)?;
    std::fs::remove_dir_all(data.join("search")).context("taking the index away")?;

    let hubbub = Hubbub::start(setup, Engine::Sqlite, DATA)?;
    let mut asking = Asking::of(&hubbub, &community);
    let begun = Instant::now();
    while asking.search(&word(1))?["complete"] != json!(true) {
        std::thread::sleep(LOOK);
    }
    let building = begun.elapsed().as_secs_f64();
    // Parts are merged for a while after that.
    std::thread::sleep(Duration::from_secs(if setup.quick { 1 } else { 10 }));
    let took = asking.ask_all(each, times)?;
    let behind = asking.behind(community.channels[0])?;
    let index = size_of(&data.join("search"))? as f64 / text_bytes as f64;

    let mut report = Report::default();
    let channels = number(CHANNELS as f64);
    report.say(&format!(
        "{} messages of {} bytes on average in {channels} channels, {} different words; each question {times} times, in turn; ms.",
        number(messages as f64),
        text_bytes / messages,
        number(VOCABULARY as f64)
    ));
    let ms = |took: &Histogram<u64>, quantile| number(took.value_at_quantile(quantile) as f64 / 1e6);
    let row = |(what, took): &(&str, Histogram<u64>)| {
        vec![(*what).to_owned(), ms(took, 0.5), ms(took, 0.99), ms(took, 1.0)]
    };
    report.table(&["", "p50", "p99", "most"], &took.iter().map(row).collect::<Vec<_>>());
    let mut all = histogram();
    took.iter().try_for_each(|(_, took)| all.add(took))?;
    report.goal("all of them, p99", all.value_at_quantile(0.99) as f64 / 1e6, Goal::AtMost(50.0), " ms");
    report.goal("the index, by the text", index, Goal::AtMost(1.0), " ×");
    report.goal("from being said to being found, p99", behind, Goal::AtMost(1000.0), " ms");
    report.say(&format!(
        "\nThe index was made from what is stored in {} s, {} messages a second, beside a server that answers.",
        number(building),
        number(messages as f64 / building)
    ));
    report.ratios.insert("search/index".to_owned(), 1.0 / index);
    Ok(report)
}

/// Fills the channels; how many bytes of text they have together.
fn store(data: &Path, community: &Community, author: u64, each: u64) -> Result<u64> {
    let shelf = Shelf::open(data, None)?;
    for (place, channel) in community.channels.iter().enumerate() {
        let place = place as u64;
        shelf.talk((place, *channel), author, each, |seq| words(place, seq))?;
    }
    let sizes = (0..CHANNELS).flat_map(|place| (1..=each).map(move |seq| words(place, seq).len() as u64));
    Ok(sizes.sum())
}

/// Somebody who asks, and how they do.
struct Asking<'a> {
    http: Http,
    cookie: &'a str,
    hub: u64,
}

impl<'a> Asking<'a> {
    fn of(hubbub: &Hubbub, community: &'a Community) -> Self {
        Self { http: Http::to(hubbub.host.address), cookie: &community.cookies[0], hub: community.hub }
    }

    fn search(&mut self, q: &str) -> Result<Value> {
        let q = q.replace('"', "%22").replace(' ', "%20");
        self.http
            .ask("GET", &format!("/api/hubs/{}/messages/search?q={q}", self.hub), self.cookie, None)?
            .json()
    }

    /// How long each question took.
    fn ask_all(&mut self, each: u64, times: u64) -> Result<Vec<(&'static str, Histogram<u64>)>> {
        let mut took: Vec<_> = QUESTIONS.iter().map(|(what, _)| (*what, histogram())).collect();
        for time in 0..times {
            for (place, (what, question)) in QUESTIONS.iter().enumerate() {
                let dice = time.wrapping_mul(2_654_435_761) >> 7;
                let q = question(1 + dice % each, dice);
                let begun = Instant::now();
                let answer = self.search(&q)?;
                took[place].1.saturating_record(u64::try_from(begun.elapsed().as_nanos())?);
                let found = answer["found"].as_array().context("something is found")?.len();
                ensure!(found > 0 || *what != "a phrase" && *what != "a common word", "{q} finds nothing");
            }
        }
        Ok(took)
    }

    /// Milliseconds from a message's being stored until it is found, at most.
    fn behind(&mut self, channel: u64) -> Result<f64> {
        let mut most: f64 = 0.0;
        for number in 0..SAYINGS {
            let said = format!("saying{number}saying");
            let path = format!("/api/channels/{channel}/messages");
            self.http.ask("POST", &path, self.cookie, Some(&json!({ "content": said })))?.json()?;
            let begun = Instant::now();
            while self.search(&format!("\"{said}\""))?["found"].as_array().is_none_or(Vec::is_empty) {
                std::thread::sleep(LOOK);
            }
            most = most.max(begun.elapsed().as_secs_f64() * 1000.0);
        }
        Ok(most)
    }
}

/// What is said in a message of a channel, the same each time.
fn words(place: u64, seq: u64) -> String {
    let mut state = (place << 40 | seq).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut dice = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state >> 11
    };
    let count = 4 + dice() % 17;
    let chance = |dice: u64| (dice % 1_000_000) as f64 / 1e6;
    let said = (0..count).map(|_| word((VOCABULARY as f64).powf(chance(dice())) as u64));
    said.collect::<Vec<_>>().join(" ")
}

/// The word with a number: common ones are short.
fn word(number: u64) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "wu", "za"];
    let mut rest = number + 1;
    let mut word = String::new();
    while rest > 0 {
        word += SYLLABLES[(rest % 16) as usize];
        rest /= 16;
    }
    word
}

fn size_of(directory: &Path) -> Result<u64> {
    let mut size = 0;
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        size += if entry.file_type()?.is_dir() { size_of(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(size)
}
