//! What moderators write down about somebody, for each other.

use crate::domain::access::HubAccess;
use crate::domain::caller::Caller;
use crate::domain::capacity::fits;
use crate::domain::facts::FactsDoc;
use crate::domain::notes::{self as store, NoteDoc};
use crate::error::{Error, Result};
use crate::live::{HubHandle, Live};
use crate::operations::prove;
use crate::request_id;
use crate::store::{Entity, Write};
use hubbub_shared::model::{AuditAction, Note, Notes, User};
use hubbub_shared::permissions::manage::Refusal;
use hubbub_shared::protocol::command::{AddNote, DeleteNote, GetNotes};
use hubbub_shared::text::NoteText;
use hubbub_shared::{HubId, NoteId, Permissions, UserId};
use std::sync::Arc;

/// Who may do one of these looks after the hub's people.
const LOOKS_AFTER: [Permissions; 2] = [Permissions::TIME_OUT_MEMBERS, Permissions::KICK_MEMBERS];

/// All notes about somebody, newest first.
pub async fn list(live: &Live, caller: &Caller, command: GetNotes) -> Result<Notes> {
    let (hub, _) = about(live, caller, command.hub, command.user).await?;
    let mut notes = Vec::new();
    for note in store::about(&live.store, command.hub, command.user).await? {
        let author = hub.person(note.author).await?;
        notes.push(note.view(User::clone(&author)));
    }
    Ok(Notes { notes })
}

/// Writes a note down.
pub async fn add(live: &Live, caller: &Caller, command: AddNote) -> Result<Note> {
    let AddNote { hub, user, text } = command;
    let (handle, access) = about(live, caller, hub, user).await?;
    let text = NoteText::parse(&text)?;
    let would_be = store::count(&live.store, hub, user).await? as usize + 1;
    fits(would_be, live.settings.capacity.notes_of_a_member, |most| {
        format!("There are {most} notes about them, which is the most. Delete one first.")
    })?;
    let id = NoteId(live.clock.next_id());
    let note = NoteDoc::new(id, (hub, user), caller.user, text, live.clock.now());
    write(live, &access, Write::insert(&note)?, &note, AuditAction::NoteAdded).await?;
    let author = handle.person(caller.user).await?;
    Ok(note.view(User::clone(&author)))
}

/// Deletes a note of the caller's own.
pub async fn delete(live: &Live, caller: &Caller, command: DeleteNote) -> Result<()> {
    let DeleteNote { hub, user, note } = command;
    let (_, access) = about(live, caller, hub, user).await?;
    let note = store::find(&live.store, hub, user, note).await?.ok_or_else(Error::not_found)?;
    if note.author != caller.user {
        return Err(Error::forbidden("Only who wrote a note can delete it."));
    }
    let gone = Write::delete::<NoteDoc>(note.id(), Some(note.version));
    write(live, &access, gone, &note, AuditAction::NoteDeleted).await
}

/// Whether the caller reads what is noted about somebody, who is or was in the hub. Nobody reads what is about them.
async fn about(
    live: &Live,
    caller: &Caller,
    hub: HubId,
    user: UserId,
) -> Result<(Arc<HubHandle>, HubAccess)> {
    let (hub, access) = prove::hub(live, caller, hub, Permissions::NONE).await?;
    looks_after(&access, &LOOKS_AFTER)?;
    if user == caller.user {
        return Err(Error::forbidden("Notes about you are for other moderators."));
    }
    hub.known(user).await?.ok_or_else(Error::not_found)?;
    Ok((hub, access))
}

/// Refused to who holds none of these.
pub fn looks_after(access: &HubAccess, one_of: &[Permissions]) -> Result<()> {
    let holds = one_of.iter().any(|right| access.permissions().contains(*right));
    let first = one_of.first().copied().unwrap_or_default();
    if holds { Ok(()) } else { Err(Refusal::Needs(first).into()) }
}

async fn write(
    live: &Live,
    access: &HubAccess,
    write: Write,
    note: &NoteDoc,
    action: AuditAction,
) -> Result<()> {
    let (hub, id) = (&access.structure().hub, live.clock.next_id());
    let fact = note.fact(action).by(access.caller(), &request_id::current());
    let mut writes = vec![write];
    if let Some(facts) = FactsDoc::of(id, Some(hub.id), hub.version, live.clock.now(), vec![fact]) {
        writes.push(Write::insert(&facts)?);
    }
    live.store.batch(writes).await?;
    live.new_facts.came(id);
    Ok(())
}
