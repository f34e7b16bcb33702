//! Of what a session hears that says who it is.

use crate::domain::applications::ApplicationDoc;
use crate::domain::caller::{Caller, CallerKind};
use crate::error::{Error, Result};
use crate::live::Live;
use hubbub_shared::Problem;
use hubbub_shared::model::Intent;

/// What was asked for, if it may be heard. A bot has to say it, and its application, too: whoever adds it has read that.
/// People hear everything unless they say otherwise.
pub async fn intents(live: &Live, caller: &Caller, asked: Option<Vec<Intent>>) -> Result<Vec<Intent>> {
    let CallerKind::Bot { application } = caller.kind else {
        return Ok(asked.unwrap_or_else(|| Intent::ALL.to_vec()));
    };
    let refused = |message| Error::from(Problem::field("intents", message));
    let asked = asked.ok_or_else(|| refused(format!("A bot says of what it wants to hear: {}.", all())))?;
    let known: Option<ApplicationDoc> = live.store.get(application).await?;
    let known = known.ok_or_else(Error::not_found)?.intents;
    match asked.iter().find(|intent| !known.contains(intent)) {
        None => Ok(asked),
        Some(intent) => {
            let name = intent.name();
            Err(refused(format!("The application does not say that it hears of {name}. Change it first.")))
        }
    }
}

fn all() -> String {
    Intent::ALL.map(Intent::name).join(", ")
}
