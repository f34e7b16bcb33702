//! Somebody has a hand in the database, past the server: `hubbub audit verify` finds what they did, and where.

use crate::scene::Cast;
use hubbub_shared::Permissions;
use hubbub_tests::{Acts, Engine, Fields, Hand, Server, each_engine, eventually};
use std::io::Write;

const LOG: &str = "audit_log";
const HEADS: &str = "chain_heads";

/// The lines of a log in order, as they lie in the store, once there are so many.
async fn lines(hand: &Hand, at_least: usize) -> Vec<Fields> {
    let mut lines = eventually("the log", async || {
        let lines = hand.all(LOG).await;
        (lines.len() >= at_least).then_some(lines)
    })
    .await;
    lines.sort_by_key(|line| line["number"].as_u64());
    lines
}

#[track_caller]
pub fn is_sound(server: &Server) -> String {
    let (code, printed) = server.runs(&["audit", "verify"]);
    assert_eq!(code, Some(0), "{printed}");
    assert!(printed.contains("all is well") && !printed.contains("TAMPERED"), "{printed}");
    printed
}

/// What is printed about what is wrong.
#[track_caller]
fn wrong(server: &Server, task: &[&str]) -> Vec<String> {
    let (code, printed) = server.runs(task);
    assert_eq!(code, Some(3), "{printed}");
    let told = printed.lines().filter_map(|line| line.strip_prefix("TAMPERED: "));
    told.map(str::to_owned).collect()
}

#[track_caller]
pub fn tells(server: &Server, what: &[&str]) {
    let wrong = wrong(server, &["audit", "verify"]);
    let all = wrong.len() == what.len() && wrong.iter().zip(what).all(|(told, what)| told.contains(what));
    assert!(all, "expected {what:?}: {wrong:#?}");
}

each_engine! {
    async fn whatever_is_done_to_a_log_is_found_where_it_was_done(engine: Engine) {
        let server = Server::on(engine).await;
        let Cast { ada, hub, .. } = Cast::gathers(&server).await;
        let other = ada.creates_hub("Another").await.id;
        for name in ["one", "two", "three"] {
            ada.makes_role(hub, name, Permissions::NONE).await;
        }
        let hand = server.hand();
        let of = |lines: Vec<Fields>, hub: String| lines.into_iter().filter(|line| line["hub"] == hub).collect::<Vec<_>>();
        // What happens last is written last.
        let is_whole = |log: &[Fields]| log.iter().any(|line| line.get("name").is_some_and(|name| name == "three")).then_some(());
        eventually("the last line", async || is_whole(&hand.all(LOG).await)).await;
        let log = of(lines(&hand, 15).await, hub.to_string());
        let last = log.len();
        assert!(last >= 10, "a log worth looking at: {last}");
        // The server runs meanwhile.
        let printed = is_sound(&server);
        let end = format!("{LOG} {hub} {last} {}", log[last - 1]["hash"].as_str().unwrap());
        assert!(printed.lines().any(|line| line == end), "{end} in {printed}");

        let (third, fifth) = (&log[2], &log[4]);
        let mut changed = third.clone();
        changed["who"] = "1".into();
        hand.puts(LOG, &changed).await;
        tells(&server, &["record 3 does not follow from record 2"]);
        let mut more = third.clone();
        more.insert("reason".to_owned(), "made up".into());
        hand.puts(LOG, &more).await;
        tells(&server, &["record 3 does not follow from record 2"]);
        hand.puts(LOG, third).await;
        is_sound(&server);

        hand.takes_out(LOG, third).await;
        tells(&server, &["record 3 is missing"]);
        hand.puts(LOG, third).await;

        // Exchanged: each stands where the other stood.
        hand.takes_out(LOG, third).await;
        let (mut early, mut late) = (fifth.clone(), third.clone());
        (early["number"], late["number"]) = (3.into(), 5.into());
        hand.puts(LOG, &early).await;
        hand.puts(LOG, &late).await;
        tells(&server, &["record 3 does", "record 4 does", "record 5 does", "record 6 does"]);
        hand.takes_out(LOG, &late).await;
        hand.puts(LOG, fifth).await;
        hand.puts(LOG, third).await;
        is_sound(&server);

        // Into the log of another hub, which has the number already.
        let mut moved = log[last - 1].clone();
        moved["hub"] = other.to_string().into();
        moved["number"] = 1000.into();
        hand.puts(LOG, &moved).await;
        let told = wrong(&server, &["audit", "verify"]);
        assert!(told.iter().any(|told| told.contains(&hub.to_string()) && told.contains("the end is cut off")), "{told:?}");
        assert!(told.iter().any(|told| told.contains(&other.to_string()) && told.contains("to 999 are missing")), "{told:?}");
        hand.puts(LOG, &log[last - 1]).await;

        let mut stray = third.clone();
        stray["_id"] = "stray".into();
        stray["number"] = "three".into();
        hand.puts(LOG, &stray).await;
        tells(&server, &["the document stray has no place"]);
        hand.takes_out(LOG, &stray).await;

        for line in &log[last - 2..] {
            hand.takes_out(LOG, line).await;
        }
        tells(&server, &[&format!("it ends with record {}, and ended with record {last}", last - 2)]);
        for line in &log {
            hand.takes_out(LOG, line).await;
        }
        tells(&server, &["there is no record any more"]);
        for line in &log {
            hand.puts(LOG, line).await;
        }
        is_sound(&server);
    }

    async fn a_log_goes_on_after_somebody_had_a_hand_in_it_and_shows_it_for_ever(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.person("Ada").await;
        let hub = ada.creates_hub("Rust").await.id;
        let hand = server.hand();
        let log = lines(&hand, 5).await;
        let last = log.len();
        let goes_on = async |name: &str, at_least: usize| {
            ada.makes_role(hub, name, Permissions::NONE).await;
            lines(&hand, at_least).await
        };
        hand.takes_out(LOG, &log[last - 1]).await;
        goes_on("after the end was cut off", last).await;
        tells(&server, &[&format!("record {last} is missing")]);
        hand.puts(LOG, &log[last - 1]).await;
        is_sound(&server);

        let mut made_up = log[last - 1].clone();
        made_up["_id"] = "made-up".into();
        made_up["number"] = (last + 2).into();
        hand.puts(LOG, &made_up).await;
        goes_on("after a line was put in", last + 3).await;
        let told = wrong(&server, &["audit", "verify"]);
        assert!(told.iter().any(|told| told.contains(&format!("record {} does not follow", last + 2))), "{told:?}");
        assert!(told.iter().any(|told| told.contains("were put behind the end")), "{told:?}");
    }

    async fn a_log_that_was_written_anew_is_found_by_what_was_kept_elsewhere(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.person("Ada").await;
        let hub = ada.creates_hub("Rust").await.id;
        let hand = server.hand();
        let log = lines(&hand, 5).await;
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(is_sound(&server).as_bytes()).unwrap();
        let kept = file.path().to_str().unwrap();
        let with_kept = ["audit", "verify", "--against", kept];
        ada.makes_role(hub, "later", Permissions::NONE).await;
        lines(&hand, log.len() + 1).await;
        let (code, printed) = server.runs(&with_kept);
        assert_eq!(code, Some(0), "what came later is no fault: {printed}");

        // Cut off, and the head set back to match: from inside the database nobody can tell.
        let all = lines(&hand, log.len() + 1).await;
        for line in &all[log.len() - 1..] {
            hand.takes_out(LOG, line).await;
        }
        let mut head = hand.all(HEADS).await.remove(0);
        let end = &all[log.len() - 2];
        (head["number"], head["hash"]) = (end["number"].clone(), end["hash"].clone());
        hand.puts(HEADS, &head).await;
        is_sound(&server);
        let told = wrong(&server, &with_kept);
        assert!(told.len() == 1 && told[0].contains("the end is cut off"), "{told:?}");

        hand.takes_out(HEADS, &head).await;
        tells(&server, &["where it ends is not in chain_heads any more"]);
        let (code, printed) = server.runs(&["audit", "verify", "--against", "/nowhere/at/all"]);
        assert!(code == Some(1) && printed.contains("/nowhere/at/all"), "{printed}");
    }

    async fn a_hub_that_was_deleted_takes_its_log_along_and_that_is_no_fault(engine: Engine) {
        use hubbub_shared::protocol::command::DeleteHub;
        let server = Server::on(engine).await;
        let ada = server.person("Ada").await;
        let hub = ada.creates_hub("Rust").await.id;
        let hand = server.hand();
        lines(&hand, 5).await;
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(is_sound(&server).as_bytes()).unwrap();
        ada.calls(DeleteHub { hub }).await.unwrap();
        eventually("nothing of the log is left", async || {
            (hand.all(LOG).await.is_empty() && hand.all(HEADS).await.is_empty()).then_some(())
        })
        .await;
        let (code, printed) = server.runs(&["audit", "verify", "--against", file.path().to_str().unwrap()]);
        assert!(code == Some(0) && printed.contains("gone, with its hub"), "{printed}");
    }
}
