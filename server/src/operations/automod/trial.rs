//! What a text would meet, without saying it.

use crate::domain::access::HubAccess;
use crate::domain::automod::{Automod, Hit, RuleDoc, Said, Whereabouts, trigger};
use crate::domain::caller::Caller;
use crate::domain::messages::{Body, weight};
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::model::{AutomodAction, AutomodHit, AutomodTrial, AutomodTrigger};
use hubbub_shared::protocol::command::TryAutomod;
use hubbub_shared::{AutomodRuleId, Permissions};

/// What the rules find in a text of somebody whom none of them exempts; or what one would find that is not saved yet.
pub async fn try_out(live: &Live, caller: &Caller, command: TryAutomod) -> Result<AutomodTrial> {
    let (_, access) = prove::hub(live, caller, command.hub, Permissions::MANAGE_HUB).await?;
    if let Some(channel) = command.channel {
        access.channel(channel, Permissions::NONE)?;
    }
    let body = Body::written(&command.content)?;
    let said = Said::new(body.content(), body.mentioned().users.len());
    match &command.trigger {
        Some(written) => {
            let automod = of_one(&access, trigger(written, &live.settings.capacity)?);
            let hits = automod.find(&said, Whereabouts { roles: &[], channel: None });
            Ok(AutomodTrial { hits: hits.into_iter().map(without_rule).collect(), action: None })
        }
        None => {
            let at = Whereabouts { roles: &[], channel: command.channel };
            let hits = access.structure().automod.find(&said, at);
            let action = hits.iter().map(|hit| hit.rule.action).max_by_key(|action| weight(*action));
            Ok(AutomodTrial { hits: hits.into_iter().map(view).collect(), action })
        }
    }
}

/// A hub's automod with nothing but this in it.
fn of_one(access: &HubAccess, trigger: AutomodTrigger) -> Automod {
    let hub = access.structure().hub.id;
    Automod::of(vec![RuleDoc::new(AutomodRuleId(0), hub, String::new(), trigger, AutomodAction::Alert)])
}

fn view(hit: Hit<'_>) -> AutomodHit {
    AutomodHit { rule: Some(hit.rule.id), name: Some(hit.rule.name.clone()), found: hit.found }
}

fn without_rule(hit: Hit<'_>) -> AutomodHit {
    AutomodHit { rule: None, name: None, found: hit.found }
}
