//! Direct messages: what the person wants done is handed to the part of the app that encrypts, which takes it from here.

use super::Client;
use crate::offline::storage;
use crate::state::{Answering, DmStanding, Outgoing, Route, Todo};
use crate::{browser, clock};
use hubbub_shared::model::{Dm, Message};
use hubbub_shared::{ChannelId, UserId};
use std::rc::Rc;

/// Says that this device takes part.
const ENROLLED: &str = "dms";

/// Longest wait for a device that is let go, and how often it is looked whether it was.
const LEAVING_MS: i32 = 4_000;
const LOOK_EVERY_MS: i32 = 50;

/// What the part of the app that encrypts is to do.
#[derive(Debug, Clone, PartialEq)]
pub enum DmOrder {
    /// Begin to take part with this device, as the person's first.
    Begin,
    /// Take part by a recovery code.
    Recover(String),
    /// Make a recovery code.
    MakeCode,
    /// Open the conversation with somebody, and go there.
    Open(UserId),
    /// Accept what somebody asked for, or decline it.
    Answer(ChannelId, bool),
    /// The person knows that somebody has started over.
    Acknowledge(ChannelId, UserId),
    /// Let one of the person's devices go, by its id.
    LetGo(String),
    /// Let this device go, since the person signs out.
    Leave,
    /// Show the number to compare with the other one of a conversation.
    Compare(ChannelId, UserId),
    /// It was the same.
    Same(ChannelId, UserId),
    /// Say something there, perhaps in answer to something.
    Say(ChannelId, String, Option<Box<Answering>>),
    /// Say something otherwise.
    Edit(Box<Message>, String),
    /// React with an emoji, or no longer.
    React(Box<Message>, String, bool),
}

impl DmOrder {
    /// Whether something is said by it, which can be written down without a connection.
    pub fn says(&self) -> bool {
        matches!(self, Self::Say(..) | Self::Edit(..) | Self::React(..))
    }
}

impl Client {
    /// Whether this device takes part, as far as is remembered.
    pub fn is_enrolled(self) -> bool {
        storage::read(ENROLLED).is_some()
    }

    /// From now on it does.
    pub fn keep_enrolled(self) {
        storage::write(ENROLLED, "1");
    }

    /// It does not any more.
    pub fn forget_enrolled(self) {
        storage::remove(ENROLLED);
    }

    /// Whether this is a conversation that is encrypted. Nothing of it may go where channels' words go.
    pub fn is_dm(self, channel: ChannelId) -> bool {
        self.model.with_untracked(|model| model.dms.get(channel).is_some())
            || self.route.with_untracked(|route| *route == Route::Dm(channel))
    }

    /// Who signs out here lets this device go, so that nobody seals anything for it any more. It is not waited for for ever:
    /// its keys are deleted anyway.
    pub(super) async fn lets_this_device_go(self) {
        if !self.is_enrolled() {
            return;
        }
        self.orders(DmOrder::Leave);
        for _ in 0..LEAVING_MS / LOOK_EVERY_MS {
            browser::pause(LOOK_EVERY_MS).await;
            if self.model.with_untracked(|model| model.dms.standing == DmStanding::Removed) {
                break;
            }
        }
    }

    /// Hands over what is to be done.
    pub fn orders(self, order: DmOrder) {
        self.wants_dms.set(true);
        self.dm_orders.update(|orders| orders.push(order));
    }

    /// Goes to the conversation with somebody, which is opened if there is none.
    pub fn write_to(self, user: UserId) {
        let known = self.model.with_untracked(|model| model.dms.with(user).map(|dm| dm.id));
        match known {
            Some(dm) => self.go(Route::Dm(dm)),
            None => {
                self.orders(DmOrder::Open(user));
                self.go(Route::Dms);
            }
        }
    }

    /// Shows at once what is being said, and hands it over.
    pub(super) fn say(self, channel: ChannelId, content: String, answers: Option<Answering>) {
        let entry = Outgoing {
            answers: answers.clone(),
            ..Outgoing::new(channel, content.clone(), browser::nonce(), clock::now())
        };
        self.model.update(|model| model.dms.push_unsent(entry));
        self.sent.update(|sent| *sent += 1);
        self.wire.update_silent(|wire| wire.typing_told_at = 0);
        self.orders(DmOrder::Say(channel, content, answers.map(Box::new)));
    }

    /// Takes the conversations that there are.
    pub fn know_dms(self, dms: Vec<Dm>) {
        let todos = self.model.update(|model| model.know_dms(dms));
        self.do_all(todos);
    }

    /// Takes one that was opened or accepted.
    pub fn know_dm(self, dm: Dm) {
        let todos = self.model.update(|model| model.know_dm(dm));
        self.do_all(todos);
    }

    /// Tells people who do not see the screen what has just come.
    pub fn announce_dm(self, message: Rc<Message>) {
        self.do_all(vec![Todo::Announce(message)]);
    }
}
