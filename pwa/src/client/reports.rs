//! What members report and what automod catches: that something changed of it, and what goes to the server.

use super::Client;
use crate::state::{HubSection, Model, Route};
use crate::words::reports as words;
use hubbub_shared::model::{Report, Reports};
use hubbub_shared::protocol::Call;
use hubbub_shared::protocol::command::GetOwnReports;
use hubbub_shared::{ChannelId, HubId, MessageId, Permissions, Problem};

/// So many of one's own reports are shown.
const MOST_OWN: u64 = 100;
/// How long there is an offer to look at what a rule caught.
const CAUGHT_STAYS_MS: i32 = 15_000;

impl Client {
    /// Who shows reports asks anew. Without a hub, it is what the person reported themselves.
    pub(super) fn reports_changed(self, hub: Option<HubId>, is_told: bool) {
        self.report_news.update(|news| *news += 1);
        if is_told {
            self.notify(match hub {
                None => words::DECIDED_NEWS,
                Some(_) => words::CAME,
            });
        }
    }

    /// Who shows what automod keeps asks anew; the person is led to what a rule caught.
    pub(super) fn automod_caught(self, hub: HubId, channel: ChannelId, message: Option<MessageId>) {
        self.report_news.update(|news| *news += 1);
        let said = if message.is_some() { words::FLAGGED } else { words::HELD };
        self.offer(said.to_owned(), words::LOOK, CAUGHT_STAYS_MS, move || match message {
            Some(message) => self.lead_to(channel, message),
            None => self.go(Route::HubSettings(hub, HubSection::REVIEW.to_owned())),
        });
    }

    /// What the person reported themselves, newest first.
    pub fn own_reports(self, done: impl FnOnce(Result<Reports, Problem>) + 'static) {
        self.call(GetOwnReports { before: None, limit: Some(MOST_OWN) }, move |answer| {
            if let Ok(own) = &answer {
                self.reported.set(own.reports.iter().filter_map(|report| report.message).collect());
            }
            done(answer);
        });
    }

    /// Reports a message or a person.
    pub fn report(
        self,
        what: impl Call<Reply = Report>,
        done: impl FnOnce(Result<Report, Problem>) + 'static,
    ) {
        self.call(what, move |answer| {
            if let Ok(report) = &answer {
                self.reported.update(|all| all.extend(report.message));
            }
            done(answer);
        });
    }

    /// Whether the person is known to have reported this message.
    pub fn has_reported(self, message: MessageId) -> bool {
        self.reported.with_untracked(|all| all.contains(&message))
    }
}

/// Whether the person decides about reports of a hub.
pub fn reviews(model: &Model, hub: HubId) -> bool {
    model.hubs.get(hub).is_some_and(|view| view.permissions.contains(Permissions::REVIEW_REPORTS))
}
