//! Of what the person is told: everywhere, and in a place.

use super::Client;
use crate::state::NotifiedPlace;
use hubbub_shared::model::{NotificationLevel, NotificationSettings};
use hubbub_shared::protocol::command::{
    SetCategoryNotifications, SetChannelNotifications, SetHubNotifications, UpdateNotificationSettings,
};
use hubbub_shared::{Problem, Timestamp};

/// What is chosen for a place. Nothing: it goes by what is around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Chosen {
    /// Of what one is told.
    pub level: Option<NotificationLevel>,
    /// Until when it is muted.
    pub muted_until: Option<Timestamp>,
}

impl Client {
    /// Changes what holds wherever nothing else is chosen.
    pub fn change_notifications(
        self,
        change: UpdateNotificationSettings,
        done: impl FnOnce(Result<NotificationSettings, Problem>) + 'static,
    ) {
        self.call(change, move |answer| self.notifications_changed(answer, done));
    }

    /// Chooses for a place.
    pub fn choose_notifications(
        self,
        place: NotifiedPlace,
        chosen: Chosen,
        done: impl FnOnce(Result<NotificationSettings, Problem>) + 'static,
    ) {
        let Chosen { level, muted_until } = chosen;
        let done = move |answer| self.notifications_changed(answer, done);
        match place {
            NotifiedPlace::Hub(hub) => self.call(SetHubNotifications { hub, level, muted_until }, done),
            NotifiedPlace::Category(hub, category) => {
                self.call(SetCategoryNotifications { hub, category, level, muted_until }, done);
            }
            NotifiedPlace::Channel(_, channel) => {
                self.call(SetChannelNotifications { channel, level, muted_until }, done);
            }
        }
    }

    /// Whoever shows of what the person is told asks anew.
    fn notifications_changed(
        self,
        answer: Result<NotificationSettings, Problem>,
        done: impl FnOnce(Result<NotificationSettings, Problem>),
    ) {
        if answer.is_ok() {
            self.notification_news.update(|news| *news += 1);
        }
        done(answer);
    }
}
