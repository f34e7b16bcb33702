//! A vault in memory. What was committed survives its holders; a holder can die at any step, before or after what it was
//! about to commit is kept. Several can hold one.

use crate::executor::pause;
use crate::native::Key;
use dm_core::{Slot, Stored, Table, Transaction, Vault, VaultFailed, Versioned};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Counts the steps of a holder, and kills it at one.
#[derive(Clone, Default)]
pub struct Tripwire(Rc<Trip>);

#[derive(Default)]
struct Trip {
    steps: Cell<u64>,
    dies_at: Cell<Option<u64>>,
    turns: Cell<bool>,
}

impl Tripwire {
    pub fn set(&self, after: Option<u64>) {
        self.0.dies_at.set(after.map(|after| self.0.steps.get() + after));
    }

    /// From now on, others have a turn at each step.
    pub fn take_turns(&self, yes: bool) {
        self.0.turns.set(yes);
    }

    pub fn has_turns(&self) -> bool {
        self.0.turns.get()
    }

    /// Whether it lives on.
    pub fn step(&self) -> bool {
        self.0.steps.set(self.0.steps.get() + 1);
        self.0.dies_at.get().is_none_or(|at| self.0.steps.get() < at)
    }
}

#[derive(Clone, Default)]
pub struct Disk {
    pub records: BTreeMap<Slot, Versioned<Key>>,
    pub version: u64,
    /// What some browsers do with keys: they take them, and give nothing back.
    pub loses_keys: bool,
    /// What others do: they do not take them.
    pub refuses_keys: bool,
    pub commits: u64,
}

impl Disk {
    pub fn key(&self, name: &str) -> Key {
        let slot = Slot { table: Table::Keys, id: name.as_bytes().to_vec() };
        match &self.records[&slot].stored {
            Stored::Key(key) => key.clone(),
            Stored::Bytes(_) => panic!("{name} is no key"),
        }
    }

    pub fn count(&self, table: Table) -> usize {
        self.records.keys().filter(|slot| slot.table == table).count()
    }

    fn found(&self, slot: &Slot) -> Option<&Versioned<Key>> {
        self.records.get(slot).filter(|_| !(self.loses_keys && slot.table == Table::Keys))
    }

    fn apply(&mut self, transaction: Transaction<Key>) -> Result<bool, VaultFailed> {
        let holds =
            |check: &dm_core::Check| self.found(&check.slot).map(|found| found.version) == check.version;
        if !transaction.checks.iter().all(holds) {
            return Ok(false);
        }
        let has_keys = transaction.writes.iter().any(|write| matches!(write.stored, Some(Stored::Key(_))));
        if has_keys && self.refuses_keys {
            return Err(VaultFailed("DataCloneError".to_owned()));
        }
        for write in transaction.writes {
            self.version += 1;
            match write.stored {
                Some(stored) => {
                    self.records.insert(write.slot, Versioned { version: self.version, stored });
                }
                None => drop(self.records.remove(&write.slot)),
            }
        }
        self.commits += 1;
        Ok(true)
    }
}

/// Somebody who holds the vault.
#[derive(Clone)]
pub struct Holder {
    pub disk: Rc<RefCell<Disk>>,
    pub tripwire: Tripwire,
}

impl Holder {
    async fn step(&self) -> Result<(), VaultFailed> {
        if self.tripwire.has_turns() {
            pause().await;
        }
        if self.tripwire.step() { Ok(()) } else { Err(VaultFailed("died".to_owned())) }
    }
}

impl Vault for Holder {
    type Key = Key;

    async fn read(&self, slot: &Slot) -> Result<Option<Versioned<Key>>, VaultFailed> {
        self.step().await?;
        Ok(self.disk.borrow().found(slot).cloned())
    }

    async fn list(&self, table: Table, prefix: &[u8]) -> Result<Vec<Vec<u8>>, VaultFailed> {
        self.step().await?;
        let disk = self.disk.borrow();
        let ids = disk.records.keys().filter(|slot| slot.table == table && slot.id.starts_with(prefix));
        Ok(ids.map(|slot| slot.id.clone()).collect())
    }

    async fn commit(&self, transaction: Transaction<Key>) -> Result<bool, VaultFailed> {
        self.step().await?;
        let outcome = self.disk.borrow_mut().apply(transaction)?;
        // It may also die when all was kept, before anybody hears of it.
        self.step().await?;
        Ok(outcome)
    }
}
