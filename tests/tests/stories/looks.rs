//! What the app looks like to somebody who looks: colours that can be read, menus where they were asked for, nothing that
//! covers what one reads.

use crate::scene::{first_place, garden};
use hubbub_shared::Permissions;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{CreateRole, UpdateRole};
use hubbub_tests::Acts;
use hubbub_tests::browser::{Screen, play_in_browser};

/// The lowest contrast that each of these colours has as a role's, on every ground that a name may stand on.
const LEAST_CONTRAST: &str = "(async () => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const paint = (...layers) => {
        layers.forEach((layer) => { canvas.fillStyle = layer; canvas.fillRect(0, 0, 1, 1); });
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const line = (part) => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    const light = ([r, g, b]) => 0.2126 * line(r) + 0.7152 * line(g) + 0.0722 * line(b);
    const probe = document.body.appendChild(document.createElement('i'));
    const computed = (value) => { probe.style.color = ''; probe.style.color = value; return getComputedStyle(probe).color; };
    const token = (name) => computed(`var(--${name})`);
    const grounds = [['page'], ['surface'], ['raised'], ['page', 'hover'], ['surface', 'hover'], ['page', 'accent-soft'], ['page', 'spark-soft']]
        .map((layers) => light(paint(...layers.map(token))));
    const steps = ['00', '33', '66', '99', 'cc', 'ff'];
    let least = [99];
    for (const r of steps) for (const g of steps) for (const b of steps) {
        const name = light(paint(computed(`oklch(from #${r}${g}${b} var(--role-l) var(--role-c) h)`)));
        for (const ground of grounds) {
            const contrast = (Math.max(name, ground) + 0.05) / (Math.min(name, ground) + 0.05);
            if (contrast < least[0]) least = [contrast, r + g + b];
        }
    }
    const usual = computed('oklch(from #ff0000 var(--role-l) var(--role-c) h)');
    probe.remove();
    return [least[0], least[1], usual === token('text')];
})()";

#[test]
fn whatever_colour_a_role_has_its_names_can_be_read() {
    play_in_browser(async |server, chromium| {
        let page = chromium.desktop().await;
        let ada = Screen::opens(page, &server.address()).await;
        ada.shows("sign-in").await;
        for (scheme, contrast) in [("light", "less"), ("dark", "less"), ("light", "more"), ("dark", "more")] {
            ada.page.prefers(scheme).await;
            ada.page.evaluates(&format!("document.documentElement.dataset.contrast = '{contrast}'")).await;
            let told = ada.page.evaluates(LEAST_CONTRAST).await;
            assert!(told[0].as_f64().unwrap() >= 4.5, "{scheme}, {contrast}: {told}");
            assert_eq!(told[2], false, "a colour is seen at all: {told}");
        }
        ada.is_content();
    });
}

const BO: &str = "[...document.querySelectorAll('.message-author')].findLast((it) => it.innerText === 'Bo')";

#[test]
fn names_have_the_colour_of_the_highest_role_and_follow_it() {
    play_in_browser(async |server, chromium| {
        let hub = garden(&server).await;
        let (ada, bo) = (server.person("Ada").await, server.person("Bo").await);
        let (_, general) = first_place(&ada).await;
        bo.sends(general, "good morning").await;
        let bo_id = bo.me().await.id;
        ada.sends(general, &format!("hello <@{bo_id}>")).await;
        let role = |name: &str, color| CreateRole {
            color,
            ..CreateRole::of(hub, name.to_owned(), Permissions::NONE)
        };
        let mut made = Vec::new();
        // The first one stays above those that are made later.
        for command in [role("Keeper of keys", None), role("Gardener", Some(0x00_66ff))] {
            let Ok(Reply::Role(role)) = ada.calls(command).await else { panic!("a role is made") };
            ada.assigns(hub, bo_id, role.id).await;
            made.push(role.id);
        }
        let place = format!("/hubs/{hub}/{general}");
        let screen = Screen::enters(chromium.desktop().await, &server.address(), "Ada", &place).await;
        screen.sees("good morning").await;
        let color = |of: &str| format!("getComputedStyle({of}).color");
        let (name, plain) = (color(BO), color("document.body"));
        let page = &screen.page;
        page.becomes("a name in colour", &format!("{name} !== {plain}")).await;
        let before = page.evaluates(&name).await;
        for other in [
            "[...document.querySelectorAll('.member-name')].find((it) => it.innerText === 'Bo')",
            "document.querySelector('.mention')",
        ] {
            let same = format!("{} === {name}", color(other));
            page.becomes("the same colour there", &same).await;
        }
        let mine = "[...document.querySelectorAll('.message-author')].find((it) => it.innerText === 'Ada')";
        assert_eq!(page.evaluates(&format!("{} === {plain}", color(mine))).await, true, "Ada has no role");

        page.evaluates(&format!("{BO}.id = 'as-before'")).await;
        let change = |role, color| UpdateRole { color: Some(color), ..UpdateRole::of(hub, role) };
        ada.calls(change(made[0], Some(0xff_0000))).await.unwrap();
        page.becomes("the colour of the higher role", &format!("{name} !== {before} && {name} !== {plain}"))
            .await;
        for role in made {
            ada.calls(change(role, None)).await.unwrap();
        }
        page.becomes("the usual colour", &format!("{name} === {plain}")).await;
        assert_eq!(page.evaluates(&format!("{BO}.id")).await, "as-before", "no row was drawn anew");
        screen.is_content();
    });
}

/// Where an element is: left, top, right, bottom.
async fn edges(screen: &Screen, selector: &str) -> [f64; 4] {
    let look = format!(
        "(({{ left, top, right, bottom }}) => [left, top, right, bottom])(document.querySelector('{selector}').getBoundingClientRect())"
    );
    serde_json::from_value(screen.page.evaluates(&look).await).unwrap()
}

async fn rests(screen: &Screen) {
    let rests = "document.getAnimations().every((it) => it.playState !== 'running' || it.effect?.getTiming().iterations === Infinity)";
    screen.page.becomes("everything to rest", rests).await;
}

#[test]
fn menus_stand_beside_what_was_clicked_and_keys_lead_through_them() {
    play_in_browser(async |server, chromium| {
        let hub = garden(&server).await;
        let (_, general) = first_place(&server.person("Ada").await).await;
        let place = format!("/hubs/{hub}/{general}");
        let ada = Screen::enters(chromium.desktop().await, &server.address(), "Ada", &place).await;
        let page = &ada.page;
        for button in ["Hub actions", "Actions for Beds"] {
            page.taps(&format!("button[aria-label=\"{button}\"]")).await;
            page.shows("dialog[open][data-beside]").await;
            rests(&ada).await;
            let [left, top, right, bottom] = edges(&ada, "dialog[open]").await;
            let [.., button_bottom] = edges(&ada, "[data-open]").await;
            assert!((0.0..16.0).contains(&(top - button_bottom)), "{button}: {top} below {button_bottom}");
            assert!(left > 0.0 && right < 1280.0 && bottom < 800.0 && right - left < 400.0, "{button}");
            let opener = format!("button[aria-label=\"{button}\"]");
            let open = format!("document.querySelector('{opener}').ariaExpanded === 'true'");
            page.becomes("the button to say so", &open).await;
            let focused = "document.activeElement?.role === 'menuitem'";
            page.becomes("the focus on the first action", focused).await;
            let first = page.evaluates("document.activeElement.innerText").await;
            page.presses("ArrowDown").await;
            assert_ne!(page.evaluates("document.activeElement.innerText").await, first);
            page.presses("ArrowUp").await;
            page.presses("ArrowUp").await;
            let last = "document.activeElement === document.activeElement.parentElement.lastElementChild";
            assert_eq!(page.evaluates(last).await, true, "around to the last");
            page.escapes().await;
            let back = format!(
                "document.activeElement?.matches('{opener}') && !document.querySelector('[data-open]')"
            );
            page.becomes("the focus back on the button", &back).await;
        }
        // A card stands beside a name, and "back" closes it.
        page.taps_words(".member", "Dalia").await;
        page.shows("dialog[open][data-beside]").await;
        rests(&ada).await;
        let [_, _, card_right, _] = edges(&ada, "dialog[open]").await;
        let [member_left, ..] = edges(&ada, "[data-open]").await;
        assert!(card_right <= member_left, "{card_right} is left of {member_left}");
        page.goes_back().await;
        page.has_no_dialog().await;
        ada.is_content();
    });
}

#[test]
fn on_a_phone_menus_are_sheets_from_below() {
    play_in_browser(async |server, chromium| {
        let hub = garden(&server).await;
        let place = format!("/hubs/{hub}");
        let ada = Screen::enters(chromium.phone().await, &server.address(), "Ada", &place).await;
        ada.page.taps("button[aria-label=\"Hub actions\"]").await;
        ada.page.shows("dialog[open]").await;
        rests(&ada).await;
        let [left, _, right, bottom] = edges(&ada, "dialog[open]").await;
        assert_eq!((left, right, bottom), (0.0, 390.0, 844.0));
        assert!(ada.page.has("dialog[open] h2").await, "with a title");
        ada.is_content();
    });
}

#[test]
fn nothing_covers_a_message_while_one_is_offline() {
    play_in_browser(async |server, chromium| {
        let hub = garden(&server).await;
        let (_, general) = first_place(&server.person("Ada").await).await;
        let bo = server.person("Bo").await;
        for number in 0..30 {
            bo.sends(general, &format!("line {number}")).await;
        }
        let place = format!("/hubs/{hub}/{general}");
        for page in [chromium.phone().await, chromium.desktop().await] {
            let ada = Screen::enters(page, &server.address(), "Ada", &place).await;
            ada.sees("line 29").await;
            ada.page.goes_offline(true).await;
            ada.page.shows(".composer-line[data-cut-off]").await;
            rests(&ada).await;
            let covered = "[...document.querySelectorAll('.message-text')].slice(-6).map((it) => [it, it.getBoundingClientRect()])
                .filter(([it, { top, bottom }]) => top >= document.querySelector('.conversation').getBoundingClientRect().top && bottom < innerHeight)
                .filter(([it, { left, top, height }]) => !it.contains(document.elementFromPoint(left + 4, top + height / 2)))
                .map(([it]) => it.innerText)";
            assert_eq!(ada.page.evaluates(covered).await, serde_json::json!([]));
            let told = ada.page.texts(".composer-line").await;
            assert!(told[0].contains("offline"), "{told:?}");
            ada.page.goes_offline(false).await;
            ada.connects().await;
        }
    });
}

#[test]
fn a_spoiler_is_revealed_by_a_key_and_read() {
    play_in_browser(async |server, chromium| {
        let hub = garden(&server).await;
        let (_, general) = first_place(&server.person("Ada").await).await;
        server.person("Bo").await.sends(general, "It was ||the **butler**||").await;
        let place = format!("/hubs/{hub}/{general}");
        let ada = Screen::enters(chromium.desktop().await, &server.address(), "Ada", &place).await;
        let page = &ada.page;
        page.shows(".spoiler[role=button]").await;
        let words = "document.querySelector('.spoiler-words').checkVisibility({ visibilityProperty: true })";
        assert_eq!(page.evaluates(words).await, false);
        page.evaluates("document.querySelector('.spoiler').focus()").await;
        page.presses("Enter").await;
        page.becomes("the words", words).await;
        page.becomes(
            "them to be read",
            "document.querySelector('.unseen[role=status]').innerText.trim() === 'the butler'",
        )
        .await;
        let role = "document.querySelector('.spoiler').hasAttribute('role')";
        assert_eq!(page.evaluates(role).await, false, "a button no more");
        ada.is_content();
    });
}

#[test]
fn all_that_is_new_can_be_seen() {
    play_in_browser(async |server, chromium| {
        let hub = garden(&server).await;
        let (ada, bo) = (server.person("Ada").await, server.person("Bo").await);
        for channel in ada.views(hub).await.channels {
            bo.sends(channel.id, "news").await;
        }
        let screen = Screen::enters(chromium.phone().await, &server.address(), "Ada", "/").await;
        screen.shows("more-news").await;
        assert_eq!(screen.page.texts(".news li").await.len(), 5);
        screen.taps("more-news").await;
        let all = "document.querySelectorAll('.news li').length === 6";
        screen.page.becomes("all six", all).await;
        let next = "document.activeElement?.closest('.news li:nth-child(6)') !== null";
        screen.page.becomes("the focus on the first of the others", next).await;
        assert!(!screen.page.has("[data-testid=more-news]").await);
        screen.is_content();
    });
}

#[test]
fn a_short_channel_begins_with_what_it_is() {
    play_in_browser(async |server, chromium| {
        let hub = garden(&server).await;
        let ada = server.person("Ada").await;
        let herbs = ada.views(hub).await.channels.into_iter().find(|it| it.name == "herbs").unwrap();
        ada.sends(herbs.id, "thyme").await;
        let place = format!("/hubs/{hub}/{}", herbs.id);
        for (name, steps) in [("Ada", vec!["Invite people", "Add a topic"]), ("Bo", vec!["Invite people"])] {
            let screen = Screen::enters(chromium.phone().await, &server.address(), name, &place).await;
            screen.page.shows(".conversation-start").await;
            let told = screen.page.texts(".conversation-start").await.remove(0);
            for words in ["#herbs", "Everyone in Old Mill Gardeners can see this channel."] {
                assert!(told.contains(words), "{told}");
            }
            assert_eq!(screen.page.texts(".conversation-steps button").await, steps, "{name}");
            let [_, top, _, bottom] = edges(&screen, ".conversation-start").await;
            let [_, upper, _, _] = edges(&screen, ".conversation").await;
            let [_, first, ..] = edges(&screen, ".divider-day").await;
            assert!(top - upper < 300.0 && first > 600.0, "{upper} {top} {bottom} {first}: in the free room");
            screen.is_content();
        }
    });
}
