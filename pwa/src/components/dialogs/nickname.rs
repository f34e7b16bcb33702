//! What the hub calls a member: oneself, or somebody below.

use super::form::{Form, line};
use crate::client::{Client, use_client};
use crate::components::dialog::dialog;
use crate::words::{self as all_words, members as words};
use hubbub_shared::model::{Member, User};
use hubbub_shared::protocol::command::SetNickname;
use hubbub_shared::text::Nickname;
use hubbub_shared::{HubId, Problem, UserId};
use sycamore::prelude::*;

pub fn nickname(hub: HubId, user: &User) -> View {
    let client = use_client();
    let (is_me, member) = client
        .model
        .with_untracked(|model| (model.my_id() == Some(user.id), model.members.get(hub, user.id).cloned()));
    let before =
        member.filter(|member| member.name_elsewhere.is_some()).map(|member| member.user.display_name);
    let (form, name) = (Form::new(), create_signal(before.clone().unwrap_or_default()));
    let field = line(&form, "nickname", words::NICKNAME, "", name, Nickname::MAX_CHARS);
    let (title, hint) = match is_me {
        true => (words::NICKNAME_OWN.to_owned(), words::NICKNAME_OWN_HINT),
        false => (words::nickname_of(&user.display_name), words::NICKNAME_HINT),
    };
    let whom = (hub, user.id);
    let body = form.view(hint, field, all_words::SAVE, move |form| {
        let wanted = match wanted(&name.get_clone_untracked()) {
            Ok(wanted) => wanted,
            Err(problem) => return form.failed()(problem),
        };
        let before = before.clone();
        rename(client, whom, wanted, move |answer| match answer {
            Ok(name) => {
                client.close();
                client.offer_undo(words::named(&name), move || take_back(client, whom, before.clone()));
            }
            Err(problem) => form.failed()(problem),
        });
    });
    dialog(title, body)
}

/// Nothing typed is no nickname.
fn wanted(typed: &str) -> Result<Option<String>, Problem> {
    match typed.trim().is_empty() {
        true => Ok(None),
        false => Nickname::parse(typed).map(|name| Some(name.into())).map_err(all_words::problem),
    }
}

/// `done` is told what they are called now.
fn rename(
    client: Client,
    (hub, user): (HubId, UserId),
    nickname: Option<String>,
    done: impl FnOnce(Result<String, Problem>) + 'static,
) {
    client.call(SetNickname { hub, user, nickname }, move |answer: Result<Member, Problem>| {
        done(answer.map(|member| {
            let name = member.user.display_name.clone();
            client.model.update(|model| model.members.put(hub, member));
            name
        }));
    });
}

fn take_back(client: Client, whom: (HubId, UserId), before: Option<String>) {
    rename(client, whom, before, move |answer| {
        if let Err(problem) = answer {
            client.complain(&problem);
        }
    });
}
