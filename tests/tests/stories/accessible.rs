//! The app for people who see little, use no pointer, need large letters, or write from right to left.

use crate::scene::{first_place, garden};
use hubbub_shared::Permissions;
use hubbub_shared::model::RoleGroupKind;
use hubbub_shared::protocol::command::{BanUser, CreateRoleGroup};
use hubbub_tests::browser::{Chromium, Page, Screen, play_in_browser};
use hubbub_tests::{Acts, Changes, Server, overwrite};
use serde_json::json;

/// Nothing is wider than the window.
const FITS: &str = "[document.documentElement, ...document.querySelectorAll('.page, .main, .side, .conversation, dialog[open]')]
    .filter((it) => it.checkVisibility() && it.scrollWidth > it.clientWidth + 1)
    .map((it) => `${it.tagName}.${it.className}: ${it.scrollWidth} > ${it.clientWidth}`)";

/// Words of which something lies outside of what shows them. What is cut on purpose is told as a whole elsewhere.
const CUT: &str = "(() => {
    const onPurpose = '.unseen, .bar-topic, .composer-edited .hint, .suggestion-detail, textarea, option, noscript';
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const cut = [];
    for (let text; text = words.nextNode();) {
        const within = text.parentElement;
        const isSeen = within.checkVisibility({ visibilityProperty: true, opacityProperty: true });
        if (!text.data.trim() || !isSeen || within.closest(onPurpose)) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        const { left, right, top, bottom } = range.getBoundingClientRect();
        for (let box = within; box; box = box.parentElement) {
            const style = getComputedStyle(box);
            if (/auto|scroll/.test(style.overflowX + style.overflowY)) break;
            const edge = box.getBoundingClientRect();
            const sideways = /hidden|clip/.test(style.overflowX) && (left < edge.left - 1 || right > edge.right + 1);
            const upright = /hidden|clip/.test(style.overflowY) && (top < edge.top - 2 || bottom > edge.bottom + 2);
            if (sideways || upright) { cut.push(`${text.data.slice(0, 60)} in ${box.className}`); break; }
        }
    }
    return cut;
})()";

async fn shows_all(screen: &Screen, letters: &str, what: &str) {
    screen.page.evaluates(&format!("document.documentElement.style.fontSize = '{letters}'")).await;
    at_rest(&screen.page).await;
    assert_eq!(screen.page.evaluates(FITS).await, json!([]), "{what} with letters of {letters}");
    assert_eq!(screen.page.evaluates(CUT).await, json!([]), "{what} with letters of {letters}");
}

/// A theme and a kind of screen.
async fn each_way(server: &Server, chromium: &Chromium, look: impl AsyncFn(&Screen, &str)) {
    for scheme in ["light", "dark"] {
        for (kind, page) in [("phone", chromium.phone().await), ("desktop", chromium.desktop().await)] {
            page.prefers(scheme).await;
            let ada = Screen::opens(page, &server.address()).await;
            look(&ada, &format!("{kind}, {scheme}")).await;
        }
    }
}

async fn at_rest(page: &Page) {
    let rests = "document.getAnimations().every((it) => it.playState !== 'running' || it.effect?.getTiming().iterations === Infinity)";
    page.becomes("everything to rest", rests).await;
}

#[test]
fn no_page_has_a_serious_barrier() {
    play_in_browser(async |server, chromium| {
        let hub = garden(&server).await;
        let code = server.person("Ada").await.invites(hub).await;
        each_way(&server, &chromium, async |ada, way| {
            let looks = async |what: &str| {
                at_rest(&ada.page).await;
                ada.page.has_no_barriers(&format!("{what}, {way}")).await;
            };
            ada.page.shows("[data-testid=sign-in]").await;
            looks("signing in").await;
            ada.goes_to(&format!("/invite/{code}")).await;
            ada.shows("accept-invite").await;
            looks("an invite").await;
            ada.goes_to("/invite/nonsense-9").await;
            ada.page.shows(".invite-card .empty").await;
            looks("an invite that is over").await;
            ada.goes_to("/sign-in").await;
            ada.signs_in("Ada").await;
            ada.page.shows(".card").await;
            looks("the hubs").await;
            ada.goes_to("/settings").await;
            ada.page.shows(".session").await;
            looks("the settings").await;
            ada.goes_to("/nowhere").await;
            ada.page.shows(".empty").await;
            looks("nothing").await;
            ada.goes_to("/").await;
            ada.page.taps(".card").await;
            ada.page.shows(".channels").await;
            looks("a hub").await;
            for name in ["Hub actions", "Invite people"] {
                ada.page.taps(&format!("button[aria-label=\"{name}\"]")).await;
                ada.page.shows("dialog[open]").await;
                looks(name).await;
                ada.page.escapes().await;
            }
            ada.opens_channel("general").await;
            ada.says("hello **there**, `code` and https://example.org").await;
            looks("a channel").await;
            ada.page.evaluates("document.querySelector('.member').click()").await;
            ada.page.shows(".dialog-profile").await;
            looks("a person").await;
            ada.page.escapes().await;
            for keys in [("Control", "k"), ("Control", "/")] {
                ada.page.presses_with(&[keys.0], keys.1).await;
                ada.page.shows("dialog[open]").await;
                looks(&format!("a dialog ({})", keys.1)).await;
                ada.page.escapes().await;
            }
            ada.is_content();
        })
        .await;
    });
}

#[test]
fn pages_for_roles_and_permissions_have_no_serious_barrier_and_fit_large_letters() {
    play_in_browser(async |server, chromium| {
        let hub = garden(&server).await;
        let owner = server.person("Ada").await;
        let role = owner.makes_role(hub, "Keepers of the greenhouse", Permissions::KICK_MEMBERS).await.id;
        let north = owner.makes_role(hub, "North of the river and the railway", Permissions::NONE).await.id;
        let name = "Where in the valley you live".to_owned();
        let group = CreateRoleGroup { hub, name, kind: RoleGroupKind::OneOf, roles: vec![north] };
        owner.calls(group).await.unwrap();
        let general = owner.views(hub).await.channels[0].id;
        owner.overwrites(general, overwrite(role).denying(Permissions::SEND)).await;
        each_way(&server, &chromium, async |ada, way| {
            ada.goes_to("/auth/login?as=Ada").await;
            let looks = async |what: &str, path: &str, shown: &str| {
                ada.goes_to(&format!("/hubs/{hub}/settings/{path}")).await;
                ada.page.shows(shown).await;
                ada.connects().await;
                at_rest(&ada.page).await;
                ada.page.has_no_barriers(&format!("{what}, {way}")).await;
                shows_all(ada, "200%", &format!("{what}, {way}")).await;
            };
            looks("the roles", "roles", ".role-row").await;
            looks("a role", &format!("roles/{role}"), ".holders li").await;
            looks("a new role", "roles/new", "#role-name").await;
            looks("the members", "members", ".found-row").await;
            looks("roles to choose from", "role-groups", ".group-row").await;
            ada.page.taps(".group-row button:last-child").await;
            ada.page.shows("#group-name").await;
            ada.page.has_no_barriers(&format!("a group of roles, {way}")).await;
            shows_all(ada, "200%", &format!("a group of roles, {way}")).await;
            looks("choosing roles", "my-roles", ".pick").await;
            looks("the places", "permissions", ".places .row").await;
            looks("a channel", &format!("permissions/channel-{general}"), ".choice-row").await;
            ada.goes_to(&format!("/hubs/{hub}/{general}")).await;
            ada.connects().await;
            if ada.page.has_fingers() {
                ada.page.taps("button[aria-label=\"Show members\"]").await;
            }
            ada.page.taps_words(".member", "Bo").await;
            ada.chooses("Roles…").await;
            ada.page.shows(".member-roles .switch").await;
            at_rest(&ada.page).await;
            ada.page.has_no_barriers(&format!("the roles of a member, {way}")).await;
            ada.page.escapes().await;
            ada.page.has_no_dialog().await;
            for (what, words, shown) in [
                ("a nickname", "Nickname…", "#nickname"),
                ("notes and history", "Notes and history…", "#note"),
            ] {
                if ada.page.has_fingers() {
                    ada.page.taps("button[aria-label=\"Show members\"]").await;
                }
                ada.page.taps_words(".member", "Bo").await;
                ada.chooses(words).await;
                ada.page.shows(shown).await;
                at_rest(&ada.page).await;
                ada.page.has_no_barriers(&format!("{what}, {way}")).await;
                ada.page.escapes().await;
                ada.page.has_no_dialog().await;
            }
            ada.is_content();
        })
        .await;
    });
}

#[test]
fn nothing_that_opens_over_a_page_has_a_serious_barrier() {
    play_in_browser(async |server, chromium| {
        let hub = garden(&server).await;
        let emre = server.person("Emre").await.me().await.id;
        let reason = Some("Advertising".to_owned());
        let ban = BanUser { hub, user: emre, until: None, reason, delete_last_secs: None };
        server.person("Ada").await.calls(ban).await.unwrap();
        each_way(&server, &chromium, async |ada, way| {
            let looks = async |what: &str| {
                at_rest(&ada.page).await;
                ada.page.has_no_barriers(&format!("{what}, {way}")).await;
            };
            let looks_and_closes = async |what: &str| {
                ada.page.shows("dialog[open]").await;
                looks(what).await;
                ada.page.escapes().await;
            };
            ada.goes_to("/auth/login?as=Ada").await;
            for opener in ["Create a hub", "Join with an invite"] {
                ada.page.taps_words("button", opener).await;
                looks_and_closes(opener).await;
            }
            ada.page.taps(".card").await;
            ada.page.shows(".channels").await;
            for choice in ["Create a channel", "Create a category", "Edit hub", "Delete hub"] {
                ada.page.taps("button[aria-label=\"Hub actions\"]").await;
                ada.chooses(choice).await;
                ada.page
                    .becomes(
                        choice,
                        "!!document.querySelector('dialog[open] form, dialog[open] .button-danger')",
                    )
                    .await;
                looks_and_closes(choice).await;
            }
            ada.page.taps("button[aria-label=\"Hub actions\"]").await;
            ada.chooses("Hub settings").await;
            ada.page.shows(".row").await;
            looks("the settings of a hub").await;
            ada.page.taps_words(".row", "Bans").await;
            ada.page.shows(".bans").await;
            looks("the bans").await;
            for _ in 0..2 {
                ada.page.taps(".bar-back").await;
            }
            ada.page.taps(".channel-category button").await;
            looks("what to do with a category").await;
            ada.chooses("Rename category").await;
            ada.page.shows("#category-name").await;
            looks_and_closes("another name of a category").await;

            ada.opens_channel("general").await;
            ada.page.taps(".bar-place").await;
            looks("what to do with a channel").await;
            ada.chooses("Edit channel").await;
            ada.page.shows("#channel-topic").await;
            looks_and_closes("another name of a channel").await;
            ada.page.taps(".bar-place").await;
            ada.chooses("Delete channel").await;
            ada.page.shows("dialog[open] .button-danger").await;
            looks_and_closes("whether to delete a channel").await;

            for choice in ["Time out…", "Kick…", "Ban…"] {
                if way.starts_with("phone") {
                    ada.page.taps("button[aria-label=\"Show members\"]").await;
                }
                ada.page.taps_words(".member", "Cyrus").await;
                ada.chooses(choice).await;
                ada.page.shows("#reason").await;
                looks_and_closes(choice).await;
            }

            let composer = "[data-testid=composer]";
            for letters in ["@b", "#", ":smil"] {
                ada.page.types(composer, letters).await;
                ada.shows("suggestions").await;
                looks(&format!("suggestions for {letters:?}")).await;
                ada.page.retypes(composer, "").await;
                ada.page.presses("Backspace").await;
            }
            ada.taps("emoji").await;
            ada.page.shows(".emoji-choice").await;
            looks("emoji").await;
            ada.page.taps(".emoji-choice").await;
            ada.taps("send").await;
            ada.taps("emoji").await;
            ada.page.shows(".emoji-choice").await;
            ada.page.types(".emoji-search", "zzzz").await;
            ada.page.shows(".emoji-none").await;
            looks("no emoji of that name").await;
            ada.page.presses("Escape").await;

            let words = format!("{way}: to be changed");
            ada.says(&words).await;
            ada.sees(&words).await;
            ada.page
                .evaluates("[...document.querySelectorAll('[data-state=sent]')].at(-1).id = 'newest'")
                .await;
            ada.page.evaluates("document.querySelector('#newest').focus()").await;
            ada.page.presses("Enter").await;
            ada.page.shows("dialog[open] .action").await;
            looks("what to do with a message").await;
            ada.chooses("Edit message").await;
            ada.page.shows(".composer-editing").await;
            let writing = "document.activeElement?.dataset.testid === 'composer'";
            ada.page.becomes("the focus on the words", writing).await;
            looks("a message that is being changed").await;
            ada.page.presses("Escape").await;
            ada.page.evaluates("document.querySelector('#newest').focus()").await;
            ada.page.presses("Delete").await;
            ada.shows("undo").await;
            looks("a deletion that can be taken back").await;

            if way.starts_with("phone") {
                ada.page.taps("button[aria-label=\"Show channels\"]").await;
                ada.page.becomes("the focus in the list", "!!document.activeElement?.closest('.side')").await;
                looks("the list of channels").await;
                ada.page.goes_back().await;
                ada.page
                    .becomes("the list to be gone", "document.querySelector('.shell').dataset.panel === ''")
                    .await;
                ada.page.taps("button[aria-label=\"Show members\"]").await;
                ada.page.shows(".members").await;
                looks("the list of members").await;
            }
            ada.page.taps_words(".member", "Dalia").await;
            looks_and_closes("Dalia").await;
            ada.goes_to("/settings").await;
            ada.page.taps_words(".row", "Put Hubbub").await;
            looks_and_closes("how to install it").await;
            ada.page.taps_words(".button", "Sign out everywhere else").await;
            looks_and_closes("whether to sign out everywhere else").await;
            ada.is_content();
        })
        .await;
    });
}

#[test]
fn a_burst_of_messages_is_announced_once_and_a_single_one_is_read() {
    play_in_browser(async |server, chromium| {
        let hub = garden(&server).await;
        let (_, general) = first_place(&server.person("Ada").await).await;
        let place = format!("/hubs/{hub}/{general}");
        let ada = Screen::enters(chromium.desktop().await, &server.address(), "Ada", &place).await;
        ada.shows("composer").await;
        let (bo, dalia) = (server.person("Bo").await, server.person("Dalia").await);
        bo.sends(general, "good **morning**").await;
        let region = "document.querySelector('.unseen[role=status][aria-live=polite]')";
        ada.page.becomes("the message", &format!("{region}.innerText.trim() === 'Bo: good morning'")).await;
        let listen = format!(
            "globalThis.heard = []; new MutationObserver(() => heard.push({region}.innerText.trim()))
                .observe({region}, {{ subtree: true, childList: true, characterData: true }})"
        );
        ada.page.evaluates(&format!("{{ {listen} }}")).await;
        for (number, person) in [&bo, &dalia, &bo, &bo, &dalia].into_iter().enumerate() {
            person.sends(general, &format!("line {number}")).await;
        }
        ada.sees("line 4").await;
        ada.page.becomes("something to be heard", "heard.length > 0").await;
        let once = json!(["5 new messages from Bo and Dalia"]);
        assert_eq!(ada.page.evaluates("heard").await, once);
        ada.is_content();
    });
}

#[test]
fn everything_is_there_with_more_contrast_and_colours_of_the_system() {
    play_in_browser(async |server, chromium| {
        garden(&server).await;
        let ada = Screen::opens(chromium.phone().await, &server.address()).await;
        ada.signs_in("Ada").await;
        ada.page.shows(".card").await;
        ada.goes_to("/settings").await;
        ada.page.taps("input[role=switch]").await;
        ada.page.becomes("more contrast", "document.documentElement.dataset.contrast === 'more'").await;
        ada.page.reloads().await;
        ada.page.shows("input[role=switch]").await;
        let kept = "document.documentElement.dataset.contrast === 'more' && document.querySelector('input[role=switch]').checked";
        ada.page.becomes("the choice to be kept", kept).await;
        for scheme in ["light", "dark"] {
            ada.page.prefers(scheme).await;
            at_rest(&ada.page).await;
            ada.page.has_no_barriers(&format!("the settings with more contrast, {scheme}")).await;
        }
        ada.page.taps("input[role=switch]").await;
        let soft = "(([soft, text]) => soft === text)(['--text-soft', '--text'].map((it) => getComputedStyle(document.documentElement).getPropertyValue(it).trim()))";
        assert_eq!(ada.page.evaluates(soft).await, false);
        ada.page.wants("prefers-contrast", "more").await;
        ada.page.becomes("more contrast because the device asks for it", soft).await;
        // Where the system paints, what was told by a fill is told by a line.
        ada.page.wants("forced-colors", "active").await;
        let lined = "['.switch input', '.button', '.input'].every((it) => getComputedStyle(document.querySelector(it)).borderTopStyle === 'solid')";
        ada.page.becomes("lines around what can be used", lined).await;
        ada.page.has_no_barriers("the settings in colours of the system").await;
    });
}

#[test]
fn a_hub_is_founded_and_lived_in_without_a_pointer() {
    play_in_browser(async |server, chromium| {
        let ada = Screen::opens(chromium.desktop().await, &server.address()).await;
        let page = &ada.page;
        page.tells("Pick a name").await;
        page.presses_enter_on("[data-testid=sign-in]").await;
        page.shows("input[name=as]").await;
        page.tabs_to("input[name=as]").await;
        page.types_here("Ada").await;
        page.presses("Enter").await;
        page.shows("[data-testid=create-hub]").await;
        ada.connects().await;

        page.presses_enter_on("[data-testid=create-hub]").await;
        page.becomes("the focus in the field", "document.activeElement?.id === 'hub-name'").await;
        page.types_here("Garden").await;
        page.presses("Enter").await;
        ada.opens_channel("general").await;
        ada.page.has_no_dialog().await;

        page.presses_enter_on("button[aria-label=\"Invite people\"]").await;
        ada.shows("invite-link").await;
        page.becomes("the focus on what to do", "document.activeElement?.innerText === 'Copy link'").await;
        page.presses("Escape").await;
        page.becomes("the focus back", "document.activeElement?.ariaLabel === 'Invite people'").await;

        page.tabs_to("[data-testid=composer]").await;
        page.types_here("no pointer needed").await;
        page.presses("Enter").await;
        ada.sees("no pointer needed").await;

        // The first stop of all leads past the lists.
        page.evaluates("document.activeElement.blur()").await;
        page.evaluates("document.querySelector('.skip').focus()").await;
        page.presses("Enter").await;
        page.becomes("the focus at the content", "document.activeElement?.id === 'main'").await;

        let (hub, _) = first_place(&server.person("Ada").await).await;
        crate::scene::furnishes(&server, hub).await;
        page.presses_with(&["Alt"], "ArrowDown").await;
        ada.opens_channel("seed-swaps").await;
        ada.is_content();
    });
}

#[test]
fn small_screens_large_letters_and_long_names_cut_nothing_off() {
    play_in_browser(async |server, chromium| {
        let hub = garden(&server).await;
        let person = server.person("Ada").await;
        let (_, general) = first_place(&person).await;
        person.makes_channel(hub, "everything-that-grows-on-the-allotment", None).await;
        person.creates_hub("Donaudampfschifffahrtsgesellschaftskapitäne und Freunde").await;
        person.creates_hub("مجتمع الحديقة القديمة").await;
        let noor = server.person("Noor").await;
        let name = json!({ "display_name": "نور الهدى ‏(Noor)" });
        noor.fetches(reqwest::Method::PATCH, "/api/users/@me", Some(&name)).await;
        noor.joins(&person.invites(hub).await).await;
        for (width, letters) in [(320, "100%"), (390, "200%")] {
            let ada = Screen::opens(chromium.phone().await, &server.address()).await;
            ada.page.has_size(width, 700, 2.0).await;
            ada.signs_in("Ada").await;
            ada.page.shows(".card").await;
            for path in ["/", "/settings", "/nowhere"] {
                ada.goes_to(path).await;
                ada.page.shows(".page").await;
                ada.connects().await;
                shows_all(&ada, letters, path).await;
            }
            ada.goes_to("/").await;
            ada.page.taps_words(".card", "Old Mill").await;
            ada.page.shows(".channels").await;
            shows_all(&ada, letters, "a hub").await;
            ada.page.taps("button[aria-label=\"Hub actions\"]").await;
            ada.page.shows("dialog[open]").await;
            shows_all(&ada, letters, "a menu").await;
            ada.page.escapes().await;
            ada.page.taps_words("[data-testid=channel]", "general").await;
            ada.shows("composer").await;
            ada.connects().await;
            ada.says("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen https://example.org/a/very/long/address/that/never/seems/to/end").await;
            let offer = format!("May I help at {width}?");
            noor.sends(general, &offer).await;
            ada.sees(&offer).await;
            shows_all(&ada, letters, "a channel").await;
            ada.page.taps_words(".message-author", "Noor").await;
            ada.page.shows(".dialog-profile").await;
            shows_all(&ada, letters, "a person").await;
            ada.page.escapes().await;
            ada.page.taps("button[aria-label=\"Show channels\"]").await;
            ada.page
                .becomes("the list", "document.querySelector('.shell').dataset.panel === 'channels'")
                .await;
            shows_all(&ada, letters, "the list of channels").await;
            ada.page.goes_back().await;
            ada.page.becomes("no list", "document.querySelector('.shell').dataset.panel === ''").await;
            ada.page.taps("button[aria-label=\"Show members\"]").await;
            ada.page.shows(".member").await;
            shows_all(&ada, letters, "the list of members").await;
            ada.page.goes_back().await;
            ada.page.presses_with(&["Control"], "k").await;
            ada.page.shows(".switcher-option").await;
            shows_all(&ada, letters, "finding a place").await;
            ada.is_content();
        }
    });
}
