//! What the owner of the server sees and sets: people, hubs, who may come, limits, how the server fares.

use crate::ids::UserId;
use crate::model::{Hub, Suspension, User};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// Somebody, as the owner of the server sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AdminPerson {
    /// Who it is, as everybody sees them.
    pub user: User,
    /// When they first signed in.
    pub created_at: Timestamp,
    /// Devices and programs that are signed in.
    pub sessions: u64,
    /// Hubs they belong to.
    pub hubs: u64,
    /// Those of them that they own.
    pub owns: Vec<Hub>,
    /// Whether they own the server.
    pub global_owner: bool,
    /// Why and until when they cannot sign in. Absent: they can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended: Option<Suspension>,
    /// When their account ended. Absent: there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_at: Option<Timestamp>,
}

/// Some people, in the order of their ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AdminPeople {
    /// At most as many as asked for.
    pub people: Vec<AdminPerson>,
    /// Ask for those after this one. Absent: there is no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<UserId>,
}

/// A hub, as the owner of the server sees it: nothing of what is said in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AdminHub {
    /// What it is, as its members see it.
    pub hub: Hub,
    /// Who owns it.
    pub owner: User,
    /// How many belong to it.
    pub members: u64,
    /// Why and until when nobody gets in. Absent: it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended: Option<Suspension>,
}

/// Some hubs, the largest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AdminHubs {
    /// At most as many as asked for.
    pub hubs: Vec<AdminHub>,
    /// How many there are that fit.
    pub total: u64,
    /// Ask for those from this place of the list on. Absent: there is no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// Who may sign in for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignUps {
    /// Whoever gets through the sign-in provider.
    #[default]
    Everyone,
    /// Whoever comes by an invite to a hub that lets somebody in.
    Invited,
    /// Nobody: those who have an account go on.
    Nobody,
}

/// Who may found hubs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HubMakers {
    /// Whoever has an account.
    #[default]
    Everyone,
    /// The owner of the server alone.
    Owner,
}

/// How often people may do things, and how much there may be. 0: no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ServerLimits {
    /// Messages that a person may send per minute.
    pub sends_per_minute: u32,
    /// Other changes that a person may make per minute.
    pub writes_per_minute: u32,
    /// Sign-ins that may be begun from one address per minute.
    pub sign_ins_per_minute: u32,
    /// Times per hour that a person may ask for all that is kept about them.
    pub exports_per_hour: u32,
    /// Hubs that a person may be in.
    pub hubs_of_a_person: u32,
    /// Members that a hub may have. Who is in already stays.
    pub members_of_a_hub: u32,
}

/// What the owner of the server has set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ServerSettings {
    /// Who may sign in for the first time.
    pub sign_ups: SignUps,
    /// Who may found hubs.
    pub hub_makers: HubMakers,
    /// The limits in force.
    pub limits: ServerLimits,
    /// The limits as the server was started with them.
    pub usual: ServerLimits,
}

/// What the owner of the server tells everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Announcement {
    /// Another text has another number; who has put one away is shown the next.
    pub number: u64,
    /// One line, up to 300 characters.
    pub text: String,
    /// When it was made.
    pub since: Timestamp,
    /// When it is over. Absent: when the owner takes it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// What there is to tell everybody now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CurrentAnnouncement {
    /// Absent while there is nothing to tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announcement: Option<Announcement>,
}

/// Something that went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LoggedProblem {
    /// When it was written to the log.
    pub at: Timestamp,
    /// `error` or `warn`.
    pub level: String,
    /// The part of the program that says so.
    pub place: String,
    /// What it says.
    pub message: String,
}

/// How the server fares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ServerHealth {
    /// Version of the program.
    pub version: String,
    /// The build of it: the system it was made for.
    pub build: String,
    /// `sqlite` or `mongodb`.
    pub engine: String,
    /// Whether the store answers.
    pub store_answers: bool,
    /// Bytes that the database takes. Absent: it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database_bytes: Option<u64>,
    /// Seconds since the program was started.
    pub uptime_secs: u64,
    /// People with an account, former ones too.
    pub people: u64,
    /// Hubs there are.
    pub hubs: u64,
    /// Devices and programs that are signed in.
    pub sessions: u64,
    /// Sockets that are open.
    pub sockets: u64,
    /// Changes that wait for their place.
    pub waiting_changes: u64,
    /// Events that wait to be told.
    pub waiting_events: u64,
    /// Sockets that were closed because they read too slowly, since the start.
    pub queue_overflows: u64,
    /// Times that the store did not work, since the start.
    pub store_failures: u64,
    /// What went wrong last, newest first.
    pub problems: Vec<LoggedProblem>,
}
