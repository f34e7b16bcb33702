//! Looks through chains as they lie in the store, and says where somebody had a hand in them.
//!
//! What it cannot see: whoever can write to the database and knows this program can write a chain anew from any record
//! on, its head included, or cut off its end and set the head back; or delete a hub with everything of it. Against that
//! help ends of chains that were kept elsewhere.

use super::{BY_NUMBER, CHAIN_HEADS, End, hash_of, head_id};
use crate::store::{Collection, Document, Inspector, Query, StoreError};
use hubbub_shared::HubId;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Bound;

/// Documents that are read at once.
const PIECE: usize = 500;
/// Faults of one chain that are told; where everything is wrong, more say nothing new.
const MOST_TOLD: usize = 20;

/// A chain, and where it ends now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    /// The collection that it is in.
    pub records: &'static str,
    /// The hub whose chain it is.
    pub hub: String,
    /// The number of its last record, which is how many there are.
    pub number: u64,
    /// The hash of that record.
    pub hash: String,
}

/// What is wrong at one place of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Records of these numbers, both included, are not there.
    Missing(u64, u64),
    /// The record does not have the hash that it must have after the one before it.
    Altered(u64),
    /// The number is there once more.
    Twice(u64),
    /// The record was written a second time, whatever it was between.
    Rewritten(u64),
    /// A document that is no record of any chain, by its id.
    Stray(String),
    /// The chain ends before the record with which it ended.
    CutOff {
        /// Its last record now.
        ends: u64,
        /// Its last record as it was written down.
        ended: u64,
    },
    /// The chain goes on behind the record with which it ended.
    Prolonged {
        /// Its last record now.
        ends: u64,
        /// Its last record as it was written down.
        ended: u64,
    },
    /// The last record is not the one with which the chain ended.
    OtherEnd(u64),
    /// Where the chain ends is not written down any more.
    NoHead,
    /// The record is not the one that was kept elsewhere: the chain was written anew.
    NotAsKept(u64),
    /// There is no chain any more where there was one.
    Gone,
    /// More of the same; so many are not told.
    More(usize),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(from, to) if from == to => write!(f, "record {from} is missing"),
            Self::Missing(from, to) => write!(f, "records {from} to {to} are missing"),
            Self::Altered(1) => write!(f, "record 1 was changed, or is not the first one that was written"),
            Self::Altered(number) => write!(
                f,
                "record {number} does not follow from record {}: it was changed, put in, or put elsewhere",
                number - 1
            ),
            Self::Twice(number) => write!(f, "record {number} is there more than once"),
            Self::Rewritten(number) => write!(f, "record {number} was written more than once"),
            Self::Stray(id) => write!(f, "the document {id} has no place in a chain"),
            Self::CutOff { ends, ended } => {
                write!(f, "the end is cut off: it ends with record {ends}, and ended with record {ended}")
            }
            Self::Prolonged { ends, ended } => {
                write!(f, "records {} to {ends} were put behind the end", ended + 1)
            }
            Self::OtherEnd(number) => {
                write!(f, "record {number} is not the one with which the chain ended")
            }
            Self::NoHead => write!(
                f,
                "where it ends is not in chain_heads any more, so its end may be cut off without a trace"
            ),
            Self::NotAsKept(number) => {
                write!(f, "record {number} is not the one that was kept: the chain was written anew")
            }
            Self::Gone => write!(f, "there is no record any more"),
            Self::More(count) => write!(f, "and {count} more"),
        }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// All chains, sound or not, as they end now.
    pub chains: Vec<Sound>,
    /// What is wrong, by the name of the chain: `audit_log 1882575465837785044`, or the collection alone.
    pub faults: Vec<(String, Fault)>,
    /// What is no fault, and worth knowing.
    pub notes: Vec<String>,
}

/// The name of a chain, as it stands in what is printed and in what was kept.
fn name(records: &Collection, hub: &str) -> String {
    format!("{} {hub}", records.name)
}

/// Looks through all chains of these collections. `hubs` are the documents of hubs; `kept` are ends of chains by their
/// names. A server may be writing meanwhile.
pub async fn verify(
    store: &Inspector,
    collections: &[&'static Collection],
    hubs: &'static Collection,
    kept: &BTreeMap<String, End>,
) -> Result<Found, StoreError> {
    // First: a chain that begins meanwhile has its end written down, and was not looked through.
    let ends = ends(store, collections).await?;
    let mut found = Found::default();
    let mut seen = BTreeSet::new();
    for records in collections {
        for hub in hubs_with(store, records).await? {
            look_through(store, records, &hub, kept, &mut found).await?;
            seen.insert(name(records, &hub));
        }
        strays(store, records, &mut found).await?;
    }
    let known: BTreeSet<String> = ids(store, hubs).await?.into_iter().collect();
    let lost = |chain: &str| collections.iter().any(|records| goes_with_its_hub(records, chain, &known));
    found.calm(lost);
    for chain in ends.into_iter().chain(kept.keys().cloned()) {
        if seen.insert(chain.clone()) {
            found.gone(chain, lost);
        }
    }
    for records in collections.iter().filter(|records| !records.append_only) {
        let silent = known.iter().map(|hub| name(records, hub)).filter(|chain| !seen.contains(chain));
        found.notes.extend(silent.map(|chain| format!("{chain}: nothing is written yet")));
    }
    Ok(found)
}

impl Found {
    /// What is wrong with a chain whose hub is gone is that it is being deleted.
    fn calm(&mut self, is_lost: impl Fn(&str) -> bool) {
        let (calm, faults): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.faults).into_iter().partition(|(chain, _)| is_lost(chain));
        self.faults = faults;
        let calm: BTreeSet<String> = calm.into_iter().map(|(chain, _)| chain).collect();
        self.notes.extend(calm.into_iter().map(|chain| format!("{chain}: being deleted, with its hub")));
    }

    /// A chain that was there once has no record.
    fn gone(&mut self, chain: String, is_lost: impl Fn(&str) -> bool) {
        match is_lost(&chain) {
            true => self.notes.push(format!("{chain}: gone, with its hub")),
            false => self.faults.push((chain, Fault::Gone)),
        }
    }
}

/// Whether this is a chain of these records that goes with its hub, which is gone. What is append-only outlives hubs.
fn goes_with_its_hub(records: &Collection, chain: &str, hubs: &BTreeSet<String>) -> bool {
    let hub = chain.strip_prefix(records.name).and_then(|rest| rest.strip_prefix(' '));
    !records.append_only && hub.is_some_and(|hub| !hubs.contains(hub))
}

/// The hubs that have a chain in this collection.
async fn hubs_with(store: &Inspector, records: &'static Collection) -> Result<Vec<String>, StoreError> {
    let (mut hubs, mut after) = (Vec::new(), Bound::Unbounded);
    loop {
        let next = Query::on(records, BY_NUMBER).range((after, Bound::Unbounded)).limit(1);
        let first = store.look(next).await?.pop();
        // What is no text is a stray.
        let Some(Value::String(hub)) = first.and_then(|mut first| first.remove("hub")) else {
            return Ok(hubs);
        };
        after = Bound::Excluded(hub.clone());
        hubs.push(hub);
    }
}

/// Everything in a collection that no chain could hold.
async fn strays(
    store: &Inspector,
    records: &'static Collection,
    found: &mut Found,
) -> Result<(), StoreError> {
    let mut faults = Vec::new();
    let mut pieces = Pieces::of(Query::on(records, "_id"), "_id");
    while let Some(piece) = pieces.next(store).await? {
        let strays = piece.iter().filter(|record| !has_a_place(record));
        faults.extend(strays.map(|record| Fault::Stray(text(record, "_id").to_owned())));
    }
    found.add(records.name.to_owned(), faults);
    Ok(())
}

fn has_a_place(record: &Document) -> bool {
    text(record, "hub").parse::<HubId>().is_ok() && number(record) > 0
}

async fn ids(store: &Inspector, collection: &'static Collection) -> Result<Vec<String>, StoreError> {
    let mut ids = Vec::new();
    let mut pieces = Pieces::of(Query::on(collection, "_id"), "_id");
    while let Some(piece) = pieces.next(store).await? {
        ids.extend(piece.iter().map(|document| text(document, "_id").to_owned()));
    }
    Ok(ids)
}

/// The names of chains whose end is written down.
async fn ends(store: &Inspector, collections: &[&'static Collection]) -> Result<Vec<String>, StoreError> {
    let of = |id: String| {
        let hub = |records: &&Collection| Some(id.strip_prefix(records.name)?.strip_prefix('-')?.to_owned());
        collections.iter().find_map(|records| Some(name(records, &hub(records)?)))
    };
    Ok(ids(store, &CHAIN_HEADS).await?.into_iter().filter_map(of).collect())
}

async fn head(store: &Inspector, records: &Collection, hub: &str) -> Result<Option<End>, StoreError> {
    let Ok(hub) = hub.parse() else { return Ok(None) };
    let one = Query::on(&CHAIN_HEADS, "_id").equals(head_id(records, hub)).limit(1);
    let head = store.look(one).await?.pop();
    Ok(head.map(|head| End { number: number(&head), hash: text(&head, "hash").to_owned() }))
}

async fn look_through(
    store: &Inspector,
    records: &'static Collection,
    hub: &str,
    kept: &BTreeMap<String, End>,
    found: &mut Found,
) -> Result<(), StoreError> {
    let chain = name(records, hub);
    // Read before and after: somebody may be writing.
    let mut walk = Walk::new(head(store, records, hub).await?, kept.get(&chain).cloned());
    let mut pieces = Pieces::of(Query::on(records, BY_NUMBER).equals(hub), "number");
    while let Some(piece) = pieces.next(store).await? {
        piece.into_iter().for_each(|record| walk.take(record));
    }
    let end = End { number: walk.number, hash: walk.hash.clone() };
    found.add(chain, walk.end(head(store, records, hub).await?));
    found.chains.push(Sound {
        records: records.name,
        hub: hub.to_owned(),
        number: end.number,
        hash: end.hash,
    });
    Ok(())
}

impl Found {
    fn add(&mut self, chain: String, mut faults: Vec<Fault>) {
        if faults.len() > MOST_TOLD {
            let more = faults.len() - MOST_TOLD;
            faults.truncate(MOST_TOLD);
            faults.push(Fault::More(more));
        }
        self.faults.extend(faults.into_iter().map(|fault| (chain.clone(), fault)));
    }
}

/// One chain, record by record. Knows no store.
struct Walk {
    /// The number of the last record.
    number: u64,
    /// The hash that stands in the last record.
    hash: String,
    /// Where the chain ended before the walk began.
    ended: Option<End>,
    kept: Option<End>,
    faults: Vec<Fault>,
}

impl Walk {
    const fn new(ended: Option<End>, kept: Option<End>) -> Self {
        Self { number: 0, hash: String::new(), ended, kept, faults: Vec::new() }
    }

    fn take(&mut self, record: Document) {
        let (number, hash) = (number(&record), text(&record, "hash").to_owned());
        if number == 0 {
            // A stray, which is told as such.
            return;
        }
        if number <= self.number {
            self.faults.push(Fault::Twice(number));
            return;
        }
        if record.get("version").and_then(Value::as_u64) != Some(1) {
            self.faults.push(Fault::Rewritten(number));
        }
        if number > self.number + 1 {
            // What came before is not known, so this one cannot be compared.
            self.faults.push(Fault::Missing(self.number + 1, number - 1));
        } else if hash != hash_of(record, &self.hash) {
            self.faults.push(Fault::Altered(number));
        }
        self.compare(number, &hash);
        (self.number, self.hash) = (number, hash);
    }

    /// With what is known of this record from elsewhere.
    fn compare(&mut self, number: u64, hash: &str) {
        let differs = |known: &Option<End>| {
            known.as_ref().is_some_and(|known| known.number == number && known.hash != hash)
        };
        if differs(&self.ended) {
            self.faults.push(Fault::OtherEnd(number));
        }
        if differs(&self.kept) {
            self.faults.push(Fault::NotAsKept(number));
        }
    }

    /// `ends`: where the chain ends by now.
    fn end(mut self, ends: Option<End>) -> Vec<Fault> {
        let known = |known: &Option<End>| known.as_ref().map_or(0, |known| known.number);
        let least = known(&self.ended).max(known(&self.kept));
        match &ends {
            _ if self.number < least => {
                self.faults.push(Fault::CutOff { ends: self.number, ended: least });
            }
            None => self.faults.push(Fault::NoHead),
            Some(end) if self.number > end.number => {
                self.faults.push(Fault::Prolonged { ends: self.number, ended: end.number });
            }
            Some(end) => {
                let is_told = self.ended.as_ref() == Some(end);
                if !is_told && end.number == self.number && end.hash != self.hash {
                    self.faults.push(Fault::OtherEnd(self.number));
                }
            }
        }
        self.faults
    }
}

/// A range, piece by piece.
struct Pieces {
    query: Query,
    /// The field that the range is in the order of.
    key: &'static str,
    is_over: bool,
}

impl Pieces {
    fn of(query: Query, key: &'static str) -> Self {
        Self { query: query.limit(PIECE), key, is_over: false }
    }

    async fn next(&mut self, store: &Inspector) -> Result<Option<Vec<Document>>, StoreError> {
        if self.is_over {
            return Ok(None);
        }
        let piece = store.look(self.query.clone()).await?;
        let last = piece.last().and_then(|last| last.get(self.key)).cloned();
        self.is_over = piece.len() < PIECE;
        if let Some(last) = last {
            self.query.range.0 = Bound::Excluded(last);
        }
        Ok((!piece.is_empty()).then_some(piece))
    }
}

/// The number of a record; 0: it has none.
fn number(record: &Document) -> u64 {
    record.get("number").and_then(Value::as_u64).unwrap_or_default()
}

fn text<'a>(document: &'a Document, field: &str) -> &'a str {
    document.get(field).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::chain::hash_after;
    use serde_json::json;

    fn chain(length: u64) -> Vec<Document> {
        let (mut records, mut before) = (Vec::new(), String::new());
        for number in 1..=length {
            let record = json!({"_id": format!("r{number}"), "version": 1, "hub": "7", "number": number, "what": "x", "hash": ""});
            let hash = hash_after(&record, &before);
            let Value::Object(mut record) = record else { unreachable!("it is a map") };
            record.insert("hash".to_owned(), hash.clone().into());
            records.push(record);
            before = hash;
        }
        records
    }

    fn end_of(records: &[Document]) -> Option<End> {
        records.last().map(|last| End { number: number(last), hash: text(last, "hash").to_owned() })
    }

    fn faults(records: Vec<Document>, ended: Option<End>, kept: Option<End>) -> Vec<Fault> {
        let mut walk = Walk::new(ended.clone(), kept);
        records.into_iter().for_each(|record| walk.take(record));
        walk.end(ended)
    }

    #[test]
    fn a_chain_that_nobody_touched_is_sound() {
        let good = chain(6);
        assert!(faults(good.clone(), end_of(&good), end_of(&good[..3])).is_empty());
    }

    #[test]
    fn every_way_to_touch_it_is_found_where_it_was_touched() {
        let good = chain(6);
        let end = end_of(&good);
        let touched = |touch: &dyn Fn(&mut Vec<Document>)| {
            let mut records = good.clone();
            touch(&mut records);
            faults(records, end.clone(), None)
        };
        assert_eq!(touched(&|records| { records[2]["what"] = "y".into() }), [Fault::Altered(3)]);
        assert_eq!(
            touched(&|records| {
                records[2].insert("more".into(), 1.into());
            }),
            [Fault::Altered(3)]
        );
        assert_eq!(
            touched(&|records| {
                records[2].remove("what");
            }),
            [Fault::Altered(3)]
        );
        assert_eq!(touched(&|records| { records[3]["version"] = 2.into() }), [Fault::Rewritten(4)]);
        assert_eq!(
            touched(&|records| {
                records.remove(0);
            }),
            [Fault::Missing(1, 1)]
        );
        assert_eq!(
            touched(&|records| {
                records.drain(1..3);
            }),
            [Fault::Missing(2, 3)]
        );
        assert_eq!(touched(&|records| { records.insert(2, records[1].clone()) }), [Fault::Twice(2)]);
        assert_eq!(touched(&|records| { records.truncate(4) }), [Fault::CutOff { ends: 4, ended: 6 }]);
        let swap = |records: &mut Vec<Document>| {
            records.swap(1, 3);
            records[1]["number"] = 2.into();
            records[3]["number"] = 4.into();
        };
        assert_eq!(touched(&swap), [2, 3, 4, 5].map(Fault::Altered));
        let made_up = |records: &mut Vec<Document>| {
            let mut new = records[5].clone();
            new["number"] = 7.into();
            let hash = hash_of(new.clone(), text(&records[5], "hash"));
            new["hash"] = hash.into();
            records.push(new);
        };
        assert_eq!(touched(&made_up), [Fault::Prolonged { ends: 7, ended: 6 }]);
    }

    #[test]
    fn a_chain_that_was_written_anew_is_found_by_what_was_kept_elsewhere() {
        let good = chain(6);
        let mut anew = chain(4);
        let mut last = anew[3].clone();
        last["what"] = "made up".into();
        let hash = hash_of(last.clone(), text(&anew[2], "hash"));
        last["hash"] = hash.into();
        anew[3] = last;
        let head = end_of(&anew);
        assert!(faults(anew.clone(), head.clone(), None).is_empty(), "nobody can know");
        assert_eq!(faults(anew.clone(), head.clone(), end_of(&good[..4])), [Fault::NotAsKept(4)]);
        assert_eq!(faults(anew, head, end_of(&good)), [Fault::CutOff { ends: 4, ended: 6 }]);
        assert_eq!(faults(good.clone(), None, None), [Fault::NoHead]);
    }
}
