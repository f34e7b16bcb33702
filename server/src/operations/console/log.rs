//! The log of what the owner of the server did.

use super::prove;
use crate::domain::audit::Filter;
use crate::domain::caller::Caller;
use crate::domain::server::SERVER_LOG;
use crate::error::Result;
use crate::live::Live;
use crate::operations::audit;
use hubbub_shared::model::AuditPage;
use hubbub_shared::protocol::command::AdminGetLog;

/// Lines of the server's log, newest first.
pub async fn page(live: &Live, caller: &Caller, command: AdminGetLog) -> Result<AuditPage> {
    prove::owner(live, caller).await?;
    let filter = Filter { action: command.action, ..Filter::default() };
    audit::lines(live, SERVER_LOG, &filter, command.before, command.limit).await
}
