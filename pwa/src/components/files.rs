//! Files: choosing and sending them, looking at pictures. All of it is in the part of the app for files.

pub mod describe;
pub mod gallery;
pub mod held;
mod hints;
pub mod waiting;

use crate::client::Client;
use sycamore::prelude::*;

/// Nothing to be seen: what goes on as long as the app is open.
pub fn uploading(client: Client) -> View {
    client.begin_files();
    hints::begin();
    View::new()
}
