//! Icons that the first view never needs, in the parts of the app that do; and all others, for those.

use super::empty::hint;
use super::icon::{self, drawn};
use sycamore::prelude::*;

/// Draws an icon. It says nothing to screen readers: whatever carries it has a name.
pub fn icon(name: &str) -> View {
    let d = match name {
        "at" => "M16 12a4 4 0 1 0-1.2 2.9M16 8v5.2a2.4 2.4 0 0 0 4.5 1.2c.4-.8.5-1.6.5-2.4a9 9 0 1 0-3.6 7.2",
        "ban" => "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM6 6l12 12",
        "bell" => "M9.5 19a2.5 2.5 0 0 0 5 0M7.5 9.5a4.5 4.5 0 0 1 9 0V13l1.5 3H6l1.5-3z",
        "bell-off" => "M9.5 19a2.5 2.5 0 0 0 5 0M7.5 9.5V13L6 16h12l-1.5-3v-3a4.5 4.5 0 0 0-7-3.7M4 4l16 16",
        "bookmark" => "M7.5 4h9A1.5 1.5 0 0 1 18 5.5V20l-6-4-6 4V5.5A1.5 1.5 0 0 1 7.5 4z",
        "calendar" => {
            "M5.5 6h13A1.5 1.5 0 0 1 20 7.5v11a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18.5v-11A1.5 1.5 0 0 1 5.5 6zM8 3.5V8M16 3.5V8M4 11h16"
        }
        "camera" => {
            "M5 7.5h3L9.5 5h5L16 7.5h3A1.5 1.5 0 0 1 20.5 9v8.5A1.5 1.5 0 0 1 19 19H5a1.5 1.5 0 0 1-1.5-1.5V9A1.5 1.5 0 0 1 5 7.5zM12 16a3 3 0 1 0 0-6 3 3 0 0 0 0 6z"
        }
        "crown" => "M4 8l3.5 4L12 5.5l4.5 6.5L20 8l-1.5 10h-13z",
        "eye" => {
            "M2.5 12S6 5.5 12 5.5s9.5 6.5 9.5 6.5-3.5 6.5-9.5 6.5S2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z"
        }
        "flag" => "M6 21V4M6 5c4-2.5 8 2.5 12 0v9c-4 2.5-8-2.5-12 0",
        "folder" => {
            "M3.5 7A1.5 1.5 0 0 1 5 5.5h4.2l2 2.5H19A1.5 1.5 0 0 1 20.5 9.5v8A1.5 1.5 0 0 1 19 19H5a1.5 1.5 0 0 1-1.5-1.5z"
        }
        "forward" => "M9 5l7 7-7 7",
        "grip" => "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
        "inherit" => "M9 19l6-14",
        "keyboard" => {
            "M4.5 6h15A1.5 1.5 0 0 1 21 7.5v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 16.5v-9A1.5 1.5 0 0 1 4.5 6zM7 10h.01M10.5 10h.01M14 10h.01M17 10h.01M8 14h8"
        }
        "leave" => "M14 4h3.5A1.5 1.5 0 0 1 19 5.5v13a1.5 1.5 0 0 1-1.5 1.5H14M10 8l-4 4 4 4M6 12h9",
        "lock" => {
            "M8 11V8a4 4 0 0 1 8 0v3M6.5 11h11a1.5 1.5 0 0 1 1.5 1.5v6a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 18.5v-6A1.5 1.5 0 0 1 6.5 11z"
        }
        "megaphone" => "M4 10v4h3l8 4.5v-13L7 10zM18.5 9.5a4 4 0 0 1 0 5M7.5 14.5l1 5h2.5l-1-4",
        "open" => {
            "M10 5H6.5A1.5 1.5 0 0 0 5 6.5v11A1.5 1.5 0 0 0 6.5 19h11a1.5 1.5 0 0 0 1.5-1.5V14M14 5h5v5M19 5l-8 8"
        }
        "pass-on" => "M14 6l6 6-6 6M20 12h-9a7 7 0 0 0-7 7",
        "picture" => {
            "M5.5 4.5h13A1.5 1.5 0 0 1 20 6v12a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18V6a1.5 1.5 0 0 1 1.5-1.5zM4.5 16.5l4.5-5 4 4.5 2.5-2.5 4 4M15 9.5h.01"
        }
        "poll" => "M5 20V11M12 20V4M19 20v-6",
        "plus-square" => {
            "M6 4h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM12 8.5v7M8.5 12h7"
        }
        "pulse" => "M3 12h4l2.5-6.5 5 13 2.5-6.5h4",
        "retry" => "M19 12a7 7 0 1 1-2.2-5.1M19 4v4h-4",
        "save" => "M12 4v11M7.5 10.5L12 15l4.5-4.5M5 16v3.5h14V16",
        "share" => "M12 15V4M8 7.5L12 3.5l4 4M6 12H5v8h14v-8h-1",
        "shield" => "M12 3.5l7 2.5v5.5c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6z",
        "unread" => "M5 6h8M4 6.5V19h16v-8M4.5 7l7.5 6 3-2.4M18.5 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
        "trash" => "M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7M10.5 11v5M13.5 11v5",
        _ => return icon::icon(name),
    };
    drawn(d)
}

/// A quiet hint in the middle of a place.
pub fn empty(symbol: &'static str, title: &'static str, text: &'static str) -> View {
    hint(icon(symbol), title, text)
}
