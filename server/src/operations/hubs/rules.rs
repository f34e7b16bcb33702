//! The rules of a hub, in its people's words: writing, reading and accepting them.

use super::look::view_of;
use crate::domain::caller::Caller;
use crate::domain::hubs::Needs;
use crate::domain::members::MemberDoc;
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::Permissions;
use hubbub_shared::model::{HubRules, HubView};
use hubbub_shared::protocol::command::{AcceptRules, GetHubRules, SetHubRules};
use hubbub_shared::text::HubRulesText;

/// The rules, and whether the caller has yet to accept them.
pub async fn look(live: &Live, caller: &Caller, command: GetHubRules) -> Result<HubRules> {
    let (_, access) = prove::hub(live, caller, command.hub, Permissions::NONE).await?;
    let structure = access.structure();
    let pending = structure.is_held_by_rules(access.member(), access.permissions());
    Ok(HubRules { text: structure.hub.rules.clone(), pending })
}

/// Writes the rules. Whoever comes from now on has to accept them; who is there already goes on.
pub async fn set(live: &Live, caller: &Caller, command: SetHubRules) -> Result<HubRules> {
    let text = HubRulesText::parse(&command.text)?;
    let needs = Needs::InHub(Permissions::MANAGE_HUB);
    prove::change(live, caller, command.hub, needs, &[], move |draft| {
        draft.structure().hub.rules = text.to_string();
        Ok(())
    })
    .await?;
    look(live, caller, GetHubRules { hub: command.hub }).await
}

/// Accepts the rules: from the answer on the caller can do what their roles give them.
pub async fn accept(live: &Live, caller: &Caller, command: AcceptRules) -> Result<HubView> {
    caller.as_person()?;
    prove::change(live, caller, command.hub, Needs::InHub(Permissions::NONE), &[], |draft| {
        let member = MemberDoc::clone(draft.proof()?.member());
        draft.put_member(MemberDoc { rules_pending: None, ..member });
        Ok(())
    })
    .await?;
    view_of(live, caller, command.hub).await
}
