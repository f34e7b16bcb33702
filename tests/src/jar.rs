//! Cookies, kept by hand so that stories can look at them, copy them and play them again.

use reqwest::header::{HeaderMap, SET_COOKIE};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// The cookies of one browser for one server.
#[derive(Debug, Default)]
pub struct Jar(Mutex<BTreeMap<String, String>>);

impl Jar {
    /// Takes over what an answer sets, and forgets what it clears.
    pub fn remember(&self, headers: &HeaderMap) {
        let mut cookies = self.0.lock().unwrap();
        for header in headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
            let mut parts = header.split(';').map(str::trim);
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { continue };
            let cleared = value.is_empty() || parts.any(|part| part.eq_ignore_ascii_case("max-age=0"));
            if cleared {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// The value of a `Cookie` header; `None` if there are no cookies.
    pub fn header(&self) -> Option<String> {
        let cookies = self.0.lock().unwrap();
        let pairs: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    /// The cookies by name.
    pub fn cookies(&self) -> BTreeMap<String, String> {
        self.0.lock().unwrap().clone()
    }

    /// A jar with these cookies: those of somebody else, or of another time.
    pub fn with(cookies: BTreeMap<String, String>) -> Self {
        Self(Mutex::new(cookies))
    }
}
