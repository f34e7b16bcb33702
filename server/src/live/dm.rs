//! Another kind of place: a conversation that the server cannot read. Who is in it, from which of their devices something
//! may come, and for whose devices it has to be, is decided here; the rest is as in a channel.

use super::bus::Audience;
use super::common::Common;
use super::kind::{Answered, Hold, Kind};
use crate::domain::access::{self, PlaceAccess};
use crate::domain::dms::{self, DmDeviceDoc, DmDoc, EpochDoc, Letter, Standing};
use crate::domain::messages::{Append, Asked, Reach, Right};
use crate::domain::purges::PurgeDoc;
use crate::error::{Error, Result};
use async_trait::async_trait;
use dm_wire::Refused;
use dm_wire::audience::Audience as Readers;
use dm_wire::chain::Chain;
use dm_wire::grant::Party;
use dm_wire::post::{check_grants, check_message};
use futures_util::future::{try_join, try_join_all};
use hubbub_shared::model::User;
use hubbub_shared::protocol::{ChannelEvent, Ephemeral, Event};
use hubbub_shared::{ChannelId, ErrorCode, FieldError, PlaceId, Problem, UserId};
use parking_lot::Mutex;
use std::collections::BTreeSet;
use std::sync::Arc;

/// So many messages can be sent before a request is accepted.
const MOST_OF_A_REQUEST: u64 = 3;

/// A conversation of two in use.
pub struct DirectMessages {
    common: Common,
    place: PlaceId,
    /// Who hears that something happened, as of the last batch.
    told: Mutex<Arc<[UserId]>>,
}

impl DirectMessages {
    pub(super) fn new(common: Common, place: PlaceId) -> Self {
        Self { common, place, told: Mutex::new(Arc::from([])) }
    }

    async fn right(&self, dm: &DmDoc, asked: &Asked, sent_before: u64) -> Result<PlaceAccess> {
        match &asked.append {
            Append::Purge { order, .. } => Ok(self.ordered(order)),
            Append::Delete { .. } => access::in_dm(&asked.caller, dm),
            Append::SendSealed { letter } => {
                let access = access::in_dm(&asked.caller, dm)?;
                self.may_write(dm, asked.caller.user, sent_before).await?;
                self.counts(dm, asked, letter).await?;
                Ok(access)
            }
            _ => Err(Error::forbidden("In a direct message, the server can read nothing that is said.")),
        }
    }

    fn ordered(&self, order: &PurgeDoc) -> PlaceAccess {
        PlaceAccess::ordered(order, self.place)
    }

    /// Whether the other one is there, and accepted to be written to. That they do not want to hear from somebody is not told.
    async fn may_write(&self, dm: &DmDoc, user: UserId, sent_before: u64) -> Result<()> {
        for other in dm.others(user) {
            if !self.common.people.is_there(other).await? {
                return Err(Error::forbidden("Their account has ended."));
            }
        }
        match dm.standing(user) {
            Standing::Open => Ok(()),
            Standing::WasAsked => Err(Error::forbidden("Accept the request first.")),
            Standing::Asked if sent_before < MOST_OF_A_REQUEST => Ok(()),
            Standing::Asked => Err(Error::rejected(
                ErrorCode::LimitReached,
                format!("Until they accept, {MOST_OF_A_REQUEST} messages can be sent."),
            )),
        }
    }

    /// Whether the message is from the device that the session is, and for exactly the devices of both.
    async fn counts(&self, dm: &DmDoc, asked: &Asked, letter: &Letter) -> Result<()> {
        let session = asked.caller.as_person()?.session;
        let own = dms::device_of_session(&self.common.store, session).await?;
        let own = own.and_then(|own| own.party()).ok_or_else(no_device)?;
        let chains = try_join_all(dm.users.iter().map(|user| self.common.dms.chain(*user))).await?;
        let chains: Vec<Arc<Chain>> = chains.into_iter().flatten().collect();
        let [one, other] = chains.as_slice() else { return Err(no_device()) };
        let readers = Readers::pair(one, other).map_err(|why| dms::refusal(&why))?;
        if readers.conversation().0.as_slice() != dm.conversation().0 {
            return Err(dms::refusal(&Refused::OtherIdentity));
        }
        check_message(own, &readers, letter.message()).map_err(|why| not_from_there(&why))?;
        let of_epoch = self.common.store.get::<EpochDoc>(letter.epoch_id(self.place));
        let (unreachable, epoch) =
            try_join(self.unreachable(dm, &readers, own), async { Ok(of_epoch.await?) }).await?;
        if letter.grants().is_empty() {
            let needed: BTreeSet<Party> = readers.recipients(own).without(&unreachable).parties().collect();
            return match epoch.is_some_and(|epoch| epoch.is_for(&needed, self.common.clock.now())) {
                true => Ok(()),
                false => Err(devices_changed(dm.users.iter().copied())),
            };
        }
        match check_grants(&readers, &unreachable, letter.message(), letter.grants()) {
            Ok(()) if epoch.is_some() => Err(Error::rejected(
                ErrorCode::Conflict,
                "The key of this epoch was given already. Begin another one.",
            )),
            Ok(()) => Ok(()),
            Err(Refused::DevicesChanged(mismatch)) => {
                let parties = mismatch.missing.iter().chain(&mismatch.surplus);
                Err(devices_changed(parties.map(|party| party.user)))
            }
            Err(why) => Err(dms::refusal(&why)),
        }
    }

    /// Devices without a prekey that counts: nothing can be encrypted to them.
    async fn unreachable(&self, dm: &DmDoc, readers: &Readers<'_>, own: Party) -> Result<BTreeSet<Party>> {
        let store = &self.common.store;
        let devices = dm.users.iter().map(|user| store.find::<DmDeviceDoc>(dms::all_devices_of(*user)));
        let now_ms = self.common.clock.now().0.unsigned_abs();
        let devices = try_join_all(devices).await?.into_iter().flatten();
        let reached: BTreeSet<Party> = devices
            .filter(|device| device.bundle_at(now_ms).is_some())
            .filter_map(|device| device.party())
            .collect();
        Ok(readers.recipients(own).parties().filter(|party| !reached.contains(party)).collect())
    }

    /// Who hears that something happened: not who has yet to accept, nor who does not want to hear from who says it.
    async fn who_is_told(&self, dm: &DmDoc, asked: &[Asked]) -> Result<Arc<[UserId]>> {
        let mut told = Vec::new();
        for user in &dm.users {
            let mut hears = dm.standing(*user) != Standing::WasAsked;
            for one in asked.iter().filter(|one| one.caller.user != *user) {
                hears = hears && self.common.people.hears(*user, one.caller.user).await?;
            }
            told.extend(hears.then_some(*user));
        }
        Ok(told.into())
    }
}

fn no_device() -> Error {
    Error::forbidden("This session is no device. Publish prekeys of one first.")
}

fn not_from_there(why: &Refused) -> Error {
    match why {
        Refused::OtherDevice => Error::forbidden("It is from another device than this session is."),
        Refused::SignerNotActive | Refused::NotABrowser | Refused::NotAMember => {
            Error::forbidden("This device was removed, or is none that writes.")
        }
        why => dms::refusal(why),
    }
}

/// What is to be fetched, verified and tried again: the links of these.
fn devices_changed(users: impl Iterator<Item = UserId>) -> Error {
    let users: BTreeSet<UserId> = users.collect();
    let field = |user: &UserId| FieldError {
        path: user.to_string(),
        message: "Fetch the links of this person, and check them.".to_owned(),
    };
    let problem = Problem::new(
        ErrorCode::DevicesChanged,
        "It is not encrypted to exactly the devices there are. Fetch links, check them, and send it anew.",
    );
    Error::Rejected(Problem { fields: users.iter().map(field).collect(), ..problem })
}

#[async_trait]
impl Kind for DirectMessages {
    fn place(&self) -> PlaceId {
        self.place
    }

    fn audience(&self) -> Audience {
        Audience::People(Arc::clone(&self.told.lock()))
    }

    async fn hold(&self) -> Hold {
        Some(self.common.dms.acting().await)
    }

    async fn rights(&self, asked: &[Asked], _: &Answered) -> Result<Vec<Right>> {
        let dm = self.common.dms.find(self.place).await?.ok_or_else(Error::unavailable)?;
        let told = self.who_is_told(&dm, asked).await?;
        *self.told.lock() = told;
        let mut sent = self.common.heads.head(self.place).await?.last_ordinal;
        let mut rights = Vec::with_capacity(asked.len());
        for one in asked {
            let access = match self.right(&dm, one, sent).await {
                Err(error) if error.is_passing() => return Err(error),
                Err(error @ Error::Internal(_)) => return Err(error),
                access => access,
            };
            sent += u64::from(access.is_ok() && matches!(one.append, Append::SendSealed { .. }));
            rights.push(Right { access, reach: Reach::default() });
        }
        Ok(rights)
    }

    async fn is_watched(&self) -> Result<bool> {
        Ok(false)
    }

    async fn person(&self, user: UserId) -> Result<Arc<User>> {
        self.common.people.find(user).await
    }

    fn event(&self, rev: u64, change: ChannelEvent) -> Event {
        Event::Channel { channel: ChannelId(self.place.0), rev, change }
    }

    fn typing(&self, users: Vec<UserId>) -> Ephemeral {
        Ephemeral::Typing { channel: ChannelId(self.place.0), users }
    }
}
