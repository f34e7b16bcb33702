//! The best test there is (Zulip's): take clients' states, run an action, apply the events it caused, fetch the
//! states afresh and compare.

use crate::phone::Phone;
use crate::state::ClientState;
use crate::wait::DEADLINE;
use std::collections::BTreeSet;
use std::future::Future;
use std::time::{Duration, Instant};

/// Messages in the page that a client without a cache gets.
const PAGE: usize = 50;

/// Runs an action and checks that every watcher's state, brought up to date by events alone, becomes what a
/// client without a cache fetches. At least one of them must have changed: an action without effect proves
/// nothing.
pub async fn verify_action<T>(name: &str, watchers: &[&Phone], action: impl Future<Output = T>) -> T {
    let before: Vec<_> = watchers.iter().map(|phone| comparable(phone.state())).collect();
    let result = action.await;
    for phone in watchers {
        is_up_to_date(name, phone).await;
    }
    let after: Vec<_> = watchers.iter().map(|phone| comparable(phone.state())).collect();
    assert!(before != after, "{name} changed nothing for anybody");
    for phone in watchers {
        let surprises = phone.state().surprises;
        assert!(surprises.is_empty(), "{name} surprised a client: {surprises:?}");
    }
    result
}

/// Runs an action that must change nothing for the watchers, whose states must stay what is fetched afresh.
pub async fn verify_quiet<T>(name: &str, watchers: &[&Phone], action: impl Future<Output = T>) -> T {
    let before: Vec<_> = watchers.iter().map(|phone| comparable(phone.state())).collect();
    let result = action.await;
    for phone in watchers {
        is_up_to_date(name, phone).await;
    }
    let after: Vec<_> = watchers.iter().map(|phone| comparable(phone.state())).collect();
    assert_eq!(before, after, "{name} should change nothing");
    result
}

/// Events come when they come: compares until what the client shows is what a fresh one fetches.
pub async fn is_up_to_date(name: &str, phone: &Phone) {
    let started = Instant::now();
    loop {
        follows_what_appeared(phone).await;
        let fresh = comparable(fetched_afresh(phone).await);
        let kept = as_far_back(comparable(phone.state()), &fresh);
        if kept == fresh {
            return;
        }
        if started.elapsed() > DEADLINE {
            let arrived = phone.arrived();
            let last = &arrived[arrived.len().saturating_sub(12)..];
            panic!(
                "after {name}, {}'s {}\nLast arrived:\n{}",
                phone_name(phone),
                difference(&kept, &fresh),
                last.join("\n")
            );
        }
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
}

/// A client subscribes to the channels that appear, and lists the members of hubs that do.
async fn follows_what_appeared(phone: &Phone) {
    let state = phone.state();
    for channel in state.visible_channels().into_iter().filter(|id| !state.caches.contains_key(id)) {
        // It may be gone again by now.
        let _ = phone.tries(hubbub_shared::protocol::command::Subscribe { channel, since_rev: None }).await;
    }
    let state = phone.state();
    for hub in state.hubs_looked_at().into_iter().filter(|id| !state.members.contains_key(id)) {
        phone.opens_member_list(hub).await;
    }
}

async fn fetched_afresh(phone: &Phone) -> ClientState {
    let fresh = phone.another_device().await;
    follows_what_appeared(&fresh).await;
    fresh.state()
}

/// A fresh client has the newest page of a channel; of one that kept more, as much is compared.
fn as_far_back(mut kept: ClientState, fresh: &ClientState) -> ClientState {
    for (channel, cache) in &mut kept.caches {
        let page = fresh.caches.get(channel).map(|fresh| &fresh.messages);
        if let Some((first, _)) =
            page.filter(|page| page.len() >= PAGE).and_then(|page| page.first_key_value())
        {
            cache.messages.retain(|seq, _| seq >= first);
        }
    }
    kept
}

/// Without what differs between two devices of one person, and without what is fleeting.
fn comparable(mut state: ClientState) -> ClientState {
    state.session = None;
    state.typing.clear();
    state.online.clear();
    state.surprises.clear();
    // It goes up with what concerns others, too, and they alone are told.
    state.hubs.values_mut().for_each(|hub| hub.version = 0);
    let members = state.members.values_mut().flat_map(|members| members.values_mut());
    members.for_each(|member| {
        member.online = false;
        // Told to who asks and manages the hub, and in no event.
        member.joined_by = None;
    });
    let known: BTreeSet<_> = state.members.values().flat_map(|members| members.keys().copied()).collect();
    for message in state.caches.values_mut().flat_map(|cache| cache.messages.values_mut()) {
        // Told to its author whenever they ask, and to all in the event: see `Message::nonce`.
        message.nonce = None;
        // Nobody is told when somebody who left takes another name.
        let quoted = message.reply_to.as_mut().and_then(|quote| quote.author.as_mut());
        let shown = std::iter::once(&mut message.author).chain(quoted);
        for author in shown.filter(|author| !known.contains(&author.id)) {
            author.display_name.clear();
        }
    }
    state
}

fn phone_name(phone: &Phone) -> String {
    phone.state().me.map(|me| me.display_name).unwrap_or_default()
}

/// The lines of the two states that differ.
fn difference(kept: &ClientState, fresh: &ClientState) -> String {
    let (kept, fresh) = (format!("{kept:#?}"), format!("{fresh:#?}"));
    let (kept, fresh): (Vec<_>, Vec<_>) = (kept.lines().collect(), fresh.lines().collect());
    let only = |these: &[&str], others: &[&str]| {
        let missing = these.iter().filter(|line| !others.contains(line));
        missing.take(40).map(|line| (*line).to_owned()).collect::<Vec<_>>().join("\n")
    };
    let first = kept.iter().zip(&fresh).position(|(a, b)| a != b).unwrap_or(kept.len().min(fresh.len()));
    let around = |lines: &[&str]| lines[first.saturating_sub(6)..lines.len().min(first + 12)].join("\n");
    format!(
        "state differs from a fresh one.\nOnly kept:\n{}\nOnly fresh:\n{}\nFirst difference, kept:\n{}\nfresh:\n{}",
        only(&kept, &fresh),
        only(&fresh, &kept),
        around(&kept),
        around(&fresh)
    )
}
