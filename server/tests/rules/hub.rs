//! A hub to work on: Ada's, with Bo as a plain member and a channel.

use hubbub_server::domain::caller::Caller;
use hubbub_server::domain::capacity::Capacity;
use hubbub_server::domain::channels::ChannelDoc;
use hubbub_server::domain::hubs::{Basis, By, HubDoc, Structure};
use hubbub_server::domain::members::MemberDoc;
use hubbub_server::domain::roles::RoleDoc;
use hubbub_shared::{ChannelId, HubId, Permissions, RoleId, SessionId, Timestamp, UserId};
use std::collections::HashMap;
use std::sync::Arc;

pub const HUB: HubId = HubId(100);
pub const GENERAL: ChannelId = ChannelId(101);
pub const MODERATOR: RoleId = RoleId(102);
pub const ADA: UserId = UserId(1);
pub const BO: UserId = UserId(2);
pub const CY: UserId = UserId(3);
pub const NOW: Timestamp = Timestamp(1_795_348_800_000);

pub fn caller(user: UserId) -> Caller {
    Caller::person(user, SessionId(9))
}

pub fn by(user: UserId) -> By {
    By { caller: caller(user), request: "request".into() }
}

pub fn structure() -> Structure {
    let hub = HubDoc::new(HUB, "Rust".to_owned(), ADA, NOW);
    let moderator = RoleDoc {
        position: 1,
        ..RoleDoc::new(MODERATOR, HUB, "moderator".to_owned(), Permissions::MANAGE_MESSAGES)
    };
    let general = ChannelDoc::new(GENERAL, HUB, "general".to_owned());
    Structure::new(hub, vec![RoleDoc::everyone(HUB), moderator], Vec::new(), vec![general])
}

/// Ada and Bo belong to the hub.
pub fn basis() -> Basis {
    let member = |user| (user, Arc::new(MemberDoc::new(HUB, user, NOW)));
    Basis {
        structure: Arc::new(structure()),
        members: HashMap::from([member(ADA), member(BO)]),
        people: HashMap::new(),
        now: NOW,
        capacity: Capacity::default(),
    }
}
