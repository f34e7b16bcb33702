//! Files: choosing and sending them, in the part of the app for files; looking at pictures, in the part for talking.

pub mod describe;
pub mod gallery;
pub mod held;
mod hints;
pub mod showing;
mod square;
pub mod waiting;

use crate::client::Client;
use sycamore::prelude::*;

/// Nothing to be seen: what goes on as long as the app is open.
pub fn uploading(client: Client) -> View {
    client.begin_files();
    hints::begin();
    View::new()
}
