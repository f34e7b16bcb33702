//! What a message answers, in one line above its words.

use crate::client::{Client, Seek};
use crate::components::avatar::avatar;
use crate::components::icon::icon;
use crate::components::role_colors::class_of;
use crate::reactive::handler;
use crate::words::conversing as said;
use hubbub_shared::model::Quote;
use sycamore::prelude::*;

/// Draws the line, which leads there. Of whom the reader has blocked it shows no words.
pub fn quote(client: Client, quote: &Quote) -> View {
    let Some(author) = &quote.author else {
        let symbol = icon("reply");
        return view! { p(class="message-quote") { (symbol) span(class="hint") { (said::ANSWERED_GONE) } } };
    };
    let (name, begins) = client.model.with_untracked(|model| {
        let name = model.name_of(author.id).unwrap_or_else(|| author.display_name.clone());
        (name, model.line_of_quote(quote))
    });
    let (symbol, picture, message) = (icon("reply"), avatar(author, ""), quote.message);
    let (read, class) = (said::replies_to(Some(&name)), class_of(author.id.0));
    view! {
        button(class="message-quote", r#type="button", title=said::SHOW_ANSWERED, on:click=handler(move |_| client.seek.set(Some(Seek::Message(message))))) {
            (symbol)
            (picture)
            span(class="unseen") { (read) }
            bdi(class=class, aria-hidden="true") { (name) }
            bdi(class="message-quoted") { (begins) }
        }
    }
}
