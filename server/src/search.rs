//! The index of words: which messages have them, newest first. It lies in a directory beside the data and can be made anew from
//! what is stored, so nothing in it counts. It holds no text, and knows neither the store nor who may see what: it is given messages
//! (`live/indexing.rs`) and answers with ids, among places that somebody else has allowed (`operations/search.rs`).

mod document;
mod find;
mod index;
mod sought;
mod words;

pub use document::{Change, Entry};
pub use find::Wanted;
pub use index::{Index, Mark, Opened};
pub use sought::Sought;
