//! What is told of what happens, in which order: a recorder in place of delivery.

use crate::hub::caller;
use hubbub_server::clock::Clock;
use hubbub_server::domain::COLLECTIONS;
use hubbub_server::domain::automod::Caught;
use hubbub_server::domain::caller::Caller;
use hubbub_server::domain::capacity::Capacity;
use hubbub_server::domain::identities::{Identity, Provider};
use hubbub_server::domain::reports::Matter;
use hubbub_server::files::{self, Files};
use hubbub_server::limits::Rates;
use hubbub_server::live::{Audience, Bus, Done, Live, Newcomer, Owner, Settings};
use hubbub_server::metrics::Metrics;
use hubbub_server::operations::{automod, hubs, invites, messages, roles, users};
use hubbub_server::store;
use hubbub_shared::model::{AutomodAction, AutomodTrigger, ChannelActivity, HubView};
use hubbub_shared::protocol::ServerFrame;
use hubbub_shared::protocol::command::{
    AssignRole, CreateAutomodRule, CreateHub, CreateInvite, CreateRole, DeleteHub, JoinHub, LeaveHub,
    SendMessage,
};
use hubbub_shared::{HubId, Permissions, PlaceId, SessionId, UserId};
use parking_lot::Mutex;
use std::sync::Arc;
use std::time::Duration;

/// Writes down what it is told, in words.
#[derive(Default)]
struct Recorder(Mutex<Vec<String>>);

impl Recorder {
    fn note(&self, what: impl Into<String>) -> Done {
        self.0.lock().push(what.into());
        Box::pin(async {})
    }

    /// What was told since the last time, without where readers stand.
    fn told(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock())
    }
}

impl Bus for Recorder {
    fn deliver(&self, _: PlaceId, _: Audience, activity: ChannelActivity, frames: Vec<ServerFrame>) {
        drop(self.note(format!("{} of a place, up to {}", frames.len(), activity.rev)));
    }
    fn to_place(&self, _: PlaceId, _: ServerFrame) {}
    fn to_hub(&self, _: HubId, _: ServerFrame) {
        drop(self.note("to the hub"));
    }
    fn to_user(&self, _: UserId, _: ServerFrame) {}
    fn reports_changed(&self, _: Matter, _: bool) {}
    fn automod_caught(&self, _: Caught) {
        drop(self.note("caught"));
    }
    fn restructured(&self, _: HubId, only: Option<UserId>) -> Done {
        self.note(if only.is_some() { "a view for one" } else { "views for all" })
    }
    fn joined(&self, _: HubId, newcomers: Vec<Newcomer>) -> Done {
        let channels = newcomers.iter().map(|newcomer| newcomer.channels.len()).sum::<usize>();
        self.note(format!("{} joined, {channels} channels", newcomers.len()))
    }
    fn left(&self, _: HubId, _: UserId) -> Done {
        self.note("left")
    }
    fn hub_gone(&self, _: HubId) -> Done {
        self.note("gone")
    }
    fn session_ended(&self, _: SessionId) {}
    fn shut_down(&self) -> Done {
        Box::pin(async {})
    }
}

/// Nobody is held up.
const UNLIMITED: Rates =
    Rates { sends_per_minute: 0, writes_per_minute: 0, sign_ins_per_minute: 0, exports_per_hour: 0 };

pub struct Stage {
    pub live: Live,
    recorder: Arc<Recorder>,
    _data: tempfile::TempDir,
}

impl Stage {
    pub async fn set() -> Self {
        Self::of(Capacity::default()).await
    }

    pub async fn of(capacity: Capacity) -> Self {
        let data = tempfile::tempdir().unwrap();
        let settings = store::Settings { data: data.path().to_owned(), mongodb_uri: None };
        let store = store::open(&settings, COLLECTIONS).await.unwrap();
        let recorder = Arc::new(Recorder::default());
        let settings = Settings {
            client: None,
            search: data.path().join("search"),
            offline_after: Duration::from_secs(1),
            owner: Owner::FirstToSignIn,
            capacity,
            rates: UNLIMITED,
        };
        let files = files::Settings { directory: data.path().join("files"), bucket: None };
        let files = Files::open(&files).unwrap();
        let live =
            Live::new(settings, (store, files), Clock::new(), Metrics::new(), Arc::clone(&recorder) as _);
        Self { live, recorder, _data: data }
    }

    pub async fn signs_in(&self, name: &str) -> Caller {
        let identity = Identity {
            provider: Provider::Local,
            subject: name.to_lowercase(),
            username: name.to_owned(),
            display_name: name.to_owned(),
            avatar: None,
        };
        caller(users::sign_in(&self.live, identity, None).await.unwrap())
    }

    pub async fn founds(&self, ada: &Caller) -> HubView {
        hubs::create(&self.live, ada, CreateHub { name: "Rust".to_owned() }).await.unwrap()
    }

    pub async fn joins(&self, ada: &Caller, bo: &Caller, hub: HubId) {
        let ask = CreateInvite { hub, max_uses: None, expires_in_secs: None };
        let code = invites::create(&self.live, ada, ask).await.unwrap().code;
        invites::join(&self.live, bo, JoinHub { code }).await.unwrap();
    }
}

#[actix_web::test]
async fn who_comes_goes_and_gets_a_role_concerns_nobody_elses_view() {
    let stage = Stage::set().await;
    let (ada, bo) = (stage.signs_in("Ada").await, stage.signs_in("Bo").await);
    let hub = stage.founds(&ada).await.id;
    assert_eq!(stage.recorder.told(), ["1 joined, 1 channels", "to the hub"]);
    stage.joins(&ada, &bo, hub).await;
    assert_eq!(stage.recorder.told(), ["1 joined, 1 channels", "to the hub"]);
    let create = CreateRole::of(hub, "helper".to_owned(), Permissions::NONE);
    let role = roles::create(&stage.live, &ada, create).await.unwrap().id;
    assert_eq!(stage.recorder.told(), ["views for all"]);
    roles::assign(&stage.live, &ada, AssignRole { hub, user: bo.user, role }).await.unwrap();
    assert_eq!(stage.recorder.told(), ["a view for one", "to the hub"]);
    hubs::leave(&stage.live, &bo, LeaveHub { hub }).await.unwrap();
    assert_eq!(stage.recorder.told(), ["left", "to the hub"]);
    hubs::delete(&stage.live, &ada, DeleteHub { hub }).await.unwrap();
    assert_eq!(stage.recorder.told(), ["gone"]);
}

#[actix_web::test]
async fn what_is_refused_is_told_to_nobody() {
    let stage = Stage::set().await;
    let (ada, bo) = (stage.signs_in("Ada").await, stage.signs_in("Bo").await);
    let hub = stage.founds(&ada).await.id;
    stage.joins(&ada, &bo, hub).await;
    stage.recorder.told();
    let create = CreateRole::of(hub, "helper".to_owned(), Permissions::NONE);
    assert!(roles::create(&stage.live, &bo, create).await.is_err());
    assert!(hubs::delete(&stage.live, &bo, DeleteHub { hub }).await.is_err());
    assert_eq!(stage.recorder.told(), Vec::<String>::new());
}

#[actix_web::test]
async fn what_is_sent_together_is_told_together_and_only_once() {
    let stage = Stage::set().await;
    let ada = stage.signs_in("Ada").await;
    let channel = stage.founds(&ada).await.channels[0].id;
    stage.recorder.told();
    let send = |number: u64| {
        let send = SendMessage::of(channel, "hi".to_owned(), Some(format!("n{}", number % 5)));
        messages::send(&stage.live, &ada, send)
    };
    let sent = futures_util::future::join_all((0..10).map(send)).await;
    assert!(sent.iter().all(Result::is_ok), "{sent:?}");
    assert_eq!(stage.recorder.told(), ["5 of a place, up to 5"]);
}

#[actix_web::test]
async fn what_is_said_is_told_before_what_a_rule_says_about_it() {
    let stage = Stage::set().await;
    let (ada, bo) = (stage.signs_in("Ada").await, stage.signs_in("Bo").await);
    let hub = stage.founds(&ada).await;
    stage.joins(&ada, &bo, hub.id).await;
    let rule = CreateAutomodRule {
        hub: hub.id,
        name: "Manners".to_owned(),
        trigger: AutomodTrigger::Words(vec!["rat".to_owned()]),
        action: AutomodAction::Alert,
        notice: None,
        exempt_roles: Vec::new(),
        exempt_channels: Vec::new(),
        enabled: None,
    };
    automod::create(&stage.live, &ada, rule).await.unwrap();
    stage.recorder.told();
    let send = SendMessage::of(hub.channels[0].id, "You rat!".to_owned(), None);
    messages::send(&stage.live, &bo, send).await.unwrap();
    let mut told = stage.recorder.told();
    while told.len() < 2 {
        tokio::time::sleep(Duration::from_millis(1)).await;
        told.append(&mut stage.recorder.told());
    }
    assert_eq!(told, ["1 of a place, up to 1", "caught"]);
}
