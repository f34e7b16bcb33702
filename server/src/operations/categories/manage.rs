//! Making, changing and deleting categories.

use crate::domain::caller::Caller;
use crate::domain::capacity::fits;
use crate::domain::categories::CategoryDoc;
use crate::domain::hubs::Needs;
use crate::error::{Error, Result};
use crate::live::HubHandle;
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::model::Category;
use hubbub_shared::protocol::command::{CreateCategory, DeleteCategory, UpdateCategory};
use hubbub_shared::text::CategoryName;
use hubbub_shared::{CategoryId, Permissions};

/// What it takes to manage categories.
const TO_MANAGE: Needs = Needs::InHub(Permissions::MANAGE_CHANNELS);

/// Adds a category, last unless told.
pub async fn create(live: &Live, caller: &Caller, command: CreateCategory) -> Result<Category> {
    let (id, hub_id) = (CategoryId(live.clock.next_id()), command.hub);
    let hub = prove::change(live, caller, hub_id, TO_MANAGE, &[], move |draft| {
        let name = CategoryName::parse(&command.name)?;
        let most = draft.capacity().categories;
        let structure = draft.structure();
        fits(structure.categories.len() + 1, most, |most| format!("A hub may have {most} categories."))?;
        let last = structure
            .categories
            .iter()
            .map(|category| category.position.saturating_add(1))
            .max()
            .unwrap_or(0);
        structure.categories.push(CategoryDoc::new(
            id,
            hub_id,
            name.to_string(),
            command.position.unwrap_or(last),
        ));
        Ok(())
    })
    .await?;
    view_of(&hub, id)
}

/// Renames or moves a category.
pub async fn update(live: &Live, caller: &Caller, command: UpdateCategory) -> Result<Category> {
    let (id, hub_id) = (command.category, command.hub);
    let hub = prove::change(live, caller, hub_id, TO_MANAGE, &[], move |draft| {
        let name = command.name.as_deref().map(CategoryName::parse).transpose()?;
        let found = draft.structure().categories.iter_mut().find(|category| category.id == id);
        let category = found.ok_or_else(Error::not_found)?;
        category.name = name.as_ref().map_or_else(|| category.name.clone(), ToString::to_string);
        category.position = command.position.unwrap_or(category.position);
        Ok(())
    })
    .await?;
    view_of(&hub, id)
}

/// Deletes a category. Its channels move above all categories; those that followed it keep what it allowed.
pub async fn delete(live: &Live, caller: &Caller, command: DeleteCategory) -> Result<()> {
    let id = command.category;
    prove::change(live, caller, command.hub, TO_MANAGE, &[], move |draft| {
        let proof = draft.proof()?;
        let overwrites = proof.structure().category(id).ok_or_else(Error::not_found)?.overwrites.clone();
        for channel in proof.structure().channels.iter().filter(|channel| channel.category == Some(id)) {
            if !proof.permissions_in(channel).contains(Permissions::MANAGE_CHANNELS) {
                return Err(Error::forbidden("There are channels in this category that you may not manage."));
            }
        }
        let structure = draft.structure();
        structure.categories.retain(|category| category.id != id);
        for channel in structure.channels.iter_mut().filter(|channel| channel.category == Some(id)) {
            channel.category = None;
            if std::mem::replace(&mut channel.synced, false) {
                channel.overwrites.clone_from(&overwrites);
            }
        }
        Ok(())
    })
    .await?;
    Ok(())
}

/// A category as it is now.
pub fn view_of(hub: &HubHandle, id: CategoryId) -> Result<Category> {
    hub.structure().category(id).map(CategoryDoc::view).ok_or_else(Error::not_found)
}
