//! A community to measure: people who sign in as browsers do, a hub they join by an invite, and its channels.

use crate::http::Http;
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Mutex;

static TURN: Mutex<()> = Mutex::new(());

/// Sign-ins at the same time.
const AT_ONCE: usize = 16;

/// What a run needs to know of a prepared server. Kept beside its data, so that it is prepared once.
#[derive(Debug, Clone, Serialize, Deserialize, Default)]
pub struct Community {
    /// Session cookies of the members.
    pub cookies: Vec<String>,
    /// Id of the hub they are members of.
    pub hub: u64,
    /// Ids of the hub's channels.
    pub channels: Vec<u64>,
}

impl Community {
    /// What was prepared before, if it is large enough.
    pub fn read(data: &Path, members: usize, channels: usize) -> Option<Self> {
        let text = std::fs::read(data.join("community.json")).ok()?;
        let community: Self = serde_json::from_slice(&text).ok()?;
        (community.cookies.len() >= members && community.channels.len() >= channels).then_some(community)
    }

    /// Prepares a fresh server.
    pub fn found(server: SocketAddr, data: &Path, members: usize, channels: usize) -> Result<Self> {
        let mut http = Http::to(server);
        let owner = sign_in(&mut http, "member-0")?;
        let hub = http.ask("POST", "/api/hubs", &owner, Some(&json!({"name": "Load"})))?.json()?;
        let id = number(&hub["id"])?;
        let mut community = Self { cookies: Vec::new(), hub: id, channels: Vec::new() };
        community.channels.push(number(&hub["channels"][0]["id"])?);
        for place in 1..channels {
            let name = json!({"name": format!("channel-{place}")});
            let channel =
                http.ask("POST", &format!("/api/hubs/{id}/channels"), &owner, Some(&name))?.json()?;
            community.channels.push(number(&channel["id"])?);
        }
        let invite =
            http.ask("POST", &format!("/api/hubs/{id}/invites"), &owner, Some(&json!({})))?.json()?;
        let code = invite["code"].as_str().context("an invite has a code")?;
        community.cookies = join_all(server, code, members)?;
        community.cookies[0] = owner;
        std::fs::write(data.join("community.json"), serde_json::to_vec(&community)?)?;
        Ok(community)
    }
}

/// The id of a member.
pub fn user_id(server: SocketAddr, cookie: &str) -> Result<u64> {
    number(&Http::to(server).ask("GET", "/api/users/@me", cookie, None)?.json()?["id"])
}

fn number(value: &serde_json::Value) -> Result<u64> {
    value.as_str().and_then(|text| text.parse().ok()).with_context(|| format!("{value} is no id"))
}

/// So many people sign in, several at a time, who belong to no hub; their cookies.
pub fn strangers(server: SocketAddr, count: usize) -> Result<Vec<String>> {
    several_at_a_time(server, count, |http, place| sign_in(http, &format!("stranger-{place}")))
}

/// Everybody signs in and joins; their cookies in order.
fn join_all(server: SocketAddr, code: &str, members: usize) -> Result<Vec<String>> {
    several_at_a_time(server, members, |http, place| join(http, code, place))
}

/// Does something for each place, several at a time; what comes of it, in order.
fn several_at_a_time(
    server: SocketAddr,
    count: usize,
    each: impl Fn(&mut Http, usize) -> Result<String> + Sync,
) -> Result<Vec<String>> {
    let share = |first: usize| {
        let mut http = Http::to(server);
        let each = |place| each(&mut http, place).map(|cookie| (place, cookie));
        (first..count).step_by(AT_ONCE).map(each).collect::<Result<Vec<_>>>()
    };
    let share = &share;
    let shares = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..AT_ONCE).map(|first| scope.spawn(move || share(first))).collect();
        threads.into_iter().map(|thread| thread.join()).collect::<Vec<_>>()
    });
    let mut cookies = vec![String::new(); count];
    for joined in shares {
        let Ok(joined) = joined else { bail!("a thread that signs people in has ended") };
        joined?.into_iter().for_each(|(place, cookie)| cookies[place] = cookie);
    }
    Ok(cookies)
}

fn join(http: &mut Http, code: &str, place: usize) -> Result<String> {
    let cookie = sign_in(http, &format!("member-{place}"))?;
    if place > 0 {
        // One invite is one document: who uses it at the same moment would only make the others start over.
        let _turn = TURN.lock();
        http.ask("POST", &format!("/api/invites/{code}"), &cookie, Some(&json!({})))?.json()?;
    }
    Ok(cookie)
}

/// Follows the redirects of the local provider, as a browser does; the session's cookie.
fn sign_in(http: &mut Http, name: &str) -> Result<String> {
    let (mut path, mut cookie) = (format!("/auth/login?as={name}"), String::new());
    for _ in 0..5 {
        let answer = http.ask("GET", &path, &cookie, None)?;
        // A cookie that is cleared has no value.
        if let Some(set) = answer.cookies().find(|set| !set.ends_with('=')) {
            cookie = set.to_owned();
        }
        match answer.header("location") {
            Some("/") => return Ok(cookie),
            Some(next) => path = path_of(next),
            None => bail!("{path} answers {} to {name}", answer.status),
        }
    }
    bail!("signing in goes round in circles at {path}")
}

/// `http://127.0.0.1:1/path` → `/path`
fn path_of(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.find('/').map_or("/", |start| &rest[start..]).to_owned()
}
