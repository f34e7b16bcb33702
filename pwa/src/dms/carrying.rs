//! Between what this device remembers and the server: links, prekeys, grants, messages and backups, both ways.

use super::asking::ask;
use super::engine::{Engine, Line, conversation, now};
use super::stop::Stop;
use crate::words::dms as words;
use dm_core::{
    Claim, Delivered, Error, GrantOutcome, LinksOutcome, Need, Received, Rejection, Served, Stage, Step,
    Upload,
};
use dm_wire::backup::{BackupEntry, BackupGrant};
use dm_wire::franking::Receipt;
use dm_wire::grant::{Grant, Party};
use dm_wire::head::HeadAttest;
use dm_wire::header::Kind;
use dm_wire::ids::{ConversationId, DeviceId};
use dm_wire::link::Link;
use dm_wire::message::Message as Letter;
use dm_wire::{UserId, Wire};
use hubbub_shared::model::{Dm, DmGrantName, Message, Sealed};
use hubbub_shared::protocol::command::*;
use hubbub_shared::{Bytes, ErrorCode};

/// So many rounds of uploads that lead to further ones.
const ROUNDS: usize = 4;
/// So many steps at once for one conversation.
const STEPS: usize = 60;

/// As it goes over the wire.
pub fn bytes(of: &impl Wire) -> Bytes {
    of.encode().into()
}

/// Reads all of these.
pub fn all<T: Wire>(of: &[Bytes]) -> Result<Vec<T>, Stop> {
    of.iter().map(|bytes| Ok(T::parse(&bytes.0)?)).collect()
}

/// A message as `dm-core` takes it.
fn delivered(sealed: &Sealed) -> Result<Delivered, Stop> {
    let message = [sealed.header.0.as_slice(), &sealed.ciphertext.0, &sealed.signature.0].concat();
    let tag = sealed.receipt.tag.0.as_slice().try_into().map_err(|_| Stop::Unreadable)?;
    let receipt = Receipt { key: sealed.receipt.key, server_time_ms: sealed.receipt.server_time_ms, tag };
    Ok(Delivered { message, receipt })
}

impl Engine {
    /// Gives the server what it is to have.
    pub async fn upload(&self) -> Result<(), Stop> {
        for _ in 0..ROUNDS {
            let due = self.core.due(now()).await?;
            if due.is_empty() {
                break;
            }
            for upload in due {
                if self.upload_one(&upload).await? {
                    self.core.done(&upload).await?;
                }
            }
        }
        Ok(())
    }

    /// False: somebody else was faster, and what came of that was fetched.
    async fn upload_one(&self, upload: &Upload) -> Result<bool, Stop> {
        let app = self.app;
        match upload {
            Upload::Link(link) => match ask(app, AppendDmLink { link: bytes(link) }).await {
                Err(problem) if problem.code == ErrorCode::Conflict => {
                    self.fetch_links(self.me).await?;
                    return Ok(false);
                }
                answer => answer?,
            },
            Upload::Prekeys(bundle, keys) => {
                let one_time = keys.iter().map(bytes).collect();
                ask(app, PublishDmPrekeys { bundle: Some(bytes(bundle)), one_time }).await?;
            }
            Upload::OneTimeKeys(keys) => {
                let one_time = keys.iter().map(bytes).collect();
                ask(app, PublishDmPrekeys { bundle: None, one_time }).await?;
            }
            Upload::Attest(head) => ask(app, PublishDmHead { head: bytes(head) }).await?,
            Upload::Recovery(blob) => ask(app, SetDmRecovery { recovery: bytes(blob) }).await?,
            Upload::BackupGrants(keys) => {
                let keys = keys.iter().map(bytes).collect();
                match ask(app, AddDmBackupKeys { keys }).await {
                    Err(problem) if problem.code == ErrorCode::Conflict => {
                        self.fetch_backup_keys().await?;
                        return Ok(false);
                    }
                    answer => answer?,
                }
            }
            Upload::Acknowledge(epoch, device) => {
                let grants = vec![DmGrantName { epoch: bytes(epoch), device: bytes(device) }];
                ask(app, AcknowledgeDmGrants { grants }).await?;
            }
            Upload::Welcome(welcome) => ask(app, AnswerDmLinking { welcome: bytes(welcome) }).await?,
            // There are no groups on the server yet.
            Upload::Change(_) => {}
        }
        Ok(true)
    }

    /// Fetches what is new of somebody's devices, checks it, and tells what people have to know.
    pub async fn fetch_links(&self, user: UserId) -> Result<(), Stop> {
        let from = self.core.links_from(user).await?;
        let served = ask(self.app, GetDmLinks { user, from: Some(from.into()) }).await?;
        let links = all::<Link>(&served.links)?;
        let outcome = self.core.take_links(user, &Served { from, links }, now()).await?;
        if let LinksOutcome::Changed { added, .. } = &outcome
            && user != self.me
            && let Some(name) = self.app.model.with_untracked(|model| model.name_of(user))
        {
            self.app.notify(words::devices_changed(&name, !added.is_empty()));
        }
        // A head from before somebody started over is of another chain.
        if let Some(head) = served.head {
            let _ = self.core.take_attest(&HeadAttest::parse(&head.0)?, now()).await;
        }
        Ok(())
    }

    /// Fetches keys of others' epochs.
    pub async fn fetch_grants(&self) -> Result<(), Stop> {
        for _ in 0..2 {
            let (mut grants, mut after) = (Vec::new(), None);
            loop {
                let page = ask(self.app, GetDmGrants { after, limit: Some(100) }).await?;
                grants.extend(all::<Grant>(&page.grants)?);
                match page.next {
                    Some(next) => after = Some(next),
                    None => break,
                }
            }
            if grants.is_empty() {
                return Ok(());
            }
            let mut is_lacking = false;
            for outcome in self.core.take_grants(&grants, now()).await? {
                if let GrantOutcome::Needs(need) = outcome {
                    is_lacking |= self.provide(need).await?;
                }
            }
            self.upload().await?;
            if !is_lacking {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Gets what is missing. False: that cannot be had.
    async fn provide(&self, need: Need) -> Result<bool, Stop> {
        match need {
            Need::Links(user) => self.fetch_links(user).await?,
            Need::Conversation(id) => {
                let Some(dm) = self.dms().into_iter().find(|dm| dm.conversation.0 == id.0) else {
                    return Ok(false);
                };
                self.meet(&dm).await?;
            }
            Need::Grants => self.fetch_grants_of_now().await?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    async fn fetch_grants_of_now(&self) -> Result<(), Stop> {
        Box::pin(self.fetch_grants()).await
    }

    /// Knows who is in a conversation, as who they are held to be.
    pub async fn meet(&self, dm: &Dm) -> Result<(), Stop> {
        for member in dm.members.iter().filter(|member| member.id != self.me) {
            self.fetch_links(member.id).await?;
            // Who has no device has no conversation either; what is blocked is told where one writes.
            let _ = self.core.open_conversation(member.id).await;
        }
        Ok(())
    }

    /// Takes a message as it came.
    pub async fn take(&self, message: &Message) -> Result<(), Stop> {
        let Some(sealed) = &message.sealed else { return Ok(()) };
        let delivered = delivered(sealed)?;
        let Ok(letter) = Letter::parse(&delivered.message) else { return Ok(()) };
        let opening = letter.header.opening;
        let mut outcome = self.core.receive(&delivered).await?;
        if let Received::Waiting(need) = outcome
            && self.provide(need).await?
        {
            self.core.retry(opening.conversation).await?;
            outcome = self.core.receive(&delivered).await?;
        }
        let trouble = match outcome {
            Received::New(told) => {
                for user in &told.refresh {
                    self.fetch_links(*user).await?;
                }
                None
            }
            Received::Known => None,
            Received::Waiting(Need::Update) => Some(words::NEEDS_UPDATE),
            Received::Waiting(Need::Acknowledgement(_)) => Some(words::NEEDS_ACKNOWLEDGEMENT),
            Received::Waiting(_) => Some(words::NO_KEY),
            Received::Refused(Rejection::NotOurs) => Some(words::NO_KEY),
            Received::Refused(_) => Some(words::NOT_GENUINE),
        };
        let is_said = matches!(opening.kind, Kind::Text | Kind::Attach);
        self.lines.borrow_mut().insert(message.id, Line { id: opening.id, is_said, trouble });
        Ok(())
    }

    /// Posts what waits in a conversation.
    pub async fn post(&self, dm: &Dm) -> Result<(), Stop> {
        let id = conversation(dm)?;
        for _ in 0..STEPS {
            match self.core.next_step(id, now()).await? {
                Step::Idle | Step::Blocked(_) => return Ok(()),
                Step::Claim(parties) => match self.claim(id, &parties).await {
                    Err(Stop::Core(Error::Blocked(_))) => return Ok(()),
                    claimed => claimed?,
                },
                Step::Post(post) => {
                    let message = &post.message;
                    let command = SendSealedMessage {
                        channel: dm.id,
                        header: bytes(&message.header),
                        ciphertext: message.ciphertext.clone().into(),
                        signature: bytes(&message.signature),
                        grants: post.grants.iter().map(bytes).collect(),
                    };
                    match ask(self.app, command).await {
                        Ok(stored) => self.posted(stored).await?,
                        Err(problem) if problem.code == ErrorCode::DevicesChanged => {
                            self.core.devices_changed(id, message.header.opening.id).await?;
                            for user in problem.fields.iter().filter_map(|field| field.path.parse().ok()) {
                                self.fetch_links(user).await?;
                            }
                        }
                        Err(problem) if problem.code.is_retryable() => return Err(problem.into()),
                        Err(problem) => {
                            self.refused.borrow_mut().insert(dm.id, problem.message);
                            return Ok(());
                        }
                    }
                }
            }
        }
        Ok(())
    }

    async fn posted(&self, stored: Message) -> Result<(), Stop> {
        if let Some(sealed) = &stored.sealed {
            let delivered = delivered(sealed)?;
            let letter = Letter::parse(&delivered.message)?;
            self.core.posted(&letter, delivered.receipt).await?;
            self.refused.borrow_mut().remove(&stored.channel);
        }
        self.take(&stored).await?;
        self.app.model.update_silent(|model| drop(model.sent(&stored)));
        Ok(())
    }

    async fn claim(&self, id: ConversationId, parties: &[Party]) -> Result<(), Stop> {
        let mut claims = Vec::new();
        let mut rest = parties;
        while let Some(first) = rest.first() {
            let user = first.user;
            let (of_user, others) = rest.split_at(rest.iter().take_while(|party| party.user == user).count());
            rest = others;
            let devices = of_user.iter().map(|party| bytes(&party.device)).collect();
            for claim in ask(self.app, ClaimDmPrekeys { user, devices }).await?.claims {
                claims.push(Claim {
                    device: DeviceId::parse(&claim.device.0)?,
                    bundle: claim.bundle.map(|bundle| Wire::parse(&bundle.0)).transpose()?,
                    one_time: claim.one_time.map(|key| Wire::parse(&key.0)).transpose()?,
                });
            }
        }
        self.core.take_claims(id, &claims, now()).await?;
        Ok(())
    }

    /// Fetches the keys that the backup is sealed with.
    pub async fn fetch_backup_keys(&self) -> Result<(), Stop> {
        let device = bytes(&self.core.party().await?.device);
        let keys = ask(self.app, GetDmBackupKeys { device }).await?.keys;
        self.core.take_backup_grants(&all::<BackupGrant>(&keys)?).await?;
        Ok(())
    }

    /// Keys of epochs that are not in the backup yet go there.
    pub async fn back_up(&self) -> Result<(), Stop> {
        self.fetch_backup_keys().await?;
        let entries = self.core.backup_entries(100).await?;
        if !entries.is_empty() {
            ask(self.app, AddDmBackup { entries: entries.iter().map(bytes).collect() }).await?;
            self.core.backed_up(&entries).await?;
        }
        Ok(())
    }

    /// All keys of epochs that other devices have put by.
    pub async fn restore(&self) -> Result<(), Stop> {
        self.fetch_backup_keys().await?;
        let (mut entries, mut after) = (Vec::new(), None);
        loop {
            let page = ask(self.app, GetDmBackup { after, limit: Some(100) }).await?;
            entries.extend(all::<BackupEntry>(&page.entries)?);
            match page.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        self.core.take_backup(&entries).await?;
        Ok(())
    }

    /// One-time prekeys are filled up. A session that came after another one is no device to the server before it lays out
    /// a new bundle.
    pub async fn fill_up(&self) -> Result<(), Stop> {
        if self.core.stage().await? != Some(Stage::Active) {
            return Ok(());
        }
        match ask(self.app, GetDmPrekeys {}).await {
            Ok(prekeys) => {
                let left = u32::try_from(prekeys.left).unwrap_or(u32::MAX);
                self.core.one_time_keys_left(left).await?;
            }
            Err(problem) if problem.code == ErrorCode::Forbidden => self.core.renew_prekeys(now()).await?,
            Err(problem) => return Err(problem.into()),
        }
        self.upload().await
    }
}
