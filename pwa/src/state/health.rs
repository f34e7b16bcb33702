//! What a server tells of itself to everybody.

use hubbub_shared::model::SignInMethod;
use serde::{Deserialize, Serialize};

/// What the server tells of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// The release of the server, as `1.2.3`.
    pub version: String,
    /// How people sign in.
    pub sign_in: SignInMethod,
}
