//! What comes of things, for people to be told.

use dm_wire::UserId;
use dm_wire::grant::Party;
use dm_wire::ids::ConversationId;
use dm_wire::malformed::Malformed;
use dm_wire::refused::Refused;

/// Why nothing can be sent in a conversation now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blocked {
    /// This device is in no chain: it was not linked, or was removed.
    NoDevice,
    /// The conversation is not known.
    UnknownConversation,
    /// This person has never had encrypted messages.
    NotEnrolled(UserId),
    /// This person started over, or the server says so. Somebody has to look: acknowledge, or verify anew.
    StartedOver(UserId),
    /// The conversation is with who this person was before starting over. There is another one.
    FormerIdentity(UserId),
    /// Something signed contradicts itself; see [`Evidence`].
    Misbehaviour(UserId, Misbehaviour),
    /// This person's own device told of links that the server does not hand out.
    LinksWithheld(UserId),
    /// This person has no device, or none with a prekey that counts.
    Unreachable(UserId),
    /// We are not in the group.
    NotAMember,
    /// Nobody who is there has confirmed what the group's past is said to be.
    GroupUnconfirmed,
    /// A prekey was forged, or is of another device.
    ForgedPrekey(Party, Refused),
    /// The server keeps saying that devices have changed, and shows no link.
    ServerDisagrees,
}

/// What somebody, or the server in their name, did that honest ones do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Misbehaviour {
    /// Two links of one place.
    Fork,
    /// Their chain is shorter than it was.
    Rollback,
    /// Their own device tells of another chain than the one that is shown.
    ForkedHead,
    /// A link that is not signed as it has to be, or may not be.
    BadLink,
    /// Another identity than the one that was scanned.
    OtherIdentity,
    /// One epoch with two keys, or one number for two epochs.
    EpochTwice,
    /// Two changes of one place of a group.
    GroupFork,
    /// Two backup keys of one generation.
    BackupKeyTwice,
}

/// Two things that contradict each other, as they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// In whose name.
    pub about: UserId,
    /// What it shows.
    pub what: Misbehaviour,
    /// The hash of what we hold, or what we hold.
    pub held: Vec<u8>,
    /// What came, as it came.
    pub other: Vec<u8>,
}

/// Worth a word, and no reason to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warning {
    /// None of their devices has vouched for the chain for a month: links may be withheld.
    Stale(UserId),
    /// This device of theirs has no prekey that counts, so it does not get what is sent now.
    Skipped(Party),
    /// There was no one-time prekey left for this device.
    NoOneTimeKey(Party),
}

/// What is missing to go on. The client is called again when it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// The links of this person, from what is held on.
    Links(UserId),
    /// Who is in this conversation.
    Conversation(ConversationId),
    /// Changes of this group.
    Changes(ConversationId),
    /// Grants for this device.
    Grants,
    /// A person has to acknowledge that this one started over.
    Acknowledgement(UserId),
    /// An update of the app: the kind or version is not known here.
    Update,
}

/// Why something is thrown away. Nothing of it was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rejection {
    /// Not formed as it has to be.
    Malformed(Malformed),
    /// It does not count.
    Refused(Refused),
    /// It is of this device, which did not make it.
    NotOurs,
    /// The message's id was there with other bytes.
    OtherBytes,
    /// Its counter was used in this epoch.
    CounterTwice,
    /// The epoch is of another conversation or sender.
    OtherEpoch,
    /// It was changed, or sealed with another key.
    DoesNotOpen,
    /// The sender's device was removed before this came.
    RemovedDevice,
    /// The signed prekey it was made for is gone.
    PrekeyGone,
    /// The one-time prekey it was made for was used.
    OneTimeKeyGone,
    /// What it is about is of somebody else.
    NotTheAuthor,
    /// What it is about is nothing that can be edited.
    NotEditable,
    /// It contradicts what is signed; kept as evidence.
    Evidence(Misbehaviour),
    /// No backup key opens it.
    NoBackupKey,
}

impl From<Refused> for Rejection {
    fn from(why: Refused) -> Self {
        Self::Refused(why)
    }
}

impl From<Malformed> for Rejection {
    fn from(why: Malformed) -> Self {
        Self::Malformed(why)
    }
}

/// What to say beside a message that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// A message of this device before it has not come.
    Gap,
    /// It was missing, and came after later ones.
    Late,
    /// Its device says that there was none before, and there was.
    Restarted,
    /// Its device is not in its person's chain any more. Never notifies.
    RemovedDevice,
    /// Its sender is no member any more. Never notifies.
    FormerMember,
    /// It is of who its sender was before starting over.
    FormerIdentity,
    /// The sender's clock and the server's differ by more than ten minutes.
    ClockSkew,
    /// What it is about is not here, so whether it may is decided when that comes.
    TargetUnknown,
    /// Its sender gave the epoch to other devices than we would have: our views differ for now, or for a reason.
    OtherAudience,
    /// Somebody tells of other links of this person than we were shown. It may be them who lie.
    Contradiction(UserId),
}

impl Note {
    /// Whether nobody is notified of a message with it.
    pub const fn silences(self) -> bool {
        matches!(self, Self::RemovedDevice | Self::FormerMember | Self::FormerIdentity)
    }
}
