//! Leads who decides about reports to those that nobody looks after yet.

use super::more_icons::icon;
use crate::client::{Client, reviews};
use crate::reactive::{Live, create_effect, create_selector};
use crate::state::{HubSection, Phase};
use crate::words::reports as words;
use hubbub_shared::HubId;
use hubbub_shared::protocol::command::CountReports;
use sycamore::prelude::*;

/// Draws the line above the channels of a hub; nothing for those who do not decide.
pub fn reports_wait(client: Client, hub: HubId) -> View {
    let decides = create_selector(move || client.model.with(|model| reviews(model, hub)));
    view! { (Live { now: move || if decides.get() { untrack(|| waiting(client, hub)) } else { View::new() } }) }
}

/// How many wait, if any do.
fn waiting(client: Client, hub: HubId) -> View {
    let open = create_signal(0);
    create_effect(move || {
        client.report_news.track();
        if client.phase.get() == Phase::Ready {
            client.call(CountReports { hub }, move |answer| {
                if let Ok(count) = answer
                    && open.is_alive()
                {
                    open.set(count.open);
                }
            });
        }
    });
    let address = HubSection::Reports.at(hub).address();
    view! {
        (Live { now: move || match open.get() {
            0 => View::new(),
            count => {
                let (symbol, address) = (icon("flag"), address.clone());
                view! {
                    a(class="channel channels-reports", data-link="", href=address, aria-label=words::new_reports(count), data-unread="true") {
                        (symbol)
                        span(class="channel-name") { (words::REPORTS) }
                        // The name that is read must hold the words that are seen, which are apart.
                        " "
                        span(class="badge-count", aria-hidden="true") { (count) }
                    }
                }
            }
        } })
    }
}
