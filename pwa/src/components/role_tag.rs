//! A role as a small mark with its name: its emoji, or its colour.

use super::role_colors::class_of;
use hubbub_shared::model::Role;
use sycamore::prelude::*;

/// Draws the mark.
pub fn role_tag(role: &Role) -> View {
    let (name, class) = (role.name.clone(), format!("tag-color {}", class_of(role.id.0)));
    let mark = match role.emoji.clone() {
        Some(emoji) => view! { span(aria-hidden="true") { (emoji) } },
        None => view! { span(class=class, aria-hidden="true") },
    };
    view! { span(class="tag tag-role") { (mark) bdi { (name) } } }
}
