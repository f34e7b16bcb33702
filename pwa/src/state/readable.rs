//! How a colour that somebody chooses will look in names: each theme takes what of it can be read. The styles draw it
//! (`--role-l` in `styles/`); here it is told in advance.

/// What a theme makes of a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// It can be read as it is.
    AsChosen,
    /// It is too light for the theme's grounds.
    Darker,
    /// It is too dark for them.
    Lighter,
}

/// The lightest that can be read on light grounds.
const LIGHTEST_ON_LIGHT: f64 = 0.47;
/// The darkest that can be read on dark grounds.
const DARKEST_ON_DARK: f64 = 0.72;

/// How a colour looks in the light theme and in the dark one.
pub fn looks(color: u32) -> (Look, Look) {
    let lightness = lightness(color);
    let on_light = if lightness > LIGHTEST_ON_LIGHT { Look::Darker } else { Look::AsChosen };
    let on_dark = if lightness < DARKEST_ON_DARK { Look::Lighter } else { Look::AsChosen };
    (on_light, on_dark)
}

/// Lightness as Oklab has it: 0 is black, 1 is white.
fn lightness(color: u32) -> f64 {
    let [_, red, green, blue] = color.to_be_bytes().map(linear);
    let long = 0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue;
    let middle = 0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue;
    let short = 0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue;
    0.210_454_255_3 * long.cbrt() + 0.793_617_785_0 * middle.cbrt() - 0.004_072_046_8 * short.cbrt()
}

/// Light, of what is written down for a screen.
fn linear(value: u8) -> f64 {
    let value = f64::from(value) / 255.0;
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

/// A colour as people write it: `#3366ff`, with or without the sign, or three digits.
pub fn color_of(text: &str) -> Option<u32> {
    let digits = text.trim().trim_start_matches('#');
    let is_hex = digits.chars().all(|digit| digit.is_ascii_hexdigit());
    match digits.len() {
        6 if is_hex => u32::from_str_radix(digits, 16).ok(),
        3 if is_hex => {
            let doubled: String = digits.chars().flat_map(|digit| [digit, digit]).collect();
            u32::from_str_radix(&doubled, 16).ok()
        }
        _ => None,
    }
}

/// As styles write it.
pub fn written(color: u32) -> String {
    format!("#{color:06x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_as_the_styles_draw_it() {
        let styles = include_str!("../../styles/10-tokens.css");
        for drawn in
            [format!("min(l, var(--n, {LIGHTEST_ON_LIGHT})"), format!("max(l, var(--n, {DARKEST_ON_DARK})")]
        {
            assert!(styles.contains(&drawn), "{drawn} is told, and drawn otherwise");
        }
    }

    #[test]
    fn lightness_is_what_oklab_says() {
        for (color, expected) in
            [(0, 0.0), (0xff_ffff, 1.0), (0xff_0000, 0.627_96), (0x00_ff00, 0.866_44), (0x00_00ff, 0.452_01)]
        {
            assert!((lightness(color) - expected).abs() < 0.001, "{color:06x}: {}", lightness(color));
        }
    }

    #[test]
    fn what_cannot_be_read_is_changed_where_it_cannot() {
        assert_eq!(looks(0xff_ff00), (Look::Darker, Look::AsChosen), "yellow");
        assert_eq!(looks(0x00_0080), (Look::AsChosen, Look::Lighter), "navy");
        assert_eq!(looks(0x33_66ff), (Look::Darker, Look::Lighter), "neither light nor dark");
    }

    #[test]
    fn a_colour_is_read_as_people_write_it() {
        assert_eq!(color_of(" #3366FF "), Some(0x33_66ff));
        assert_eq!(color_of("36f"), Some(0x33_66ff));
        for text in ["", "#", "12345", "3366fg", "red", "é12"] {
            assert_eq!(color_of(text), None, "{text}");
        }
        assert_eq!(written(0xff), "#0000ff");
    }
}
