//! Notes of moderators about somebody, newest first.

use crate::browser;
use crate::client::Client;
use crate::clock;
use crate::components::field::{Field, text};
use crate::components::loaded::Loaded;
use crate::components::more_icons::icon;
use crate::reactive::handler;
use crate::words::members as words;
use hubbub_shared::model::{Note, Notes};
use hubbub_shared::protocol::command::{AddNote, DeleteNote, GetNotes};
use hubbub_shared::text::NoteText;
use hubbub_shared::{ErrorCode, HubId, Problem, UserId};
use sycamore::prelude::*;

/// What the list works on. Copies are the same.
#[derive(Clone, Copy)]
struct List {
    client: Client,
    hub: HubId,
    user: UserId,
    loaded: Loaded<Notes>,
}

/// Draws them, with a field for another.
pub fn notes(client: Client, hub: HubId, user: UserId) -> View {
    let list = List { client, hub, user, loaded: Loaded::new() };
    client.call(GetNotes { hub, user }, move |answer| list.loaded.put(answer));
    let (form, shown) = (form(list), list.loaded.view(move |notes| drawn(list, notes)));
    view! {
        section(aria-label=words::NOTES) {
            h3 { (words::NOTES) }
            p(class="hint") { (words::NOTES_HINT) }
            (form)
            (shown)
        }
    }
}

fn form(list: List) -> View {
    let (value, problem) = (create_signal(String::new()), create_signal(None));
    let is_busy = create_signal(false);
    let (label, example) = (words::NOTE, words::NOTE_EXAMPLE);
    let field = text(Field { id: "note", label, example, value, problem, max: NoteText::MAX_CHARS });
    view! {
        form(class="note-form", novalidate=true, on:submit=handler(move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            let typed = value.get_clone_untracked();
            if NoteText::parse(&typed).is_err() {
                problem.set(Some(Problem::new(ErrorCode::InvalidInput, words::NOTE_MISSING)));
                return browser::focus("#note");
            }
            problem.set(None);
            is_busy.set(true);
            list.add(typed, move |answer| {
                if value.is_alive() {
                    is_busy.set(false);
                    match answer {
                        Ok(()) => value.set(String::new()),
                        Err(refusal) => problem.set(Some(refusal)),
                    }
                }
            });
        })) {
            (field)
            button(class="button button-small", r#type="submit", disabled=move || is_busy.get()) { (words::NOTE_ADD) }
        }
    }
}

impl List {
    fn add(self, text: String, done: impl FnOnce(Result<(), Problem>) + 'static) {
        let note = AddNote { hub: self.hub, user: self.user, text };
        self.client.call(note, move |answer| {
            done(answer.map(|note| self.loaded.change(|notes| notes.notes.insert(0, note))));
        });
    }

    /// It can be written again, with the same words.
    fn delete(self, note: Note) {
        let (hub, user, id) = (self.hub, self.user, note.id);
        self.client.call(DeleteNote { hub, user, note: id }, move |answer| match answer {
            Ok(()) => {
                self.loaded.change(|notes| notes.notes.retain(|one| one.id != id));
                browser::soon(|| browser::focus("#note"));
                self.client.offer_undo(words::NOTE_DELETED.to_owned(), move || {
                    let client = self.client;
                    self.add(note.text.clone(), move |answer| {
                        if let Err(problem) = answer {
                            client.complain(&problem);
                        }
                    });
                });
            }
            Err(problem) => self.client.complain(&problem),
        });
    }
}

fn drawn(list: List, notes: &Notes) -> View {
    if notes.notes.is_empty() {
        return view! { p(class="hint") { (words::NOTES_NONE) } };
    }
    let rows: Vec<View> = notes.notes.iter().map(|note| row(list, note.clone())).collect();
    view! { ul(class="record-list", aria-label=words::NOTES) { (rows) } }
}

fn row(list: List, note: Note) -> View {
    let is_mine = list.client.model.with_untracked(|model| model.my_id()) == Some(note.author.id);
    let by = words::noted_by(&note.author.display_name, &clock::moment(note.at.0));
    let (text, trash) = (note.text.clone(), icon("trash"));
    let delete = match is_mine {
        true => view! {
            button(class="icon-button", r#type="button", aria-label=words::NOTE_DELETE, on:click=handler(move |_| list.delete(note.clone()))) { (trash) }
        },
        false => View::new(),
    };
    view! {
        li {
            span(class="card-text") {
                span(class="record-text", dir="auto") { (text) }
                span(class="hint") { bdi { (by) } }
            }
            (delete)
        }
    }
}
