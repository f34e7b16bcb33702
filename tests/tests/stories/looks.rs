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
            hub,
            name: name.to_owned(),
            permissions: Permissions::NONE,
            color,
        };
        let mut made = Vec::new();
        for command in [role("Gardener", Some(0x00_66ff)), role("Keeper of keys", None)] {
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
        let change = |role, color| UpdateRole {
            hub,
            role,
            name: None,
            permissions: None,
            color: Some(color),
            position: None,
        };
        ada.calls(change(made[1], Some(0xff_0000))).await.unwrap();
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
