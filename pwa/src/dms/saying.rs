//! What the person wants done in conversations.

use super::asking::ask;
use super::engine::{Engine, conversation, now};
use super::stop::Stop;
use crate::client::DmOrder;
use crate::state::{DmStanding, Route};
use dm_wire::Wire;
use dm_wire::content::{Content, What};
use dm_wire::ids::{DeviceId, MessageId as LetterId};
use hubbub_shared::model::{Dm, Message};
use hubbub_shared::protocol::command::{AcceptDm, DeclineDm, OpenDm};
use hubbub_shared::{ChannelId, MessageId, UserId};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Why a device goes; only shown.
const SIGNED_OUT: u8 = 1;
const LOST: u8 = 2;

impl Engine {
    /// Does what the person wants.
    pub async fn follow(&self, order: DmOrder) -> Result<(), Stop> {
        match order {
            DmOrder::Begin | DmOrder::Recover(_) => Ok(()),
            DmOrder::MakeCode => self.make_code().await,
            DmOrder::Open(user) => self.open(user).await,
            DmOrder::Answer(dm, yes) => self.answer(dm, yes).await,
            DmOrder::Acknowledge(dm, user) => {
                self.core.acknowledge(user).await?;
                let _ = self.core.open_conversation(user).await;
                let dm = self.dm(dm)?;
                self.look(&dm).await
            }
            DmOrder::LetGo(device) => self.let_go(&device).await,
            DmOrder::Leave => {
                let left = self.leave().await;
                // Whoever signs out waits for that, and not longer than it can help.
                self.stands(DmStanding::Removed);
                left
            }
            DmOrder::Compare(dm, user) => {
                let number = self.core.safety_number(user).await?;
                self.app.model.update(|model| model.dms.number = Some((dm, number)));
                Ok(())
            }
            DmOrder::Same(dm, user) => {
                self.core.mark_verified(user).await?;
                self.app.model.update(|model| model.dms.number = None);
                let dm = self.dm(dm)?;
                self.look(&dm).await
            }
            DmOrder::Say(dm, body, answers) => {
                let reply_to = answers.and_then(|answer| self.id_of(answer.quote.message));
                let what = What::Text { body, reply_to, mentions: BTreeSet::new() };
                self.send(dm, what, None).await
            }
            DmOrder::Edit(message, body) => {
                let what = What::Edit { body, mentions: BTreeSet::new() };
                self.send_about(&message, what).await
            }
            DmOrder::React(message, emoji, on) => {
                let what = if on { What::React(emoji) } else { What::Unreact(emoji) };
                self.send_about(&message, what).await
            }
        }
    }

    fn dm(&self, channel: ChannelId) -> Result<Rc<Dm>, Stop> {
        let known = self.dms().into_iter().find(|dm| dm.id == channel);
        known.ok_or(Stop::Unreadable)
    }

    fn id_of(&self, message: MessageId) -> Option<LetterId> {
        self.lines.borrow().get(&message).map(|line| line.id)
    }

    async fn send_about(&self, message: &Message, what: What) -> Result<(), Stop> {
        match self.id_of(message.id) {
            Some(target) => self.send(message.channel, what, Some(target)).await,
            None => Err(Stop::Unreadable),
        }
    }

    /// Written down, sealed; then it goes out, now or when there is a connection.
    async fn send(&self, channel: ChannelId, what: What, target: Option<LetterId>) -> Result<(), Stop> {
        let dm = self.dm(channel)?;
        let notify = matches!(what, What::Text { .. });
        let content = Content { time_ms: now(), what };
        let id = self.core.new_message_id(now()).await?;
        self.core.send(conversation(&dm)?, id, &content, target, notify).await?;
        self.show(&dm).await?;
        if self.is_live() {
            // It is written down: what goes wrong now is no reason to say it twice.
            if let Err(why) = self.post(&dm).await {
                self.stumbles(why);
            }
            self.look(&dm).await?;
            self.show(&dm).await?;
        }
        Ok(())
    }

    /// Everybody begins new epochs without it.
    async fn let_go(&self, device: &str) -> Result<(), Stop> {
        let device = DeviceId::parse(&crate::offline::vault::of_hex(device).ok_or(Stop::Unreadable)?)?;
        self.core.revoke(device, LOST, now()).await?;
        self.upload().await?;
        self.look_at_all().await
    }

    /// This device lets itself go: nobody seals anything for it any more.
    async fn leave(&self) -> Result<(), Stop> {
        let this = self.core.party().await?.device;
        self.core.revoke(this, SIGNED_OUT, now()).await?;
        self.upload().await
    }

    async fn open(&self, user: UserId) -> Result<(), Stop> {
        self.app.model.update(|model| (model.dms.is_busy, model.dms.problem) = (true, None));
        let dm = ask(self.app, OpenDm { user }).await?;
        self.meet(&dm).await?;
        let channel = dm.id;
        self.app.know_dm(dm);
        let dm = self.dm(channel)?;
        self.look(&dm).await?;
        self.app.model.update(|model| model.dms.is_busy = false);
        // A code that is shown once stays until it is written down.
        let shows_code = self.app.model.with_untracked(|model| model.dms.code.is_some());
        if !shows_code && self.app.route.with_untracked(|route| *route == Route::Dms) {
            self.app.replace(Route::Dm(channel));
        }
        Ok(())
    }

    async fn answer(&self, channel: ChannelId, yes: bool) -> Result<(), Stop> {
        if !yes {
            ask(self.app, DeclineDm { dm: channel }).await?;
            self.app.model.update(|model| model.dms.remove(channel));
            if self.app.route.with_untracked(|route| *route == Route::Dm(channel)) {
                self.app.replace(Route::Dms);
            }
            return Ok(());
        }
        self.app.know_dm(ask(self.app, AcceptDm { dm: channel }).await?);
        let dm = self.dm(channel)?;
        self.meet(&dm).await?;
        self.look(&dm).await?;
        self.fetch(&dm).await?;
        self.show(&dm).await
    }
}
