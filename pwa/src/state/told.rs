//! What the server put into the page beside the view that it drew, so that the app goes on from there without asking
//! again.

use crate::state::Health;
use hubbub_shared::model::{Member, MessagePage};
use hubbub_shared::protocol::Ready;
use serde::{Deserialize, Serialize};

/// What the server knew when it drew the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// When that was, in milliseconds since 1970.
    pub at: i64,
    /// What it tells of itself.
    pub health: Health,
    /// The person and their hubs, as at the start of a connection. `None`: nobody is signed in.
    pub places: Option<Ready>,
    /// The newest messages of the channel whose address was asked for, at most 50.
    pub page: Option<MessagePage>,
    /// Those of their authors who belong to the hub: by their roles names have colours.
    pub members: Vec<Member>,
}
