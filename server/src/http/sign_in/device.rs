//! What a browser calls itself, as people would: "Chrome on Android".

const UNKNOWN: &str = "Unknown device";
const MOST_CHARS: usize = 64;

/// In the order in which they must be tried: most of them also claim to be the later ones.
const BROWSERS: [(&str, &str); 10] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// A name for the list of sessions. Programs are called by the first word they send.
pub fn name(user_agent: Option<&str>) -> String {
    let agent = user_agent.unwrap_or_default();
    match (find(&BROWSERS, agent), find(&SYSTEMS, agent)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, _) => program(agent),
    }
}

fn find(table: &[(&str, &'static str)], agent: &str) -> Option<&'static str> {
    table.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
}

fn program(agent: &str) -> String {
    let word = agent.split([' ', '/']).next().unwrap_or_default();
    let word: String = word.chars().filter(|c| c.is_ascii_graphic()).take(MOST_CHARS).collect();
    if word.is_empty() { UNKNOWN.to_owned() } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_called_by_what_people_know() {
        let phone = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";
        assert_eq!(name(Some(phone)), "Chrome on Android");
        assert_eq!(name(Some(iphone)), "Safari on iPhone");
        assert_eq!(name(Some(edge)), "Edge on Windows");
        assert_eq!(name(Some("curl/8.5.0")), "curl");
        assert_eq!(name(None), UNKNOWN);
    }
}
