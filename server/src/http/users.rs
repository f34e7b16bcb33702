//! Oneself, and where one is signed in.

use super::call::{Api, Nothing, created, no_content, ok};
use crate::App;
use crate::domain::caller::Caller;
use crate::domain::{sessions, users};

/// `/api/users/@me…`
pub fn routes(api: &mut Api) {
    api.get("/users/@me", ok(async |app: &App, caller: &Caller, _: Nothing| users::me(app, caller).await));
    api.patch("/users/@me", ok(users::update_me));
    api.get(
        "/users/@me/sessions",
        ok(async |app: &App, caller: &Caller, _: Nothing| sessions::list(app, caller).await),
    );
    api.post("/users/@me/sessions", created(sessions::create_program));
    api.delete("/users/@me/sessions/{session}", no_content(sessions::end));
}
