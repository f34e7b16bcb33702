//! A small browser: keeps cookies, follows redirects when asked to, sends an `Origin` as a page of ours would.

use reqwest::header::{COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder, Response, Url};
use serde_json::Value;
use std::collections::BTreeMap;

const MOST_REDIRECTS: usize = 10;

#[derive(Clone)]
pub struct Browser {
    client: Client,
    base: Url,
    pub cookies: BTreeMap<String, String>,
}

impl Browser {
    pub fn at(url: &str) -> Self {
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { client, base: Url::parse(url).unwrap(), cookies: BTreeMap::new() }
    }

    /// A request with cookies, and nothing a page would add.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, self.base.join(path).unwrap());
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if cookies.is_empty() { request } else { request.header(COOKIE, cookies.join("; ")) }
    }

    /// What a page of ours sends.
    pub fn page(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, path).header(ORIGIN, self.base.origin().ascii_serialization())
    }

    pub async fn get(&self, path: &str) -> Response {
        self.bare(Method::GET, path).send().await.unwrap()
    }

    /// The JSON of an answer that must be a success.
    pub async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.unwrap()
    }

    /// Goes to an address, keeps the cookies, and says where it was sent.
    pub async fn step(&mut self, address: &str) -> Option<String> {
        self.keep(self.get(address).await)
    }

    pub fn keep(&mut self, answer: Response) -> Option<String> {
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            match value {
                "" => self.cookies.remove(name),
                value => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        let location = answer.headers().get(LOCATION)?;
        Some(answer.url().join(location.to_str().unwrap()).unwrap().into())
    }

    /// Follows redirects to the end; returns the last address.
    pub async fn follow(&mut self, address: &str) -> String {
        let mut at = self.base.join(address).unwrap().to_string();
        for _ in 0..MOST_REDIRECTS {
            match self.step(&at).await {
                Some(next) => at = next,
                None => return at,
            }
        }
        panic!("too many redirects, at {at}");
    }

    /// Path and query of an address on this server; the whole address if it is elsewhere.
    pub fn path_of(&self, address: &str) -> String {
        let url = Url::parse(address).unwrap();
        if url.origin() == self.base.origin() {
            url[url::Position::BeforePath..].to_owned()
        } else {
            address.to_owned()
        }
    }

    /// As if the browser had asked for another host name.
    pub async fn get_as_host(&self, path: &str, host: &str) -> Response {
        self.bare(Method::GET, path).header(HOST, host).send().await.unwrap()
    }
}
