//! Being told while one does not look: this device, others, of what, when not.

mod device;
mod devices;
mod everywhere;
mod places;
mod quiet;
mod this_device;
mod trial;

use crate::client::Client;
use crate::components::loaded::Loaded;
use crate::components::more_icons::icon;
use crate::reactive::create_effect;
use crate::state::Phase;
use crate::words::notifications as words;
use hubbub_shared::model::NotificationSettings;
use hubbub_shared::protocol::command::GetNotificationSettings;
use sycamore::prelude::*;

/// Draws the page.
pub fn notifications(client: Client) -> View {
    let (loaded, places) = (Loaded::<NotificationSettings>::new(), create_signal(Vec::new()));
    create_effect(move || {
        client.notification_news.track();
        // Before that, nobody answers; what was said then is said again.
        if client.phase.get() != Phase::Ready && !client.is_cut_off() {
            return;
        }
        client.call(GetNotificationSettings {}, move |answer| {
            if !loaded.is_shown() {
                return;
            }
            if let Ok(settings) = &answer {
                places.set(settings.places.clone());
            }
            // What is on the screen already is what the person is changing.
            if !loaded.is_here() {
                loaded.put(answer);
            }
        });
    });
    let back = icon("back");
    let device = this_device::this_device(client);
    let settings = loaded.view(move |settings| {
        let everywhere = everywhere::everywhere(client, settings);
        let quiet = quiet::quiet(client, settings.quiet_hours.clone());
        let places = places::places(client, places);
        View::from(vec![everywhere, quiet, places])
    });
    view! {
        div(class="page settings") {
            header(class="bar") {
                a(class="icon-button bar-back", data-link="", href="/settings", aria-label=words::BACK) { (back) }
                h1(class="bar-title") { (words::TITLE) }
            }
            div(class="page-content") {
                (device)
                (settings)
            }
        }
    }
}
