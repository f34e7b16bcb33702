//! The REST routes of the nouns, one line each; how is told in [`super::call`].

use super::call::{Api, Nothing, call, created, no_content, ok, public};
use crate::App;
use crate::domain::caller::Caller;
use crate::domain::messages::Committed;
use crate::domain::{
    categories, channels, hubs, invites, members, messages, permissions, read_state, roles, typing,
};
use crate::limits::Limit;
use actix_web::HttpResponse;

/// `/api/…`
pub fn routes(api: &mut Api) {
    api.get("/hubs", ok(async |app: &App, caller: &Caller, _: Nothing| hubs::list(app, caller).await));
    api.post("/hubs", created(hubs::create));
    api.get("/hubs/{hub}", ok(hubs::look));
    api.patch("/hubs/{hub}", ok(hubs::update));
    api.delete("/hubs/{hub}", no_content(hubs::delete));
    api.put("/hubs/{hub}/owner", ok(hubs::transfer));
    api.get("/hubs/{hub}/permissions", ok(permissions::explain));
    api.get("/hubs/{hub}/members", ok(members::page));
    api.delete("/hubs/{hub}/members/@me", no_content(hubs::leave));
    api.put("/hubs/{hub}/members/{user}/timeout", ok(members::time_out));
    api.put("/hubs/{hub}/members/{user}/roles/{role}", ok(roles::assign));
    api.delete("/hubs/{hub}/members/{user}/roles/{role}", ok(roles::remove));
    api.post("/hubs/{hub}/roles", created(roles::create));
    api.patch("/hubs/{hub}/roles/{role}", ok(roles::update));
    api.delete("/hubs/{hub}/roles/{role}", no_content(roles::delete));
    api.post("/hubs/{hub}/categories", created(categories::create));
    api.patch("/hubs/{hub}/categories/{category}", ok(categories::update));
    api.delete("/hubs/{hub}/categories/{category}", no_content(categories::delete));
    api.put("/hubs/{hub}/categories/{category}/overwrites", ok(categories::set_overwrite));
    api.delete("/hubs/{hub}/categories/{category}/overwrites", ok(categories::remove_overwrite));
    api.post("/hubs/{hub}/channels", created(channels::create));
    api.get("/channels/{channel}", ok(channels::look));
    api.patch("/channels/{channel}", ok(channels::update));
    api.delete("/channels/{channel}", no_content(channels::delete));
    api.put("/channels/{channel}/overwrites", ok(channels::set_overwrite));
    api.delete("/channels/{channel}/overwrites", ok(channels::remove_overwrite));
    api.get("/channels/{channel}/messages", ok(messages::page));
    api.post("/channels/{channel}/messages", call(messages::send, sent).limited_by(Limit::Send));
    api.get("/channels/{channel}/messages/{message}", ok(messages::look));
    api.patch("/channels/{channel}/messages/{message}", ok(messages::edit));
    api.delete("/channels/{channel}/messages/{message}", no_content(messages::delete));
    api.post("/channels/{channel}/read", ok(read_state::mark_read));
    api.post("/channels/{channel}/typing", no_content(typing::start));
    api.post("/hubs/{hub}/invites", created(invites::create));
    api.get("/invites/{code}", public(invites::look));
    api.post("/invites/{code}", ok(invites::join));
}

/// 201 for a new message, 200 for the stored one when its nonce repeats.
fn sent(committed: Committed) -> HttpResponse {
    let mut answer = if committed.is_repeat() { HttpResponse::Ok() } else { HttpResponse::Created() };
    answer.json(committed.message)
}
