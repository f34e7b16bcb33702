//! The harness of the black-box stories: it starts the real binary and speaks to it as people do, through REST,
//! the socket and a browser. It knows the wire (`hubbub-shared`) and nothing of the server's inside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a harness fails by panicking")]

mod acts;
mod apply;
mod binary;
pub mod browser;
mod cable;
mod commands;
mod engine;
mod hand;
mod jar;
mod link;
mod mongo;
mod person;
mod phone;
mod process;
mod push_service;
mod receiver;
mod rest;
mod roles;
mod server;
mod socket;
mod state;
mod verify;
mod via;
mod wait;

pub use acts::Acts;
pub use binary::site;
pub use cable::Cable;
pub use engine::{Engine, play};
pub use hand::{Fields, Hand};
pub use jar::Jar;
pub use person::{Person, problem_of};
pub use phone::{Phone, fresh_nonce};
pub use push_service::{PushService, Pushed, Subscription, push_of};
pub use receiver::{Received, Receiver};
pub use roles::{Changes, overwrite};
pub use server::{Server, Settings};
pub use socket::{Arrival, Entrance, Socket};
pub use state::{Cache, ClientState};
pub use verify::{is_up_to_date, verify_action, verify_quiet};
pub use via::{Door, Via};
pub use wait::{DEADLINE, eventually, within};

/// Plays stories on SQLite and on MongoDB: each becomes a module with the two tests `sqlite` and `mongodb`.
///
/// ```ignore
/// each_engine! {
///     async fn a_member_sees_what_another_says(engine: Engine) { … }
/// }
/// ```
#[macro_export]
macro_rules! each_engine {
    ($(async fn $story:ident($engine:ident: $kind:ty) $body:block)*) => {$(
        mod $story {
            use super::*;

            async fn story($engine: $kind) $body

            #[test]
            fn sqlite() {
                $crate::play($crate::Engine::Sqlite, story);
            }

            #[test]
            fn mongodb() {
                $crate::play($crate::Engine::MongoDb, story);
            }
        }
    )*};
}

/// As [`each_engine!`], and each story once through REST and once through the socket.
#[macro_export]
macro_rules! each_door {
    ($(async fn $story:ident($server:ident: $running:ty, $door:ident: $kind:ty) $body:block)*) => {$(
        mod $story {
            use super::*;

            async fn story(engine: $crate::Engine) {
                let server = $crate::Server::on(engine).await;
                for door in [$crate::Door::Rest, $crate::Door::Socket] {
                    eprintln!("Through {door:?}:");
                    told(&server, door).await;
                }
            }

            async fn told($server: $running, $door: $kind) $body

            #[test]
            fn sqlite() {
                $crate::play($crate::Engine::Sqlite, story);
            }

            #[test]
            fn mongodb() {
                $crate::play($crate::Engine::MongoDb, story);
            }
        }
    )*};
}
