//! Words for what people may do: the name of each permission, a sentence of what it lets them do, and why somebody has it
//! or not.

use crate::letters::{lower, upper};
use hubbub_shared::Permissions;
use hubbub_shared::permissions::Permission;
use hubbub_shared::permissions::manage::Refusal;
use hubbub_shared::permissions::resolve::Step;

/// Permissions that belong together, as people look for them, each with the last bit of theirs.
pub const GROUPS: [(&str, u32); 5] =
    [("Seeing", 7), ("Taking part", 23), ("Keeping order", 35), ("Running the hub", 59), ("Everything", 63)];

/// The place of the group that a permission stands in: bits that belong together stand together.
pub fn group(permission: Permissions) -> usize {
    let bit = permission.0.trailing_zeros();
    GROUPS.iter().position(|(_, last)| bit <= *last).unwrap_or_default()
}

/// What a permission is called, and a sentence of what it lets people do. Of one that has no words here yet, the table's.
fn words_of(permission: &Permission) -> (&'static str, &'static str) {
    match permission.name {
        "view" => ("View channels", "See channels, and that they exist."),
        "history" => ("Read history", "Read what was said before they came to look."),
        "send" => ("Send messages", "Write in channels that they see."),
        "attach" => ("Attach files", "Add files and pictures to messages."),
        "embed" => ("Show link previews", "Links that they send show a preview of the page."),
        "mention_everyone" => ("Mention everyone", "Notify everybody in a channel at once."),
        "poll" => ("Ask polls", "Ask questions that others vote on."),
        "react" => ("Add reactions", "Answer a message with an emoji, and vote in polls."),
        "change_nickname" => ("Change their nickname", "Choose what this hub calls them."),
        "choose_roles" => {
            ("Choose roles", "Take roles that the hub offers, such as a region or an interest.")
        }
        "manage_messages" => ("Manage messages", "Delete and pin messages of others."),
        "time_out_members" => ("Time out members", "Stop members below them from writing for a while."),
        "kick_members" => ("Kick members", "Make members below them leave, who may come back."),
        "ban_members" => ("Ban members", "Make members below them leave, and keep them out."),
        "manage_nicknames" => ("Manage nicknames", "Change what the hub calls members below them."),
        "review_reports" => ("Review reports", "Read what members report, and decide about it."),
        "invite" => ("Invite people", "Make links by which others join."),
        "manage_channels" => ("Manage channels", "Create, change and delete channels and categories."),
        "manage_roles" => (
            "Manage roles and permissions",
            "Create, change and give roles below their own, and set what channels allow.",
        ),
        "manage_hub" => ("Manage the hub", "Change the hub's name and settings."),
        "view_audit_log" => ("View the audit log", "See who did what in the hub."),
        "manage_webhooks" => {
            ("Manage webhooks", "Make addresses to which programs post, and see, change and delete them.")
        }
        "administrator" => ("Administrator", "Everything, in every channel, whatever that channel says."),
        _ => ("", permission.meaning),
    }
}

/// What a permission is called. One that has no words here yet is called by its name.
pub fn title(permission: &Permission) -> String {
    match words_of(permission).0 {
        "" => capitalized(&permission.name.replace('_', " ")),
        title => title.to_owned(),
    }
}

/// A sentence of what a permission lets people do.
pub fn meaning(permission: &Permission) -> &'static str {
    words_of(permission).1
}

fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| upper(&first.to_string()) + rest.as_str()).unwrap_or_default()
}

/// Names of permissions for a sentence: "send messages, add reactions".
pub fn listed(permissions: Permissions) -> String {
    let titles = Permissions::TABLE.iter().filter(|row| permissions.contains(row.bit)).map(title);
    titles.map(|title| lower(&title)).collect::<Vec<_>>().join(", ")
}

pub const NO_EFFECT_YET: &str = "No effect yet";

pub const SEARCH: &str = "Search permissions";
pub const NOTHING_FOUND: &str = "No permission of that name. Try another word.";

/// Why something about roles and permissions may not be done, to the person who would.
pub fn refusal(refusal: Refusal) -> String {
    match refusal {
        Refusal::Needs(missing) => format!("For this you need the permission: {}.", listed(missing)),
        Refusal::NotYours(_) => "You can only give and take what you have yourself.".to_owned(),
        Refusal::NotYoursThere(_) => "In a channel it gives what you do not have there yourself.".to_owned(),
        Refusal::RoleNotBelow => "It does not stand below your own highest role.".to_owned(),
        Refusal::MemberNotBelow => "Their highest role does not stand below yours.".to_owned(),
        Refusal::TargetIsOwner => "They own the hub: they may do everything without a role.".to_owned(),
        Refusal::TargetIsAdministrator => "They are an administrator.".to_owned(),
        Refusal::EveryoneAdministrator => "Everyone cannot be an administrator.".to_owned(),
        Refusal::OverwriteAdministrator => "Administrator comes with a role, not with a channel.".to_owned(),
        Refusal::ChoosableGives(power) => {
            format!("Members choose this role for themselves, so it cannot give: {}.", listed(power))
        }
        Refusal::OfBot => "It is a bot's, and goes when the bot is removed.".to_owned(),
        Refusal::HidesFromYou => {
            "You would no longer see it yourself. Let yourself or one of your roles view it.".to_owned()
        }
    }
}

// A channel's and a category's permissions
pub const PERMISSIONS: &str = "Permissions";
pub const PLACES_HINT: &str =
    "What roles may do is the same everywhere, unless a channel or its category says otherwise.";
pub const OF_CATEGORY: &str = "Category";
pub const OWN_PERMISSIONS: &str = "Own permissions";
pub const SYNCED_WITH_ITS_CATEGORY: &str = "Follows its category";
pub const SYNC_AGAIN: &str = "Follow it again";
pub const SYNC_TITLE: &str = "Follow the category again?";
pub const SYNCED: &str = "The channel follows its category";
pub const PRESETS: &str = "Start from";
pub const FOR_WHOM: &str = "For whom";
pub const ADD_TARGET: &str = "Add a role or member";
pub const ADD_TARGET_SEARCH: &str = "Name of a role or member";
pub const NOBODY_FOUND: &str = "Nobody and no role of that name.";
pub const REMOVE_TARGET: &str = "Remove from here";
pub const ALLOW: &str = "Allow";
pub const INHERIT: &str = "Inherit";
pub const DENY: &str = "Deny";
pub const COMES_TO_YES: &str = "Comes to: allowed";
pub const COMES_TO_NO: &str = "Comes to: not allowed";
pub const ADMINISTRATOR_ANYWAY: &str = "May do everything anyway, as owner or administrator.";
pub const LOCKED_OUT: &str = "You would lock yourself out";
pub const HIDDEN_FROM_YOU: &str = "You would no longer see it yourself, so it cannot be saved like this. Let yourself or one of your roles view it.";
pub const NOT_FOUND_TITLE: &str = "Nothing to set here";
pub const NOT_FOUND: &str = "It is no longer there, or you may not see it.";

/// Presets: name, and what it does.
pub const OPEN: (&str, &str) = ("Open", "As in the rest of the hub.");
pub const PRIVATE: (&str, &str) = ("Private", "Only those you let in see it.");
pub const ANNOUNCEMENTS: (&str, &str) =
    ("Announcements", "Everyone reads; roles that manage messages write.");
pub const READ_ONLY: (&str, &str) = ("Read-only", "Everyone reads; only administrators write.");

pub fn follows(category: &str) -> String {
    format!("It follows the category {category}. What you change here ends that.")
}

pub fn has_its_own(category: &str) -> String {
    format!("It has permissions of its own and does not follow the category {category}.")
}

pub fn sync_hint(category: &str) -> String {
    format!("What was set for this channel alone is dropped, and what the category {category} says applies.")
}

pub fn governs(channels: usize) -> String {
    match channels {
        0 => "No channel follows this category now.".to_owned(),
        1 => "Applies to the one channel that follows this category.".to_owned(),
        count => format!("Applies to the {count} channels that follow this category."),
    }
}

pub fn you_would_lose(losses: Permissions) -> String {
    format!("You could no longer do this here: {}. You may not be able to take it back.", listed(losses))
}

pub fn choice_of(permission: &str) -> String {
    format!("{permission}: allow, inherit or deny")
}

// Why
pub const WHY: &str = "Why?";
pub const WHY_TITLE: &str = "What you may do here";
pub const WHY_TITLE_IN_HUB: &str = "What you may do in this hub";
pub const NEVER_GIVEN: &str = "No role gives it.";

pub fn why_title_of(name: &str) -> String {
    format!("What {name} may do here")
}

/// What a step of the calculation did, in words.
pub fn step(step: Step, role: Option<&str>, gave: bool) -> String {
    let words = match (step, gave) {
        (Step::NotMember, _) => "Not a member of the hub.",
        (Step::Owner, _) => "Given: the owner may do everything.",
        (Step::Everyone, _) => "Given to everyone.",
        (Step::Role(_), _) => return format!("Given by the role {}.", role.unwrap_or("that is gone")),
        (Step::Administrator, _) => "Given: administrators may do everything.",
        (Step::EveryoneOverwrite, true) => "Given to everyone in this channel.",
        (Step::EveryoneOverwrite, false) => "Taken from everyone in this channel.",
        (Step::RoleOverwrites, true) => "Given to a role in this channel.",
        (Step::RoleOverwrites, false) => "Taken from a role in this channel.",
        (Step::MemberOverwrite, true) => "Given to this member in this channel.",
        (Step::MemberOverwrite, false) => "Taken from this member in this channel.",
        (Step::RulesPending, _) => "Taken: the rules of the hub are not accepted yet.",
        (Step::TimedOut, _) => "Taken: timed out, and may only read until that ends.",
        (Step::Locked, _) => "Taken: the channel or the hub is locked for now.",
        (Step::NoView, _) => "Taken: who cannot see the channel can do nothing in it.",
        (Step::NoSend, _) => "Taken: it goes with sending messages.",
        (Step::Scope, _) => "Taken: this app may do less than its owner.",
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_has_words_and_a_group_that_follows_the_table() {
        let mut before = 0;
        for row in Permissions::TABLE {
            assert!(title(row).chars().next().is_some_and(char::is_uppercase), "{}", row.name);
            assert!(meaning(row).ends_with('.') && meaning(row).len() > title(row).len(), "{}", row.name);
            assert!(group(row.bit) >= before, "{} stands among its like", row.name);
            before = group(row.bit);
        }
        assert_eq!(listed(Permissions::SEND | Permissions::REACT), "send messages, add reactions");
    }

    #[test]
    fn what_has_no_words_yet_is_called_by_its_name() {
        let newer = Permission { bit: Permissions(1 << 42), name: "manage_windows", meaning: "…" };
        assert_eq!((title(&newer).as_str(), meaning(&newer)), ("Manage windows", "…"));
    }
}
