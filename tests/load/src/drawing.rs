//! A small line chart as SVG, readable on light and dark pages.

use crate::report::{number, whole};
use std::fmt::Write;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 240.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 36.0;
const BOTTOM: f64 = 44.0;

/// Points over a logarithmic axis, with zero at the bottom.
pub fn chart(title: &str, across: &str, points: &[(f64, f64)]) -> String {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return String::new() };
    let highest = round_up(points.iter().map(|(_, y)| *y).fold(f64::MIN_POSITIVE, f64::max) * 1.15);
    let span = (last.0 / first.0).ln().max(f64::MIN_POSITIVE);
    let x = |value: f64| LEFT + (value / first.0).ln() / span * (WIDTH - LEFT - RIGHT);
    let y = |value: f64| HEIGHT - BOTTOM - value.max(0.0) / highest * (HEIGHT - TOP - BOTTOM);
    let mut svg = head(title, across);
    for step in 0..=4 {
        let value = highest * f64::from(step) / 4.0;
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{:.0}\" y1=\"{1:.1}\" y2=\"{1:.1}\"/>\
             <text x=\"{2:.0}\" y=\"{3:.1}\" text-anchor=\"end\">{4}</text>",
            WIDTH - RIGHT,
            y(value),
            LEFT - 8.0,
            y(value) + 4.0,
            number(value)
        );
    }
    let line: Vec<_> = points.iter().map(|(at, value)| format!("{:.1},{:.1}", x(*at), y(*value))).collect();
    let _ = writeln!(svg, "<polyline points=\"{}\"/>", line.join(" "));
    for (at, value) in points {
        let _ = writeln!(
            svg,
            "<circle cx=\"{0:.1}\" cy=\"{1:.1}\" r=\"4\"/><text class=\"value\" x=\"{0:.1}\" y=\"{2:.1}\" \
             text-anchor=\"middle\">{3}</text><text x=\"{0:.1}\" y=\"{4:.1}\" text-anchor=\"middle\">{5}</text>",
            x(*at),
            y(*value),
            y(*value) - 10.0,
            number(*value),
            HEIGHT - BOTTOM + 18.0,
            whole(*at)
        );
    }
    svg.push_str("</svg>\n");
    svg
}

/// The next of 1, 2, 4 and 8 times a power of ten: quarters of it are short numbers.
fn round_up(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    [1.0, 2.0, 4.0, 8.0, 10.0]
        .into_iter()
        .map(|step| step * power)
        .find(|step| *step >= value)
        .unwrap_or(value)
}

fn head(title: &str, across: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         aria-label=\"{title}\">\n<style>\ntext {{ font: 12px system-ui, sans-serif; fill: #59636e }}\n\
         .title {{ font-size: 14px; font-weight: 600; fill: #1f2328 }} .value {{ fill: #1f2328 }}\n\
         .grid {{ stroke: #d1d9e0 }} polyline {{ fill: none; stroke: #4f46e5; stroke-width: 2.5 }} circle {{ fill: #4f46e5 }}\n\
         @media (prefers-color-scheme: dark) {{\ntext {{ fill: #9198a1 }} .title, .value {{ fill: #f0f6fc }}\n\
         .grid {{ stroke: #3d444d }} polyline {{ stroke: #a5b4fc }} circle {{ fill: #a5b4fc }}\n}}\n</style>\n\
         <text class=\"title\" x=\"{LEFT}\" y=\"20\">{title}</text>\n\
         <text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\">{across}</text>\n",
        f64::midpoint(LEFT, WIDTH - RIGHT),
        HEIGHT - 8.0
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_lie_within_the_drawing_from_left_to_right() {
        let svg = chart("Cost", "members", &[(10.0, 3.0), (100.0, 2.0), (10_000.0, 4.0)]);
        let circles: Vec<f64> = svg
            .split("<circle cx=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
            .collect();
        assert_eq!(circles, [LEFT, 242.7, WIDTH - RIGHT]);
        assert!(svg.contains(">10,000<") && svg.contains(">4.00<"));
    }

    #[test]
    fn an_axis_ends_at_a_round_number() {
        assert_eq!([0.03, 1.0, 2.9, 3.45, 8.1, 900.0].map(round_up), [0.04, 1.0, 4.0, 4.0, 10.0, 1000.0]);
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        assert_eq!(chart("Cost", "members", &[]), "");
    }
}
