//! What is opened, shown: messages as they are now, what waits to be sent, whether one can write, what was said last.

use super::asking::ask;
use super::engine::{Engine, Line, conversation, now};
use super::stop::Stop;
use crate::clock;
use crate::offline::vault::hex;
use crate::sorted::Map;
use crate::state::{Closed, LastWords, Outgoing, OwnDevice, is_asked, other_of};
use crate::words::dms as words;
use dm_core::{Blocked, Entry, Timeline};
use dm_wire::content::What;
use dm_wire::ids::MessageId as LetterId;
use hubbub_shared::markdown::plain_text;
use hubbub_shared::model::{Dm, Message, Quote, Reaction, User};
use hubbub_shared::protocol::command::{GetDms, GetMessages};
use hubbub_shared::{MessageId, UserId};

/// Two screens of a phone, and some more.
const PER_PAGE: u64 = 50;
/// What is older was there before the person looked.
const NEWS_MS: i64 = 60_000;
/// So much of the last words is shown in the list.
const LAST_CHARS: usize = 120;

impl Engine {
    /// Everything anew: conversations, people's devices, keys, what was said since, what waits.
    pub async fn look_at_all(&self) -> Result<(), Stop> {
        self.fetch_links(self.me).await?;
        if !self.look_how_far().await? {
            return Ok(());
        }
        self.fill_up().await?;
        self.look_at_devices().await?;
        let dms = ask(self.app, GetDms {}).await?.dms;
        self.app.know_dms(dms);
        for dm in self.dms() {
            self.meet(&dm).await?;
        }
        self.fetch_grants().await?;
        for dm in self.dms() {
            self.fetch(&dm).await?;
            self.core.retry(conversation(&dm)?).await?;
            self.look(&dm).await?;
            self.show(&dm).await?;
            self.post(&dm).await?;
            self.look(&dm).await?;
            self.show(&dm).await?;
        }
        self.back_up().await?;
        self.upload().await
    }

    async fn look_at_devices(&self) -> Result<(), Stop> {
        let has_code = self.core.has_recovery().await?;
        let this = self.core.party().await?.device;
        let own = self.core.contact_state(self.me).await?;
        let devices = own.map(|own| own.devices).unwrap_or_default();
        let devices: Vec<OwnDevice> =
            devices.iter().map(|id| OwnDevice { id: hex(&id.0), is_this: *id == this }).collect();
        self.app.model.update(|model| (model.dms.has_code, model.dms.devices) = (has_code, devices));
        Ok(())
    }

    /// The same with keys that have come since: what could not be opened is tried again.
    pub async fn look_at_all_again(&self) -> Result<(), Stop> {
        self.fetched.borrow_mut().clear();
        self.lines.borrow_mut().clear();
        self.look_at_all().await
    }

    /// What came where the person looks, and last words elsewhere.
    pub async fn look_at_news(&self) -> Result<(), Stop> {
        let open = self.app.model.with_untracked(|model| model.open_channel());
        for dm in self.dms() {
            if open == Some(dm.id) {
                self.open_shown(&dm).await?;
            } else if self.has_moved(&dm) {
                self.fetch(&dm).await?;
                self.show(&dm).await?;
            }
        }
        Ok(())
    }

    fn has_moved(&self, dm: &Dm) -> bool {
        let last = self.app.model.with_untracked(|model| model.reading.of(dm.id).map(|it| it.last_seq));
        let fetched = self.fetched.borrow().get(&dm.id).map_or(0, |(_, seq)| *seq);
        last.is_some_and(|last| last > fetched)
    }

    async fn open_shown(&self, dm: &Dm) -> Result<(), Stop> {
        let closed = self.closed(dm.id);
        if closed.is_empty() {
            return Ok(());
        }
        let mut is_new = Vec::new();
        for message in closed {
            let is_known = self.lines.borrow().get(&message.id).is_some_and(|line| line.trouble.is_none());
            if !is_known {
                self.take(&message).await?;
                is_new.push(message.id);
            }
        }
        self.show(dm).await?;
        let news = self.shown(dm.id).into_iter().filter(|message| {
            let is_recent = clock::now() - message.created_at.0 < NEWS_MS;
            is_recent && message.author.id != self.me && !message.deleted && is_new.contains(&message.id)
        });
        news.for_each(|message| self.app.announce_dm(message));
        Ok(())
    }

    /// Fetches what was said since the last time, or at first the newest.
    pub async fn fetch(&self, dm: &Dm) -> Result<(), Stop> {
        let mut after = self.fetched.borrow().get(&dm.id).map(|(message, _)| *message);
        loop {
            let command = GetMessages { after, limit: Some(PER_PAGE), ..GetMessages::of(dm.id) };
            let page = ask(self.app, command).await?;
            for message in &page.messages {
                self.take(message).await?;
            }
            if let Some(last) = page.messages.last() {
                after = Some(last.id);
                self.fetched.borrow_mut().insert(dm.id, (last.id, last.seq));
            }
            if !page.has_after {
                return Ok(());
            }
        }
    }

    /// Whether one can write there now, or why not and what helps.
    pub async fn look(&self, dm: &Dm) -> Result<(), Stop> {
        let composer = self.core.composer(conversation(dm)?, now()).await?;
        let (blocked, is_verified) = (composer.blocked, composer.verified);
        let name = other_of(dm, self.me).map_or_else(String::new, |it| it.display_name.clone());
        let refused = self.refused.borrow().get(&dm.id).cloned();
        let closed = |why: String| Closed { why, acknowledge: None };
        let open = match blocked {
            _ if is_asked(dm) => Err(closed(words::accept_first(&name))),
            Some(Blocked::StartedOver(user)) => {
                // Who was compared is compared anew.
                Err(Closed {
                    why: words::started_over(&name),
                    acknowledge: Some(user).filter(|_| !is_verified),
                })
            }
            Some(why) => Err(closed(words::blocked(&why, &name))),
            None => refused.map_or(Ok(()), |why| Err(closed(why))),
        };
        self.app.model.update(|model| {
            model.dms.verified.retain(|known| *known != dm.id);
            if is_verified {
                model.dms.verified.push(dm.id);
            }
            model.dms.set_open(dm.id, open);
        });
        Ok(())
    }

    /// Shows a conversation as it is kept.
    pub async fn show(&self, dm: &Dm) -> Result<(), Stop> {
        let id = conversation(dm)?;
        let timeline = self.core.timeline(id).await?;
        let unsent = self.core.unsent(id).await?;
        let lines = self.lines.borrow();
        let revealed: Vec<Message> = self
            .shown(dm.id)
            .iter()
            .filter_map(|message| {
                let line = lines.get(&message.id)?;
                Some(self.as_opened(dm, message, line, &timeline, &lines))
            })
            .collect();
        let is_here =
            |id: &LetterId| revealed.iter().any(|it| lines.get(&it.id).is_some_and(|line| line.id == *id));
        let unsent = unsent.into_iter().filter(|entry| !is_here(&entry.id)).filter_map(|entry| {
            let What::Text { body, .. } = entry.content.what else { return None };
            let at = i64::try_from(entry.content.time_ms).unwrap_or_default();
            Some(Outgoing::new(dm.id, body, format!("{:?}", entry.id), at))
        });
        let unsent: Vec<Outgoing> = unsent.collect();
        let last = last_words(&timeline);
        self.app.model.update(|model| {
            if model.timeline(dm.id).is_some() {
                model.timeline_mut(dm.id).reveal(&revealed);
            }
            if model.dms.unsent(dm.id) != unsent {
                model.dms.set_unsent(dm.id, unsent);
            }
            if let Some(last) = last.filter(|last| model.dms.last(dm.id) != Some(last)) {
                model.dms.set_last(dm.id, last);
            }
        });
        Ok(())
    }

    fn as_opened(
        &self,
        dm: &Dm,
        message: &Message,
        line: &Line,
        timeline: &Timeline,
        lines: &Map<MessageId, Line>,
    ) -> Message {
        // Nothing that the server says in clear: not a poll, not files, not what somebody is said to have forwarded.
        let mut opened =
            Message { sealed: None, poll: None, forward: None, attachments: Vec::new(), ..message.clone() };
        let Some(entry) = timeline.entries.get(&line.id) else {
            match line.trouble.filter(|_| line.is_said) {
                Some(trouble) => opened.content = format!("*{trouble}*"),
                // It does something to another one, and is not shown itself.
                None => opened.deleted = true,
            }
            return opened;
        };
        // The server could say that it is by somebody else.
        if let Some(author) = dm.members.iter().find(|member| member.id == entry.from.user) {
            opened.author = author.clone();
        }
        opened.content = entry.edited.clone().unwrap_or_else(|| words_of(entry));
        opened.edited_at = entry.edited.is_some().then_some(message.created_at);
        opened.deleted = entry.deleted;
        opened.reactions = self.reactions(entry);
        opened.reply_to = reply_of(entry).map(|answered| {
            let there = lines.iter().find(|(_, line)| line.id == answered).map(|(id, _)| *id);
            Box::new(quote(dm, there, timeline.entries.get(&answered)))
        });
        opened
    }

    fn reactions(&self, entry: &Entry) -> Vec<Reaction> {
        let all = entry.reactions.iter().filter(|(_, who)| !who.is_empty());
        all.map(|(emoji, who)| Reaction {
            emoji: emoji.clone(),
            count: who.len() as u64,
            me: who.contains(&self.me),
        })
        .collect()
    }
}

fn words_of(entry: &Entry) -> String {
    match &entry.content.what {
        What::Text { body, .. } => body.clone(),
        What::Attach { body: Some(body), .. } => format!("{body}\n\n*{}*", words::FILES_LATER),
        What::Attach { .. } => format!("*{}*", words::FILES_LATER),
        _ => String::new(),
    }
}

fn reply_of(entry: &Entry) -> Option<LetterId> {
    match &entry.content.what {
        What::Text { reply_to, .. } | What::Attach { reply_to, .. } => *reply_to,
        _ => None,
    }
}

/// What is answered, as far as it is here.
fn quote(dm: &Dm, message: Option<MessageId>, entry: Option<&Entry>) -> Quote {
    let entry = entry.filter(|entry| !entry.deleted);
    let member = |user: UserId| dm.members.iter().find(|member| member.id == user).cloned();
    let author: Option<User> = entry.and_then(|entry| member(entry.from.user));
    let said = entry.map(|entry| entry.edited.clone().unwrap_or_else(|| words_of(entry)));
    let content = said.map(|said| Quote::beginning(&said)).unwrap_or_default();
    Quote { message: message.unwrap_or(MessageId(0)), seq: 0, author, content }
}

fn last_words(timeline: &Timeline) -> Option<LastWords> {
    let entry = timeline.entries.values().rfind(|entry| !entry.deleted)?;
    let said = entry.edited.clone().unwrap_or_else(|| words_of(entry));
    let text: String = plain_text(&said).chars().take(LAST_CHARS).collect();
    let at = i64::try_from(entry.content.time_ms).unwrap_or_default();
    Some(LastWords { text, by: entry.from.user, at })
}
