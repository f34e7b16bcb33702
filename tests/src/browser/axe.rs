//! axe-core <https://github.com/dequelabs/axe-core>, run in the page: finds what keeps people with disabilities out.

use super::page::Page;
use std::io::Write;
use std::path::PathBuf;

/// What matters, in one line each: which rule, where, and what is wrong there.
/// What fades in or out is looked at when it has done so.
const RUN: &str = "Promise.all(document.getAnimations()
    .filter((it) => it.effect?.getComputedTiming().endTime !== Infinity)
    .map((it) => it.finished.catch(() => {})))
    .then(() => axe.run(document, { resultTypes: ['violations'] })).then(({ violations }) => violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((it) => `${id}: ${it.target.join(' ')}: ${it.failureSummary}`)))";

/// `HUBBUB_AXE`, which `cargo xtask test` sets.
fn script() -> Option<String> {
    let path = std::env::var_os("HUBBUB_AXE").filter(|path| !path.is_empty()).map(PathBuf::from)?;
    Some(std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

impl Page {
    /// Fails if something here is a serious barrier. Left out, visibly, without axe.
    pub async fn has_no_barriers(&self, what: &str) {
        let Some(script) = script() else {
            let _ = writeln!(std::io::stderr(), "SKIPPED barriers of {what}: set HUBBUB_AXE");
            return;
        };
        if self.evaluates("typeof axe").await == "undefined" {
            self.evaluates(&format!("{script}; null")).await;
        }
        let barriers: Vec<String> =
            serde_json::from_value(self.evaluates(RUN).await).expect("axe tells a list");
        assert!(barriers.is_empty(), "{what}:\n{}", barriers.join("\n"));
    }
}
