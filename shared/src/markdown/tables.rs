//! Tables: a line of names, a line of dashes with as many cells, and a line for each row.
//!
//! Two bars or more together never part cells: they are a spoiler's, which must not come apart. An empty cell has a
//! blank in it.

use super::tree::Align;

/// The alignment of each column, if the line is the one below the names. Costs as much as the line is long.
pub(super) fn columns(line: &str) -> Option<Vec<Align>> {
    let is_dashes = |c: char| matches!(c, '|' | '-' | ':' | ' ' | '\t');
    if !line.contains('|') || !line.chars().all(is_dashes) {
        return None;
    }
    cells(line, usize::MAX)?.into_iter().map(align).collect()
}

fn align(cell: &str) -> Option<Align> {
    let (starts, ends) = (cell.starts_with(':'), cell.len() > 1 && cell.ends_with(':'));
    let dashes = &cell[usize::from(starts)..cell.len() - usize::from(ends)];
    let is_rule = !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-');
    is_rule.then_some(match (starts, ends) {
        (true, true) => Align::Center,
        (false, true) => Align::End,
        _ => Align::Start,
    })
}

/// The cells of a line without the blanks around them; `None` if nothing parts any. What is too much for the columns
/// stays in the last cell, so that nothing is lost.
pub(super) fn cells(line: &str, most: usize) -> Option<Vec<&str>> {
    let line = line.trim();
    let bars = single_bars(line);
    if bars.is_empty() {
        return None;
    }
    let mut cells = Vec::new();
    let mut from = usize::from(bars.first() == Some(&0));
    let inner = bars.iter().copied().filter(|bar| (1..line.len() - 1).contains(bar));
    for bar in inner.take(most.saturating_sub(1)) {
        cells.push(line[from..bar].trim());
        from = bar + 1;
    }
    let ends_with_bar = line.len() > 1 && bars.last() == Some(&(line.len() - 1));
    cells.push(line[from..line.len() - usize::from(ends_with_bar)].trim());
    Some(cells)
}

/// Where bars stand that part cells: alone, not behind a backslash, not in code.
fn single_bars(line: &str) -> Vec<usize> {
    let bytes = line.as_bytes();
    let is_code_closed = runs_of_ticks(bytes).is_multiple_of(2);
    let (mut bars, mut at, mut is_code) = (Vec::new(), 0, false);
    while let Some(byte) = bytes.get(at) {
        let run = || bytes[at..].iter().take_while(|other| *other == byte).count();
        at += match byte {
            b'\\' if !is_code => 2,
            b'`' => {
                is_code = is_code_closed && !is_code;
                run()
            }
            b'|' => {
                let run = run();
                bars.extend((run == 1 && !is_code).then_some(at));
                run
            }
            _ => 1,
        };
    }
    bars
}

fn runs_of_ticks(bytes: &[u8]) -> usize {
    let mut before = None;
    bytes.iter().filter(|byte| before.replace(**byte) != Some(b'`') && **byte == b'`').count()
}
