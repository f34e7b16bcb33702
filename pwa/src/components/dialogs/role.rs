//! Asks whether to delete a role.

use super::parts::{confirm, hub_view};
use crate::client::use_client;
use crate::state::HubSection;
use crate::words::roles as words;
use hubbub_shared::{HubId, RoleId};
use sycamore::prelude::*;

pub fn delete(hub: HubId, role: RoleId) -> View {
    let client = use_client();
    let Some(view) = hub_view(client, hub) else { return View::new() };
    let Some(name) = view.roles.iter().find(|known| known.id == role).map(|role| role.name.clone()) else {
        return View::new();
    };
    confirm(words::delete_title(&name), words::delete_hint(&name), words::DELETE, move || {
        client.delete_role(hub, role, move |answer| match answer {
            Ok(()) => {
                client.replace(HubSection::Roles.at(hub));
                client.notify(words::DELETED);
            }
            Err(problem) => {
                client.close();
                client.complain(&problem);
            }
        });
    })
}
