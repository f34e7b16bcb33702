//! Light, dark, or as the device has it. `boot.js` reads the same name, so that the first paint is right.

use super::storage;
use crate::browser;

const NAME: &str = "theme";
const CONTRAST: &str = "contrast";
/// `--page` in `styles/10-tokens.css`.
const LIGHT: &str = "#ffffff";
const DARK: &str = "#17211f";

/// What the person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device prefers.
    #[default]
    Auto,
    /// Light, whatever the device prefers.
    Light,
    /// Dark, whatever the device prefers.
    Dark,
}

impl Theme {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// As it is kept.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// What the person chose on this device.
    pub fn kept() -> Self {
        let name = storage::read(NAME).unwrap_or_default();
        Self::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or_default()
    }

    /// Keeps the choice and shows it.
    pub fn choose(self) {
        storage::write(NAME, self.name());
        self.show();
    }

    /// Shows it, also in the frame that the system draws around the app.
    pub fn show(self) {
        for (selector, color) in [("light", LIGHT), ("dark", DARK)] {
            let color = match self {
                Self::Auto => color,
                Self::Light => LIGHT,
                Self::Dark => DARK,
            };
            if let Some(meta) = browser::find(&format!("meta[name=theme-color][media*={selector}]")) {
                let _ = meta.set_attribute("content", color);
            }
        }
        let Some(root) = browser::document().and_then(|document| document.document_element()) else { return };
        let _ = match has_more_contrast() {
            true => root.set_attribute("data-contrast", "more"),
            false => root.remove_attribute("data-contrast"),
        };
        let _ = match self {
            Self::Auto => root.remove_attribute("data-theme"),
            chosen => root.set_attribute("data-theme", chosen.name()),
        };
    }
}

/// Whether the person wants more contrast than the theme has, whatever the device says.
pub fn has_more_contrast() -> bool {
    storage::read(CONTRAST).is_some()
}

/// Keeps the choice and shows it.
pub fn choose_contrast(more: bool) {
    if more {
        storage::write(CONTRAST, "more");
    } else {
        storage::remove(CONTRAST);
    }
    Theme::kept().show();
}
