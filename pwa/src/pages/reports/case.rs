//! What a report's page works on: the report, and what is chosen and typed about it.

use crate::client::Client;
use crate::reactive::create_effect;
use hubbub_shared::model::{ReportCase, ReportInFull, ReportOutcome};
use hubbub_shared::protocol::command::{AdminGetReport, GetReport};
use hubbub_shared::{HubId, Problem, ReportId};
use sycamore::prelude::*;

/// Who decides about a report.
#[derive(Clone, Copy)]
pub enum Desk {
    /// The moderators of the hub it was made in.
    Hub(HubId),
    /// The owner of the server, before whom it was put.
    Server,
}

/// What the page works on. Copies are the same.
#[derive(Clone, Copy)]
pub struct Case {
    /// Asks and tells.
    pub client: Client,
    /// By whom it is looked at.
    pub desk: Desk,
    /// Which report it is.
    pub id: ReportId,
    /// What is chosen to have been done; outlives news of the report.
    pub outcome: Signal<ReportOutcome>,
    /// What is typed for who reported.
    pub answer: Signal<String>,
    loaded: Signal<Option<Result<ReportInFull, Problem>>>,
}

impl Case {
    /// Asks for it now, and whenever something about reports has changed.
    pub fn open(client: Client, desk: Desk, id: ReportId) -> Self {
        let case = Self {
            client,
            desk,
            id,
            outcome: create_signal(ReportOutcome::Nothing),
            answer: create_signal(String::new()),
            loaded: create_signal(None),
        };
        create_effect(move || {
            client.report_news.track();
            untrack(|| case.load());
        });
        case
    }

    fn load(self) {
        let put = move |answer| {
            if self.loaded.is_alive() {
                self.loaded.set(Some(answer));
            }
        };
        match self.desk {
            Desk::Hub(hub) => self.client.call(GetReport { hub, report: self.id }, put),
            Desk::Server => self.client.call(AdminGetReport { report: self.id }, put),
        }
    }

    /// Reads it, if it is here.
    pub fn with<R>(self, read: impl FnOnce(&ReportInFull) -> R) -> Option<R> {
        self.loaded.with(|loaded| loaded.as_ref().and_then(|answer| answer.as_ref().ok()).map(read))
    }

    /// How it stands now.
    pub fn stands(self, case: ReportCase) {
        if self.loaded.is_alive() {
            self.loaded.update(|loaded| {
                if let Some(Ok(full)) = loaded {
                    full.case = case;
                }
            });
        }
    }

    /// Why it is not shown: what the server said; nothing, while it has not said anything. `None`: it is here.
    pub fn trouble(self) -> Option<Option<Problem>> {
        self.loaded.with(|loaded| match loaded {
            None => Some(None),
            Some(answer) => answer.as_ref().err().cloned().map(Some),
        })
    }
}
