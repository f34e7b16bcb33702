//! Signing in: the OAuth 2 code flow with state and PKCE, with Discord or with the provider built in here.
//!
//! [`begin`] sends the browser to the provider with a [`Flow`] in an encrypted cookie; [`finish`] checks what
//! comes back against it and asks the provider who that is. Who may own the server and what is stored of people
//! is in `operations/users`.

mod client;
pub mod device;
mod flow;
pub mod local;
pub mod next;
mod provider;
mod state;

pub use flow::{Failure, Flow, Returned, begin, finish};
pub use state::SignInState;
