//! Notes of moderators: who reads and writes them, and who never does.

use super::{logged, refused, with_role};
use crate::scene::Cast;
use hubbub_shared::model::Note;
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{AddNote, DeleteHub, DeleteNote, GetNotes, LeaveHub};
use hubbub_shared::{ErrorCode, HubId, NoteId, Permissions, UserId};
use hubbub_tests::{Acts, Door, Server, each_door, eventually};

async fn notes(reader: &impl Acts, hub: HubId, user: UserId) -> Vec<Note> {
    match reader.calls(GetNotes { hub, user }).await {
        Ok(Reply::Notes(notes)) => notes.notes,
        other => panic!("expected notes, got {other:?}"),
    }
}

fn note(hub: HubId, user: UserId, text: &str) -> AddNote {
    AddNote { hub, user, text: text.to_owned() }
}

async fn adds(by: &impl Acts, hub: HubId, user: UserId, text: &str) -> Note {
    match by.calls(note(hub, user, text)).await {
        Ok(Reply::Note(note)) => note,
        other => panic!("expected a note, got {other:?}"),
    }
}

each_door! {
    async fn moderators_write_notes_for_each_other(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let (cy, di) = (cast.also(server, "Cy").await, cast.also(server, "Di").await);
        let Cast { ada, bo, olga, hub, .. } = cast;
        with_role(&ada, hub, &bo, "kicker", Permissions::KICK_MEMBERS).await;
        with_role(&ada, hub, &di, "quieter", Permissions::TIME_OUT_MEMBERS).await;
        let first = adds(&bo.via(door), hub, cy.id(), " Was warned\nkindly ").await;
        assert_eq!((&*first.text, first.author.id), ("Was warned\nkindly", bo.id()));
        let second = adds(&di.via(door), hub, cy.id(), "Again").await;
        for reader in [&ada, &bo, &di] {
            assert_eq!(notes(&reader.via(door), hub, cy.id()).await, [second.clone(), first.clone()], "newest first");
        }
        assert_eq!(notes(&ada.via(door), hub, di.id()).await, [], "of somebody else there are none");
        let delete = |user, note: NoteId| DeleteNote { hub, user, note };
        assert_eq!(refused(di.via(door).calls(delete(cy.id(), first.id)).await), ErrorCode::Forbidden, "another's");
        assert_eq!(refused(ada.via(door).calls(delete(cy.id(), first.id)).await), ErrorCode::Forbidden, "not even the owner");
        assert_eq!(refused(bo.via(door).calls(delete(di.id(), first.id)).await), ErrorCode::NotFound, "about another");
        assert_eq!(bo.via(door).calls(delete(cy.id(), first.id)).await, Ok(Reply::Done));
        assert_eq!(refused(bo.via(door).calls(delete(cy.id(), first.id)).await), ErrorCode::NotFound);
        assert_eq!(notes(&ada.via(door), hub, cy.id()).await, [second]);

        for (phone, code) in [(&cy, ErrorCode::Forbidden), (&olga, ErrorCode::NotFound)] {
            assert_eq!(refused(phone.via(door).calls(GetNotes { hub, user: bo.id() }).await), code);
            assert_eq!(refused(phone.via(door).calls(note(hub, bo.id(), "x")).await), code);
            assert_eq!(refused(phone.via(door).calls(delete(cy.id(), NoteId(1))).await), code);
        }
        let by_bo = bo.via(door);
        assert_eq!(refused(by_bo.calls(GetNotes { hub, user: olga.id() }).await), ErrorCode::NotFound, "never was here");
        for wrong in ["", " \n", &"x".repeat(1001)] {
            assert_eq!(refused(by_bo.calls(note(hub, cy.id(), wrong)).await), ErrorCode::InvalidInput);
        }
        cy.calls(LeaveHub { hub }).await.unwrap();
        assert_eq!(notes(&by_bo, hub, cy.id()).await.len(), 1, "also about who was here");
        adds(&by_bo, hub, cy.id(), "Left in anger").await;
    }

    async fn nobody_is_shown_what_is_noted_about_them(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let all = Permissions::KICK_MEMBERS | Permissions::VIEW_AUDIT_LOG | Permissions::ADMINISTRATOR;
        with_role(&ada, hub, &bo, "second", all).await;
        let note_id = adds(&ada.via(door), hub, bo.id(), "Too strict at times").await.id;
        let reader = bo.via(door);
        for command in [GetNotes { hub, user: bo.id() }.into(), hubbub_shared::protocol::Command::from(note(hub, bo.id(), "x"))] {
            assert_eq!(refused(reader.calls(command).await), ErrorCode::Forbidden, "an administrator neither");
        }
        let lines = eventually("the note is in the log", || async {
            Some(logged(&reader, hub, AuditAction::NoteAdded).await).filter(|lines| !lines.is_empty())
        })
        .await;
        assert_eq!((lines.len(), &lines[0].subject), (1, &note_id.to_string()));
        assert_eq!((lines[0].whom.clone(), lines[0].changes.len()), (None, 0), "neither about whom nor what");
        assert!(!serde_json::to_string(&lines).unwrap().contains("strict"));
    }

    async fn there_is_a_most_of_them_and_they_go_with_the_hub(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        for number in 0..100 {
            adds(&ada, hub, bo.id(), &number.to_string()).await;
        }
        assert_eq!(refused(ada.via(door).calls(note(hub, bo.id(), "one more")).await), ErrorCode::LimitReached);
        assert_eq!(notes(&ada.via(door), hub, bo.id()).await.len(), 100);
        ada.via(door).calls(DeleteHub { hub }).await.unwrap();
        assert_eq!(refused(ada.via(door).calls(GetNotes { hub, user: bo.id() }).await), ErrorCode::NotFound);
    }
}
