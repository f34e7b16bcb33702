//! Looking into the index: the newest messages that fit, read until there are enough of them.

use super::document::{Fields, ID, number_of};
use super::sought::{Loosely, Part, Sought};
use hubbub_shared::search::Has;
use hubbub_shared::{HubId, MessageId, PlaceId, UserId};
use std::ops::Range;
use tantivy::columnar::ColumnValues;
use tantivy::query::{
    BooleanQuery, EmptyQuery, EnableScoring, FuzzyTermQuery, Occur, PhraseQuery, Query, TermQuery, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED, Term};

/// What messages have to fit.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The hub in which they were said.
    pub hub: HubId,
    /// The places in which they were said. `None`: anywhere in the hub.
    pub places: Option<Vec<PlaceId>>,
    /// One of these wrote it. `None`: anybody.
    pub authors: Option<Vec<UserId>>,
    /// One of these is mentioned. `None`: whoever is.
    pub mentions: Option<Vec<UserId>>,
    /// They have all of this.
    pub has: Vec<Has>,
    /// They say all of this.
    pub words: Vec<Sought>,
    /// Whether they say only something like it.
    pub similar: bool,
    /// Ids from the first to before the second.
    pub ids: Range<u64>,
}

type Clause = (Occur, Box<dyn Query>);

impl Wanted {
    /// The newest ones, the newest first.
    pub(super) fn find(
        &self,
        fields: &Fields,
        searcher: &Searcher,
        limit: usize,
    ) -> tantivy::Result<Vec<MessageId>> {
        let weight = self.query(fields).weight(EnableScoring::disabled_from_searcher(searcher))?;
        let mut found = Vec::new();
        for segment in searcher.segment_readers() {
            self.find_in(segment, &*weight, limit, &mut found)?;
        }
        found.sort_unstable_by(|one, other| other.cmp(one));
        // Twice for a moment, if a message is put again.
        found.dedup();
        found.truncate(limit);
        Ok(found.into_iter().map(MessageId).collect())
    }

    /// Documents of a segment are in the order of their ids, the greatest first: so the first ones that fit are the newest.
    fn find_in(
        &self,
        segment: &SegmentReader,
        weight: &dyn Weight,
        limit: usize,
        found: &mut Vec<u64>,
    ) -> tantivy::Result<()> {
        let ids = segment.fast_fields().column_first_or_default::<u64>(ID)?;
        let first = first_below(&*ids, segment.max_doc(), self.ids.end);
        let mut fitting = weight.scorer(segment, 1.0)?;
        let mut document = fitting.doc();
        if document < first {
            document = fitting.seek(first);
        }
        let mut count = 0;
        while document != TERMINATED && count < limit {
            let id = ids.get_val(document);
            if id < self.ids.start {
                break;
            }
            if !segment.is_deleted(document) {
                found.push(id);
                count += 1;
            }
            document = fitting.advance();
        }
        Ok(())
    }

    fn query(&self, fields: &Fields) -> BooleanQuery {
        let mut parts: Vec<Clause> = vec![match &self.places {
            None => (Occur::Must, one_of(fields.hub, [self.hub.0])),
            Some(places) => (Occur::Must, one_of(fields.place, places.iter().map(|place| place.0))),
        }];
        for (field, people) in [(fields.author, &self.authors), (fields.mentions, &self.mentions)] {
            parts.extend(
                people.iter().map(|people| (Occur::Must, one_of(field, people.iter().map(|user| user.0)))),
            );
        }
        parts.extend(self.has.iter().map(|has| (Occur::Must, one_of(fields.has, [number_of(*has)]))));
        let exactly = || self.words.iter().flat_map(|sought| exactly(fields.text, sought));
        if self.similar {
            parts.extend(self.words.iter().flat_map(|sought| similarly(fields.text, sought)));
            parts.push((Occur::MustNot, Box::new(BooleanQuery::intersection(exactly().collect()))));
        } else {
            parts.extend(exactly().map(|query| (Occur::Must, query)));
        }
        BooleanQuery::new(parts)
    }
}

/// The first document whose id is less.
fn first_below(ids: &dyn ColumnValues<u64>, documents: u32, id: u64) -> u32 {
    let (mut least, mut most) = (0, documents);
    while least < most {
        let middle = least + (most - least) / 2;
        match ids.get_val(middle) < id {
            true => most = middle,
            false => least = middle + 1,
        }
    }
    least
}

fn one_of(field: Field, numbers: impl IntoIterator<Item = u64>) -> Box<dyn Query> {
    let one = |number| -> Box<dyn Query> {
        Box::new(TermQuery::new(Term::from_field_u64(field, number), IndexRecordOption::Basic))
    };
    let mut all: Vec<_> = numbers.into_iter().map(one).collect();
    match all.len() {
        0 => Box::new(EmptyQuery),
        1 => all.swap_remove(0),
        _ => Box::new(BooleanQuery::union(all)),
    }
}

/// What has to fit for something to stand there. Where letters stand alone in a phrase is looked at when the message is read.
fn exactly(field: Field, sought: &Sought) -> Vec<Box<dyn Query>> {
    let mut words: Vec<(usize, Term)> = Vec::new();
    let mut queries: Vec<Box<dyn Query>> = Vec::new();
    for (offset, part) in &sought.parts {
        match part {
            Part::Word(word) => words.push((*offset, Term::from_field_text(field, word))),
            Part::Start(start) => queries.push(begins(field, start, 0)),
        }
    }
    match words.len() {
        0 => {}
        1 => {
            queries.extend(words.into_iter().map(|(_, only)| -> Box<dyn Query> {
                Box::new(TermQuery::new(only, IndexRecordOption::Basic))
            }))
        }
        _ => queries.push(Box::new(PhraseQuery::new_with_offset(words))),
    }
    queries
}

fn similarly(field: Field, sought: &Sought) -> Vec<Clause> {
    let queries = match (sought.loosely(), sought.parts.as_slice()) {
        (Some(loosely), [(_, Part::Word(word))]) => {
            vec![begins(field, word, u8::from(loosely == Loosely::Misspelled))]
        }
        _ => exactly(field, sought),
    };
    queries.into_iter().map(|query| (Occur::Must, query)).collect()
}

/// Words that begin so, with so many letters otherwise.
fn begins(field: Field, start: &str, otherwise: u8) -> Box<dyn Query> {
    Box::new(FuzzyTermQuery::new_prefix(Term::from_field_text(field, start), otherwise, true))
}
