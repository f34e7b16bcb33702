//! The list of emoji, loaded when somebody wants one.

use super::Client;
use crate::net::rest;
use crate::state::EmojiList;
use crate::{browser, words};
use hubbub_shared::Problem;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

impl Client {
    /// Loads the list, if it is not here; the service worker keeps it.
    pub fn load_emoji(self) {
        if self.emoji.with_untracked(Option::is_some) {
            return;
        }
        let address = browser::find("meta[name=emoji]").and_then(|meta| meta.get_attribute("content"));
        spawn_local(async move {
            match rest::file(&address.unwrap_or_default()).await {
                Ok(text) => self.emoji.set(Some(Rc::new(EmojiList::read(&text)))),
                Err(problem) => self.complain(&Problem::new(problem.code, words::NO_EMOJI)),
            }
        });
    }
}
