//! Everything that is kept about somebody, as one JSON document, read and handed on piece by piece: it may be much more
//! than fits into memory. What belongs in it is decided in `domain/traces.rs`; docs/api.md tells what each part means.

use crate::domain::api_keys::{self, ApiKeyDoc};
use crate::domain::applications;
use crate::domain::attachments::{self, AttachmentDoc};
use crate::domain::audit;
use crate::domain::caller::{Caller, PersonCaller};
use crate::domain::dms::{self, BackupEntryDoc, BackupKeyDoc, DmDeviceDoc, DmDoc, RecoveryDoc};
use crate::domain::drafts::{self, DraftDoc};
use crate::domain::held::{self, HeldDoc};
use crate::domain::hubs::Sight;
use crate::domain::identities;
use crate::domain::invites::{self, InviteDoc};
use crate::domain::members::{self, MemberDoc};
use crate::domain::messages::{self, ReactionDoc};
use crate::domain::notifications::{self, InboxDoc, SettingsDoc, SubscriptionDoc};
use crate::domain::outgoing::{self, OutgoingDoc};
use crate::domain::read_state::{self, MarkerDoc, MentionDoc};
use crate::domain::reports::{self, ReportDoc};
use crate::domain::saved_messages::{self, SavedMessageDoc};
use crate::domain::scheduled_messages::{self, ScheduledMessageDoc};
use crate::domain::sessions::{self, SessionDoc};
use crate::domain::users::Person;
use crate::domain::webhooks::{self, WebhookDoc};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::live::read_state::write_down_own;
use crate::store::{Entity, Query};
use hubbub_shared::{HubId, Permissions, UserId};
use serde::Serialize;
use serde_json::{Map, Value, json};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Messages that are read at once.
const PIECE: usize = 200;
/// What is handed on at once, in bytes.
const FULL: usize = 32 * 1024;
/// Pieces that may wait for a client that takes its time.
const WAITING: usize = 2;

/// What of a report is the business of those who decide about it, or repeats the rest.
const PRIVATE_OF_REPORTS: [&str; 7] =
    ["reporter", "waiting", "local", "once", "by", "escalated", "escalation"];

/// An export under way.
pub struct Export {
    /// How many messages it will hold, each on a line of its own.
    pub messages: u64,
    /// Its bytes. An error ends it: what came before is not whole.
    pub pieces: Receiver<Result<Vec<u8>>>,
}

/// Begins to tell the caller all that is kept about them. Nothing is read faster than it is taken.
pub async fn export(live: &Live, caller: &Caller) -> Result<Export> {
    let by = caller.as_person()?;
    let person: Option<Person> = live.store.get(by.user).await?;
    let person = person.ok_or_else(Error::not_found)?;
    person.must_be_there()?;
    // How far they have read by what they sent a moment ago.
    write_down_own(live).await;
    let messages = messages::count_of_author(&live.store, by.user).await?;
    let (sender, pieces) = channel(WAITING);
    let live = live.clone();
    actix_rt::spawn(async move {
        let mut sheet = Sheet { to: sender, text: Vec::new() };
        if let Err(error) = write(&live, by, &person, &mut sheet).await {
            // Nobody is there any more, if it cannot be said.
            let _ = sheet.to.send(Err(error)).await;
        }
    });
    Ok(Export { messages, pieces })
}

async fn write(live: &Live, by: PersonCaller, person: &Person, sheet: &mut Sheet) -> Result<()> {
    let (user, store) = (by.user, &live.store);
    let head = json!({ "format": "hubbub-export", "version": 1, "made_at": live.clock.now() });
    sheet.put(format!("{{\n\"about\": {head},\n\"account\": {}", told(person, &[])).as_bytes()).await?;
    let identities = identities::of_user(store, user).await?;
    sheet.list("identities", identities.iter().map(|one| told(one, &["user"]))).await?;
    let sessions: Vec<SessionDoc> = store.find(sessions::all_of_user(user)).await?;
    sheet.list("sessions", sessions.iter().map(|one| told(one, &["user", "token_hash"]))).await?;
    let hashes = ["user", "token_hash", "former_hash"];
    all::<ApiKeyDoc>(live, sheet, "api_keys", api_keys::all_of_user(user), &hashes).await?;
    bots(live, user, sheet).await?;
    let members: Vec<MemberDoc> = store.find(members::all_of_user(user)).await?;
    let mut memberships = Vec::with_capacity(members.len());
    for member in &members {
        memberships.push(membership(live, member).await?);
    }
    sheet.list("memberships", memberships.into_iter()).await?;
    all::<MarkerDoc>(live, sheet, "read_markers", read_state::all_markers_of(user), &["_id", "user"]).await?;
    all::<MentionDoc>(live, sheet, "unread_mentions", read_state::all_mentions_of(user), &["_id", "user"])
        .await?;
    all::<InboxDoc>(live, sheet, "inbox", notifications::all_of_user(user), &["_id", "user", "due"]).await?;
    let saved = saved_messages::all_of_user(user);
    all::<SavedMessageDoc>(live, sheet, "saved_messages", saved, &["_id", "user"]).await?;
    all::<DraftDoc>(live, sheet, "drafts", drafts::all_of_user(user), &["_id", "user"]).await?;
    let scheduled = scheduled_messages::all_of_user(user);
    all::<ScheduledMessageDoc>(live, sheet, "scheduled_messages", scheduled, &["user", "session", "due"])
        .await?;
    let chosen = SettingsDoc::of(store, user).await?;
    sheet.list("notification_settings", std::iter::once(told(&chosen, &["_id"]))).await?;
    let devices = notifications::all_subscriptions_of(user);
    // Where and with which keys a browser is reached is a secret between it and the server.
    let secrets = ["user", "endpoint", "p256dh", "auth", "key"];
    all::<SubscriptionDoc>(live, sheet, "push_subscriptions", devices, &secrets).await?;
    all::<ReactionDoc>(live, sheet, "reactions", messages::all_reactions_of(user), &["_id", "user"]).await?;
    all::<InviteDoc>(live, sheet, "invites", invites::of_inviter(user), &["inviter"]).await?;
    all::<WebhookDoc>(live, sheet, "webhooks", webhooks::of_maker(user), &["maker", "token_hash"]).await?;
    let secrets = ["maker", "secret", "former_secret"];
    all::<OutgoingDoc>(live, sheet, "outgoing_webhooks", outgoing::of_maker(user), &secrets).await?;
    all::<HeldDoc>(live, sheet, "held_messages", held::of_author(user), &["author"]).await?;
    let unsent = attachments::all_waiting_of(user);
    all::<AttachmentDoc>(live, sheet, "uploads", unsent, &["author", "hash", "evidence", "going"]).await?;
    all::<ReportDoc>(live, sheet, "reports", reports::all_of_reporter(user), &PRIVATE_OF_REPORTS).await?;
    letters(live, user, sheet).await?;
    let hubs: Vec<HubId> = members.iter().map(|member| member.hub).collect();
    acts(live, by, &hubs, sheet).await?;
    said(live, by, sheet).await?;
    sheet.put(b"\n}\n").await?;
    sheet.flush().await
}

/// Their applications, with the names of their bots.
async fn bots(live: &Live, user: UserId, sheet: &mut Sheet) -> Result<()> {
    let mut all = Vec::new();
    for application in applications::all_of_owner(&live.store, user).await? {
        let mut one = told(&application, &["owner", "token_hash", "former_hash"]);
        one["name"] = live.people.find(application.id.bot()).await?.display_name.clone().into();
        all.push(one);
    }
    sheet.list("applications", all.into_iter()).await
}

/// With whom they write, and what is kept for their devices, as it is encrypted.
async fn letters(live: &Live, user: UserId, sheet: &mut Sheet) -> Result<()> {
    sheet.begin("dms").await?;
    for membership in dms::memberships_of(&live.store, user).await? {
        let dm: Option<DmDoc> = live.store.get(membership.dm).await?;
        if let Some(dm) = dm {
            // Whether it was declined is the business of who did.
            let hidden: &[&str] = if dm.opened_by == user { &["declined"] } else { &[] };
            sheet.item(&told(&dm, hidden)).await?;
        }
    }
    sheet.end().await?;
    let links = dms::links_of(&live.store, user, 0).await?;
    sheet.list("dm_links", links.iter().map(|one| told(one, &["_id", "user"]))).await?;
    all::<DmDeviceDoc>(live, sheet, "dm_devices", dms::all_devices_of(user), &["user", "session"]).await?;
    let recovery: Option<RecoveryDoc> = live.store.get(user).await?;
    sheet.list("dm_recovery", recovery.iter().map(|one| told(one, &["_id"]))).await?;
    let [keys, entries] = dms::all_backup_of(user);
    all::<BackupKeyDoc>(live, sheet, "dm_backup_keys", keys, &["_id", "user"]).await?;
    all::<BackupEntryDoc>(live, sheet, "dm_backup", entries, &["_id", "user"]).await
}

/// What is known of them in a hub; of a hub they belong to, with its name, and those of what they see there.
async fn membership(live: &Live, member: &MemberDoc) -> Result<Value> {
    let mut told = told(member, &["_id", "user", "found_by"]);
    if let Some(ban) = told.get_mut("ban").and_then(Value::as_object_mut) {
        // Who it was is that one's own business.
        ban.remove("by");
    }
    let hub = if member.is_active() { live.hubs.find(member.hub).await? } else { None };
    if let (Some(hub), Some(fields)) = (hub, told.as_object_mut()) {
        let structure = hub.structure();
        let view = Sight::of(&structure, member, Permissions::ALL, live.clock.now()).view(&member.roles);
        let names = |channels: &[hubbub_shared::model::Channel]| -> Map<String, Value> {
            channels.iter().map(|channel| (channel.id.to_string(), channel.name.clone().into())).collect()
        };
        fields.insert("hub_name".to_owned(), view.name.clone().into());
        fields.insert("owner".to_owned(), (view.owner == member.user).into());
        fields.insert("channel_names".to_owned(), names(&view.channels).into());
    }
    Ok(told)
}

/// What they did in their hubs, as the audit logs have it.
async fn acts(live: &Live, by: PersonCaller, hubs: &[HubId], sheet: &mut Sheet) -> Result<()> {
    let filter = audit::Filter { who: Some(by.user), ..audit::Filter::default() };
    sheet.begin("audit_log").await?;
    for hub in hubs {
        let mut before = i64::MAX as u64;
        loop {
            let (lines, next) = audit::page(&live.store, *hub, &filter, before, PIECE).await?;
            for line in &lines {
                sheet.item(&told(line, &["_id", "who", "hash"])).await?;
            }
            match next {
                Some(next) => before = next,
                None => break,
            }
        }
    }
    sheet.end().await
}

/// What they said, place by place, oldest first. Deleted messages are there without their words.
async fn said(live: &Live, by: PersonCaller, sheet: &mut Sheet) -> Result<()> {
    sheet.begin("messages").await?;
    let mut place = messages::next_place_of(&live.store, by.user, None).await?;
    while let Some(here) = place {
        let mut after = 0;
        loop {
            let piece = messages::of_author_after(&live.store, by.user, here, after, PIECE).await?;
            let Some(last) = piece.last() else { break };
            after = last.ordinal;
            for message in &piece {
                sheet.item(&told(message, &["author", "nonce", "rev", "slow_mode"])).await?;
            }
        }
        place = messages::next_place_of(&live.store, by.user, Some(here)).await?;
    }
    sheet.end().await
}

/// All documents of a range that is small.
async fn all<T: Entity>(
    live: &Live,
    sheet: &mut Sheet,
    name: &str,
    query: Query,
    without: &[&str],
) -> Result<()> {
    let found: Vec<T> = live.store.find(query).await?;
    sheet.list(name, found.iter().map(|one| told(one, without))).await
}

/// A document as its person is told: with all its fields, but for those that say nothing, or are not theirs.
fn told(document: &impl Serialize, without: &[&str]) -> Value {
    let Ok(Value::Object(mut fields)) = serde_json::to_value(document) else { return Value::Null };
    fields.remove("version");
    for field in without {
        fields.remove(*field);
    }
    if let Some(id) = fields.remove("_id") {
        fields.insert("id".to_owned(), id);
    }
    Value::Object(fields)
}

/// The document on its way. What is full is handed on.
struct Sheet {
    to: Sender<Result<Vec<u8>>>,
    text: Vec<u8>,
}

impl Sheet {
    async fn list(&mut self, name: &str, items: impl Iterator<Item = Value>) -> Result<()> {
        self.begin(name).await?;
        for item in items {
            self.item(&item).await?;
        }
        self.end().await
    }

    async fn begin(&mut self, name: &str) -> Result<()> {
        self.put(format!(",\n\"{name}\": [").as_bytes()).await
    }

    /// Each on a line of its own, so that whoever takes it can tell how far it is.
    async fn item(&mut self, item: &Value) -> Result<()> {
        let is_first = self.text.last() == Some(&b'[');
        self.put(format!("{}\n{item}", if is_first { "" } else { "," }).as_bytes()).await
    }

    async fn end(&mut self) -> Result<()> {
        self.put(b"]").await
    }

    async fn put(&mut self, text: &[u8]) -> Result<()> {
        self.text.extend_from_slice(text);
        // What decides about a comma stays.
        if self.text.len() >= FULL && self.text.last() != Some(&b'[') { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<()> {
        let full = std::mem::take(&mut self.text);
        // Who asked for it has gone.
        self.to.send(Ok(full)).await.map_err(|_| Error::unavailable())
    }
}
