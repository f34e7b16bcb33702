//! What members report: that something changed of it, and what goes to the server.

use super::Client;
use crate::state::Model;
use crate::words::reports as words;
use hubbub_shared::model::{Report, Reports};
use hubbub_shared::protocol::Call;
use hubbub_shared::protocol::command::GetOwnReports;
use hubbub_shared::{HubId, MessageId, Permissions, Problem};

/// So many of one's own reports are shown.
const MOST_OWN: u64 = 100;

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
