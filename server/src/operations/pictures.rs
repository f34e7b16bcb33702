//! Pictures that people, bots and hubs show of themselves: brought, taken as theirs, and fetched by whoever is shown one.

use super::{again, users};
use crate::domain::attachments::SmallDoc;
use crate::domain::pictures::{self, LookDoc, PictureDoc, Whose};
use crate::domain::users::Person;
use crate::error::{Error, Result};
use crate::files::{Form, Small, Square};
use crate::live::Live;
use crate::operations::attachments::Fetched;
use crate::store::Write;
use hubbub_shared::{Bytes, UserId};
use tokio::sync::MutexGuard;

/// A picture whose bytes are kept. Until this goes out of use, nobody decides that nobody has it.
pub(super) struct Brought<'a> {
    large: SmallDoc,
    small: SmallDoc,
    _turn: MutexGuard<'a, ()>,
}

impl Brought<'_> {
    /// Under which hash it is kept.
    pub(super) fn hash(&self) -> String {
        self.large.hash.clone()
    }

    /// Somebody has it.
    pub(super) fn of(&self, live: &Live, whose: Whose) -> PictureDoc {
        PictureDoc::new(whose, self.large.clone(), self.small.clone(), live.clock.now())
    }
}

/// Makes a square of what somebody sent, and keeps it for who takes it.
pub(super) async fn bring(live: &Live, bytes: Bytes) -> Result<Brought<'_>> {
    pictures::may_be_so_large(bytes.0.len())?;
    let square = live.files.square(bytes.0).await.map_err(anyhow::Error::from)?;
    let Some(Square { large, small }) = square else { return Err(pictures::no_picture().into()) };
    let docs = [&large, &small].map(described);
    let turn = live.files.turn(&docs[0].hash).await;
    if let Some(same) = pictures::with_hash(&live.store, &docs[0].hash).await? {
        return Ok(Brought { large: same.large, small: same.small, _turn: turn });
    }
    live.store.insert(&LookDoc::brought(live.clock.next_id(), docs[0].hash.clone())).await?;
    keep(live, &docs[0].hash, [(Form::Square, large), (Form::SmallSquare, small)])
        .await
        .map_err(anyhow::Error::from)?;
    let [large, small] = docs;
    Ok(Brought { large, small, _turn: turn })
}

/// In place of what is left of the same picture: another version of this program may have made its smaller form otherwise.
async fn keep(live: &Live, hash: &str, files: [(Form, Small); 2]) -> std::io::Result<()> {
    live.files.blobs().delete_squares(hash).await?;
    for (form, file) in files {
        live.files.blobs().put(hash, form, file.bytes).await?;
    }
    Ok(())
}

fn described(file: &Small) -> SmallDoc {
    let sized = file.sized();
    SmallDoc { hash: sized.hash, content_type: sized.content_type, size: sized.size }
}

/// A person or a bot shows this picture of itself, or none of its own, and all who look are told.
pub(super) async fn show(live: &Live, user: UserId, picture: Option<&Brought<'_>>) -> Result<Person> {
    let whose = Whose::Person(user);
    let person = again::if_changed(async || {
        let before: Person = live.store.get(user).await?.ok_or_else(Error::not_found)?;
        before.must_be_there()?;
        let hash = picture.map(Brought::hash);
        if before.picture == hash {
            return Ok(before);
        }
        let after = Person { picture: hash, ..before.clone() };
        let mut writes = vec![Write::replace(&after)?];
        if let Some(former) = &before.picture {
            writes.extend(pictures::let_go(whose, before.version, former)?);
        }
        if let Some(picture) = picture {
            writes.push(Write::insert(&picture.of(live, whose))?);
        }
        live.store.batch(writes).await?;
        Ok(Person { version: after.version + 1, ..after })
    })
    .await?;
    live.let_go.came();
    live.people.put(&person);
    users::announce(live, &person).await?;
    Ok(person)
}

/// A picture that somebody has, for whoever knows its address: people see it who are not signed in, on an invite.
pub async fn fetch(live: &Live, hash: &str, is_small: bool) -> Result<Fetched> {
    let found = pictures::with_hash(&live.store, hash).await?.ok_or_else(Error::not_found)?;
    let (form, file) = if is_small { (Form::SmallSquare, found.small) } else { (Form::Square, found.large) };
    let SmallDoc { content_type, size, .. } = file;
    Ok(Fetched { hash: found.hash, form, size, content_type, name: String::new() })
}
