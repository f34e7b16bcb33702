//! Why what is well-formed does not count.

use crate::grant::Party;
use crate::ids::Hash;
use crate::malformed::Malformed;
use std::collections::BTreeSet;
use thiserror::Error;

/// Two links of one place in a chain, or two changes of one place in a group, both signed by who may. An honest device and
/// an honest server do not make that happen; who is to blame cannot be told from it. Kept as evidence, and nothing more is
/// sent meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fork {
    /// The hash of what we have there.
    pub held: Hash,
    /// The other one, as it is signed.
    pub other: Vec<u8>,
}

/// How the grants that came differ from those that are needed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mismatch {
    /// Devices without a grant.
    pub missing: BTreeSet<Party>,
    /// Grants for devices that are to have none, or have one already.
    pub surplus: BTreeSet<Party>,
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident $(($inner:ty))? $code:literal;)*) => {
        /// Why something does not count. Each has a code, which is what the test vectors name.
        #[derive(Debug, Clone, PartialEq, Eq, Error)]
        #[error("refused: {}", self.code())]
        pub enum Refused {
            $($(#[$doc])* $name $(($inner))?,)*
        }

        impl Refused {
            /// The name of the reason in the test vectors.
            pub const fn code(&self) -> &'static str {
                match self {
                    $(Self::$name { .. } => $code,)*
                }
            }
        }
    };
}

refusals! {
    /// It belongs to the chain of somebody else, or to another conversation.
    OtherChain "other_chain";
    /// A chain that begins otherwise: somebody started over, or the server says so. Blocks until a person decides.
    OtherIdentity "other_identity";
    /// It is in the chain already, as it is.
    Known "known";
    /// Its number is not the next one: links between are missing, or the chain does not begin at its beginning.
    WrongSeq "wrong_seq";
    /// It does not follow the last link that we have.
    WrongPrev "wrong_prev";
    /// The signer is not active before this link: unknown, or revoked.
    SignerNotActive "signer_not_active";
    /// The signature is not by the key it should be by.
    BadSignature "bad_signature";
    /// The new device did not sign that it has its key, for this place of this chain.
    NoPossession "no_possession";
    /// The device, or one of its keys, is or was in the chain.
    DuplicateDevice "duplicate_device";
    /// More browsers at a time than 8.
    TooManyBrowsers "too_many_browsers";
    /// A second recovery device at a time.
    SecondRecovery "second_recovery";
    /// The device to revoke is not active.
    UnknownDevice "unknown_device";
    /// Two links, or two changes of a group, of one place.
    Fork(Box<Fork>) "fork";
    /// A head says another hash than ours for the same place.
    ForkedHead "forked_head";
    /// The chain is shorter than it was when we last looked.
    Rollback "rollback";
    /// A recovery device did what only browsers do.
    NotABrowser "not_a_browser";
    /// The device it is about is not the one it is from.
    OtherDevice "other_device";
    /// Its time is over.
    Expired "expired";
    /// It would be valid for longer than 30 days, or ends before it begins.
    Lifetime "lifetime";
    /// Its device does not say that it understands the suite.
    SuiteNotOffered "suite_not_offered";
    /// The one-time prekey belongs to another signed prekey.
    OtherGeneration "other_generation";
    /// The id of the group is not the hash of what began it.
    WrongConversationId "wrong_conversation_id";
    /// Who signed, sent or is removed is no member.
    NotAMember "not_a_member";
    /// Who is added is a member.
    AlreadyMember "already_member";
    /// More members than 16.
    TooManyMembers "too_many_members";
    /// Who removes oneself leaves; there is an operation for that.
    RemovesOneself "removes_oneself";
    /// The chains that are at hand are not those of the members.
    NotTheMembers "not_the_members";
    /// A grant is from, or for, another conversation, epoch or device than its message.
    OtherGrant "other_grant";
    /// The grants are not for exactly the devices of the conversation.
    DevicesChanged(Mismatch) "devices_changed";
    /// The counter is beyond what one epoch may be used for.
    Counter "counter";
    /// What a message says is not what its sender committed to.
    Commitment "commitment";
    /// The server's tag is not of this message, sender and time.
    Tag "tag";
    /// The header says another kind of message than the content.
    OtherKind "other_kind";
}

/// Why something decrypted is not shown.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unopened {
    /// It is not formed as a plaintext is.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// It is, and is not what the header says.
    #[error(transparent)]
    Refused(#[from] Refused),
}
