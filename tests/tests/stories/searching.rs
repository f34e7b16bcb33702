//! Looking for messages.

mod app;

use crate::answers::{in_ms, problem_of, refused};
use crate::attaching::{png, sends_file};
use crate::scene::Cast;
use hubbub_shared::model::{FoundMessage, FoundMessages};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{DeleteChannel, DeleteMessages, SearchMessages};
use hubbub_shared::{ErrorCode, HubId, Permissions};
use hubbub_tests::{
    Acts, Changes, DEADLINE, Door, Engine, Server, each_door, each_engine, eventually, overwrite,
};
use std::time::{Duration, Instant};

/// What is said is found after this at the latest, on a machine that does nothing else.
const BEHIND: Duration = Duration::from_secs(1);

async fn search(of: &impl Acts, ask: SearchMessages) -> FoundMessages {
    match of.calls(ask).await {
        Ok(Reply::FoundMessages(page)) => page,
        other => panic!("expected what was found, got {other:?}"),
    }
}

async fn finds(of: &impl Acts, hub: HubId, q: &str) -> Vec<FoundMessage> {
    search(of, SearchMessages::of(hub, q)).await.found
}

/// What is found says, newest first.
async fn texts(of: &impl Acts, hub: HubId, q: &str) -> Vec<String> {
    finds(of, hub, q).await.into_iter().map(|one| one.message.content).collect()
}

/// Waits until just this is found.
async fn will_find(of: &impl Acts, hub: HubId, q: &str, expected: &[&str]) {
    let started = Instant::now();
    loop {
        let found = texts(of, hub, q).await;
        if found == expected {
            return;
        }
        assert!(started.elapsed() < DEADLINE, "{q} finds {found:?}, not {expected:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

each_door! {
    async fn words_and_phrases_are_found_in_any_language_and_with_typos(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let bo = it.bo.via(door);
        for text in [
            "Lunch is on the **roof** today",
            "The roof is on fire, no lunch",
            "Das Café an der Straße",
            "我爱北京天安门",
            "東京タワーに行きました",
            "สวัสดีครับ",
            "Привет из Москвы",
            "||The treasure|| is hidden",
            "last",
        ] {
            it.ada.sends(it.general, text).await;
        }
        will_find(&bo, it.hub, "last", &["last"]).await;
        for (q, expected) in [
            ("lunch", vec!["The roof is on fire, no lunch", "Lunch is on the **roof** today"]),
            ("LUNCH today", vec!["Lunch is on the **roof** today"]),
            ("\"on the roof\"", vec!["Lunch is on the **roof** today"]),
            ("“the roof” fire", vec!["The roof is on fire, no lunch"]),
            ("cafe strasse", vec!["Das Café an der Straße"]),
            ("cafe straße", vec!["Das Café an der Straße"]),
            ("北京", vec!["我爱北京天安门"]),
            ("京北", vec![]),
            ("タワー", vec!["東京タワーに行きました"]),
            ("塔", vec![]),
            ("門", vec![]),
            ("门", vec!["我爱北京天安门"]),
            ("สวัส", vec!["สวัสดีครับ"]),
            ("москвы", vec!["Привет из Москвы"]),
            ("treasure", vec!["||The treasure|| is hidden"]),
            ("tresure", vec!["||The treasure|| is hidden"]),
            ("\"tresure\"", vec![]),
            ("hid", vec!["||The treasure|| is hidden"]),
            ("supper", vec![]),
        ] {
            assert_eq!(texts(&bo, it.hub, q).await, expected, "{q}");
        }
        let found = finds(&bo, it.hub, "roof lunch").await;
        assert_eq!(found[1].words, ["roof", "Lunch"], "as they stand there");
        assert!(!found[1].similar && finds(&bo, it.hub, "tresure").await[0].similar);
    }

    async fn filters_narrow_what_is_found(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let (ada, bo) = (it.ada.via(door), it.bo.via(door));
        let other = ada.makes_channel(it.hub, "Plans", None).await.id;
        ada.sends(it.general, "tea by ada").await;
        bo.sends(it.general, "tea by bo").await;
        bo.sends(other, "tea elsewhere").await;
        ada.sends(it.general, &format!("tea for <@{}>", it.bo.id())).await;
        ada.sends(it.general, "tea at https://hubbub.chat").await;
        sends_file(it.ada.person(), it.general, "tea.png", &png(8, 8, 1)).await;
        bo.sends(other, "last").await;
        will_find(&ada, it.hub, "last", &["last"]).await;
        let for_bo = format!("tea for <@{}>", it.bo.id());
        let (today, yesterday) = (&in_ms(0).to_string()[..10], &in_ms(-86_400_000).to_string()[..10]);
        for (q, expected) in [
            ("tea from:bo", vec!["tea elsewhere", "tea by bo"]),
            ("tea from:me in:general", vec!["", "tea at https://hubbub.chat", for_bo.as_str(), "tea by ada"]),
            ("tea in:plans", vec!["tea elsewhere"]),
            ("tea in:#plans from:ada", vec![]),
            ("from:ada from:bo in:plans", vec!["last", "tea elsewhere"]),
            ("mentions:bo", vec![for_bo.as_str()]),
            ("has:link", vec!["tea at https://hubbub.chat"]),
            ("has:file", vec![""]),
            ("has:image tea", vec![""]),
            ("has:video", vec![]),
            (&format!("after:{yesterday} tea in:plans"), vec!["tea elsewhere"]),
            (&format!("after:{today} tea"), vec![]),
            (&format!("before:{yesterday} tea"), vec![]),
            (&format!("from:{}", it.bo.id()), vec!["last", "tea elsewhere", "tea by bo"]),
        ] {
            assert_eq!(texts(&ada, it.hub, q).await, expected, "{q}");
        }
        assert_eq!(texts(&bo, it.hub, "mentions:me").await, [&*for_bo]);
    }

    async fn what_is_not_clear_is_refused_in_words(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let bo = it.bo.via(door);
        for (q, says) in [
            ("", "Type a word"),
            ("?!", "Type a word"),
            ("has:cats", "Try has:link"),
            ("before:soon", "before:2026-01-31"),
            ("from:nobody", "Nobody here is called"),
            ("in:nowhere", "no channel"),
            ("from:", "Say what"),
        ] {
            let problem = problem_of(bo.calls(SearchMessages::of(it.hub, q)).await);
            assert_eq!((problem.code, &*problem.fields[0].path), (ErrorCode::InvalidInput, "q"), "{q}");
            assert!(problem.message.contains(says), "{q}: {problem}");
        }
        for (field, ask) in [
            ("after", SearchMessages { after: Some("x".to_owned()), ..SearchMessages::of(it.hub, "tea") }),
            ("time_zone", SearchMessages { time_zone: Some("x".to_owned()), ..SearchMessages::of(it.hub, "tea") }),
            ("limit", SearchMessages { limit: Some(101), ..SearchMessages::of(it.hub, "tea") }),
        ] {
            assert_eq!(problem_of(bo.calls(ask).await).fields[0].path, field);
        }
        let outside = it.olga.via(door).calls(SearchMessages::of(it.hub, "tea")).await;
        assert_eq!(refused(outside), ErrorCode::NotFound);
    }

    async fn a_page_goes_on_where_the_one_before_ended(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let bo = it.bo.via(door);
        for number in 0..7 {
            it.ada.sends(it.general, &format!("apple {number}")).await;
        }
        it.ada.sends(it.general, "apples").await;
        will_find(&bo, it.hub, "\"apples\"", &["apples"]).await;
        let (mut after, mut all) = (None, Vec::new());
        loop {
            let ask = SearchMessages { after, limit: Some(3), ..SearchMessages::of(it.hub, "apple") };
            let page = search(&bo, ask).await;
            assert!(page.found.len() <= 3 && page.complete);
            all.extend(page.found.into_iter().map(|one| one.message.content));
            match page.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        let expected: Vec<_> = (0..7).rev().map(|number| format!("apple {number}")).collect();
        assert_eq!(all, expected, "what is only like it is not needed");
        // Few have this word, so words like it follow; over pages, too.
        let ask = SearchMessages { limit: Some(1), ..SearchMessages::of(it.hub, "apples") };
        let first = search(&bo, ask.clone()).await;
        assert_eq!((first.found[0].message.content.as_str(), first.found[0].similar), ("apples", false));
        let second = search(&bo, SearchMessages { after: first.next, ..ask }).await;
        assert_eq!((second.found[0].message.content.as_str(), second.found[0].similar), ("apple 6", true));
    }

    async fn what_may_not_be_read_is_not_found(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let newcomer = it.also(server, &format!("Cy{door:?}")).await;
        let (ada, cy) = (it.ada.via(door), newcomer.via(door));
        let everyone = it.hub.everyone();
        let hidden = overwrite(everyone).denying(Permissions::VIEW);
        let secret = ada.makes_channel_with(it.hub, "secret", vec![hidden]).await.id;
        for number in 0..60 {
            ada.sends(secret, &format!("pear {number}")).await;
        }
        ada.sends(it.general, "pear for all").await;
        for number in 60..120 {
            ada.sends(secret, &format!("pear {number}")).await;
        }
        let all = eventually("Ada to find all", async || {
            let page = search(&ada, SearchMessages { limit: Some(100), ..SearchMessages::of(it.hub, "pear") }).await;
            Some(page).filter(|page| page.found.len() == 100)
        }).await;
        assert!(all.next.is_some());
        let page = search(&cy, SearchMessages { limit: Some(1), ..SearchMessages::of(it.hub, "pear") }).await;
        assert_eq!(page.found[0].message.content, "pear for all");
        assert_eq!(page.next, None, "nothing says that there is more");
        let unknown = |name: &str| SearchMessages::of(it.hub, &format!("pear in:{name}"));
        let (there, nowhere) = (problem_of(cy.calls(unknown("secret")).await), problem_of(cy.calls(unknown("nowhere")).await));
        assert_eq!(there.message.replace("secret", "nowhere"), nowhere.message);
        assert_eq!(problem_of(cy.calls(unknown(&secret.to_string())).await).code, ErrorCode::InvalidInput);
        // A page that somebody goes on with ends where their right ends.
        let ask = SearchMessages { after: all.next, ..SearchMessages::of(it.hub, "pear") };
        assert!(search(&cy, ask).await.found.iter().all(|one| one.message.channel == it.general));

        // What was taken is not found any more, at once.
        assert_eq!(texts(&cy, it.hub, "pear").await, ["pear for all"]);
        ada.overwrites(it.general, overwrite(everyone).denying(Permissions::HISTORY)).await;
        assert_eq!(texts(&cy, it.hub, "pear").await, [""; 0]);
        ada.overwrites(it.general, overwrite(everyone)).await;
        assert_eq!(texts(&cy, it.hub, "pear").await, ["pear for all"]);
    }

    async fn what_changes_is_found_as_it_is(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let (ada, bo) = (it.ada.via(door), it.bo.via(door));
        let message = ada.sends(it.general, "plum one").await;
        let (second, third) = (ada.sends(it.general, "plum two").await, ada.sends(it.general, "plum three").await);
        will_find(&bo, it.hub, "plum", &["plum three", "plum two", "plum one"]).await;
        ada.edits(&message, "cherry one").await;
        assert_eq!(texts(&bo, it.hub, "plum one").await, [""; 0], "at once, whatever the index knows");
        will_find(&bo, it.hub, "cherry", &["cherry one"]).await;
        ada.deletes(&second).await;
        assert_eq!(texts(&bo, it.hub, "plum").await, ["plum three"]);
        let together = DeleteMessages { channel: it.general, messages: vec![third.id] };
        assert_eq!(ada.calls(together).await, Ok(Reply::Done));
        assert_eq!(texts(&bo, it.hub, "plum").await, [""; 0]);
        let other = ada.makes_channel(it.hub, "other", None).await.id;
        ada.sends(other, "plum elsewhere").await;
        will_find(&bo, it.hub, "plum", &["plum elsewhere"]).await;
        assert_eq!(ada.calls(DeleteChannel { channel: other }).await, Ok(Reply::Done));
        assert_eq!(texts(&bo, it.hub, "plum").await, [""; 0]);
        will_find(&bo, it.hub, "cherry", &["cherry one"]).await;
    }
}

each_engine! {
    async fn everything_is_found_after_a_crash_and_when_the_index_is_lost_or_damaged(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        for number in 0..30 {
            it.ada.sends(it.general, &format!("fig {number}")).await;
        }
        server.kill9();
        server.restart().await;
        let bo = server.person("Bo").await;
        let all_found = async |what: &str, many: usize| {
            eventually(what, async || {
                let page = search(&bo, SearchMessages::of(it.hub, "fig")).await;
                Some(()).filter(|()| page.complete && page.found.len() == many)
            })
            .await;
        };
        all_found("all of them after a crash", 30).await;

        let index = std::path::PathBuf::from(server.setting("HUBBUB_DATA").unwrap()).join("search");
        assert!(index.is_dir(), "it lies beside the data");
        server.kill9();
        std::fs::remove_dir_all(&index).unwrap();
        server.restart().await;
        all_found("all of them from the store", 30).await;

        server.terminate().await;
        let segments = std::fs::read_dir(index.join("index")).unwrap().map(|file| file.unwrap().path());
        let words: Vec<_> = segments.filter(|path| path.extension().is_some_and(|end| end == "idx" || end == "pos")).collect();
        assert!(!words.is_empty());
        for path in words {
            let mut bytes = std::fs::read(&path).unwrap();
            bytes[0] ^= 0xFF;
            std::fs::write(&path, bytes).unwrap();
        }
        server.restart().await;
        let ada = server.person("Ada").await;
        ada.sends(it.general, "fig 30").await;
        all_found("all of them, and what came since", 31).await;
    }

    async fn what_is_said_is_found_within_a_second(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        it.ada.sends(it.general, "warm").await;
        will_find(&it.bo, it.hub, "warm", &["warm"]).await;
        let mut times = Vec::new();
        for number in 0..5 {
            let text = format!("quick{number}");
            it.ada.sends(it.general, &text).await;
            let said = Instant::now();
            will_find(&it.bo, it.hub, &format!("\"{text}\""), &[&text]).await;
            times.push(said.elapsed());
        }
        // Other stories run beside this one: the best of a few tells how it is without them.
        assert!(times.iter().min().unwrap() < &BEHIND, "{times:?}");
    }
}
