//! What can go wrong between a device and the server, by dice.

use crate::dice::Dice;
use dm_core::Error;

/// Chances of a hundred.
#[derive(Debug, Clone)]
pub struct Network {
    pub dice: Dice,
    /// A request, or its answer, does not arrive.
    pub loses: u64,
    /// Something is delivered twice.
    pub doubles: u64,
    /// Messages come in another order.
    pub shuffles: u64,
    /// What is there is not handed out this time.
    pub withholds: u64,
    /// The device dies somewhere in what it is about to do.
    pub kills: u64,
}

impl Network {
    pub const fn calm() -> Self {
        Self { dice: Dice(1), loses: 0, doubles: 0, shuffles: 0, withholds: 0, kills: 0 }
    }

    pub const fn rough(seed: u64) -> Self {
        Self { dice: Dice(seed), loses: 6, doubles: 15, shuffles: 15, withholds: 15, kills: 35 }
    }

    pub fn carry(&mut self) -> Result<(), Fault> {
        if self.dice.chance(self.loses) { Err(Fault::Lost) } else { Ok(()) }
    }

    /// As it may arrive: some of it twice, in another order, or not now.
    pub fn deliver<T: Clone>(&mut self, things: &[T]) -> Vec<T> {
        let mut arriving = Vec::new();
        for thing in things {
            if self.dice.chance(self.withholds) {
                continue;
            }
            arriving.push(thing.clone());
            if self.dice.chance(self.doubles) {
                arriving.push(thing.clone());
            }
        }
        if arriving.len() > 1 && self.dice.chance(self.shuffles) {
            for at in (1..arriving.len()).rev() {
                arriving.swap(at, self.dice.below(at + 1));
            }
        }
        arriving
    }
}

/// Why a device did not get to the end.
#[derive(Debug)]
pub enum Fault {
    /// The network has lost something.
    Lost,
    /// The device died.
    Died,
    /// It was refused.
    Refused(Error),
}

impl From<Error> for Fault {
    fn from(why: Error) -> Self {
        match &why {
            Error::Vault(failed) if failed.0 == "died" => Self::Died,
            Error::Crypto(failed) if failed.0 == "died" => Self::Died,
            _ => Self::Refused(why),
        }
    }
}
