//! Words for roles: the list, the editor, giving and taking them, and seeing a hub as a role sees it.

use crate::state::Look;
use hubbub_shared::model::Role;

pub const ROLES: &str = "Roles";
pub const HINT: &str =
    "A role says what its members may do. Who manages roles reaches only those below their own.";
pub const CREATE: &str = "Create role";
pub const NEW_ROLE: &str = "New role";
pub const NONE_TITLE: &str = "Everyone is alike";
pub const NONE: &str =
    "Create a role for those who look after the hub, or for anything that people have in common.";
pub const EVERYONE: &str = "Everyone";
pub const EVERYONE_HINT: &str = "What every member may do";
pub const LOCKED: &str = "You cannot change this role";
pub const UNSAVED: &str = "Not saved";
pub const UNSAVED_CHANGES: &str = "You have changes that are not saved.";
pub const DISCARD: &str = "Discard";
pub const KEPT: &str = "What you changed is kept on this device until you save it.";
pub const GONE_TITLE: &str = "No such role";
pub const GONE: &str = "It was deleted, or never was in this hub.";

// The editor
pub const NAME: &str = "Name";
pub const NAME_EXAMPLE: &str = "Moderators";
pub const COLOR: &str = "Colour of names";
pub const NO_COLOR: &str = "No colour";
pub const OWN_COLOR: &str = "Another colour";
pub const PALETTE: [(&str, u32); 12] = [
    ("Red", 0xd6_3f_3f),
    ("Orange", 0xd9_6b_1e),
    ("Amber", 0xb8_86_0b),
    ("Olive", 0x7a_8b_1f),
    ("Green", 0x2e_8b_4f),
    ("Teal", 0x14_8f_88),
    ("Sky", 0x1e_88_c7),
    ("Blue", 0x3b_66_d6),
    ("Violet", 0x7a_55_d6),
    ("Purple", 0xa8_4b_c4),
    ("Pink", 0xd1_4b_8f),
    ("Grey", 0x7a_82_88),
];
pub const ON_LIGHT: &str = "Light";
pub const ON_DARK: &str = "Dark";
pub const EMOJI: &str = "Emoji before the name";
pub const NO_EMOJI: &str = "No emoji";
pub const CHOOSE_EMOJI: &str = "Choose";
pub const CHANGE_EMOJI: &str = "Change";
pub const HOIST: &str = "Show its members separately";
pub const HOIST_HINT: &str = "They stand under the role's name in the list of members.";
pub const MENTIONABLE: &str = "Everyone may mention it";
pub const MENTIONABLE_HINT: &str = "Counts as soon as roles can be mentioned.";
pub const LOOKS: &str = "How it looks";
pub const MAY: &str = "What its members may do";
pub const EVERYONE_MAY: &str = "What every member may do";
pub const DELETE: &str = "Delete role";
pub const DELETED: &str = "The role was deleted";
pub const CREATED: &str = "The role is there";

// Its members
pub const MEMBERS: &str = "Members";
pub const SEARCH_MEMBERS: &str = "Search members";
pub const MORE_MEMBERS: &str = "Load more members";

pub fn change_members(count: usize) -> String {
    match count {
        1 => "Save for one member".to_owned(),
        count => format!("Save for {count} members"),
    }
}

// On a member's card
pub const OF_MEMBER: &str = "Roles…";
pub const NO_ROLES: &str = "There are no roles to give yet.";

// Seeing a hub as a role
pub const SEE_AS: &str = "See the hub as this role";
pub const SEE_AS_EVERYONE: &str = "See the hub as a member without roles";
pub const SEEN_AS_END: &str = "End";
pub const SEEN_AS_HINT: &str =
    "Channels that you cannot see yourself are missing. What you do, you do as yourself.";

pub fn seen_as(role: &Role) -> String {
    match role.id == role.hub.everyone() {
        true => "You see the hub as a member without roles".to_owned(),
        false => format!("You see the hub as {}", role.name),
    }
}

/// What a role is called on the screen.
pub fn called(role: &Role) -> String {
    match role.id == role.hub.everyone() {
        true => EVERYONE.to_owned(),
        false => role.name.clone(),
    }
}

pub fn move_label(name: &str) -> String {
    format!("Move {name}: arrow up and down")
}

pub fn moved(name: &str) -> String {
    format!("{name} was moved")
}

/// For who listens: where a role stands now.
pub fn stands_at(name: &str, place: usize, of: usize) -> String {
    format!("{name}, {place} of {of}")
}

pub fn delete_title(name: &str) -> String {
    format!("Delete {name}?")
}

pub fn delete_hint(name: &str) -> String {
    format!("Its members lose what only {name} gave them. This cannot be undone.")
}

pub fn roles_of(name: &str) -> String {
    format!("Roles of {name}")
}

pub fn given(role: &str, name: &str) -> String {
    format!("{name} has the role {role}")
}

pub fn taken(role: &str, name: &str) -> String {
    format!("{name} no longer has the role {role}")
}

/// What becomes of the colour in a theme.
pub fn look(look: Look) -> &'static str {
    match look {
        Look::AsChosen => "as chosen",
        Look::Darker => "shown darker, to be readable",
        Look::Lighter => "shown lighter, to be readable",
    }
}
