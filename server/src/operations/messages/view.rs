//! Messages as one reader sees them.

use crate::domain::messages::{Answer, MessageDoc, reactions_of, with_author};
use crate::error::Result;
use crate::live::{Live, Names};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use hubbub_shared::model::{Message, Quote, User};
use hubbub_shared::{MessageId, UserId};
use std::collections::{HashMap, HashSet};

/// Answered messages that are read at the same time.
const READS_AT_ONCE: usize = 16;

/// Messages of one place as this reader sees them: nonces are their author's business, and their own reactions are
/// told apart.
pub async fn view_all<'a>(
    live: &Live,
    names: impl Into<Names<'a>>,
    reader: UserId,
    messages: Vec<MessageDoc>,
) -> Result<Vec<Message>> {
    let names = names.into();
    let mut quotes = quotes(live, names, &messages).await?;
    let own = own_reactions(live, reader, &messages).await?;
    let mut views = Vec::with_capacity(messages.len());
    for mut message in messages {
        message.nonce = message.nonce.filter(|_| message.author == reader);
        let author = names.author(&message).await?;
        let quoted = quotes.remove(&message.id);
        let mut view = with_author(message, User::clone(&author), quoted);
        for reaction in &mut view.reactions {
            // Of few messages, so a key is made rather than kept.
            reaction.me = own.contains(&(view.id, reaction.emoji.clone()));
        }
        if let Some(poll) = &mut view.poll {
            poll.choose(&votes(&own, view.id));
        }
        views.push(view);
    }
    Ok(views)
}

/// What is shown of what they answer, by the id of the answer. What is among them need not be read again.
async fn quotes(live: &Live, names: Names<'_>, messages: &[MessageDoc]) -> Result<HashMap<MessageId, Quote>> {
    let here: HashMap<MessageId, &MessageDoc> =
        messages.iter().map(|message| (message.id, message)).collect();
    let answers = messages.iter().filter_map(|answer| Some((answer, answer.reply_to.as_ref()?)));
    let quotes = stream::iter(answers).map(|(answer, reply)| {
        let known = here.get(&reply.message).copied();
        async move { Ok((answer.id, names.quote(&live.store, answer.place, reply, known).await?)) }
    });
    quotes.buffer_unordered(READS_AT_ONCE).try_collect().await
}

/// The numbers of the answers that the reader voted for.
fn votes(own: &HashSet<(MessageId, String)>, message: MessageId) -> Vec<u64> {
    let of_message = own.iter().filter(|(of, _)| *of == message);
    of_message.filter_map(|(_, mark)| Answer::stored(mark)).map(Answer::number).collect()
}

/// With what the reader reacts to these, and how they voted; nothing is read if nobody does.
async fn own_reactions(
    live: &Live,
    reader: UserId,
    messages: &[MessageDoc],
) -> Result<HashSet<(MessageId, String)>> {
    let reacted = || messages.iter().filter(|message| message.is_marked());
    let (first, last) = (reacted().map(|one| one.id).min(), reacted().map(|one| one.id).max());
    match (messages.first(), first.zip(last)) {
        (Some(one), Some(span)) => Ok(reactions_of(&live.store, reader, one.place, span).await?),
        _ => Ok(HashSet::new()),
    }
}
