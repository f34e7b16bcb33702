//! Line icons on a grid of 24, drawn here so that nothing has to be loaded: those that the first view may need.

use sycamore::prelude::*;

/// Draws an icon. It says nothing to screen readers: whatever carries it has a name.
pub fn icon(name: &str) -> View {
    let d = match name {
        "back" => "M15 5l-7 7 7 7",
        "chat" => {
            "M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H12l-5 4v-4h-.5A2.5 2.5 0 0 1 4 13.5z"
        }
        "check" => "M5 12.5l4.5 4.5L19 7.5",
        "clip" => {
            "M19 11.5l-7.2 7.2a4.6 4.6 0 0 1-6.5-6.5l7.6-7.6a3.1 3.1 0 0 1 4.4 4.4l-7.5 7.5a1.5 1.5 0 0 1-2.2-2.2l6.7-6.7"
        }
        "close" => "M6 6l12 12M18 6L6 18",
        "clock" => "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 7.5V12l3 2",
        "copy" => {
            "M9 9V6.5A1.5 1.5 0 0 1 10.5 5h7A1.5 1.5 0 0 1 19 6.5v7a1.5 1.5 0 0 1-1.5 1.5H15M6.5 9h7a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 5 17.5v-7A1.5 1.5 0 0 1 6.5 9z"
        }
        "down" => "M12 5v14M6 13l6 6 6-6",
        "edit" => "M4 20l1-4L16.5 4.5a2.1 2.1 0 0 1 3 3L8 19l-4 1zM14.5 6.5l3 3",
        "file" => {
            "M7 3.5h7l4 4v11.5a1.5 1.5 0 0 1-1.5 1.5h-9.5a1.5 1.5 0 0 1-1.5-1.5v-14a1.5 1.5 0 0 1 1.5-1.5zM13.5 4v4h4"
        }
        "hash" => "M10 4L8 20M16 4l-2 16M5 9h15M4 15h15",
        "heart" => "M12 20s-7.5-4.6-7.5-10A4.3 4.3 0 0 1 12 7.3 4.3 4.3 0 0 1 19.5 10c0 5.4-7.5 10-7.5 10z",
        "inbox" => {
            "M4 13l2.5-8h11L20 13v4.5a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5zM4 13h4.5a3.5 3.5 0 0 0 7 0H20"
        }
        "install" => {
            "M8 3.5h8A1.5 1.5 0 0 1 17.5 5v14a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 19V5A1.5 1.5 0 0 1 8 3.5zM12 8v6M9.5 11.5L12 14l2.5-2.5M10.5 17.5h3"
        }
        "link" => {
            "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1"
        }
        "mail" => {
            "M5 5.5h14A1.5 1.5 0 0 1 20.5 7v10a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 17V7A1.5 1.5 0 0 1 5 5.5zM4 7l8 6 8-6"
        }
        "menu" => "M4 7h16M4 12h16M4 17h10",
        "more" => {
            "M5.5 12a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0M11.6 12a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0M17.7 12a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0"
        }
        "pin" => "M9 4h6M10 4v6l-3 3.5h10L14 10V4M12 13.5V20",
        "plus" => "M12 5v14M5 12h14",
        "reply" => "M10 6l-6 6 6 6M4 12h9a7 7 0 0 1 7 7",
        "search" => "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20",
        "send" => "M5 12l-1-7 16.5 7L4 19l1-7zM5 12h7",
        "settings" => "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
        "smile" => {
            "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM8.5 14.2c1.9 2.4 5.1 2.4 7 0M9 9.6v.4M15 9.6v.4"
        }
        "up" => "M12 19V5M6 11l6-6 6 6",
        "user-plus" => {
            "M10 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3.5 19.5c.5-3.3 3-5 6.5-5 1.6 0 3 .35 4 1M18 13v6M15 16h6"
        }
        "users" => {
            "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c.5-3.3 3-5 6.5-5s6 1.7 6.5 5M16 4.9a3.3 3.3 0 0 1 0 6.2M18 14.9c1.9.7 3.1 2.2 3.5 4.6"
        }
        "warning" => "M12 4l9 15.5H3L12 4zM12 10v4.5M12 17h.01",
        _ => "",
    };
    drawn(d)
}

/// Draws an icon by its lines.
pub fn drawn(d: &'static str) -> View {
    view! {
        svg(class="icon", viewBox="0 0 24 24", fill="none", stroke="currentColor", stroke-width="1.9", stroke-linecap="round",
            stroke-linejoin="round", aria-hidden="true") {
            path(d=d)
        }
    }
}

/// The mark of Hubbub: two people talking at once.
pub fn logo(class: &'static str) -> View {
    view! {
        svg(class=class, viewBox="0 0 64 64", aria-hidden="true") {
            path(class="logo-back", d="M38 8c12.2 0 22 8.7 22 19.5 0 5.6-2.6 10.6-6.8 14.2L56 54l-11.5-8.3c-2.1.5-4.3.8-6.5.8-12.2 0-22-8.3-22-19S25.8 8 38 8z")
            path(class="logo-front", d="M25 18c11.6 0 21 8 21 18s-9.4 18-21 18c-2.3 0-4.5-.3-6.6-.9L7 59l3-10.2C6.3 45.5 4 41 4 36c0-10 9.4-18 21-18z")
            circle(class="logo-dot", cx="16", cy="36", r="3")
            circle(class="logo-dot", cx="25", cy="36", r="3")
            circle(class="logo-dot", cx="34", cy="36", r="3")
        }
    }
}
