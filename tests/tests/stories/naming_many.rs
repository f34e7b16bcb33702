//! Messages that name a role or everybody.

use crate::scene::Cast;
use hubbub_shared::model::{BlockKind, InboxPage, InboxReason, Message};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{BlockUser, CreateRole, GetInbox, UpdateRole};
use hubbub_shared::{Crowd, HubId, Permissions, RoleId};
use hubbub_tests::{
    Acts, Changes, Door, Engine, Phone, PushService, Server, each_door, each_engine, eventually, overwrite,
};

async fn role(by: &Phone, hub: HubId, mentionable: bool) -> RoleId {
    let role = CreateRole { mentionable, ..CreateRole::of(hub, "growers".to_owned(), Permissions::NONE) };
    match by.calls(role).await {
        Ok(Reply::Role(role)) => role.id,
        other => panic!("expected a role, got {other:?}"),
    }
}

/// What they were told of a hub.
async fn inbox(of: &impl Acts, hub: HubId) -> Vec<(InboxReason, String)> {
    match of.calls(GetInbox { before: None, limit: None }).await {
        Ok(Reply::Inbox(InboxPage { entries, .. })) => entries
            .into_iter()
            .filter(|entry| entry.hub == hub)
            .map(|entry| (entry.reason, entry.message.content))
            .collect(),
        other => panic!("expected an inbox, got {other:?}"),
    }
}

/// Waits until they have so much in their inbox.
async fn listed(of: &impl Acts, hub: HubId, count: usize) -> Vec<(InboxReason, String)> {
    eventually("what they are told", async || Some(inbox(of, hub).await).filter(|all| all.len() == count))
        .await
}

fn effect(message: &Message) -> (&[RoleId], Option<Crowd>) {
    (&message.mention_roles, message.mention_everyone)
}

each_door! {
    async fn a_role_is_named_by_everybody_if_it_may_be(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let (cy, dee) = (it.also(server, "Cy").await, it.also(server, "Dee").await);
        let growers = role(&it.ada, it.hub, false).await;
        it.ada.assigns(it.hub, cy.id(), growers).await;
        let bo = it.bo.via(door);
        let words = format!("<@&{growers}> the beans are up");
        assert_eq!(effect(&bo.sends(it.general, &words).await), (&[][..], None), "words without effect");
        it.ada.calls(UpdateRole { mentionable: Some(true), ..UpdateRole::of(it.hub, growers) }).await.unwrap();
        assert_eq!(effect(&bo.sends(it.general, &words).await), (&[growers][..], None));
        assert_eq!(listed(&cy.via(door), it.hub, 1).await, [(InboxReason::Role, words)]);
        assert!(inbox(&dee.via(door), it.hub).await.is_empty() && inbox(&bo, it.hub).await.is_empty());
    }

    async fn everybody_is_named_by_who_may(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let cy = it.also(server, "Cy").await;
        let bo = it.bo.via(door);
        let idle = bo.sends(it.general, "<@everyone> wake up").await;
        assert_eq!(effect(&idle), (&[][..], None), "words without effect");
        it.ada.overwrites(it.general, overwrite(it.bo.id()).allowing(Permissions::MENTION_EVERYONE)).await;
        let said = bo.sends(it.general, "<@everyone> and you").await;
        assert_eq!(effect(&said), (&[][..], Some(Crowd::Everyone)));
        for phone in [&cy, &it.ada] {
            let all = listed(&phone.via(door), it.hub, 1).await;
            assert_eq!(all, [(InboxReason::Everyone, "<@everyone> and you".to_owned())]);
        }
        assert!(inbox(&bo, it.hub).await.is_empty(), "not who said it");
        let counted = |state: &hubbub_tests::ClientState| {
            state.channels.get(&it.general).is_some_and(|channel| channel.mentions == 1)
        };
        cy.agrees("one mention", counted).await;
        assert_eq!(cy.via(door).marks_read(it.general).await.mentions, 0);
    }

    async fn whoever_cannot_read_it_or_does_not_want_to_is_not_told(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let (cy, dee, eve) = (it.also(server, "Cy").await, it.also(server, "Dee").await, it.also(server, "Eve").await);
        it.ada.overwrites(it.general, overwrite(cy.id()).denying(Permissions::VIEW)).await;
        dee.calls(BlockUser { user: it.ada.id(), kind: BlockKind::Ignored }).await.unwrap();
        let words = format!("<@everyone>, and <@{}> first of all", eve.id());
        it.ada.via(door).sends(it.general, &words).await;
        assert_eq!(listed(&it.bo.via(door), it.hub, 1).await.len(), 1);
        assert_eq!(listed(&eve.via(door), it.hub, 1).await[0].0, InboxReason::Mention, "named by name, and once");
        assert!(inbox(&cy.via(door), it.hub).await.is_empty() && inbox(&dee.via(door), it.hub).await.is_empty());
    }

    async fn what_is_deleted_or_names_nobody_any_more_is_taken_back(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let cy = it.also(server, "Cy").await;
        let ada = it.ada.via(door);
        let name = cy.id();
        let deleted = ada.sends(it.general, "<@everyone> never mind").await;
        let edited = ada.sends(it.general, &format!("<@everyone> and <@{name}>")).await;
        for phone in [&cy, &it.bo] {
            listed(&phone.via(door), it.hub, 2).await;
            phone.agrees("two mentions", |state| state.channels[&it.general].mentions == 2).await;
        }
        ada.deletes(&deleted).await;
        ada.edits(&edited, &format!("only <@{name}>")).await;
        it.bo.agrees("no mention", |state| state.channels[&it.general].mentions == 0).await;
        cy.agrees("one mention", |state| state.channels[&it.general].mentions == 1).await;
        assert_eq!(listed(&cy.via(door), it.hub, 1).await[0].0, InboxReason::Mention);
        listed(&it.bo.via(door), it.hub, 0).await;
    }
}

each_engine! {
    async fn here_are_those_who_have_the_app_open(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let away = server.person("Away").await;
        away.joins(&it.ada.invites(it.hub).await).await;
        it.ada.sends(it.general, "<@here> quick").await;
        assert_eq!(listed(&it.bo, it.hub, 1).await[0].0, InboxReason::Everyone);
        it.ada.sends(it.general, "<@everyone> whenever").await;
        assert_eq!(listed(&away, it.hub, 1).await[0].1, "<@everyone> whenever");
    }

    async fn a_crowd_is_told_by_push_and_a_crash_in_the_middle_loses_nobody(engine: Engine) {
        let service = PushService::start().await;
        let server = Server::with(engine, &[("HUBBUB_PUSH_HOSTS", &service.host())]).await;
        let ada = server.person("Ada").await;
        let view = ada.creates_hub("Rust").await;
        let (hub, general) = (view.id, view.channels[0].id);
        let code = ada.invites(hub).await;
        let (mut people, mut phones) = (Vec::new(), Vec::new());
        for number in 0..30 {
            let person = server.person(&format!("Member{number}")).await;
            person.joins(&code).await;
            phones.push(service.joins(&person).await);
            people.push(person);
        }
        ada.sends(general, "<@everyone> the harvest is in").await;
        server.kill9();
        server.restart().await;
        for phone in &phones {
            let came = service.comes(phone, 1).await;
            assert_eq!(came[0].body(), "@everyone the harvest is in");
        }
        for person in &people {
            assert_eq!(listed(person, hub, 1).await.len(), 1, "each once");
        }
        assert_eq!(service.refused().await, Vec::<String>::new());
    }

    async fn whoever_read_it_before_it_was_counted_has_nothing_unread(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        for round in 0..5 {
            it.ada.sends(it.general, &format!("<@everyone> round {round}")).await;
            it.bo.marks_read(it.general).await;
            listed(&it.bo, it.hub, round + 1).await;
        }
        let last = it.ada.sends(it.general, "nobody in particular").await;
        it.bo.agrees("nothing unread of it", |state| {
            let channel = &state.channels[&it.general];
            channel.last_seq == last.seq && channel.mentions == 0
        })
        .await;
    }
}
