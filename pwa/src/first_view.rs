//! What the server puts into the page before the app is there: the place that was asked for, drawn by the components of
//! the app, with data that the server has read for the person. Here is no browser; see [`crate::browser`].
//!
//! Everything in it is text or the value of an attribute, and escaped as such: no component makes HTML.

use crate::app;
use crate::browser::{self, draw_for};
use crate::client::Client;
use crate::components::later::Parts;
use crate::components::role_colors;
use crate::offline::Kept;
use crate::state::{Phase, Route, Told};
use hubbub_shared::{ChannelId, HubId};
use sycamore::prelude::*;
use sycamore::web::render_to_string_in_scope;

pub use crate::browser::Reader;

/// Says what device drew it: times, what was being written, where reading stopped. Stands after the view.
pub const SCRIPT: &str = include_str!("../drawn.js");

/// A place, drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstView {
    /// The title of the page, as plain text.
    pub title: String,
    /// What `#app` holds.
    pub html: String,
}

thread_local! {
    /// Reused: a root is never given back.
    static ROOT: RootHandle = create_root(|| {});
}

/// Whether the server draws this place. Others ask the server for more, or lead to a message that may be far above.
pub fn is_drawn(address: &str) -> bool {
    let asks = matches!(
        Route::parse(address),
        Route::Settings
            | Route::Notifications
            | Route::Inbox
            | Route::Saved
            | Route::Dms
            | Route::DmsAbout
            | Route::Dm(_)
            | Route::HubSettings(..)
            | Route::Diag
            | Route::Invite(_)
    );
    !asks && Route::message_in(address).is_none()
}

/// The channel that an address leads to, in its hub.
pub fn channel(address: &str) -> Option<(HubId, ChannelId)> {
    match Route::parse(address) {
        Route::Channel(hub, channel) => Some((hub, channel)),
        _ => None,
    }
}

/// Draws what this reader sees first.
pub fn draw(told: Told, reader: Reader) -> FirstView {
    draw_for(reader);
    let view = ROOT.with(|root| {
        root.dispose();
        let view = root.run_in(|| draw_here(told));
        root.dispose();
        view
    });
    draw_for(Reader::default());
    view
}

fn draw_here(told: Told) -> FirstView {
    let route = Route::parse(&browser::address());
    let client = Client::new(Kept::default().with(told, &route));
    provide_context(client);
    Parts::provide(client);
    if !client.model.with_untracked(|model| model.is_known()) {
        client.phase.set(Phase::SignedOut);
    }
    if let Some(channel) = route.channel() {
        client.model.update(|model| {
            model.open(channel);
            // As the app does before it is painted: who sees the newest message has read it.
            model.watch(true);
        });
    }
    // Elements made outside of it carry no keys for hydration, which this app does not do.
    let (view, colors) = (app::view(client), role_colors::of_place(client));
    let colors = view! { template(data-role-colors=colors) };
    let html = render_to_string_in_scope(move || View::from(vec![view, colors]));
    FirstView { title: app::title(client), html: without_marks(&html) }
}

/// Comments mark where a view could change. None stands in a text: there `<` is escaped.
fn without_marks(html: &str) -> String {
    ["<!--/-->", "<!--t-->", "<!-->"].iter().fold(html.to_owned(), |html, mark| html.replace(mark, ""))
}

#[cfg(test)]
mod tests;
