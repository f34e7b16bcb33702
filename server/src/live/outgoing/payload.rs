//! What a webhook is sent, as it is at that moment and as far as its maker may read it at that moment.

use crate::domain::audit::AuditDoc;
use crate::domain::hubs::Structure;
use crate::domain::members::MemberDoc;
use crate::domain::messages::{self, MessageDoc, with_author};
use crate::domain::outgoing::{DeliveryDoc, OutgoingDoc};
use crate::error::Result;
use crate::live::audit::entry;
use crate::live::{HubHandle, Live, Names};
use hubbub_shared::model::{Message, OutgoingEvent, User};
use hubbub_shared::{ChannelId, Permissions, PlaceId, Timestamp};
use serde_json::{Value, json};
use std::sync::Arc;

/// So long the line of the audit log that tells something may take to be written.
const LINE_COMES_MS: i64 = 3_600_000;
/// Nothing larger is sent.
const MOST_BYTES: usize = 64 * 1024;

/// What is to be done about an event.
pub(super) enum Said {
    /// This is to be sent.
    Body(Vec<u8>),
    /// There is nothing to be told, or its maker may not read it: it is forgotten.
    Nothing,
    /// What it tells is not written yet.
    NotYet,
    /// Nothing is sent to the webhook now: its maker does not manage webhooks any more, or its hub is closed.
    Waits,
}

/// Puts together what is sent of an event.
pub(super) async fn said(live: &Live, webhook: &OutgoingDoc, of: &DeliveryDoc) -> Result<Said> {
    let Some(hub) = live.hubs.find(webhook.hub).await? else { return Ok(Said::Nothing) };
    let (structure, now) = (hub.structure(), live.clock.now());
    let maker = hub.member(webhook.maker).await?;
    let is_open = structure.must_be_open(now).is_ok();
    let allowed = webhook.is_allowed(&structure, maker.as_deref(), now);
    let Some(maker) = maker.filter(|_| is_open && allowed) else { return Ok(Said::Waits) };
    if of.kind.is_chosen() && !webhook.wants(of.kind, of.place) {
        return Ok(Said::Nothing);
    }
    let line = match &of.line {
        Some(id) => live.store.get::<AuditDoc>(id).await?,
        None => None,
    };
    if of.line.is_some() && line.is_none() && now < of.at.plus_ms(LINE_COMES_MS) {
        return Ok(Said::NotYet);
    }
    let view = View { live, webhook, hub: &hub, structure: &structure, maker: &maker, line, now };
    let Some(data) = view.data(of).await? else { return Ok(Said::Nothing) };
    let whole = serde_json::to_vec(&body(of, &data)).map_err(anyhow::Error::from)?;
    if whole.len() <= MOST_BYTES {
        return Ok(Said::Body(whole));
    }
    let short = json!({ "hub": of.hub, "channel": of.place, "message": of.message, "too_large": true });
    Ok(Said::Body(serde_json::to_vec(&body(of, &short)).map_err(anyhow::Error::from)?))
}

fn body(of: &DeliveryDoc, data: &Value) -> Value {
    json!({ "type": of.kind, "timestamp": of.at, "data": data })
}

/// By whose rights something is looked at.
struct View<'a> {
    live: &'a Live,
    webhook: &'a OutgoingDoc,
    hub: &'a Arc<HubHandle>,
    structure: &'a Structure,
    maker: &'a MemberDoc,
    /// The line of the audit log that is told.
    line: Option<AuditDoc>,
    now: Timestamp,
}

impl View<'_> {
    /// What is told of an event; `None`: nothing.
    async fn data(&self, of: &DeliveryDoc) -> Result<Option<Value>> {
        let hub = self.webhook.hub;
        Ok(match of.kind {
            OutgoingEvent::Ping => Some(json!({ "hub": hub, "webhook": self.webhook.id })),
            OutgoingEvent::MessageCreated | OutgoingEvent::MessageEdited => {
                let message = self.message(of).await?;
                message.map(|message| json!({ "hub": hub, "channel": of.place, "message": message }))
            }
            OutgoingEvent::MessageDeleted => {
                let reads = of.place.is_some_and(|place| self.reads(place));
                reads.then(|| json!({ "hub": hub, "channel": of.place, "message": of.message }))
            }
            OutgoingEvent::MemberJoined | OutgoingEvent::MemberLeft => match of.whom {
                Some(whom) => {
                    let user = User::clone(&*self.hub.person(whom).await?);
                    Some(json!({ "hub": hub, "user": user }))
                }
                None => None,
            },
            OutgoingEvent::ChannelCreated | OutgoingEvent::ChannelUpdated => of
                .place
                .and_then(|place| self.channel(place))
                .map(|channel| json!({ "hub": hub, "channel": channel })),
            OutgoingEvent::ChannelDeleted => {
                self.knows_of_end().then(|| json!({ "hub": hub, "channel": of.place }))
            }
            OutgoingEvent::AuditLogged => self.line().await?,
            OutgoingEvent::Unknown => None,
        })
    }

    fn reads(&self, place: PlaceId) -> bool {
        self.webhook.reads(self.structure, self.maker, ChannelId(place.0), self.now)
    }

    /// A message as it is now, also if it has lost its words.
    async fn message(&self, of: &DeliveryDoc) -> Result<Option<Message>> {
        let Some((place, id)) = of.place.zip(of.message).filter(|(place, _)| self.reads(*place)) else {
            return Ok(None);
        };
        let Some(found) = messages::find(&self.live.store, place, id).await? else { return Ok(None) };
        let names = Names::from(self.hub);
        let quoted = match &found.reply_to {
            Some(reply) => Some(names.quote(&self.live.store, place, reply, None).await?),
            None => None,
        };
        let author = User::clone(&*names.author(&found).await?);
        Ok(Some(with_author(MessageDoc { nonce: None, ..found }, author, quoted)))
    }

    /// A channel as its maker sees it.
    fn channel(&self, place: PlaceId) -> Option<Value> {
        let channel = self.structure.channel(ChannelId(place.0))?;
        let may = self.structure.permissions_in(channel, self.maker, self.webhook.scope, self.now);
        may.contains(Permissions::VIEW).then(|| json!(channel.view(may)))
    }

    /// Of a channel that is gone nobody can tell who saw it. So its end is told to whom it was named when they saw it, and to who
    /// sees all.
    fn knows_of_end(&self) -> bool {
        let may = self.structure.permissions(self.maker, self.webhook.scope, self.now);
        self.webhook.channels.is_some() || may.contains(Permissions::ADMINISTRATOR)
    }

    async fn line(&self) -> Result<Option<Value>> {
        let may = self.structure.permissions(self.maker, self.webhook.scope, self.now);
        match self.line.clone().filter(|_| may.contains(Permissions::VIEW_AUDIT_LOG)) {
            Some(line) => {
                let entry = entry(self.live, line).await?;
                Ok(Some(json!({ "hub": self.webhook.hub, "entry": entry })))
            }
            None => Ok(None),
        }
    }
}
