//! A client: keys and a vault, and what is done with them.

use crate::crypto::Crypto;
use crate::vault::Vault;
use dm_wire::UserId;
use dm_wire::chain::Chain;
use dm_wire::group::Group;
use dm_wire::ids::Hash;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// How much and how often. The defaults are those of the design; tests take smaller ones.
#[derive(Debug, Clone, Copy)]
pub struct Policy {
    /// One-time prekeys that are laid out at a time.
    pub one_time_keys: u32,
    /// Below this many, they are filled up.
    pub refill_below: u32,
    /// A new signed prekey after so many milliseconds.
    pub signed_prekey_ms: u64,
    /// A new epoch after so many messages.
    pub epoch_messages: u32,
    /// A new epoch after so many milliseconds.
    pub epoch_ms: u64,
    /// A new signed head after so many milliseconds.
    pub attest_ms: u64,
}

impl Default for Policy {
    fn default() -> Self {
        const HOUR: u64 = 3_600_000;
        Self {
            one_time_keys: 100,
            refill_below: 50,
            signed_prekey_ms: 24 * HOUR,
            epoch_messages: 100,
            epoch_ms: 24 * HOUR,
            attest_ms: 7 * 24 * HOUR,
        }
    }
}

/// One device's part in DM1. Several may hold the same vault: tabs, and the service worker.
pub struct Client<C: Crypto, V: Vault<Key = C::Key>> {
    pub(crate) crypto: C,
    pub(crate) vault: V,
    pub(crate) policy: Policy,
    /// Chains by the hash of their last link, which stands for all of them: only what was checked gets here, and nothing
    /// in it can be out of date.
    pub(crate) checked: RefCell<BTreeMap<(UserId, Hash), Rc<Chain>>>,
    /// The same of groups.
    pub(crate) groups: RefCell<BTreeMap<Hash, Rc<Group>>>,
}

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// Over these keys and this vault, whatever is in it.
    pub const fn new(crypto: C, vault: V, policy: Policy) -> Self {
        let checked = RefCell::new(BTreeMap::new());
        Self { crypto, vault, policy, checked, groups: RefCell::new(BTreeMap::new()) }
    }
}
