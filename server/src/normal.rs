//! The form of a text in which nothing is left of what makes no difference to a reader: case, accents, letters that look
//! like others, invisible characters, how much blank there is. Words of rules and of messages are compared in this form.

use hubbub_shared::text::{is_invisible, is_variation_selector};
use quick_cache::sync::Cache;
use std::convert::Infallible;
use std::sync::{Arc, LazyLock};
use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

/// The text in its normal form, which is its own normal form.
pub fn normal(text: &str) -> String {
    let mut normal = Normal(String::with_capacity(text.len()));
    if text.is_ascii() {
        text.bytes().for_each(|byte| normal.push(char::from(byte.to_ascii_lowercase())));
    } else {
        let lower = text.chars().flat_map(char::to_lowercase);
        // Full width, ligatures, mathematical letters and the like become plain, and accents stand apart.
        let plain = lower.nfkd().filter(|c| is_seen(*c)).flat_map(char::to_lowercase);
        plain.for_each(|c| normal.push_like(c));
    }
    normal.finish()
}

struct Normal(String);

impl Normal {
    fn push(&mut self, c: char) {
        if !c.is_whitespace() {
            self.0.push(c);
        } else if !self.0.is_empty() && !self.0.ends_with(' ') {
            self.0.push(' ');
        }
    }

    /// Pushes the Latin letters and digits that it looks like, or else itself.
    fn push_like(&mut self, c: char) {
        if c.is_ascii() || !c.is_alphanumeric() {
            return self.push(c);
        }
        // The sigma at the end of a word is no other letter.
        let c = if c == 'ς' { 'σ' } else { c };
        match like(c) {
            Some(like) => self.0.push_str(&like),
            None => self.push(c),
        }
    }

    fn finish(mut self) -> String {
        self.0.truncate(self.0.trim_end().len());
        self.0
    }
}

/// Letters whose looks are remembered; those of the alphabets of a few languages.
const REMEMBERED: usize = 4096;
/// Looking one up in the tables takes a microsecond, and people write the same ones again and again.
static LIKE: LazyLock<Cache<char, Option<Arc<str>>>> = LazyLock::new(|| Cache::new(REMEMBERED));

fn like(c: char) -> Option<Arc<str>> {
    let look_up = || Ok::<_, Infallible>(latin(c).map(Into::into));
    LIKE.get_or_insert_with(&c, look_up).unwrap_or_default()
}

/// What a letter looks like. A small letter may look like none, and its capital like one (`в` and `В`): both are the same
/// word, so both count. What looks like a letter with a stroke or a hook (`ø`) counts as that letter, if nothing fits
/// better.
fn latin(c: char) -> Option<String> {
    let capital: String = c.to_uppercase().collect();
    let forms = [c.to_string(), capital].map(|form| skeleton(&form).collect::<String>());
    let is_latin = |form: &&String| !form.is_empty() && form.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let without_accents = || {
        let bare = |form: &String| form.chars().filter(|c| !is_accent(*c)).collect::<String>();
        forms.iter().map(bare).find(|form| is_latin(&form))
    };
    let found = forms.iter().find(is_latin).cloned().or_else(without_accents)?;
    Some(found.to_ascii_lowercase())
}

fn is_seen(c: char) -> bool {
    let is_control = c.is_control() && !c.is_whitespace();
    !(is_control || is_accent(c) || is_invisible(c) || is_variation_selector(c))
}

/// Accents of alphabets that are read without them. Not the vowels of Indian scripts, Thai or the like, nor what tells
/// か from が: without those, words would be others.
const fn is_accent(c: char) -> bool {
    matches!(
        c,
        '\u{0300}'..='\u{036F}'
            | '\u{0483}'..='\u{0489}'
            | '\u{0591}'..='\u{05BD}'
            | '\u{05BF}'
            | '\u{05C1}'..='\u{05C2}'
            | '\u{05C4}'..='\u{05C5}'
            | '\u{05C7}'
            | '\u{064B}'..='\u{065F}'
            | '\u{0670}'
            | '\u{1AB0}'..='\u{1AFF}'
            | '\u{1DC0}'..='\u{1DFF}'
            | '\u{20D0}'..='\u{20FF}'
            | '\u{FE20}'..='\u{FE2F}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_reader_takes_for_the_same_is_the_same() {
        for disguise in [
            "Scunthorpe",
            "SCUNTHORPE",
            "ｓｃｕｎｔｈｏｒｐｅ",
            "ѕсunthоrре",
            "s\u{200B}c\u{2060}u\u{AD}nthorpe",
            "ş̀çünthörpé",
            "𝓼𝓬𝓾𝓷𝓽𝓱𝓸𝓻𝓹𝓮",
            "SСUNТНОRРЕ",
            "sᴄunthøꞄpe".replace('Ꞅ', "r").as_str(),
        ] {
            assert_eq!(normal(disguise), "scunthorpe", "{disguise}");
        }
        assert_eq!(normal(" Buy\u{3000}\n\tnow! "), "buy now!");
    }

    #[test]
    fn a_word_is_the_same_in_capitals_whatever_its_alphabet() {
        for word in ["вор", "ёлка", "ηλιος", "straße", "ıstanbul", "ბოდიში", "øl"]
        {
            assert_eq!(
                normal(&word.to_uppercase()).replace("ss", "ß"),
                normal(word).replace("ss", "ß"),
                "{word}"
            );
        }
    }

    #[test]
    fn letters_that_a_reader_tells_apart_stay_apart() {
        let pairs =
            [("fail", "fall"), ("कि", "का"), ("か", "が"), ("morn", "mom"), ("10", "lo"), ("กา", "กี")];
        for (one, other) in pairs {
            assert_ne!(normal(one), normal(other));
        }
    }

    #[test]
    fn every_letter_that_there_is_has_a_normal_form_that_is_its_own() {
        for c in '\0'..='\u{1FFFF}' {
            let once = normal(&c.to_string());
            assert_eq!(normal(&once), once, "{c:?} U+{:04X}", u32::from(c));
        }
    }

    /// How one letter can be disguised: as itself, as a capital, wide, as a look-alike, with an accent, with something
    /// invisible behind it.
    fn disguised(letter: char) -> impl Strategy<Value = String> {
        let wide = char::from_u32(u32::from(letter) - u32::from('a') + u32::from('ａ')).unwrap();
        let alike = match letter {
            'a' => 'а',
            'c' => 'с',
            'e' => 'е',
            'i' => 'і',
            'o' => 'о',
            'p' => 'р',
            's' => 'ѕ',
            'x' => 'х',
            'y' => 'у',
            other => other,
        };
        let forms = vec![letter, letter.to_ascii_uppercase(), wide, alike];
        let extra = prop::sample::select(vec![
            "", "\u{200B}", "\u{200D}", "\u{0301}", "\u{0336}", "\u{FE0F}", "\u{2063}",
        ]);
        (prop::sample::select(forms), extra).prop_map(|(form, extra)| format!("{form}{extra}"))
    }

    proptest! {
        #[test]
        fn normalising_never_panics_and_twice_is_once(text in "\\PC{0,60}", odd in "[\\x00-\\x1f\u{200b}-\u{202e}\u{300}-\u{310}\u{fe0f}ŁøßﬁＡа𝒜]{0,20}") {
            for text in [text, odd] {
                let once = normal(&text);
                prop_assert_eq!(normal(&once), once);
            }
        }

        #[test]
        fn a_disguised_word_is_that_word(
            (word, disguise) in "[a-z]{1,12}".prop_flat_map(|word| {
                let letters: Vec<_> = word.chars().map(disguised).collect();
                (Just(word), letters.prop_map(|letters| letters.concat()))
            })
        ) {
            prop_assert_eq!(normal(&disguise), word);
        }
    }
}
