//! What can be done at once about what is reported, as far as the person may. It is chosen as what was done.

use super::case::Case;
use crate::client::panel::Governing;
use crate::reactive::{Live, create_selector, handler};
use crate::state::{Measures, Route};
use crate::words::{moderation, reports as words};
use hubbub_shared::model::{ReportCase, ReportOutcome, ReportState, User};
use hubbub_shared::{ChannelId, HubId, MessageId, Permissions};
use sycamore::prelude::*;

/// Draws the buttons.
pub fn acts(case: Case, hub: HubId, stands: &ReportCase) -> View {
    let report = &stands.report;
    let (client, whom) = (case.client, report.whom.clone());
    client.model.update(|model| model.members.want(hub, [whom.id]));
    let id = whom.id;
    let measures = create_selector(move || client.model.with(|model| Measures::now(model, hub, id)));
    let message = report.channel.zip(report.message);
    let is_open = report.state != ReportState::Resolved;
    let may = create_selector(move || {
        let here = |(channel, _)| client.model.with(|model| model.permissions(channel));
        message.map_or(Permissions::NONE, here)
    });
    view! {
        (Live { now: move || {
            let mut offers = about_message(case, hub, message, may.get());
            offers.extend(about_person(case, hub, &whom, measures.get(), is_open));
            match offers.is_empty() {
                true => View::new(),
                false => view! {
                    section(class="panel", aria-label=words::ACT) {
                        h2 { (words::ACT) }
                        div(class="report-buttons") { (offers) }
                    }
                },
            }
        } })
    }
}

fn about_person(case: Case, hub: HubId, whom: &User, measures: Measures, is_open: bool) -> Vec<View> {
    let Measures { kick, ban, time_out } = measures;
    let all = [
        (time_out, moderation::TIME_OUT_OPEN, ReportOutcome::TimedOut),
        (kick, moderation::KICK_OPEN, ReportOutcome::Kicked),
        (ban, moderation::BAN_OPEN, ReportOutcome::Banned),
    ];
    let offered = all.into_iter().filter(|(may, ..)| *may);
    offered.map(|(_, label, outcome)| removes(case, (hub, whom.clone()), label, outcome, is_open)).collect()
}

fn removes(
    case: Case,
    (hub, whom): (HubId, User),
    label: &'static str,
    outcome: ReportOutcome,
    is_open: bool,
) -> View {
    view! {
        button(class="button button-quiet", r#type="button", on:click=handler(move |_| {
            if is_open {
                case.outcome.set(outcome);
            }
            let whom = Box::new(whom.clone());
            case.client.open(match outcome {
                ReportOutcome::TimedOut => Governing::TimeOut(hub, whom),
                ReportOutcome::Kicked => Governing::Kick(hub, whom),
                _ => Governing::Ban(hub, whom),
            });
        })) { (label) }
    }
}

fn about_message(
    case: Case,
    hub: HubId,
    message: Option<(ChannelId, MessageId)>,
    may: Permissions,
) -> Vec<View> {
    let Some((channel, message)) = message.filter(|_| may.contains(Permissions::VIEW)) else {
        return Vec::new();
    };
    let address = format!("{}/{message}", Route::Channel(hub, channel).address());
    let mut offers =
        vec![view! { a(class="button button-quiet", data-link="", href=address) { (words::IN_CHANNEL) } }];
    if may.contains(Permissions::MANAGE_MESSAGES) {
        offers.push(view! {
            button(class="button button-quiet", r#type="button", on:click=handler(move |_| delete(case, channel, message))) { (words::DELETE_MESSAGE) }
        });
    }
    offers
}

/// It goes when nobody has taken that back for a while.
fn delete(case: Case, channel: ChannelId, message: MessageId) {
    let client = case.client;
    case.outcome.set(ReportOutcome::Deleted);
    let delete = move || {
        client.delete_together(channel, vec![message], move |answer| {
            if let Err(problem) = answer {
                client.complain(&problem);
            }
        });
    };
    client.unless_taken_back(words::DELETED.to_owned(), || {}, delete);
}
