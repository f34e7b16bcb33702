//! A picture of a person or a hub: the one they have, or one drawn from id and name.

use crate::letters::upper;
use hubbub_shared::model::User;
use sycamore::prelude::*;

/// How addresses of pictures begin that people chose here.
pub const CHOSEN: &str = "/api/pictures/";

/// How many colours `styles/` knows.
const HUES: u64 = 12;

/// A person's picture. The name beside it says who it is, so it is silent.
pub fn avatar(user: &User, class: &'static str) -> View {
    shown(user.id.0, &user.display_name, user.avatar.as_deref(), format!("avatar {class}"))
}

/// A hub's picture.
pub fn hub_avatar(id: u64, name: &str, icon: Option<&str>, class: &'static str) -> View {
    shown(id, name, icon, format!("avatar avatar-hub {class}"))
}

fn shown(id: u64, name: &str, address: Option<&str>, class: String) -> View {
    match address {
        Some(address) => {
            // Of what people chose here there is a smaller one, for beside a name.
            let is_small = address.starts_with(CHOSEN) && !class.ends_with("-huge");
            let source = format!("{address}{}", if is_small { "?size=small" } else { "" });
            view! {
                img(class=class, src=source, alt="", loading="lazy", decoding="async", draggable="false")
            }
        }
        None => {
            let (hue, initials) = (hue(id).to_string(), initials(name));
            view! { span(class=class, data-hue=hue, data-initials=initials, aria-hidden="true") }
        }
    }
}

/// The lower bits count within a millisecond: the upper ones alone would give friends who came together one colour.
pub fn hue(id: u64) -> u64 {
    (id ^ (id >> 20) ^ (id >> 31)).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_shr(40) % HUES
}

/// The first letters of the first two words.
fn initials(name: &str) -> String {
    let words = name.split(|c: char| c.is_whitespace() || c == '-' || c == '_');
    let letters = words.filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    upper(&letters.take(2).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_the_first_letters_of_two_words() {
        assert_eq!(initials("ada lovelace"), "AL");
        assert_eq!(initials("(Bo)"), "B");
        assert_eq!(initials("Éa-ßb c"), "ÉSS");
        assert_eq!(initials("☕"), "");
    }
}
