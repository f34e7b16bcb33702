//! What is being written, and what is suggested for it: the parts of the composer share this and know nothing of each
//! other.

use super::area::Area;
use crate::client::Client;
use crate::state::{Named, Names, Query};
use hubbub_shared::ChannelId;
use hubbub_shared::model::User;
use std::rc::Rc;
use sycamore::prelude::*;
use web_sys::KeyboardEvent;

/// See the module. Copies are the same composer.
#[derive(Clone, Copy)]
pub struct Composer {
    /// The running app.
    pub client: Client,
    /// Where the message goes.
    pub channel: ChannelId,
    /// What is typed, as it is shown: with names, not ids.
    pub text: Signal<String>,
    /// The field it is typed into.
    pub area: Area,
    /// Whom the names in the text mean, as far as they were chosen.
    pub names: Signal<Names>,
    /// What is suggested for the name that is being typed.
    pub completion: Completion,
    /// The nonce that the message will have, once files are to go with it; empty until then.
    pub nonce: Signal<String>,
    /// Somebody wants to choose files.
    pub wants_files: Signal<bool>,
}

impl PartialEq for Composer {
    fn eq(&self, other: &Self) -> bool {
        self.area == other.area
    }
}

/// Whether a key was for the suggestions.
pub type TakesKey = Rc<dyn Fn(&KeyboardEvent) -> bool>;

/// Suggestions that are shown, if any. What finds, shows and takes them is in a part of the app that is loaded when somebody
/// writes what may begin a name.
#[derive(Clone, Copy)]
pub struct Completion {
    /// Something was typed, or the caret moved.
    pub looked: Signal<()>,
    /// Asked for each key first, once that part is here.
    pub takes_key: Signal<Option<TakesKey>>,
    /// The name that is being typed. `None`: the caret is at none.
    pub query: Signal<Option<Query>>,
    /// What fits it, the best first; empty: nothing is shown.
    pub found: Signal<Rc<Vec<Suggestion>>>,
    /// Index of the suggestion that Enter takes.
    pub marked: Signal<usize>,
    /// Where the name begins that the person wants no suggestions for, in bytes of the text.
    pub dismissed: Signal<Option<usize>>,
}

impl Completion {
    /// Nothing is suggested.
    pub fn new() -> Self {
        Self {
            looked: create_signal(()),
            takes_key: create_signal(None),
            query: create_signal(None),
            found: create_signal(Rc::default()),
            marked: create_signal(0),
            dismissed: create_signal(None),
        }
    }

    /// Whether something is suggested.
    pub fn is_open(self) -> bool {
        self.found.with(|found| !found.is_empty())
    }

    /// The id of the suggestion that is meant.
    pub fn active(self) -> Option<String> {
        self.is_open().then(|| format!("suggestion-{}", self.marked.get()))
    }

    /// Somebody is to look what is being typed. The channel may have been left, or be no more, since.
    pub fn look_again(self) {
        if self.looked.is_alive() {
            self.looked.set(());
        }
    }

    /// The field is left.
    pub fn close(self) {
        if self.query.is_alive() {
            self.query.set(None);
            self.found.set(Rc::default());
        }
    }

    /// Whether the key was for the suggestions.
    pub fn key(self, event: &KeyboardEvent) -> bool {
        let takes = self.takes_key.get_clone_untracked();
        takes.is_some_and(|takes| takes(event))
    }
}

/// Somebody or something that may be meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The name of the person, channel or emoji, as people read it.
    pub label: String,
    /// What tells it from others of the name; may be empty.
    pub detail: String,
    /// What comes into the text.
    pub inserted: String,
    /// The name in the text and what it stands for. `None`: an emoji, which stands for itself.
    pub named: Option<(String, Named)>,
    /// Whose picture is shown. `None`: it is no person.
    pub person: Option<User>,
}
