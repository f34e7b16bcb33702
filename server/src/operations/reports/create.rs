//! Reporting a message or a person. The server itself makes the copy, of what it has stored at that moment.

use super::list::report_of;
use crate::domain::access::ChannelAccess;
use crate::domain::attachments::AttachmentDoc;
use crate::domain::caller::Caller;
use crate::domain::capacity::fits;
use crate::domain::chain;
use crate::domain::evidence::{CopyDoc, EvidenceDoc, Kept, PersonCopy};
use crate::domain::messages::{self, MessageDoc};
use crate::domain::reports::{self, Complaint, EscalationDoc, ReportDoc};
use crate::error::{Error, Result};
use crate::live::{Live, Names};
use crate::operations::prove;
use crate::store::{StoreError, Write};
use hubbub_shared::model::{Report, ReportCategory};
use hubbub_shared::protocol::command::{ReportMember, ReportMessage};
use hubbub_shared::text::ReportWords;
use hubbub_shared::{ErrorCode, Permissions, Problem, ReportId, UserId};

/// So many messages before, and as many after the one that is reported, are kept with it.
const AROUND: u64 = 5;
/// How often a record is worked out anew because somebody else reported at the same moment.
const ATTEMPTS: usize = 10;

/// Reports a message, with what it said before and what stands around it.
pub async fn report_message(live: &Live, caller: &Caller, command: ReportMessage) -> Result<Report> {
    let ReportMessage { channel, message, category, words } = command;
    let (_, access) = prove::channel(live, caller, channel, Permissions::VIEW).await?;
    let words = wrong(category, &words)?;
    let found = messages::find(&live.store, channel.place(), message).await?.ok_or_else(Error::not_found)?;
    if found.author == caller.user {
        return Err(conflict("You wrote this yourself. You can edit or delete it."));
    }
    if found.is_deleted() {
        return Err(conflict("This message is deleted already. You can still report the person."));
    }
    let around = around(live, &access, &found).await?;
    let whom = found.author;
    let author = Names::Own(live).author(&found).await?;
    let kept =
        Kept { whom: PersonCopy::of(&author), message: Some((channel, CopyDoc::of(found, &author))), around };
    let structure = access.hub().structure();
    let complaint = Complaint {
        hub: structure.hub.id,
        reporter: reporter(caller)?,
        whom,
        message: Some((channel, message)),
        category,
        words,
    };
    store(live, complaint, kept, structure.hub.owner).await
}

/// Reports somebody who is or was in the hub.
pub async fn report_member(live: &Live, caller: &Caller, command: ReportMember) -> Result<Report> {
    let ReportMember { hub: id, user, category, words } = command;
    let (hub, access) = prove::hub(live, caller, id, Permissions::NONE).await?;
    let words = wrong(category, &words)?;
    if user == caller.user {
        return Err(conflict("You cannot report yourself."));
    }
    hub.known(user).await?.ok_or_else(Error::not_found)?;
    let whom = live.people.find(user).await?;
    let kept = Kept { message: None, around: Vec::new(), whom: PersonCopy::of(&whom) };
    let complaint =
        Complaint { hub: id, reporter: reporter(caller)?, whom: user, message: None, category, words };
    store(live, complaint, kept, access.structure().hub.owner).await
}

/// Reporting is done by people: somebody has to answer for it.
fn reporter(caller: &Caller) -> Result<UserId> {
    Ok(caller.as_person()?.user)
}

/// The words, which say what a category does not.
fn wrong(category: ReportCategory, words: &str) -> Result<String> {
    let words: String = ReportWords::parse(words)?.into();
    if category == ReportCategory::Other && words.is_empty() {
        return Err(Problem::field("words", "Say in a few words what is wrong.").into());
    }
    Ok(words)
}

fn conflict(message: &str) -> Error {
    Error::rejected(ErrorCode::Conflict, message)
}

/// What stands around a message, if its reporter may read what was said before they came to look.
async fn around(live: &Live, access: &ChannelAccess, message: &MessageDoc) -> Result<Vec<CopyDoc>> {
    if !access.permissions().contains(Permissions::HISTORY) {
        return Ok(Vec::new());
    }
    let ordinals = message.ordinal.saturating_sub(AROUND).max(1)..message.ordinal + AROUND + 1;
    let mut copies = Vec::new();
    for one in messages::page(&live.store, message.place, ordinals).await? {
        if one.id != message.id {
            let author = Names::Own(live).author(&one).await?;
            copies.push(CopyDoc::of(one, &author).as_it_is());
        }
    }
    Ok(copies)
}

/// The files of a message that is reported stay, whatever becomes of it.
async fn kept_files(live: &Live, kept: &Kept, report: ReportId) -> Result<Vec<Write>> {
    let mut writes = Vec::new();
    for file in kept.message.iter().flat_map(|(_, copy)| &copy.attachments) {
        let found: Option<AttachmentDoc> = live.store.get(file.id).await?;
        if let Some(mut file) = found.filter(AttachmentDoc::is_there) {
            file.evidence.push(report);
            writes.push(Write::replace(&file)?);
        }
    }
    Ok(writes)
}

/// Stores the report and its evidence, both or neither.
async fn store(live: &Live, complaint: Complaint, kept: Kept, owner: UserId) -> Result<Report> {
    let most = live.settings.capacity.reports_waiting;
    let waiting = reports::count_waiting(&live.store, complaint.reporter, most).await? as usize;
    fits(waiting + 1, most, |most| {
        format!("{most} reports of yours are not decided yet, which is the most. Wait until some are.")
    })?;
    let (hub, at) = (complaint.hub, live.clock.now());
    let mut report = ReportDoc::new(ReportId(live.clock.next_id()), complaint, at);
    if report.whom == owner {
        // Nobody in the hub decides about its owner.
        report.escalate(EscalationDoc { by: None, reason: None, at });
    }
    let why = (report.reporter, report.category, report.words.as_str());
    for _ in 0..ATTEMPTS {
        let tip = chain::tip::<EvidenceDoc>(&live.store, hub).await?;
        let record = EvidenceDoc::after(tip.end.as_ref(), (report.id, hub, at), why, kept.clone());
        let mut writes = tip.writes(hub, &[record])?;
        writes.push(Write::insert(&report)?);
        writes.extend(kept_files(live, &kept, report.id).await?);
        match live.store.batch(writes).await {
            Err(error) if reports::is_repeat(&error) => {
                return Err(conflict(
                    "You have reported this already. Your reports show what becomes of it.",
                ));
            }
            Err(StoreError::Conflict { .. } | StoreError::Changed { .. }) => {}
            outcome => {
                outcome?;
                live.bus.reports_changed(report.matter(), true);
                return report_of(live, &report).await;
            }
        }
    }
    Err(Error::unavailable())
}
