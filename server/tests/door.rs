//! The HTTP door as browsers and programs meet it: a real server on a free port, real requests.

// What fails here fails the test, helpers included.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "door/browser.rs"]
mod browser;
#[path = "door/config.rs"]
mod config;
#[path = "door/discord.rs"]
mod discord;
#[path = "door/http.rs"]
mod http;
#[path = "door/people.rs"]
mod people;
#[path = "door/process.rs"]
mod process;
#[path = "door/server.rs"]
mod server;
#[path = "door/sessions.rs"]
mod sessions;
#[path = "door/sign_in.rs"]
mod sign_in;
#[path = "door/site.rs"]
mod site;
