//! How this device comes to take part: as the first one of its person, or by a recovery code.

use super::asking::ask;
use super::carrying::{all, bytes};
use super::engine::{Engine, now};
use super::stop::Stop;
use crate::client::DmOrder;
use crate::offline::room;
use crate::state::DmStanding;
use crate::words::dms as words;
use dm_core::Error;
use dm_wire::Wire;
use dm_wire::backup::BackupGrant;
use dm_wire::link::Link;
use dm_wire::recovery::{Code, RecoveryBlob};
use hubbub_shared::protocol::command::{GetDmBackupKeys, GetDmLinks, GetDmRecovery};

impl Engine {
    /// Does what the person wants: to take part.
    pub async fn enters(&self, order: DmOrder) {
        self.app.model.update(|model| (model.dms.is_busy, model.dms.problem) = (true, None));
        let done = match &order {
            DmOrder::Recover(code) => self.recover(code).await,
            _ => self.begin_here().await,
        };
        let problem = match done {
            Ok(()) => None,
            Err(Stop::Core(Error::CannotKeepKeys | Error::Vault(_) | Error::Crypto(_))) => {
                self.stands(DmStanding::Incapable);
                None
            }
            Err(Stop::Core(Error::WrongCode | Error::Malformed(_)) | Stop::Unreadable) => {
                Some(words::WRONG_CODE.to_owned())
            }
            Err(Stop::Server(problem)) => Some(problem.message),
            Err(Stop::Core(_)) => Some(words::FAILED.to_owned()),
        };
        self.app.model.update(|model| (model.dms.is_busy, model.dms.problem) = (false, problem));
    }

    async fn begin_here(&self) -> Result<(), Stop> {
        self.core.create_device(self.me).await?;
        let _ = room::ask_for_promise().await;
        self.core.begin_chain(now()).await?;
        self.upload().await?;
        if self.is_in().await? {
            self.app.keep_enrolled();
            self.make_code().await?;
            self.look_at_all().await?;
            self.stands(DmStanding::Active);
        } else {
            // Another device of the person was faster.
            self.stands(DmStanding::Apart);
        }
        Ok(())
    }

    /// Makes the code that brings everything back. Shown once it counts, and kept nowhere.
    pub async fn make_code(&self) -> Result<(), Stop> {
        let code = self.core.create_recovery(now()).await?;
        self.upload().await?;
        if self.core.has_recovery().await? {
            let shown = code.shown();
            self.app.model.update(|model| (model.dms.code, model.dms.has_code) = (Some(shown), true));
        }
        Ok(())
    }

    async fn recover(&self, typed: &str) -> Result<(), Stop> {
        let code = Code::parse(typed)?;
        self.core.create_device(self.me).await?;
        let recovery = ask(self.app, GetDmRecovery {}).await?.recovery;
        let Some(blob) = recovery else { return Err(Error::WrongCode.into()) };
        let blob = RecoveryBlob::parse(&blob.0)?;
        let links = ask(self.app, GetDmLinks { user: self.me, from: None }).await?.links;
        let device = bytes(&blob.head.device);
        let keys = ask(self.app, GetDmBackupKeys { device }).await?.keys;
        let (links, keys) = (all::<Link>(&links)?, all::<BackupGrant>(&keys)?);
        let _ = room::ask_for_promise().await;
        self.core.recover(&code, &blob, &links, &keys, now()).await?;
        self.upload().await?;
        if self.is_in().await? {
            self.app.keep_enrolled();
            self.look_at_all().await?;
            self.restore().await?;
            self.look_at_all_again().await?;
            self.stands(DmStanding::Active);
        }
        Ok(())
    }
}
