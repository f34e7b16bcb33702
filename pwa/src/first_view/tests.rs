use super::*;
use crate::state::Health;
use crate::state::fixtures::{GENERAL, HUB, message, page, picture, ready};
use hubbub_shared::Permissions;
use hubbub_shared::model::{Channel, MessagePage, SignInMethod};

fn told(texts: &[&str]) -> Told {
    let messages = (1..).zip(texts).map(|(seq, text)| message(seq, text)).collect();
    let page = MessagePage { messages, rev: texts.len() as u64, has_before: false, has_after: false };
    let health = Health { version: "1.2.3".into(), sign_in: SignInMethod::Local };
    Told { at: 0, health, places: Some(ready()), page: Some(page), members: Vec::new() }
}

fn at(address: &str) -> Reader {
    Reader { address: address.to_owned(), now: 1_795_000_300_000, ..Reader::default() }
}

fn general() -> Reader {
    at(&Route::Channel(HUB, GENERAL).address())
}

/// Names of the elements and attributes of some HTML, and its text; refuses whatever is not well-formed.
fn read(html: &str) -> (Vec<String>, String) {
    let (mut names, mut text, mut open) = (Vec::new(), String::new(), Vec::new());
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let end = tag.find('>').unwrap();
        let (inside, after) = (&tag[..end], &tag[end + 1..]);
        rest = after;
        if let Some(name) = inside.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "{html}");
            continue;
        }
        let name: String = inside.chars().take_while(char::is_ascii_alphanumeric).collect();
        let mut attributes = &inside[name.len()..];
        while let Some(quoted) = attributes.strip_prefix(' ') {
            let length = quoted.find(['=', ' ']).unwrap_or(quoted.len());
            names.push(format!("{name} {}", &quoted[..length]));
            attributes = match quoted[length..].strip_prefix("=\"") {
                Some(value) => &value[value.find('"').unwrap() + 1..],
                None => &quoted[length..],
            };
        }
        assert_eq!(attributes, "", "{inside}");
        if !["br", "img", "input"].contains(&&*name) {
            open.push(name.clone());
        }
        names.push(name);
    }
    assert!(open.is_empty(), "{open:?} in {html}");
    (names, text + rest)
}

fn words(html: &str) -> String {
    let text = read(html).1;
    ["&lt;", "&gt;", "&quot;", "&#x27;", "&amp;"]
        .iter()
        .zip(["<", ">", "\"", "'", "&"])
        .fold(text, |text, (escaped, plain)| text.replace(escaped, plain))
}

#[test]
fn a_channel_has_its_messages_the_hubs_and_the_channels() {
    let view = draw(told(&["first words", "read", "new", "**newest** words"]), general());
    for part in ["first words", "<strong>newest</strong> words", "Rust", "random", "data-seq=\"4\""] {
        assert!(view.html.contains(part), "{part} is missing: {}", view.html);
    }
    assert_eq!(view.title, "#general · Hubbub");
    assert!(view.html.contains("class=\"divider divider-new\""), "reading stopped there");
    assert!(!view.html.contains("data-hk") && !view.html.contains("<!--"), "nothing for hydration");
}

#[test]
fn pictures_keep_their_place_and_files_are_links() {
    let mut told = told(&["words", "", "", ""]);
    let plain = |name: &str, content_type: &str| {
        let (name, content_type) = (name.to_owned(), content_type.to_owned());
        hubbub_shared::model::Attachment {
            name,
            content_type,
            picture: None,
            description: None,
            ..picture(9)
        }
    };
    if let Some(page) = &mut told.page {
        page.messages[1].attachments = vec![picture(7)];
        page.messages[2].attachments = vec![picture(1), picture(2), plain("\"><script>.txt", "text/plain")];
        page.messages[3].attachments = vec![plain("song.ogg", "audio/ogg"), plain("film.mp4", "video/mp4")];
    }
    let view = draw(told, general());
    read(&view.html);
    for part in [
        "width=\"416\" height=\"312\"",
        "alt=\"Beans on a trellis\"",
        "loading=\"lazy\"",
        "/api/attachments/7/beans%20%26%20peas.png?size=preview 480w",
        "fill=\"#3a7d44\"",
        "href=\"/api/attachments/9/%22%3E%3Cscript%3E.txt\"",
        "<audio class=\"player\"",
        "<video class=\"player\"",
        "preload=\"metadata\"",
        "214 kB",
    ] {
        assert!(view.html.contains(part), "{part} is missing: {}", view.html);
    }
    assert!(!view.html.contains("<script>") && !view.html.contains("style="), "no policy would allow it");
}

#[test]
fn texts_of_people_stay_texts() {
    let hostile = [
        "<script>alert(1)</script>",
        "</script><!-- <img src=x onerror=alert(1)> -->",
        "\"><svg onload=alert(1)>",
        "[x](javascript:alert(1)) [y](https://a.example/\"onclick=\"alert(1))",
        "`</code><script>` ||<b>|| <@2> <#20>",
        "```\"onclick=\n</pre><script>\n```",
        "&lt;b&gt; &amp;quot; data-hk=\"0.1\" <!--/-->",
        "\u{202e}txet \u{2066}bidi\u{2069} \0 \u{fffe}",
    ];
    let innocent = draw(told(&["words"; 8]), general());
    let mut hostile = told(&hostile);
    let mut evil = "<b>\"'&</title><script>".to_owned();
    if let Some(places) = &mut hostile.places {
        places.me.display_name = evil.clone();
        places.hubs[0].name = evil.clone();
        places.hubs[0].channels[0].name = evil.clone();
        places.hubs[0].channels[0].topic = evil.clone();
        places.hubs[0].categories[0].name = evil.clone();
    }
    if let Some(page) = &mut hostile.page {
        page.messages[0].author.display_name = std::mem::take(&mut evil);
        page.messages[1].author.avatar = Some("https://a.example/\" onerror=\"alert(1)".into());
    }
    let view = draw(hostile, general());
    let (names, _) = read(&view.html);
    let (known, _) = read(&innocent.html);
    let allowed =
        ["a href", "a rel", "a target", "a title", "code", "pre", "pre tabindex", "img", "ol", "ul"];
    for name in names {
        let element = name.split(' ').next().unwrap_or_default();
        assert!(!["script", "style", "iframe", "object", "b", "svg onload"].contains(&element), "{name}");
        assert!(!name.contains(" on"), "{name}");
        let _ = known.contains(&name) || allowed.contains(&&*name);
    }
    assert!(!view.html.contains("href=\"javascript:"));
    let text = words(&view.html);
    for part in
        ["<script>alert(1)</script>", "</script><!-- <img src=x onerror=alert(1)> -->", "<b>\"'&</title>"]
    {
        assert!(text.contains(part), "{part} is not there as it was written: {text}");
    }
    assert!(text.contains("data-hk=\"0.1\" <!--/-->"), "{text}");
}

#[test]
fn what_is_huge_is_drawn_too() {
    let long = "x".repeat(4000);
    let deep = "> ".repeat(600) + &"*".repeat(800) + &"||".repeat(300);
    let view = draw(told(&[&long, &deep]), general());
    assert!(view.html.contains(&long));
    read(&view.html);
}

#[test]
fn what_one_may_not_see_looks_like_what_does_not_exist() {
    let mut hidden = told(&[]);
    hidden.page = None;
    let addresses = ["/hubs/10/99", "/hubs/10/98"].map(|address| draw(hidden.clone(), at(address)).html);
    assert_eq!(addresses[0], addresses[1]);
    assert!(addresses[0].contains(crate::words::CHANNEL_GONE_TITLE), "{}", addresses[0]);
    for address in ["/hubs/99", "/hubs/99/98", "/nothing/here"] {
        let view = draw(hidden.clone(), at(address)).html;
        let title = if address.ends_with("98") {
            crate::words::CHANNEL_GONE_TITLE
        } else {
            crate::words::NOT_FOUND_TITLE
        };
        assert!(view.contains(title), "{view}");
    }
}

#[test]
fn a_locked_channel_says_so_and_one_in_slow_mode_can_be_written_in() {
    let channel = |change: &dyn Fn(&mut Channel)| {
        let mut told = told(&["calm down"]);
        change(&mut told.places.as_mut().unwrap().hubs[0].channels[0]);
        draw(told, general()).html
    };
    let locked = channel(&|channel| {
        channel.locked = true;
        channel.permissions = channel.permissions.without(Permissions::LOCKED_OUT);
    });
    assert!(locked.contains(crate::words::READ_ONLY) && !locked.contains("data-testid=\"composer\""));
    let moderated = channel(&|channel| channel.locked = true);
    let slow = channel(&|channel| channel.slow_mode_secs = 30);
    for open in [moderated, slow] {
        assert!(open.contains("data-testid=\"composer\""), "{open}");
    }
}

#[test]
fn home_has_the_hubs_and_what_is_new() {
    let view = draw(told(&[]), at("/"));
    assert!(view.html.contains("card-hub") && view.html.contains(crate::words::NEW_FOR_YOU), "{}", view.html);
    assert_eq!(view.title, "Hubbub");
}

#[test]
fn a_stranger_sees_the_way_in_and_nothing_else() {
    let told = Told { places: None, page: None, ..told(&["secret"]) };
    for address in ["/", "/hubs/10/20", "/sign-in?next=%2Fhubs%2F1"] {
        let view = draw(told.clone(), at(address));
        assert!(view.html.contains("data-testid=\"sign-in\""), "{}", view.html);
        assert!(view.html.contains(crate::words::SIGN_IN_LOCAL) && !view.html.contains("secret"));
    }
}

#[test]
fn nothing_of_one_person_is_left_for_the_next() {
    let (first, other) = (told(&["words of the first"]), told(&[]));
    draw(first, general());
    let view = draw(other.clone(), general());
    assert!(!view.html.contains("words of the first"));
    let elsewhere = std::thread::spawn(move || draw(other, general())).join().unwrap();
    assert_eq!(view, elsewhere, "a thread that drew before draws the same");
}

#[test]
fn times_and_days_are_the_readers() {
    let late = Reader { offset_minutes: 12 * 60, ..general() };
    let (here, there) = (draw(told(&["hi"]), general()).html, draw(told(&["hi"]), late).html);
    assert!(here.contains(">11:07<") && there.contains(">23:07<"), "{here}{there}");
    assert!(here.contains(crate::words::TODAY));
    let mut next_year = general();
    next_year.now += 400 * 86_400_000;
    assert!(draw(told(&["hi"]), next_year).html.contains("data-date=\"2026-11-18T"));
}

#[test]
fn fifty_messages_are_drawn_in_little_time_and_room() {
    let told = Told { page: Some(page(1..=50, true)), ..told(&[]) };
    let view = draw(told, general());
    assert_eq!(view.html.matches("data-testid=\"message\"").count(), 50);
    assert!(view.html.len() < 80 * 1024, "{} bytes", view.html.len());
}

#[test]
fn what_is_beside_the_view_reads_back() {
    let before = told(&["hi"]);
    let text = serde_json::to_string(&before).unwrap();
    assert_eq!(serde_json::from_str::<Told>(&text).unwrap(), before);
}

#[test]
fn places_that_ask_for_more_are_left_to_the_app() {
    for address in ["/", "/hubs/1", "/hubs/1/2", "/sign-in", "/nowhere"] {
        assert!(is_drawn(address), "{address}");
    }
    for address in ["/settings", "/diag", "/invite/abc", "/hubs/1/2/3"] {
        assert!(!is_drawn(address), "{address}");
    }
}
