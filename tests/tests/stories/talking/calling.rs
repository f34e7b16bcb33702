//! Calling a role or everybody: who may, how it is written, and whom it concerns.

use super::{Garden, row};
use hubbub_shared::Crowd;
use hubbub_shared::Permissions;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::CreateRole;
use hubbub_tests::Acts;
use hubbub_tests::browser::{Screen, play_in_browser};

#[test]
fn a_role_and_everybody_are_called_by_name() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.desktop().await).await;
        let ada = server.person("Ada").await;
        let role =
            CreateRole { mentionable: true, ..CreateRole::of(it.hub, "Waterers".into(), Permissions::NONE) };
        let Ok(Reply::Role(role)) = ada.calls(role).await else { panic!("no role") };
        ada.assigns(it.hub, it.bo.me().await.id, role.id).await;

        let place = format!("/hubs/{}/{}", it.hub, it.general);
        let bo = Screen::enters(chromium.desktop().await, &server.address(), "Bo", &place).await;
        bo.shows("composer").await;
        bo.connects().await;

        it.ada.taps("composer").await;
        it.ada.types("Thirsty! @wat").await;
        it.ada.shows("suggestions").await;
        it.ada.page.presses("Enter").await;
        it.ada.has_written("Thirsty! @Waterers ").await;
        it.ada.taps("send").await;
        let concerns = |words: &str| format!("{}?.dataset.mentionsMe === 'true'", row(words));
        bo.page.becomes("a call", &concerns("Thirsty! @Waterers")).await;
        it.ada.page.becomes("no call", &format!("!{}.dataset.mentionsMe", row("Thirsty! @Waterers"))).await;

        // By hand, and without a question where they are few.
        it.ada.says("Good morning @everyone").await;
        bo.page.becomes("a call", &concerns("Good morning @everyone")).await;
        let told = it.bo.reads_page(it.general).await.messages.pop().unwrap();
        assert_eq!(
            (told.content.as_str(), told.mention_everyone),
            ("Good morning <@everyone>", Some(Crowd::Everyone))
        );
        it.ada.changes_last_to("Good evening @everyone").await;
        it.ada.sees_in_some("Good evening @everyone").await;

        // Who may not, writes words.
        bo.says("Hello @everyone").await;
        bo.sees("Hello @everyone").await;
        let told = it.bo.reads_page(it.general).await.messages.pop().unwrap();
        assert_eq!((told.content.as_str(), told.mention_everyone), ("Hello @everyone", None));
        bo.page.has_no_barriers("calls").await;

        bo.goes_to("/inbox").await;
        bo.page.becomes("why", "['Mention of your role', 'Mention of everyone'].every((why) => document.querySelector('.inbox')?.innerText.includes(why))").await;
        bo.page.has_no_barriers("why in the inbox").await;
    });
}
