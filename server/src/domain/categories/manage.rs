//! Making, changing and deleting categories.

use super::store::CategoryDoc;
use crate::actors::hub::HubHandle;
use crate::app::App;
use crate::domain::access;
use crate::domain::caller::Caller;
use crate::error::{Error, Result};
use hubbub_shared::model::Category;
use hubbub_shared::protocol::command::{CreateCategory, DeleteCategory, UpdateCategory};
use hubbub_shared::text::CategoryName;
use hubbub_shared::{CategoryId, ErrorCode, Permissions};

/// Most categories of a hub.
const MOST: usize = 50;

/// Adds a category, last unless told.
pub async fn create(app: &App, caller: &Caller, command: CreateCategory) -> Result<Category> {
    let (hub, _) = access::hub(app, caller, command.hub, Permissions::MANAGE_CHANNELS).await?;
    let name = CategoryName::parse(&command.name)?;
    let id = CategoryId(app.clock.next_id());
    let (actor, hub_id, position) = (caller.clone(), hub.id(), command.position);
    hub.change(&[actor.user], move |draft| {
        let proof = draft.access(&actor, Permissions::MANAGE_CHANNELS)?;
        let structure = draft.structure(&proof);
        if structure.categories.len() >= MOST {
            return Err(Error::rejected(
                ErrorCode::LimitReached,
                format!("A hub may have {MOST} categories."),
            ));
        }
        let last = structure
            .categories
            .iter()
            .map(|category| category.position.saturating_add(1))
            .max()
            .unwrap_or(0);
        structure.categories.push(CategoryDoc::new(id, hub_id, name.to_string(), position.unwrap_or(last)));
        Ok(())
    })
    .await?;
    view_of(&hub, id)
}

/// Renames or moves a category.
pub async fn update(app: &App, caller: &Caller, command: UpdateCategory) -> Result<Category> {
    let (hub, _) = access::hub(app, caller, command.hub, Permissions::MANAGE_CHANNELS).await?;
    let name = command.name.as_deref().map(CategoryName::parse).transpose()?;
    let (actor, id, position) = (caller.clone(), command.category, command.position);
    hub.change(&[actor.user], move |draft| {
        let proof = draft.access(&actor, Permissions::MANAGE_CHANNELS)?;
        let found = draft.structure(&proof).categories.iter_mut().find(|category| category.id == id);
        let category = found.ok_or_else(Error::not_found)?;
        category.name = name.as_ref().map_or_else(|| category.name.clone(), ToString::to_string);
        category.position = position.unwrap_or(category.position);
        Ok(())
    })
    .await?;
    view_of(&hub, id)
}

/// Deletes a category. Its channels move above all categories; those that followed it keep what it allowed.
pub async fn delete(app: &App, caller: &Caller, command: DeleteCategory) -> Result<()> {
    let (hub, _) = access::hub(app, caller, command.hub, Permissions::MANAGE_CHANNELS).await?;
    let (actor, id) = (caller.clone(), command.category);
    hub.change(&[actor.user], move |draft| {
        let proof = draft.access(&actor, Permissions::MANAGE_CHANNELS)?;
        let overwrites = proof.structure.category(id).ok_or_else(Error::not_found)?.overwrites.clone();
        for channel in proof.structure.channels.iter().filter(|channel| channel.category == Some(id)) {
            if !proof.permissions_in(channel).contains(Permissions::MANAGE_CHANNELS) {
                return Err(Error::forbidden("There are channels in this category that you may not manage."));
            }
        }
        let structure = draft.structure(&proof);
        structure.categories.retain(|category| category.id != id);
        for channel in structure.channels.iter_mut().filter(|channel| channel.category == Some(id)) {
            channel.category = None;
            if std::mem::replace(&mut channel.synced, false) {
                channel.overwrites.clone_from(&overwrites);
            }
        }
        Ok(())
    })
    .await
}

/// A category as it is now.
pub fn view_of(hub: &HubHandle, id: CategoryId) -> Result<Category> {
    hub.structure().category(id).map(CategoryDoc::view).ok_or_else(Error::not_found)
}
