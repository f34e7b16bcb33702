//! The ratios measured last, in docs/performance.json, so that later work sees a regression at once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::places;

/// A ratio that fell below this part of what it was is a regression and no noise.
const STILL_FINE: f64 = 0.7;

/// What one scenario measured.
pub struct Measured {
    ratios: BTreeMap<String, f64>,
    lost: u64,
    duplicated: u64,
}

/// What was measured last, by name.
pub struct Records(BTreeMap<String, f64>);

impl Measured {
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        let report: Value = serde_json::from_str(&text)?;
        Ok(Self {
            ratios: ratios_in(&report["ratios"]),
            lost: report["lost"].as_u64().context("how much was lost")?,
            duplicated: report["duplicated"].as_u64().context("how much came twice")?,
        })
    }

    /// What may never be.
    pub fn losses(&self) -> Vec<String> {
        let kinds = [(self.lost, "were lost"), (self.duplicated, "came twice")];
        let some = kinds.into_iter().filter(|(count, _)| *count > 0);
        some.map(|(count, what)| format!("{count} deliveries {what}")).collect()
    }
}

impl Records {
    pub fn read() -> Result<Self> {
        let text = match std::fs::read_to_string(path()) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self(BTreeMap::new())),
            text => text.context("reading the recorded ratios")?,
        };
        Ok(Self(ratios_in(&serde_json::from_str(&text)?)))
    }

    /// What is wrong with these figures.
    pub fn complaints(&self, measured: &Measured) -> Vec<String> {
        let fell = measured.ratios.iter().filter_map(|(name, now)| {
            let before = self.0.get(name)?;
            (*now < before * STILL_FINE).then(|| format!("{name} fell from {before:.2} to {now:.2}"))
        });
        measured.losses().into_iter().chain(fell).collect()
    }

    /// Takes over new figures, and writes them down.
    pub fn remember(&mut self, measured: Measured) -> Result<()> {
        self.0.extend(measured.ratios);
        let rounded =
            self.0.iter().map(|(name, ratio)| (name.clone(), json!((ratio * 1000.0).round() / 1000.0)));
        let text = serde_json::to_string_pretty(&Value::Object(rounded.collect()))?;
        std::fs::write(path(), format!("{text}\n")).context("writing the recorded ratios")
    }
}

fn path() -> PathBuf {
    places::root().join("docs/performance.json")
}

fn ratios_in(value: &Value) -> BTreeMap<String, f64> {
    let fields = value.as_object().into_iter().flatten();
    fields.filter_map(|(name, ratio)| Some((name.clone(), ratio.as_f64()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(ratio: f64, lost: u64) -> Measured {
        Measured { ratios: BTreeMap::from([("singly/bun".to_owned(), ratio)]), lost, duplicated: 0 }
    }

    #[test]
    fn noise_is_no_regression_and_a_loss_always_is() {
        let records = Records(ratios_in(&json!({"singly/bun": 1.0})));
        assert!(records.complaints(&measured(0.71, 0)).is_empty());
        assert_eq!(records.complaints(&measured(0.69, 0)), ["singly/bun fell from 1.00 to 0.69"]);
        assert_eq!(records.complaints(&measured(2.0, 3)), ["3 deliveries were lost"]);
    }

    #[test]
    fn what_was_never_measured_cannot_fall() {
        assert!(Records(BTreeMap::new()).complaints(&measured(0.1, 0)).is_empty());
    }
}
