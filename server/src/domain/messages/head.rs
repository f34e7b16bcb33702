//! Where a channel stands: the numbers its next change builds on.

use super::store;
use crate::app::App;
use crate::error::Result;
use hubbub_shared::ChannelId;
use parking_lot::Mutex;

/// Where a channel stands. All zero: nothing was ever sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// The newest change.
    pub rev: u64,
    /// Position of the newest message.
    pub last_seq: u64,
    /// How many messages there are, deleted ones too.
    pub last_ordinal: u64,
}

impl Head {
    async fn load(app: &App, channel: ChannelId) -> Result<Self> {
        let newest = store::newest(&app.store, channel).await?;
        let changed = store::last_changed(&app.store, channel).await?;
        let (last_seq, last_ordinal) = newest.map_or((0, 0), |message| (message.seq, message.ordinal));
        Ok(Self { rev: changed.map_or(0, |message| message.rev), last_seq, last_ordinal })
    }
}

/// The head of a channel in use: what is stored, as far as this process knows.
#[derive(Debug)]
pub struct Heads {
    channel: ChannelId,
    head: Mutex<Head>,
    /// The newest change that live sessions were told of.
    told: Mutex<u64>,
    /// A batch may or may not have been stored: read again before building on the head.
    in_doubt: Mutex<bool>,
}

impl Heads {
    /// Reads where the channel stands.
    pub async fn load(app: &App, channel: ChannelId) -> Result<Self> {
        let head = Head::load(app, channel).await?;
        Ok(Self { channel, head: Mutex::new(head), told: Mutex::new(head.rev), in_doubt: Mutex::new(false) })
    }

    /// Which channel.
    pub const fn channel(&self) -> ChannelId {
        self.channel
    }

    /// Where it stands.
    pub fn get(&self) -> Head {
        *self.head.lock()
    }

    /// What to build the next change on.
    pub async fn certain(&self, app: &App) -> Result<Head> {
        let in_doubt = *self.in_doubt.lock();
        if in_doubt {
            self.reload(app).await?;
        }
        Ok(self.get())
    }

    /// Reads anew: another writer was faster, or a batch is in doubt.
    pub async fn reload(&self, app: &App) -> Result<()> {
        let head = Head::load(app, self.channel).await?;
        *self.head.lock() = head;
        *self.in_doubt.lock() = false;
        Ok(())
    }

    /// A batch was stored, and is told to live sessions now.
    pub fn advance(&self, head: Head) {
        *self.head.lock() = head;
        self.tell_up_to(head.rev);
    }

    /// The newest change that was told. If the head is beyond it, changes were stored without being told.
    pub fn told(&self) -> u64 {
        *self.told.lock()
    }

    /// Changes up to this one are told now.
    pub fn tell_up_to(&self, rev: u64) {
        *self.told.lock() = rev;
    }

    /// Nobody knows whether a batch was stored.
    pub fn doubt(&self) {
        *self.in_doubt.lock() = true;
    }
}
