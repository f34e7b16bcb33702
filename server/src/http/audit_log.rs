//! A hub's audit log as a file: CSV for tables, JSON for programs. Written while it is read, so its size costs no memory.

mod csv;
mod json;

use super::door::Door;
use super::refused::Refused;
use super::{identity, input};
use crate::domain::caller::Caller;
use crate::error::Error;
use crate::live::Live;
use crate::operations::audit;
use crate::request_id;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{self, Bytes, Payload};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream::{Stream, try_unfold};
use hubbub_shared::Problem;
use hubbub_shared::model::audit::AuditPage;
use hubbub_shared::protocol::command::GetAuditLog;
use hubbub_shared::protocol::{Call, Command, Limit};
use serde_json::Value;
use std::sync::Arc;

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    Json,
}

/// The route of the export, which is a download and therefore no verb.
pub fn export() -> actix_web::Route {
    web::to(|request: HttpRequest, payload: Payload| async move {
        let door = Door::of(&request)?;
        let caller = identity::caller(door, &request).await?;
        // A whole log is more work than most changes.
        door.limits.check(Limit::Write, caller.user)?;
        let mut fields = input::fields(&request, payload).await?;
        let format = Format::named(fields.remove("format").as_ref().and_then(Value::as_str))?;
        let Command::GetAuditLog(ask) = input::command(&GetAuditLog::VERB, fields)? else {
            return Err(Refused::method_not_allowed());
        };
        let name = format!("audit-log-{}.{}", ask.hub, format.extension());
        let mut file = File::new(door.live.clone(), caller, format, ask);
        // Before anything is answered: who may not is told so, and not given half a file.
        let begun = file.piece().await?;
        let disposition = format!("attachment; filename=\"{name}\"");
        let mut answer = HttpResponse::Ok();
        answer.insert_header((CONTENT_TYPE, format.kind())).insert_header((CONTENT_DISPOSITION, disposition));
        Ok::<_, Refused>(answer.streaming(Box::pin(file.pieces_after(begun))))
    })
}

impl Format {
    fn named(name: Option<&str>) -> Result<Self, Problem> {
        match name {
            Some("csv") => Ok(Self::Csv),
            Some("json") => Ok(Self::Json),
            _ => Err(Problem::field("format", "format is csv or json.")),
        }
    }

    const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    const fn kind(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }

    fn head(self, ask: &GetAuditLog) -> String {
        match self {
            Self::Csv => csv::head(),
            Self::Json => json::head(ask.hub),
        }
    }

    fn lines(self, page: &AuditPage, is_first: bool) -> serde_json::Result<String> {
        match self {
            Self::Csv => csv::lines(&page.entries),
            Self::Json => json::lines(&page.entries, is_first),
        }
    }

    /// `next`: before which number there is more than a file holds.
    fn end(self, next: Option<u64>) -> String {
        match self {
            Self::Csv => csv::end(next),
            Self::Json => json::end(next),
        }
    }
}

/// A file on its way.
struct File {
    live: Live,
    caller: Caller,
    format: Format,
    ask: GetAuditLog,
    /// The request by which it was asked for.
    request: Arc<str>,
    /// Lines that are written.
    count: usize,
    is_begun: bool,
    is_over: bool,
}

impl File {
    fn new(live: Live, caller: Caller, format: Format, ask: GetAuditLog) -> Self {
        let limit = Some(live.settings.capacity.page.most);
        let ask = GetAuditLog { limit, ..ask };
        let request = request_id::current();
        Self { live, caller, format, ask, request, count: 0, is_begun: false, is_over: false }
    }

    /// What comes next. The right is proved for each piece: who loses it meanwhile gets no more.
    async fn piece(&mut self) -> Result<Bytes, Error> {
        let (most, format) = (self.live.settings.capacity.audit_export, self.format);
        let mut page = audit::page(&self.live, &self.caller, self.ask.clone()).await?;
        let left = most - self.count;
        if page.entries.len() > left {
            page.entries.truncate(left);
            page.next = page.entries.last().map(|last| last.number);
        }
        let mut text = if self.is_begun { String::new() } else { format.head(&self.ask) };
        text += &format.lines(&page, self.count == 0).map_err(anyhow::Error::from)?;
        self.count += page.entries.len();
        self.is_begun = true;
        self.ask.before = page.next;
        self.is_over = page.next.is_none() || self.count >= most;
        if self.is_over {
            text += &format.end(page.next);
        }
        Ok(text.into())
    }

    /// All of it, of which the first piece is here already.
    fn pieces_after(self, begun: Bytes) -> impl Stream<Item = std::io::Result<Bytes>> {
        try_unfold((self, Some(begun)), |(mut file, ready)| async move {
            if let Some(ready) = ready {
                return Ok(Some((ready, (file, None))));
            }
            if file.is_over {
                return Ok(None);
            }
            let request = Arc::clone(&file.request);
            // The file breaks off; who wants it sees that it is not whole.
            let piece = request_id::scope(request, file.piece()).await.map_err(std::io::Error::other)?;
            Ok(Some((piece, (file, None))))
        })
    }
}
