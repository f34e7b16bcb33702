//! Being told without looking: by push, and in the inbox.

mod choosing;
mod devices;
mod inbox;
mod pushing;
mod services;

use hubbub_shared::model::{NotificationSettings, PlaceNotifications};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::GetNotificationSettings;
use hubbub_shared::{ChannelId, HubId, Problem};
use hubbub_tests::{Acts, Engine, Person, PushService, Server, Subscription};

/// Ada's hub with Bo, who is not there but has a phone that is told.
struct Away {
    server: Server,
    service: PushService,
    ada: Person,
    bo: Person,
    hub: HubId,
    general: ChannelId,
    phone: Subscription,
}

impl Away {
    async fn on(engine: Engine) -> Self {
        let service = PushService::start().await;
        let server = Server::with(engine, &[("HUBBUB_PUSH_HOSTS", &service.host())]).await;
        let (ada, bo) = (server.person("Ada").await, server.person("Bo").await);
        let view = ada.creates_hub("Rust").await;
        bo.joins(&ada.invites(view.id).await).await;
        let phone = service.joins(&bo).await;
        Self { server, service, ada, bo, hub: view.id, general: view.channels[0].id, phone }
    }

    /// Ada names Bo.
    async fn calls(&self, channel: ChannelId, words: &str) {
        let bo = self.bo.me().await.id;
        self.ada.sends(channel, &format!("<@{bo}> {words}")).await;
    }

    /// Waits for something that was called after all that is asserted about, and gives the bodies of all that came.
    async fn bodies_until(&self, last: &str) -> Vec<String> {
        // In a channel of its own: a place that was told of a moment ago waits.
        let channel = self.ada.makes_channel(self.hub, "last", None).await.id;
        self.calls(channel, last).await;
        let has_come = || async {
            let bodies: Vec<String> =
                self.service.received(&self.phone).await.iter().map(|one| one.body().to_owned()).collect();
            bodies.iter().any(|body| body.ends_with(last)).then_some(bodies)
        };
        hubbub_tests::eventually(last, has_come).await
    }

    /// Waits until it is decided whom to tell of all that was said so far: somebody else is told of what comes after it.
    async fn is_decided(&self) {
        let cy = self.server.person("Cy").await;
        cy.joins(&self.ada.invites(self.hub).await).await;
        let (id, phone) = (cy.me().await.id, self.service.joins(&cy).await);
        self.ada.sends(self.general, &format!("<@{id}> what is new?")).await;
        self.service.comes(&phone, 1).await;
    }

    /// Every story ends so: the server has kept the rules of web push.
    async fn ends(&self) {
        assert_eq!(self.service.refused().await, Vec::<String>::new());
    }
}

fn settings_of(answer: Result<Reply, Problem>) -> NotificationSettings {
    match answer {
        Ok(Reply::NotificationSettings(settings)) => settings,
        other => panic!("expected settings, got {other:?}"),
    }
}

async fn settings(of: &impl Acts) -> NotificationSettings {
    settings_of(of.calls(GetNotificationSettings {}).await)
}

fn place(hub: HubId) -> PlaceNotifications {
    PlaceNotifications { hub, category: None, channel: None, level: None, muted_until: None }
}
