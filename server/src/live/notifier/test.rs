//! A notification to oneself: whether a device is reached, and if not, where it ends.

use super::said::badge;
use crate::domain::notifications::{Payload, SubscriptionDoc};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::push::{Answer, Message, Urgency};
use crate::store::Entity;
use hubbub_shared::model::{PushOutcome, PushTest};
use hubbub_shared::{SessionId, UserId};

/// It is worth showing for so long.
const TTL_SECS: u32 = 60;

/// Sends one to the device of a session, and says how far it came.
pub async fn test(live: &Live, user: UserId, session: SessionId) -> Result<PushTest> {
    let service = live.push.get().ok_or_else(Error::unavailable)?;
    let subscription: Option<SubscriptionDoc> = live.store.get(session).await?;
    let Some(subscription) = subscription.filter(|one| one.user == user) else {
        return Ok(told(
            PushOutcome::NotSubscribed,
            "This device has no subscription. Turn notifications on.",
        ));
    };
    let is_of_this_key = subscription.key == service.key.public();
    let Some(to) = subscription.recipient(&service.hosts).filter(|_| is_of_this_key) else {
        return gone(live, &subscription).await;
    };
    let id = live.clock.next_id().to_string();
    let payload =
        Payload::test(&id, live.settings.address_of("/settings/notifications"), badge(live, user).await?);
    let message = Message { body: payload.bytes(), ttl_secs: TTL_SECS, urgency: Urgency::High, topic: None };
    let answer = service.send(&to, message, live.clock.now()).await;
    live.metrics.pushed(answer.name());
    match answer {
        Answer::Taken => Ok(told(PushOutcome::Taken, "The push service has it. It should show in a moment.")),
        Answer::Gone => gone(live, &subscription).await,
        Answer::Later(_) => Ok(told(
            PushOutcome::Unreachable,
            &format!("{} does not answer now. Try again in a few minutes.", to.host()),
        )),
        Answer::KeyRefused => Ok(told(
            PushOutcome::Refused,
            &format!(
                "{} does not accept this server's key. Its owner has to look at VAPID_SUBJECT.",
                to.host()
            ),
        )),
        Answer::TooLarge | Answer::Refused => Ok(told(
            PushOutcome::Refused,
            &format!("{} did not take it. Turn notifications off and on again.", to.host()),
        )),
    }
}

async fn gone(live: &Live, subscription: &SubscriptionDoc) -> Result<PushTest> {
    live.store.delete::<SubscriptionDoc>(subscription.id()).await?;
    Ok(told(PushOutcome::Gone, "The browser has given up this subscription. Turn notifications on again."))
}

fn told(outcome: PushOutcome, message: &str) -> PushTest {
    PushTest { outcome, message: message.to_owned() }
}
