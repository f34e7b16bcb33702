//! Words for what a hub has looked for in messages.

use hubbub_shared::model::{AutomodAction, AutomodLinks, AutomodRule, AutomodTrial, AutomodTrigger};

pub const AUTOMOD: &str = "Automod";
pub const HINT: &str =
    "Rules look at every message before anybody reads it. They do not look at who runs the hub.";
pub const NONE_TITLE: &str = "No rules yet";
pub const NONE: &str = "A rule stops words, links or spam before anybody reads them.";
pub const NEW_RULE: &str = "New rule";
pub const EDIT_RULE: &str = "Edit rule";
pub const DELETE_RULE: &str = "Delete rule";
pub const SAVED: &str = "The rule is in force";
pub const NEEDS_TIMEOUTS: &str =
    "A rule that times people out takes the right to do that yourself. Choose something else it does.";
pub const NUMBER_MISSING: &str = "Type a number. Then save again.";

pub const NAME: &str = "Name of the rule";
pub const NAME_EXAMPLE: &str = "Manners";
pub const LOOKS_FOR: &str = "It looks for";
/// In the order in which they are offered.
pub const KINDS: [&str; 5] =
    ["Words and phrases", "Links", "Many mentions", "The same again and again", "A pattern"];
pub const WORDS: &str = "Words and phrases, one on each line";
pub const WORDS_HINT: &str = "Whole words. With * at the end also what begins so. Capitals, accents and look-alike letters make no difference.";
pub const LINKS: &str = "Which links";
pub const LINK_KINDS: [&str; 3] = ["All links", "All but those to these sites", "Only those to these sites"];
pub const HOSTS: &str = "Sites, one on each line";
pub const HOSTS_HINT: &str = "Like example.org, which stands for www.example.org too.";
pub const MENTIONS: &str = "More than so many people mentioned";
pub const TIMES: &str = "So often is fine";
pub const SECS: &str = "Within so many seconds";
pub const PATTERN: &str = "Pattern (a regular expression)";
pub const PATTERN_HINT: &str =
    "Looked for in the words as written, and without capitals, accents and look-alikes.";

pub const DOES: &str = "Then";
/// In the order in which they are offered.
pub const ACTIONS: [&str; 7] = [
    "Block the message",
    "Hold it for review",
    "Let it through and note it in the audit log",
    "Block it, and time out for 10 minutes",
    "Block it, and time out for an hour",
    "Block it, and time out for a day",
    "Block it, and time out for 7 days",
];
pub const ACTION_OF: [AutomodAction; 7] = [
    AutomodAction::Block,
    AutomodAction::Hold,
    AutomodAction::Alert,
    AutomodAction::TimeOut { secs: 600 },
    AutomodAction::TimeOut { secs: 3600 },
    AutomodAction::TimeOut { secs: 86_400 },
    AutomodAction::TimeOut { secs: 604_800 },
];
pub const NOTICE: &str = "What the author is told (optional)";
pub const NOTICE_EXAMPLE: &str = "Please be kind.";
pub const EXCEPTIONS: &str = "Exceptions";
pub const EXCEPTIONS_HINT: &str =
    "The rule looks at nobody with one of these roles, and into none of these channels.";
pub const EXEMPT_ROLES: &str = "Roles";
pub const EXEMPT_CHANNELS: &str = "Channels";

pub const TRY: &str = "Try it";
pub const TRY_HINT: &str = "Nothing is sent.";
pub const TRY_IT: &str = "See what happens";

pub const REVIEW: &str = "Held for review";
pub const REVIEW_NONE_TITLE: &str = "Nothing waits";
pub const REVIEW_NONE: &str = "What a rule holds shows here until somebody decides.";
pub const REVIEW_MORE: &str = "Show more";
pub const RELEASE: &str = "Publish";
pub const RELEASED: &str = "Published";
pub const DISCARD: &str = "Discard";
pub const DISCARDED: &str = "Discarded";
pub const DECIDED_ALREADY: &str = "Somebody has decided about that already.";
pub const AUTHOR_GONE: &str = "Whoever wrote this has left. You can only discard it.";

/// The place of what a rule looks for among the kinds.
pub const fn kind_of(trigger: &AutomodTrigger) -> usize {
    match trigger {
        AutomodTrigger::Words(_) => 0,
        AutomodTrigger::Links(_) => 1,
        AutomodTrigger::Mentions { .. } => 2,
        AutomodTrigger::Repetition { .. } => 3,
        AutomodTrigger::Pattern(_) => 4,
    }
}

/// The place of what a rule does; a timeout that is none of the choices is shown as the next longer one.
pub fn place_of(action: AutomodAction) -> usize {
    let fits = |one: &AutomodAction| match (action, one) {
        (AutomodAction::TimeOut { secs }, AutomodAction::TimeOut { secs: choice }) => *choice >= secs,
        (action, one) => action == *one,
    };
    ACTION_OF.iter().position(fits).unwrap_or(ACTION_OF.len() - 1)
}

pub fn edit_of(name: &str) -> String {
    format!("Edit the rule {name}")
}

pub fn deleted(name: &str) -> String {
    format!("{name} was deleted")
}

/// What a rule looks for.
pub fn looks_for(trigger: &AutomodTrigger) -> String {
    match trigger {
        AutomodTrigger::Words(words) if words.len() == 1 => "1 word".to_owned(),
        AutomodTrigger::Words(words) => format!("{} words", words.len()),
        AutomodTrigger::Links(AutomodLinks::All) => "All links".to_owned(),
        AutomodTrigger::Links(AutomodLinks::Except(hosts)) => format!("Links but to {}", hosts.join(", ")),
        AutomodTrigger::Links(AutomodLinks::Only(hosts)) => format!("Links to {}", hosts.join(", ")),
        AutomodTrigger::Mentions { more_than } => format!("More than {more_than} mentions"),
        AutomodTrigger::Repetition { times, secs } => format!("The same more than {times} times in {secs} s"),
        AutomodTrigger::Pattern(pattern) => pattern.clone(),
    }
}

/// What becomes of what a rule finds.
pub const fn does(action: AutomodAction) -> &'static str {
    match action {
        AutomodAction::Alert => "noted",
        AutomodAction::Hold => "held for review",
        AutomodAction::Block => "blocked",
        AutomodAction::TimeOut { .. } => "blocked, with a timeout",
    }
}

/// What a rule is about, in a line.
pub fn summary(rule: &AutomodRule) -> String {
    format!("{} · {}", looks_for(&rule.trigger), does(rule.action))
}

/// What trying words came to.
pub fn trial(trial: &AutomodTrial) -> String {
    if trial.hits.is_empty() {
        return "Nothing would happen.".to_owned();
    }
    let found = trial.hits.iter().map(|hit| match &hit.name {
        Some(name) => format!("{name}: “{}”", hit.found),
        None => format!("“{}”", hit.found),
    });
    let found = found.collect::<Vec<_>>().join(", ");
    let then = match trial.action {
        None => return format!("It finds {found}."),
        Some(AutomodAction::Alert) => "It would be published, and noted in the audit log.",
        Some(AutomodAction::Hold) => "It would be held for review.",
        Some(AutomodAction::Block) => "It would be blocked.",
        Some(AutomodAction::TimeOut { .. }) => "It would be blocked, and its author timed out.",
    };
    format!("Found: {found}. {then}")
}

pub fn held_by(rule: &str, channel: &str, when: &str) -> String {
    format!("#{channel}, {when} · {rule}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_rule_does_is_found_among_the_choices() {
        for (place, action) in ACTION_OF.iter().enumerate() {
            assert_eq!(place_of(*action), place);
        }
        assert_eq!(place_of(AutomodAction::TimeOut { secs: 601 }), 4);
        assert_eq!(place_of(AutomodAction::TimeOut { secs: 2_419_200 }), 6);
    }
}
