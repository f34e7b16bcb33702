//! Putting a report before the owner of the server.

use super::form::{Form, line};
use crate::client::use_client;
use crate::components::dialog::dialog;
use crate::words::reports as words;
use hubbub_shared::protocol::command::EscalateReport;
use hubbub_shared::text::Reason;
use hubbub_shared::{HubId, ReportId};
use sycamore::prelude::*;

pub fn escalate(hub: HubId, report: ReportId) -> View {
    let client = use_client();
    let (form, why) = (Form::new(), create_signal(String::new()));
    let field =
        line(&form, "escalation", words::ESCALATE_WHY, words::ESCALATE_EXAMPLE, why, Reason::MAX_CHARS);
    let body = form.view(words::ESCALATE_HINT, field, words::ESCALATE, move |form| {
        let reason = Some(why.get_clone_untracked().trim().to_owned()).filter(|why| !why.is_empty());
        let failed = form.failed();
        client.call(EscalateReport { hub, report, reason }, move |answer| match answer {
            Ok(_) => client.close(),
            Err(problem) => failed(problem),
        });
    });
    dialog(words::ESCALATE.to_owned(), body)
}
