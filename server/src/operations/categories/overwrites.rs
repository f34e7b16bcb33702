//! What a category changes for the channels that follow it.

use super::manage::view_of;
use crate::domain::caller::Caller;
use crate::domain::hubs::Needs;
use crate::domain::permissions::{check_overwrite_change, find_overwrite, put_overwrite};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::{hubs, prove};
use hubbub_shared::model::{Category, Overwrite, OverwriteTarget};
use hubbub_shared::permissions::manage::must_stay_visible;
use hubbub_shared::protocol::command::{
    GetCategoryOverwrite, GetHub, RemoveCategoryOverwrite, SetCategoryOverwrite,
};
use hubbub_shared::{CategoryId, HubId, Permissions};

/// What the category changes for a role or a member.
pub async fn overwrite(live: &Live, caller: &Caller, command: GetCategoryOverwrite) -> Result<Overwrite> {
    let hub = hubs::look(live, caller, GetHub { hub: command.hub }).await?;
    let category = hub.categories.into_iter().find(|category| category.id == command.category);
    find_overwrite(category.ok_or_else(Error::not_found)?.overwrites, command.target)
}

/// Sets what a role or member may do in the channels that follow the category.
pub async fn set_overwrite(live: &Live, caller: &Caller, command: SetCategoryOverwrite) -> Result<Category> {
    let SetCategoryOverwrite { hub, category, target, allow, deny } = command;
    change(live, caller, hub, category, target, Some(Overwrite { target, allow, deny })).await
}

/// Forgets the overwrite of a role or a member in a category.
pub async fn remove_overwrite(
    live: &Live,
    caller: &Caller,
    command: RemoveCategoryOverwrite,
) -> Result<Category> {
    change(live, caller, command.hub, command.category, command.target, None).await
}

async fn change(
    live: &Live,
    caller: &Caller,
    hub: HubId,
    id: CategoryId,
    target: OverwriteTarget,
    new: Option<Overwrite>,
) -> Result<Category> {
    let needs = Needs::InHub(Permissions::MANAGE_ROLES);
    let hub = prove::change(live, caller, hub, needs, &[], move |draft| {
        let proof = draft.proof()?;
        let before = proof.structure().category(id).ok_or_else(Error::not_found)?;
        let held = proof.permissions_under(&before.overwrites);
        check_overwrite_change(&proof, draft.capacity(), held, &before.overwrites, target, new.as_ref())?;
        let mut after = before.overwrites.clone();
        put_overwrite(&mut after, target, new.clone());
        must_stay_visible(proof.permissions_under(&after))?;
        let found = draft.structure().categories.iter_mut().find(|category| category.id == id);
        found.ok_or_else(Error::not_found)?.overwrites = after;
        Ok(())
    })
    .await?;
    view_of(&hub, id)
}
