//! Which page is shown: strangers see the way in and invites, everybody else the shell with its places.

use crate::client::Client;
use crate::components::later::{
    DmsPiece, FilesPiece, LaterPiece, NotificationsPiece, Parts, later_line, later_page, when_here,
};
use crate::components::{
    connection_banner, live_region, overlay, role_colors, seen_as_bar, shell, splash, toasts,
};
use crate::reactive::{Live, create_effect, create_selector};
use crate::state::{Phase, Route};
use crate::{browser, pages, words};
use sycamore::prelude::*;

/// What is on the screen as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Screen {
    Splash,
    SignIn,
    Invite(String),
    Diag,
    Shell,
}

/// What goes on whatever is drawn.
pub fn begin(client: Client) {
    provide_context(client);
    client.start();
    Parts::provide(client).fetch_when_idle();
    show_title(client);
    show_count(client);
    role_colors::follow(client);
    leave_sign_in(client);
}

/// What is on the screen, as a whole.
pub fn view(client: Client) -> View {
    let screen = create_selector(move || screen(client));
    let (banner, overlay) = (connection_banner::connection_banner(), overlay::overlay());
    let (seen_as, toasts) = (seen_as_bar::seen_as_bar(client), toasts::toasts());
    let announced = live_region::live_region();
    let exchanges = create_selector(move || client.wants_dms.get() && client.phase.get() != Phase::SignedOut);
    view! {
        (Live { now: move || when_here(LaterPiece::Announcement) })
        (Live { now: move || when_here(NotificationsPiece::Telling) })
        (Live { now: move || when_here(NotificationsPiece::Drafting) })
        (Live { now: move || when_here(FilesPiece::Uploading) })
        (Live { now: move || if exchanges.get() { later_line(DmsPiece::Exchange) } else { View::new() } })
        (Live { now: move || match screen.get_clone() {
            Screen::Splash => splash::splash(),
            Screen::SignIn => pages::sign_in::sign_in(),
            Screen::Invite(code) => pages::invite::invite(code),
            Screen::Diag => later_page(LaterPiece::Diag, words::diag::TITLE),
            Screen::Shell => shell::shell(),
        } })
        (banner)
        (overlay)
        (seen_as)
        (toasts)
        (announced)
    }
}

fn screen(client: Client) -> Screen {
    match client.route.get_clone() {
        Route::Invite(code) => Screen::Invite(code),
        Route::Diag => Screen::Diag,
        Route::SignIn { .. } => Screen::SignIn,
        _ if client.phase.get() == Phase::SignedOut => Screen::SignIn,
        _ if client.model.with(|model| model.is_known()) => Screen::Shell,
        _ => Screen::Splash,
    }
}

/// Who is signed in has no business on the sign-in page.
fn leave_sign_in(client: Client) {
    create_effect(move || {
        let route = client.route.get_clone();
        if matches!(route, Route::SignIn { .. }) && client.phase.get() == Phase::Ready {
            let next = Route::parse(&route.after_sign_in());
            browser::soon(move || client.replace(next));
        }
    });
}

/// The title names the place, and counts what is for the reader.
fn show_title(client: Client) {
    let title = create_selector(move || title(client));
    create_effect(move || {
        if let Some(document) = browser::document() {
            title.with(|title| document.set_title(title));
        }
    });
}

/// The title of the page now.
pub fn title(client: Client) -> String {
    let place = match client.route.get_clone() {
        Route::Channel(_, channel) => client.channel_name(channel).map(|name| words::channel(&name)),
        Route::Hub(hub) => client.model.with(|model| model.hubs.get(hub).map(|view| view.name.clone())),
        Route::Settings | Route::Notifications | Route::Bots(_) => Some(words::SETTINGS.to_owned()),
        Route::Inbox | Route::Saved => Some(words::INBOX.to_owned()),
        Route::Dms | Route::DmsAbout => Some(words::MESSAGES.to_owned()),
        Route::Dm(dm) => client.channel_name(dm),
        Route::Console => Some(words::CONSOLE.to_owned()),
        Route::HubSettings(..) => Some(words::HUB_SETTINGS.to_owned()),
        Route::Diag => Some(words::diag::TITLE.to_owned()),
        Route::Unknown => Some(words::NOT_FOUND_TITLE.to_owned()),
        _ => None,
    };
    let mentions = client.model.with(|model| model.mentions());
    let count = if mentions > 0 { format!("({mentions}) ") } else { String::new() };
    place.map_or_else(|| format!("{count}{}", words::APP), |place| format!("{count}{place} · {}", words::APP))
}

/// The icon of the installed app counts the same.
fn show_count(client: Client) {
    let mentions = create_selector(move || client.model.with(|model| model.mentions()));
    create_effect(move || browser::set_badge(mentions.get()));
}
