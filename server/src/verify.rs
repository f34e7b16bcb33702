//! `hubbub audit verify`: whether anybody had a hand in what must not be changed.
//!
//! What is printed for a chain is one line, `collection hub number hash`, and that is what is read back as what was kept.

use crate::config::Config;
use crate::domain::chain::{self, End, Found};
use crate::domain::{CHAINED, hubs};
use crate::store;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// What there is to say, as it is printed.
#[derive(Debug)]
pub struct Verdict {
    found: Found,
    /// Whether there was something to compare with.
    is_compared: bool,
}

impl Verdict {
    /// Whether nothing is wrong.
    pub const fn is_sound(&self) -> bool {
        self.found.faults.is_empty()
    }
}

/// Looks through the store that the settings name. `against`: the file with what this printed earlier.
pub async fn verify(config: &Config, against: Option<&Path>) -> Result<Verdict> {
    let kept = against.map(read_kept).transpose()?.unwrap_or_default();
    let store = store::inspect(&config.store).await?;
    let found = chain::verify(&store, CHAINED, &hubs::HUBS, &kept).await?;
    Ok(Verdict { found, is_compared: against.is_some() })
}

fn read_kept(file: &Path) -> Result<BTreeMap<String, End>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let kept: BTreeMap<String, End> = text.lines().filter_map(kept).collect();
    anyhow::ensure!(
        !kept.is_empty(),
        "{} has no line of a chain: give what `hubbub audit verify` printed",
        file.display()
    );
    Ok(kept)
}

/// A line of what was printed, if it tells where a chain ended.
fn kept(line: &str) -> Option<(String, End)> {
    let mut words = line.split(' ');
    let records = words.next().filter(|name| CHAINED.iter().any(|records| records.name == *name))?;
    let (hub, number, hash) = (words.next()?, words.next()?.parse().ok()?, words.next()?);
    Some((format!("{records} {hub}"), End { number, hash: hash.to_owned() }))
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Found { chains, faults, notes } = &self.found;
        for chain in chains {
            writeln!(f, "{} {} {} {}", chain.records, chain.hub, chain.number, chain.hash)?;
        }
        for note in notes {
            writeln!(f, "note: {note}")?;
        }
        for (chain, fault) in faults {
            writeln!(f, "TAMPERED: {chain}: {fault}")?;
        }
        let records: u64 = chains.iter().map(|chain| chain.number).sum();
        if self.is_sound() {
            writeln!(f, "all is well: {records} records in {} chains", chains.len())?;
        } else {
            writeln!(
                f,
                "{} things are wrong. The newest backup in which they are not shows what was changed.",
                faults.len()
            )?;
        }
        if !self.is_compared {
            writeln!(
                f,
                "Keep this elsewhere: with `--against FILE` it shows ends that were cut off, or chains written anew, by who also changed chain_heads."
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_reads_back_as_what_was_kept() {
        let sound = chain::Sound {
            records: "audit_log",
            hub: "1882575465837785044".to_owned(),
            number: 57,
            hash: "NqdgASCFDttGEtq/p9q6BFXOLm82pOdOCa3T8D8P95g".to_owned(),
        };
        let found =
            Found { chains: vec![sound], faults: Vec::new(), notes: vec!["audit_log 2 3 4".to_owned()] };
        let printed = Verdict { found, is_compared: false }.to_string();
        let kept: BTreeMap<_, _> = printed.lines().filter_map(kept).collect();
        let end = End { number: 57, hash: "NqdgASCFDttGEtq/p9q6BFXOLm82pOdOCa3T8D8P95g".to_owned() };
        assert_eq!(kept, BTreeMap::from([("audit_log 1882575465837785044".to_owned(), end)]));
    }
}
