//! What a notification says, looked up at the moment in which it is sent.

use super::verdict::Decided;
use crate::domain::messages;
use crate::domain::notifications::{Occasion, Payload, PushJobDoc, Said};
use crate::domain::read_state;
use crate::error::Result;
use crate::live::{Live, Names};
use hubbub_shared::markdown::{Named, plain_text_with};
use hubbub_shared::model::Attachment;
use hubbub_shared::{ChannelId, UserId};
use std::collections::HashMap;

/// What is said of a job; `None`: there is nothing left to say.
pub(super) async fn said(live: &Live, job: &PushJobDoc, decided: &Decided) -> Result<Option<Payload>> {
    let found = messages::find(&live.store, job.place, job.message).await?;
    let Some(message) = found.filter(|message| !message.is_deleted()) else { return Ok(None) };
    if job.occasion() == Occasion::Direct {
        let (author, badge) = (live.people.find(message.author).await?, badge(live, job.user).await?);
        let navigate = live.settings.address_of(&format!("/dm/{}", job.place));
        return Ok(Some(Payload::direct(job, &author.display_name, navigate, badge)));
    }
    let Some(hub) = &decided.hub else { return Ok(None) };
    let structure = hub.structure();
    let Some(channel) = structure.channel(ChannelId(job.place.0)) else { return Ok(None) };
    let author = Names::from(hub).author(&message).await?;
    let words = match decided.settings.previews {
        false => None,
        true => {
            let mut names: HashMap<UserId, String> = HashMap::new();
            for user in &message.mentions {
                names.insert(*user, hub.person(*user).await?.display_name.clone());
            }
            let name_of = |named: Named| {
                let name = match named {
                    Named::User(user) => names.get(&user).cloned(),
                    Named::Role(role) => structure.role(role).map(|role| role.name.clone()),
                };
                name.unwrap_or_else(|| named.id())
            };
            let words = plain_text_with(&message.in_short(), name_of);
            Some(if words.trim().is_empty() { files(&message.attachments) } else { words })
        }
    };
    let (author, channel, hub_name) = (&*author.display_name, &*channel.name, &*structure.hub.name);
    let said = Said { author, channel, hub: hub_name, words };
    let path = format!("/hubs/{}/{}/{}", structure.hub.id, job.place, message.id);
    Ok(Some(Payload::news(job, &said, live.settings.address_of(&path), badge(live, job.user).await?)))
}

/// What is said of files that came without words.
fn files(files: &[Attachment]) -> String {
    let are = |kind: &str| files.iter().all(|file| file.content_type.starts_with(kind));
    match files {
        [] => String::new(),
        [one] if one.picture.is_some() => "Sent a picture".to_owned(),
        [_] if are("video/") => "Sent a video".to_owned(),
        [_] if are("audio/") => "Sent a sound".to_owned(),
        [_] => "Sent a file".to_owned(),
        all if all.iter().all(|one| one.picture.is_some()) => format!("Sent {} pictures", all.len()),
        all => format!("Sent {} files", all.len()),
    }
}

/// How many mentions somebody has not read: the number on the app's icon.
pub(super) async fn badge(live: &Live, user: UserId) -> Result<u64> {
    Ok(live.store.count(read_state::all_mentions_of(user).limit(read_state::MOST_MENTIONS)).await?)
}
