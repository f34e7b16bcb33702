//! Words for roles that members choose for themselves.

use hubbub_shared::model::RoleGroupKind;

// Offering them
pub const OFFERED: &str = "Roles to choose from";
pub const OFFERED_OPEN_HINT: &str = "What members may take for themselves, such as regions or interests";
pub const HINT: &str = "Members take these roles themselves. Such a role lets them take part and gives no power, whatever its place.";
pub const NONE_TITLE: &str = "Nothing to choose yet";
pub const NONE: &str = "Make a group, such as “Region” or “Interests”, and add roles to it.";
pub const NEW: &str = "New group";
pub const EDIT: &str = "Edit group";
pub const NAME: &str = "What it is about";
pub const NAME_EXAMPLE: &str = "Region";
pub const KIND: &str = "Members choose";
pub const KINDS: [(RoleGroupKind, &str); 2] =
    [(RoleGroupKind::OneOf, "One of them"), (RoleGroupKind::AnyOf, "As many as they like")];
pub const ROLES: &str = "Roles in this group";
pub const NO_ROLES: &str = "There are no roles yet. Make some first.";
pub const DELETE: &str = "Delete group";
pub const DELETE_HINT: &str = "Who chose a role keeps it, and it counts in the order of roles again.";
pub const BACK: &str = "Back to the groups";

pub fn kind(kind: RoleGroupKind) -> &'static str {
    match kind {
        RoleGroupKind::OneOf => "One of these",
        RoleGroupKind::AnyOf => "Any of these",
    }
}

/// A group in a line.
pub fn summary(of: RoleGroupKind, roles: &[String]) -> String {
    match roles {
        [] => "No roles yet".to_owned(),
        roles => format!("{}: {}", kind(of), roles.join(", ")),
    }
}

pub fn edit_of(name: &str) -> String {
    format!("Edit {name}")
}

pub fn up(name: &str) -> String {
    format!("Move {name} up")
}

pub fn down(name: &str) -> String {
    format!("Move {name} down")
}

pub fn deleted(name: &str) -> String {
    format!("{name} was deleted")
}

pub fn in_other(name: &str) -> String {
    format!("{name} offers it already.")
}

// Choosing
pub const CHOOSE: &str = "Choose your roles";
pub const CHOOSE_HINT: &str = "Others see what you choose. You can change it whenever you like.";
pub const CHOOSE_NONE_TITLE: &str = "Nothing to choose";
pub const CHOOSE_NONE: &str = "This hub offers no roles at the moment.";
pub const MAY_NOT_TITLE: &str = "You cannot choose roles here";
pub const MAY_NOT: &str = "The hub does not let you at the moment. Ask somebody who runs it.";
pub const NO_ROLE: &str = "None of these";

pub fn chosen(role: &str) -> String {
    format!("You have the role {role}")
}

pub fn left(role: &str) -> String {
    format!("You no longer have the role {role}")
}
