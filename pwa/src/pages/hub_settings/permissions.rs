//! What channels and categories change about what roles and members may do: all of them in the order of the list of
//! channels, and the way to each.

mod choices;
mod editing;
mod editor;
mod targets;

pub use editor::{editor, title};

use crate::client::Client;
use crate::components::more_icons::icon;
use crate::reactive::{Live, create_selector};
use crate::state::{ChannelGroup, HubSection, Overwritten};
use crate::words::permissions as words;
use hubbub_shared::HubId;
use hubbub_shared::model::HubView;
use sycamore::prelude::*;

/// A channel or a category in the list.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    of: Overwritten,
    name: String,
    says: &'static str,
}

/// Draws the section.
pub fn permissions(client: Client, hub: HubId) -> View {
    let rows = create_selector(move || {
        client.model.with(|model| model.hubs.get(hub).map(|view| rows_of(view)).unwrap_or_default())
    });
    view! {
        section(class="panel panel-rows", aria-label=words::PERMISSIONS) {
            p(class="hint") { (words::PLACES_HINT) }
            ul(class="places") {
                (Live { now: move || rows.get_clone().into_iter().map(|row| row_view(hub, row)).collect::<Vec<_>>() })
            }
        }
    }
}

fn rows_of(view: &HubView) -> Vec<Row> {
    let mut rows = Vec::new();
    for group in ChannelGroup::all(view) {
        rows.extend(group.category.map(|(id, name)| Row {
            of: Overwritten::Category(id),
            name,
            says: words::OF_CATEGORY,
        }));
        rows.extend(group.channels.into_iter().map(|channel| Row {
            of: Overwritten::Channel(channel.id),
            says: match (channel.synced, channel.category) {
                (true, Some(_)) => words::SYNCED_WITH_ITS_CATEGORY,
                (true, None) => "",
                (false, _) => words::OWN_PERMISSIONS,
            },
            name: channel.name,
        }));
    }
    rows
}

fn row_view(hub: HubId, row: Row) -> View {
    let Row { of, name, says } = row;
    let (symbol, class) = match of {
        Overwritten::Channel(_) => (icon("hash"), "row"),
        Overwritten::Category(_) => (icon("folder"), "row row-category"),
    };
    let (on, address) = (icon("forward"), HubSection::PermissionsOf(of).at(hub).address());
    view! {
        li {
            a(class=class, data-link="", href=address) {
                (symbol)
                span(class="card-text") {
                    strong { bdi { (name) } }
                    span(class="hint") { (says) }
                }
                (on)
            }
        }
    }
}
