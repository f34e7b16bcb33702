//! The documentation names all that there is: every row of the table of commands, every permission, every action.

use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::protocol::Command;
use hubbub_shared::{ErrorCode, Permissions};

const API: &str = include_str!("../../../docs/api.md");
const PROTOCOL: &str = include_str!("../../../docs/protocol.md");

#[test]
fn every_route_is_in_the_documentation_of_the_api() {
    for verb in Command::VERBS {
        let Some(route) = verb.route else { continue };
        for address in route.addresses() {
            let line = format!("| `{} /api{address}` |", route.method);
            assert!(API.contains(&line), "{line} is for {}: {}", verb.name, verb.about);
        }
    }
}

#[test]
fn every_command_is_in_the_documentation_of_the_socket_with_its_reply() {
    for verb in Command::VERBS {
        let name = format!("`{}`", verb.name);
        let row = PROTOCOL.lines().find(|line| line.starts_with('|') && line.contains(&name));
        let row = row.unwrap_or_else(|| panic!("{name} stands in no table: {}", verb.about));
        assert!(row.contains(&format!("`{}`", verb.reply)), "{name} replies {}: {row}", verb.reply);
    }
}

#[test]
fn every_word_that_programs_compare_is_explained() {
    let permissions = Permissions::TABLE.iter().map(|row| row.name);
    let codes =
        ErrorCode::ALL.iter().map(|code| serde_json::to_value(code).unwrap().as_str().unwrap().to_owned());
    let actions = AuditAction::ALL.iter().map(|action| action.name());
    let words = permissions.map(str::to_owned).chain(codes).chain(actions.map(str::to_owned));
    let missing: Vec<_> = words.filter(|word| !API.contains(&format!("`{word}`"))).collect();
    assert!(missing.is_empty(), "not in docs/api.md: {missing:?}");
}
