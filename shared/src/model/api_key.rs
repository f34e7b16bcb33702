use crate::ids::{ApiKeyId, HubId};
use crate::permissions::Permissions;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// A key with which a program acts for the caller, as far as its scope goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ApiKey {
    /// Its id; says nothing about the token.
    pub id: ApiKeyId,
    /// What it is for, in its maker's words.
    pub name: String,
    /// How its token begins, so that a leaked one is recognised.
    pub prefix: String,
    /// Of what its maker may do, what the key may do.
    pub scope: Permissions,
    /// The only hub that it opens. Absent: all that its maker belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hub: Option<HubId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to a few minutes. Absent: it never was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
    /// When it ends. Absent: when it is deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// Until when the token before this one is good, too. Absent: it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_until: Option<Timestamp>,
}

/// A key whose token was just made. It is shown this once; the server keeps its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ApiKeyToken {
    /// The key that it belongs to.
    pub key: ApiKey,
    /// `Authorization: Bearer …`
    pub token: String,
}

/// The caller's keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ApiKeys {
    /// In the order in which they were made.
    pub keys: Vec<ApiKey>,
}
