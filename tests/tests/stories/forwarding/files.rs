//! Files of what is passed on: the same bytes, and another file.

use super::*;
use crate::attaching::sends_file;
use hubbub_shared::model::Attachment;
use hubbub_shared::{HubId, RoleId};
use hubbub_tests::Person;
use reqwest::{Method, StatusCode};

async fn fetches(who: &Person, file: &Attachment) -> (StatusCode, String) {
    let path = format!("/api/attachments/{}/{}", file.id, file.name);
    let answer = who.fetches(Method::GET, &path, None).await;
    (answer.status(), answer.text().await.unwrap())
}

fn everybody(hub: HubId) -> RoleId {
    RoleId(hub.0)
}

each_door! {
    async fn who_sees_the_copy_has_its_file_and_nobody_else(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, olga, hub, general } = cast;
        let closed = vec![
            overwrite(everybody(hub)).denying(Permissions::VIEW),
            overwrite(cy.id()).allowing(Permissions::VIEW),
        ];
        let vault = ada.makes_channel_with(hub, "vault", closed).await.id;
        let original = sends_file(cy.person(), vault, "map.txt", b"under the oak").await;
        let message = passes(&cy.via(door), &original, general, "").await;
        let (old, new) = (&original.attachments[0], &message.attachments[0]);
        assert_eq!(Attachment { id: old.id, ..new.clone() }, *old, "it looks the same");
        assert_ne!(old.id, new.id, "and is a file of its own");
        assert_eq!(fetches(bo.person(), new).await, (StatusCode::OK, "under the oak".to_owned()));
        assert_eq!(fetches(bo.person(), old).await.0, StatusCode::NOT_FOUND, "the old address is no way in");
        assert_eq!(fetches(olga.person(), new).await.0, StatusCode::NOT_FOUND);

        cy.deletes(&original).await;
        eventually("the original to be gone", async || {
            (fetches(cy.person(), old).await.0 == StatusCode::NOT_FOUND).then_some(())
        })
        .await;
        assert_eq!(fetches(bo.person(), new).await.1, "under the oak", "the copy has it still");
        let edit = EditMessage { attachments: Some(Vec::new()), ..EditMessage::of(general, message.id, String::new()) };
        assert_eq!(field_of(cy.via(door).calls(edit).await), "attachments", "it stays as it was passed on");
        let on = passes(&bo.via(door), &message, general, "once more").await;
        cy.deletes(&message).await;
        eventually("the copy to be gone", async || {
            (fetches(bo.person(), new).await.0 == StatusCode::NOT_FOUND).then_some(())
        })
        .await;
        assert_eq!(fetches(ada.person(), &on.attachments[0]).await.1, "under the oak");
    }

    async fn files_need_the_right_to_attach_there(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let seeds = ada.makes_channel(hub, "seeds", None).await.id;
        let original = sends_file(ada.person(), general, "map.txt", b"behind the shed").await;
        let plain = ada.sends(general, "no file").await;
        ada.overwrites(seeds, overwrite(bo.id()).denying(Permissions::ATTACH)).await;
        assert_eq!(refused(bo.via(door).calls(passing(&original, seeds, "")).await), ErrorCode::Forbidden);
        passes(&bo.via(door), &plain, seeds, "").await;
        ada.overwrites(seeds, overwrite(bo.id()).allowing(Permissions::ATTACH)).await;
        assert_eq!(passes(&bo.via(door), &original, seeds, "").await.attachments.len(), 1);
    }
}

each_engine! {
    async fn the_bytes_of_a_copy_count_for_who_passes_them_on(engine: Engine) {
        let server = Server::with(engine, &[("UPLOAD_MAX_MIB", "1"), ("UPLOAD_PERSON_MIB", "1")]).await;
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(&server).await;
        let seeds = ada.makes_channel(hub, "seeds", None).await.id;
        let original = sends_file(ada.person(), general, "large.bin", &vec![7; 600 * 1024]).await;
        let ask = SendMessage { nonce: Some("once".to_owned()), ..passing(&original, seeds, "") };
        let first = sent(bo.calls(ask.clone()).await);
        assert_eq!(sent(bo.calls(ask).await).id, first.id, "twice is once, also of its bytes");
        let problem = problem_of(bo.calls(passing(&original, seeds, "")).await);
        assert_eq!(problem.code, ErrorCode::LimitReached, "{problem}");
        bo.deletes(&first).await;
        eventually("room again", async || bo.calls(passing(&original, seeds, "")).await.ok()).await;
    }
}
