//! What the server is to be given beside messages. Each is written down with what it is about, in one transaction, and is
//! handed out again and again, the same bytes, until the server has confirmed it.

use crate::client::Client;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::keep::Keep;
use crate::records::{BackupKey, Own, Record, Stage};
use crate::vault::{Table, Vault};
use crate::work::Work;
use dm_wire::backup::BackupGrant;
use dm_wire::bytes::Reader;
use dm_wire::head::HeadAttest;
use dm_wire::ids::{DeviceId, EpochId};
use dm_wire::link::Link;
use dm_wire::linking::LinkWelcome;
use dm_wire::malformed::Malformed;
use dm_wire::membership::Membership;
use dm_wire::prekeys::{Bundle, OneTimeKey};
use dm_wire::recovery::RecoveryBlob;

/// Something for the server. All of it may be given twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Upload {
    /// A link of our own chain.
    Link(Link),
    /// A new signed prekey, with one-time prekeys of it, in place of those before.
    Prekeys(Bundle, Vec<OneTimeKey>),
    /// More one-time prekeys.
    OneTimeKeys(Vec<OneTimeKey>),
    /// Where our chain stands, signed anew.
    Attest(HeadAttest),
    /// The recovery device's keys, sealed under the code.
    Recovery(RecoveryBlob),
    /// A backup key, sealed to our devices. The server takes one set for each generation, the first.
    BackupGrants(Vec<BackupGrant>),
    /// The grant of this epoch and device was taken, or is of no use: it need not be kept.
    Acknowledge(EpochId, DeviceId),
    /// A change of a group.
    Change(Membership),
    /// For a device that we let in.
    Welcome(LinkWelcome),
}

impl Upload {
    const fn number(&self) -> u8 {
        match self {
            Self::Link(_) => 1,
            Self::Prekeys(..) => 2,
            Self::OneTimeKeys(_) => 3,
            Self::Attest(_) => 4,
            Self::Recovery(_) => 5,
            Self::BackupGrants(_) => 6,
            Self::Acknowledge(..) => 7,
            Self::Change(_) => 8,
            Self::Welcome(_) => 9,
        }
    }

    /// Where it waits. There is one link at a time, so no device ever signs two of one place.
    pub(crate) fn id(&self) -> Vec<u8> {
        let rest = match self {
            Self::OneTimeKeys(keys) => {
                keys.first().map_or_else(Vec::new, |key| key.body.id.get().to_be_bytes().to_vec())
            }
            Self::BackupGrants(grants) => grants.first().map_or_else(Vec::new, |grant| {
                [grant.head.generation.to_be_bytes().as_slice(), &grant.head.to.0].concat()
            }),
            Self::Acknowledge(epoch, device) => [epoch.0, device.0].concat(),
            Self::Change(change) => change.body.conversation.0.to_vec(),
            _ => Vec::new(),
        };
        [&[self.number()], rest.as_slice()].concat()
    }

    /// The device that has to be in the chain before.
    const fn about(&self) -> Option<DeviceId> {
        match self {
            Self::Recovery(blob) => Some(blob.head.device),
            Self::Welcome(welcome) => Some(welcome.device),
            _ => None,
        }
    }

    /// Where the one link waits.
    pub(crate) const LINK: &[u8] = &[1];
    /// Where what a code seals waits.
    pub(crate) const RECOVERY: &[u8] = &[5];
    /// Where a welcome waits.
    pub(crate) const WELCOME: &[u8] = &[9];
}

impl Keep for Upload {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match from.u8()? {
            1 => Self::Link(Keep::read(from)?),
            2 => Self::Prekeys(Keep::read(from)?, Keep::read(from)?),
            3 => Self::OneTimeKeys(Keep::read(from)?),
            4 => Self::Attest(Keep::read(from)?),
            5 => Self::Recovery(Keep::read(from)?),
            6 => Self::BackupGrants(Keep::read(from)?),
            7 => Self::Acknowledge(Keep::read(from)?, Keep::read(from)?),
            8 => Self::Change(Keep::read(from)?),
            9 => Self::Welcome(Keep::read(from)?),
            _ => return Err(Malformed::Value),
        })
    }

    fn write(&self, to: &mut Vec<u8>) {
        to.push(self.number());
        match self {
            Self::Link(link) => Keep::write(link, to),
            Self::Prekeys(bundle, keys) => {
                Keep::write(bundle, to);
                keys.write(to);
            }
            Self::OneTimeKeys(keys) => keys.write(to),
            Self::Attest(attest) => Keep::write(attest, to),
            Self::Recovery(blob) => Keep::write(blob, to),
            Self::BackupGrants(grants) => grants.write(to),
            Self::Acknowledge(epoch, device) => {
                Keep::write(epoch, to);
                Keep::write(device, to);
            }
            Self::Change(change) => Keep::write(change, to),
            Self::Welcome(welcome) => Keep::write(welcome, to),
        }
    }
}

impl Record for Upload {
    const TABLE: Table = Table::Uploads;
    const SEALED: bool = false;
}

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    pub async fn upload(&mut self, upload: &Upload) -> Result<(), Error> {
        self.put(&upload.id(), upload).await
    }

    /// The link that waits for the server.
    pub async fn pending_link(&mut self) -> Result<Option<Link>, Error> {
        let found = self.get::<Upload>(Upload::LINK).await?;
        Ok(found.and_then(|upload| if let Upload::Link(link) = upload { Some(link) } else { None }))
    }

    async fn settle(&mut self, upload: &Upload) -> Result<(), Error> {
        match upload {
            Upload::Link(link) => self.enter(link).await?,
            Upload::BackupGrants(grants) => {
                let Some(first) = grants.first() else { return Ok(()) };
                let id = first.head.generation.to_be_bytes();
                if let Some(key) = self.get::<BackupKey>(&id).await? {
                    self.put(&id, &BackupKey { confirmed: true, ..key }).await?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// Makes what is due (prekeys, a signed head, a backup key), and tells all that the server has not confirmed. While the
    /// device is not in its chain yet, that is the link alone.
    pub async fn due(&self, now_ms: u64) -> Result<Vec<Upload>, Error> {
        self.work(async |work| {
            let own = work.own().await?;
            if own.stage == Stage::Active {
                work.prekey_chores(&own, now_ms).await?;
            }
            Ok(())
        })
        .await?;
        self.work(async |work| {
            let own: Own = work.own().await?;
            if own.stage == Stage::Active {
                work.attest_chore(now_ms).await?;
                work.backup_chores().await?;
            }
            Ok(())
        })
        .await?;
        self.unconfirmed().await
    }

    async fn unconfirmed(&self) -> Result<Vec<Upload>, Error> {
        self.work(async |work| {
            let stage = work.own().await?.stage;
            let mut due = Vec::new();
            for id in work.list(Table::Uploads, &[]).await? {
                due.extend(work.get::<Upload>(&id).await?);
            }
            let is_in = stage == Stage::Active;
            due.retain(|upload| is_in || matches!(upload, Upload::Link(_)));
            // What is about a device that is on its way in waits until it is.
            let entry = work.pending_link().await?.and_then(|link| link.body.change.entry().cloned());
            let entering = entry.map(|entry| entry.keys.id());
            due.retain(|upload| upload.about().is_none_or(|device| Some(device) != entering));
            Ok(due)
        })
        .await
    }

    /// The server has this one. What was changed meanwhile stays.
    pub async fn done(&self, upload: &Upload) -> Result<(), Error> {
        self.work(async |work| {
            if work.get::<Upload>(&upload.id()).await?.as_ref() == Some(upload) {
                work.drop_record::<Upload>(&upload.id());
                work.settle(upload).await?;
            }
            Ok(())
        })
        .await
    }
}
