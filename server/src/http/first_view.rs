//! The place that a browser asks for, drawn before the app is there: hubs, channels and the newest messages, by the
//! components of the app itself, with the same operations as the API. Only for the one who asked, never to be kept.
//!
//! Drawing is a favour: if anything is missing or takes too long, the page with the skeleton is the answer, and the app
//! asks by itself.

mod compress;

use super::door::Door;
use super::identity;
use super::site::Parts;
use crate::domain::caller::Caller;
use crate::live::Live;
use crate::operations::{members, messages, ready};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::future::join;
use hubbub_pwa::first_view::{self, Reader};
use hubbub_pwa::state::{Health, Told};
use hubbub_shared::model::{Member, MessagePage};
use hubbub_shared::protocol::command::{GetMembers, GetMessages};
use hubbub_shared::{ChannelId, HubId};
use std::time::Duration;

/// Whoever waits longer for the store is better served by the skeleton.
const PATIENCE: Duration = Duration::from_millis(300);
/// Messages of the channel; they fill a large screen twice.
const MESSAGES: u64 = 50;
/// More than this of hubs and messages takes a phone longer to get than the app itself; in bytes of JSON.
const MOST_TOLD: usize = 192 * 1024;
/// Minutes that the reader's clock is ahead of UTC, as their device said when it was here last (`first.js`).
const OFFSET: &str = "hubbub_offset";

/// The drawn page. `None`: the page with the skeleton is to be sent.
pub async fn answer(door: &Door, request: &HttpRequest) -> Option<HttpResponse> {
    let address = request.uri().path_and_query()?.as_str().to_owned();
    if !is_for_a_person(request) || !first_view::is_drawn(&address) {
        return None;
    }
    let told = tokio::time::timeout(PATIENCE, tell(door, request, first_view::channel(&address)));
    let page = draw(door, request, address, told.await.ok()??).await?;
    Some(send(page))
}

/// A browser that opens a page, and not a program or a service worker that collects files.
fn is_for_a_person(request: &HttpRequest) -> bool {
    let destination = text(request, HeaderName::from_static("sec-fetch-dest"));
    *request.method() == Method::GET
        && (destination.is_empty() || destination == "document")
        && text(request, header::ACCEPT).contains("text/html")
}

async fn draw(door: &Door, request: &HttpRequest, address: String, told: Told) -> Option<compress::Page> {
    let json = serde_json::to_string(&told).ok().filter(|json| json.len() <= MOST_TOLD)?;
    let reader = Reader {
        address,
        now: told.at,
        offset_minutes: offset_minutes(request),
        is_apple: text(request, header::USER_AGENT).contains("Mac OS"),
    };
    let (door, accepted) = (door.clone(), text(request, header::ACCEPT_ENCODING).to_owned());
    // Some milliseconds of nothing but arithmetic: sockets do not wait for that.
    let drawn = web::block(move || {
        let view = first_view::draw(told, reader);
        let parts = Parts { title: &view.title, view: &view.html, told: &json };
        let page = door.site.drawn()?.with(&parts);
        Some(compress::page(page, &accepted))
    });
    drawn.await.inspect_err(|_| tracing::error!("a first view could not be drawn")).ok()?
}

/// What the one who asks may know.
async fn tell(door: &Door, request: &HttpRequest, channel: Option<(HubId, ChannelId)>) -> Option<Told> {
    let (places, newest) = match identity::caller_if_any(door, request).await.ok()? {
        Some(caller) => {
            let (places, newest) =
                join(ready::look(&door.live, &caller), newest(&door.live, &caller, channel)).await;
            (Some(places.ok()?), newest)
        }
        None => (None, None),
    };
    let (page, members) = newest.map(|(page, members)| (Some(page), members)).unwrap_or_default();
    let health =
        Health { version: env!("CARGO_PKG_VERSION").to_owned(), sign_in: door.sign_in.settings.method() };
    Some(Told { at: door.live.clock.now().0, health, places, page, members })
}

/// The newest messages, and those of their authors who are members. Nothing of a channel that the caller may not read, or
/// that does not exist.
async fn newest(
    live: &Live,
    caller: &Caller,
    place: Option<(HubId, ChannelId)>,
) -> Option<(MessagePage, Vec<Member>)> {
    let (hub, channel) = place?;
    let command = GetMessages { limit: Some(MESSAGES), ..GetMessages::of(channel) };
    let page = messages::page(live, caller, command).await.ok()?;
    let authors = Some(page.messages.iter().map(|message| message.author.id).collect());
    let command = GetMembers { hub, after: None, limit: None, online: None, users: authors };
    let members = members::page(live, caller, command).await.map(|page| page.members);
    Some((page, members.unwrap_or_default()))
}

fn offset_minutes(request: &HttpRequest) -> i64 {
    let told = request.cookie(OFFSET).and_then(|cookie| cookie.value().parse::<i64>().ok());
    told.filter(|minutes| minutes.abs() <= 24 * 60).unwrap_or_default()
}

fn send(page: compress::Page) -> HttpResponse {
    let mut answer = HttpResponse::build(StatusCode::OK);
    answer
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .insert_header((header::VARY, "Accept-Encoding, Cookie"))
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"));
    if let Some(encoding) = page.encoding {
        answer.insert_header((header::CONTENT_ENCODING, encoding));
    }
    answer.body(page.bytes)
}

fn text(request: &HttpRequest, name: HeaderName) -> &str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
