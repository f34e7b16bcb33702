//! What a person can send when something does not work on their device: what the browser can do, what it keeps, how the
//! server is reached. Nothing of who they are or what they wrote.

mod device;
mod fact;
mod keys;
mod network;

use crate::client::Client;
use crate::words::diag as words;

/// Facts that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// What they are about.
    pub title: &'static str,
    /// What was found out: the name of each fact and its value.
    pub facts: Vec<(&'static str, String)>,
}

/// Finds everything out, section by section; `told` is called with each as soon as it is known.
pub async fn find_out(client: Client, told: impl Fn(Section)) {
    told(Section { title: words::APP, facts: device::app(client) });
    told(Section { title: words::STORAGE, facts: device::storage(client).await });
    told(Section { title: words::OFFLINE_APP, facts: device::worker().await });
    told(Section { title: words::KEYS, facts: keys::kinds().await });
    told(Section { title: words::PUSH, facts: device::push() });
    told(Section { title: words::BROWSER, facts: device::browser_facts() });
    told(Section { title: words::CONNECTION, facts: network::connection(client).await });
}

/// All of it as text, to be sent.
pub fn as_text(sections: &[Section]) -> String {
    let mut text = String::new();
    for section in sections {
        text.push_str(&format!("{}\n", section.title));
        section.facts.iter().for_each(|(name, value)| text.push_str(&format!("  {name}: {value}\n")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_has_everything_in_order() {
        let sections = [
            Section { title: "App", facts: vec![("Version", "1".into()), ("Built", "abc".into())] },
            Section { title: "Keys", facts: vec![("P-256", "yes".into())] },
        ];
        assert_eq!(as_text(&sections), "App\n  Version: 1\n  Built: abc\nKeys\n  P-256: yes\n");
    }
}
