//! Web push in a browser without a push service: what it would bring is handed to the service worker.

use super::page::{Page, quoted};
use crate::push_service::{Pushed, Subscription};
use crate::wait::eventually;
use serde_json::{Value, json};

/// A push service that answers at once, with this subscription.
const SERVICE: &str = "const told = {told};
    const subscription = {
        endpoint: told.endpoint,
        options: {},
        toJSON: () => ({ endpoint: told.endpoint, keys: { p256dh: told.p256dh, auth: told.auth } }),
        unsubscribe: async () => (localStorage.removeItem('subscribed'), true),
    };
    PushManager.prototype.subscribe = async () => (localStorage.setItem('subscribed', '1'), subscription);
    PushManager.prototype.getSubscription = async () => localStorage.getItem('subscribed') ? subscription : null;";

impl Page {
    /// The person lets a site show notifications: `granted`, `denied`, or `prompt` for nobody was asked.
    pub async fn lets_notify(&self, origin: &str, setting: &str) {
        let permission = json!({ "name": "notifications" });
        let what = json!({ "permission": permission, "setting": setting, "origin": origin, "browserContextId": self.context });
        self.cdp.call(None, "Browser.setPermission", what).await;
    }

    /// From the next load on, the browser subscribes like this.
    pub async fn subscribes_as(&self, subscription: &Subscription) {
        let Subscription { endpoint, p256dh, auth, .. } = subscription;
        let told = json!({ "endpoint": endpoint, "p256dh": p256dh, "auth": auth }).to_string();
        let source = SERVICE.replace("{told}", &told);
        self.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await;
    }

    /// The push service brings this to a site.
    pub async fn is_pushed(&self, origin: &str, payload: &Value) {
        self.call("ServiceWorker.enable", json!({})).await;
        let registration = || async { self.registration(origin) };
        let id = eventually("the service worker", registration).await;
        let what = json!({ "origin": origin, "registrationId": id, "data": payload.to_string() });
        self.call("ServiceWorker.deliverPushMessage", what).await;
    }

    /// The same for what a push service took.
    pub async fn is_brought(&self, origin: &str, pushed: &Pushed) {
        self.is_pushed(origin, &pushed.payload).await;
    }

    /// What an expression comes to in the service worker of a site, promises awaited: no program can tap a button of a
    /// notification, so what the worker does then is asked of it.
    pub async fn in_worker(&self, origin: &str, expression: &str) -> Value {
        let targets = self.cdp.call(None, "Target.getTargets", json!({})).await;
        let targets = targets["targetInfos"].as_array().expect("a list of targets").clone();
        let is_ours = |target: &&Value| {
            target["type"] == "service_worker"
                && target["url"].as_str().is_some_and(|url| url.starts_with(origin))
        };
        let worker = targets.iter().find(is_ours).expect("the worker runs");
        let attach = json!({ "targetId": worker["targetId"], "flatten": true });
        let attached = self.cdp.call(None, "Target.attachToTarget", attach).await;
        let session = attached["sessionId"].as_str().expect("a session").to_owned();
        let ask = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let told = self.cdp.call(Some(&session), "Runtime.evaluate", ask).await;
        assert!(told.get("exceptionDetails").is_none(), "{told}");
        told["result"]["value"].clone()
    }

    fn registration(&self, origin: &str) -> Option<String> {
        let told = self.cdp.events(&self.session);
        let updates = told.iter().filter(|event| event.method == "ServiceWorker.workerRegistrationUpdated");
        let all = updates.filter_map(|event| event.params["registrations"].as_array()).flatten();
        let mut ours =
            all.filter(|one| one["scopeURL"].as_str().is_some_and(|scope| scope.starts_with(origin)));
        ours.next_back()?["registrationId"].as_str().map(str::to_owned)
    }

    /// Waits until these are the titles of the notifications that are shown.
    pub async fn is_notified_of(&self, titles: &[&str]) {
        let shown = format!(
            "navigator.serviceWorker.ready.then((it) => it.getNotifications())
                .then((all) => all.map((it) => it.title).sort().join('|') === {})",
            quoted(&titles.join("|"))
        );
        self.becomes(&format!("the notifications {titles:?}"), &shown).await;
    }
}
