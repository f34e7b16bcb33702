//! A message as the index holds it: ids and the places of words, but no text.

use super::Sought;
use super::words::{Reading, words};
use hubbub_shared::markdown::searched_text;
use hubbub_shared::model::Attachment;
use hubbub_shared::search::Has;
use hubbub_shared::{HubId, MessageId, PlaceId, UserId};
use std::collections::BTreeSet;
use tantivy::schema::{Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{TantivyDocument, Term};

/// Another one for each form of the index: what was made in an older form is made anew.
pub const FORM: u32 = 1;

/// What reads texts, by the name under which the index remembers it.
const READING: &str = "words";
/// The field that documents are in the order of.
pub const ID: &str = "id";

/// A message as it is given to the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id, which has the time in it.
    pub id: MessageId,
    /// The hub in which it was said.
    pub hub: HubId,
    /// Where it was said.
    pub place: PlaceId,
    /// Who wrote it.
    pub author: UserId,
    /// Whom it mentions.
    pub mentions: Vec<UserId>,
    /// What it says, in Markdown.
    pub content: String,
    /// Files that go with it; their names and descriptions are searched, too.
    pub attachments: Vec<Attachment>,
}

/// What becomes of the index.
#[derive(Debug)]
pub enum Change {
    /// A message that is not in it.
    Add(Entry),
    /// A message that may be in it already, as it was before.
    Put(Entry),
    /// A message is gone.
    Remove(MessageId),
    /// Everything that was said in a place is gone.
    RemovePlace(PlaceId),
    /// Everything that was said in a hub is gone.
    RemoveHub(HubId),
}

/// The fields of the index.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    pub id: Field,
    pub hub: Field,
    pub place: Field,
    pub author: Field,
    pub mentions: Field,
    pub has: Field,
    pub text: Field,
}

impl Fields {
    /// The fields, and the schema they are of.
    pub fn new() -> (Self, Schema) {
        let mut schema = Schema::builder();
        // Without a byte for the length of each, which nobody asks for.
        let indexed = || NumericOptions::default().set_indexed();
        let mut number = |name: &str, options: NumericOptions| schema.add_u64_field(name, options);
        let [id, hub, place, author, mentions, has] = [
            number(ID, indexed().set_fast()),
            number("hub", indexed()),
            number("place", indexed()),
            number("author", indexed()),
            number("mentions", indexed()),
            number("has", indexed()),
        ];
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(READING)
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
        (Self { id, hub, place, author, mentions, has, text }, schema.build())
    }

    /// The message as the index takes it.
    pub fn document(&self, entry: &Entry) -> TantivyDocument {
        let (text, has) = searched(&entry.content, &entry.attachments);
        let mut document = TantivyDocument::new();
        document.add_u64(self.id, entry.id.0);
        document.add_u64(self.hub, entry.hub.0);
        document.add_u64(self.place, entry.place.0);
        document.add_u64(self.author, entry.author.0);
        entry.mentions.iter().for_each(|user| document.add_u64(self.mentions, user.0));
        has.iter().for_each(|one| document.add_u64(self.has, *one));
        document.add_text(self.text, text);
        document
    }

    /// What finds the message again in the index.
    pub fn message(&self, id: MessageId) -> Term {
        Term::from_field_u64(self.id, id.0)
    }
}

/// What reads the texts of the index.
pub fn tokenizers() -> TokenizerManager {
    // Of numbers, too, it wants to know what reads them.
    let tokenizers = TokenizerManager::default();
    tokenizers.register(READING, Reading);
    tokenizers
}

/// What a message can have, as a number that never changes.
pub const fn number_of(has: Has) -> u64 {
    match has {
        Has::Link => 1,
        Has::File => 2,
        Has::Image => 3,
        Has::Video => 4,
        Has::Sound => 5,
    }
}

/// The text by which a message is found, and what it has.
fn searched(content: &str, attachments: &[Attachment]) -> (String, BTreeSet<u64>) {
    let (mut text, has_link) = searched_text(content);
    let mut has: BTreeSet<u64> = has_link.then_some(number_of(Has::Link)).into_iter().collect();
    for file in attachments {
        has.insert(number_of(Has::File));
        has.extend(Has::of_media_type(&file.content_type).map(number_of));
        for words in [Some(&file.name), file.description.as_ref()].into_iter().flatten() {
            text.push('\n');
            text.push_str(words);
        }
    }
    (text, has)
}

/// Words that are marked in one message.
const MOST_MARKED: usize = 20;

impl Entry {
    /// Whether all of this stands in the message, with the words as they stand there. `None`: something does not, since the message
    /// became another one.
    pub fn finds(&self, sought: &[Sought], has: &[Has], similar: bool) -> Option<Vec<String>> {
        let (text, its) = searched(&self.content, &self.attachments);
        if !has.iter().all(|one| its.contains(&number_of(*one))) {
            return None;
        }
        let words = words(&text);
        let mut found = Vec::new();
        for one in sought {
            let ranges = one.ranges(&words, similar);
            if ranges.is_empty() {
                return None;
            }
            for range in ranges {
                let word = text[range].to_owned();
                if found.len() < MOST_MARKED && !found.contains(&word) {
                    found.push(word);
                }
            }
        }
        Some(found)
    }
}
