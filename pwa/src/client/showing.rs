//! By which picture somebody is shown: oneself, a hub, or a bot of one's own.

use super::Client;
use super::panel::Shown;
use crate::net::calls::Answer;
use crate::words;
use hubbub_shared::model::Me;
use hubbub_shared::protocol::command::{
    RemoveAvatar, RemoveBotAvatar, RemoveHubIcon, SetAvatar, SetBotAvatar, SetHubIcon,
};
use hubbub_shared::{ApplicationId, Bytes, ErrorCode, Problem};

impl Client {
    /// Shows somebody by this picture, or by none of their own. `done` is told what is wrong with that.
    pub fn show_as(self, of: &Shown, picture: Option<Vec<u8>>, done: impl FnOnce(Option<Problem>) + 'static) {
        let done = move |answer: Answer<()>| done(answer.err().map(said_of));
        match (of, picture.map(Bytes)) {
            (Shown::Me, Some(picture)) => {
                self.call(SetAvatar { picture }, move |answer| done(answer.map(|me| self.is_now(me))))
            }
            (Shown::Me, None) => {
                self.call(RemoveAvatar {}, move |answer| done(answer.map(|me| self.is_now(me))))
            }
            (Shown::Hub(hub), Some(picture)) => self.tell(SetHubIcon { hub: *hub, picture }, done),
            (Shown::Hub(hub), None) => self.tell(RemoveHubIcon { hub: *hub }, done),
            (Shown::Bot(bot), Some(picture)) => {
                self.tell(SetBotAvatar { application: ApplicationId(bot.id.0), picture }, done);
            }
            (Shown::Bot(bot), None) => {
                self.tell(RemoveBotAvatar { application: ApplicationId(bot.id.0) }, done);
            }
        }
    }

    fn is_now(self, me: Me) {
        self.model.update(|model| {
            model.members.meet(&me.user());
            *model.me = Some(me);
        });
    }
}

/// What is said against a picture is said by the server, which knows why.
fn said_of(problem: Problem) -> Problem {
    if problem.code == ErrorCode::InvalidInput { problem } else { words::problem(problem) }
}
