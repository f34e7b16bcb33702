//! One loop that owns this device's part: woken by the person, by the server, and now and then. What it does, it does under a
//! lock that all tabs share, so two never do the same at once; without such a lock they do some of it twice, which is
//! harmless, since `dm-core` decides on what it has read or not at all.

use super::asking::ask;
use super::stop::Stop;
use super::web_crypto::WebCrypto;
use crate::browser::{self, js};
use crate::client::{Client, DmOrder};
use crate::clock;
use crate::offline::vault::Records;
use crate::reactive::{create_effect, create_selector};
use crate::sorted::Map;
use crate::state::{DmStanding, Phase};
use dm_core::{Policy, Stage};
use dm_wire::ids::ConversationId;
use dm_wire::{UserId, Wire};
use hubbub_shared::model::{Dm, Message};
use hubbub_shared::protocol::command::GetDmLinks;
use hubbub_shared::{ChannelId, MessageId};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::{future_to_promise, spawn_local};

const LOCK: &str = "hubbub-dms";
/// Prekeys are renewed by the day, and somebody may have left the app open.
const LOOK_EVERY_MS: i32 = 15 * 60_000;
/// After the server could not be asked.
const AGAIN_AFTER_MS: i32 = 5_000;

/// What is known of a message that came.
pub struct Line {
    /// The id that is encrypted with it.
    pub id: dm_wire::ids::MessageId,
    /// It says something, and does not do something to another one.
    pub is_said: bool,
    /// Why it cannot be shown, in words.
    pub trouble: Option<&'static str>,
}

/// See the module.
pub struct Engine {
    /// The running app.
    pub app: Client,
    /// What this device does and remembers.
    pub core: dm_core::Client<WebCrypto, Records>,
    /// The person whose device this is.
    pub me: UserId,
    /// Messages that came since the start.
    pub lines: RefCell<Map<MessageId, Line>>,
    /// How far each conversation was fetched: message and position.
    pub fetched: RefCell<Map<ChannelId, (MessageId, u64)>>,
    /// Where the server takes nothing now, and why.
    pub refused: RefCell<Map<ChannelId, String>>,
    /// What has to wait until this device takes part.
    pub later: RefCell<Vec<DmOrder>>,
    stumbled: RefCell<Option<Stop>>,
    is_busy: Cell<bool>,
    again: Cell<bool>,
    all: Cell<bool>,
}

/// The time, as far as the server and the device agree on it.
pub fn now() -> u64 {
    u64::try_from(clock::now()).unwrap_or_default()
}

/// What a conversation is called in what is encrypted.
pub fn conversation(dm: &Dm) -> Result<ConversationId, Stop> {
    Ok(ConversationId::parse(&dm.conversation.0)?)
}

/// Begins the loop for the person who is signed in, once it is known who that is.
pub fn begin(app: Client) {
    let me = create_selector(move || app.model.with(|model| model.my_id()));
    let engine: Rc<RefCell<Option<Rc<Engine>>>> = Rc::default();
    let wake = move |all: bool| {
        let engine = Rc::clone(&engine);
        // Not while something is told: what it does may change what is read.
        browser::soon(move || {
            // Who signed out took it all away.
            let Some(me) = me.is_alive().then(|| me.get_untracked()).flatten() else { return };
            let mut engine = engine.borrow_mut();
            if engine.as_ref().is_none_or(|engine| engine.me != me) {
                *engine = Some(Rc::new(Engine::new(app, me)));
            }
            if let Some(engine) = &*engine {
                Rc::clone(engine).wake(all);
            }
        });
    };
    let news = create_selector(move || app.model.with(|model| model.dms.news));
    let woken = wake.clone();
    create_effect(move || {
        let is_ready = app.phase.get() == Phase::Ready && me.get().is_some();
        news.track();
        if is_ready {
            woken(true);
        }
    });
    let woken = wake.clone();
    create_effect(move || {
        if app.dm_orders.with(|orders| !orders.is_empty()) {
            woken(false);
        }
    });
    // What came and is not opened, or was said where nobody looks.
    let closed = create_selector(move || {
        app.model.with(|model| {
            let open = model.open_channel().and_then(|channel| model.timeline(channel));
            let closed = open.map_or(0, |open| open.messages().filter(|it| !open.is_open(it)).count());
            let moved = model.dms.all().iter().filter_map(|dm| model.reading.of(dm.id)).map(|it| it.last_seq);
            (model.open_channel(), closed, moved.sum::<u64>())
        })
    });
    let woken = wake.clone();
    create_effect(move || {
        closed.track();
        woken(false);
    });
    browser::every(LOOK_EVERY_MS, move || wake(true));
}

impl Engine {
    fn new(app: Client, me: UserId) -> Self {
        Self {
            app,
            core: dm_core::Client::new(WebCrypto, Records, Policy::default()),
            me,
            lines: RefCell::default(),
            fetched: RefCell::default(),
            refused: RefCell::default(),
            later: RefCell::default(),
            stumbled: RefCell::default(),
            is_busy: Cell::default(),
            again: Cell::default(),
            all: Cell::new(true),
        }
    }

    /// Does what is to be done; with all of it, everything is looked at anew.
    pub fn wake(self: Rc<Self>, all: bool) {
        if all {
            self.all.set(true);
        }
        if self.is_busy.replace(true) {
            return self.again.set(true);
        }
        spawn_local(async move {
            loop {
                self.again.set(false);
                let engine = Rc::clone(&self);
                locked(async move { engine.visit().await }).await;
                if !self.again.get() {
                    break;
                }
            }
            self.is_busy.set(false);
        });
    }

    async fn visit(self: Rc<Self>) {
        let is_live = self.is_live();
        let all = is_live && self.all.take();
        if let Err(why) = self.does(is_live, all).await {
            self.stumbles(why);
        }
        if let Some(why) = self.stumbled.take() {
            self.all.set(true);
            self.not_done(why);
        }
    }

    /// Without a connection, what is said is written down, and no more.
    async fn does(&self, is_live: bool, all: bool) -> Result<(), Stop> {
        let is_in = if is_live { self.look_how_far().await? } else { self.is_in().await? };
        self.follow_orders(is_in).await;
        if !self.is_live() || !self.is_in().await? {
            return Ok(());
        }
        if all {
            self.look_at_all().await?;
        }
        for order in self.later.take() {
            self.follow_one(order).await;
        }
        self.look_at_news().await
    }

    /// Whether the server can be asked.
    pub fn is_live(&self) -> bool {
        self.app.phase.get_untracked() == Phase::Ready
    }

    /// Something did not go on; what else is to be done is done, and that again in a moment.
    pub fn stumbles(&self, why: Stop) {
        self.stumbled.replace(Some(why));
    }

    fn not_done(self: &Rc<Self>, why: Stop) {
        if let Stop::Server(problem) = &why
            && problem.code.is_retryable()
        {
            let engine = Rc::clone(self);
            let pause = problem.retry_after_ms.and_then(|ms| i32::try_from(ms).ok());
            browser::later(pause.unwrap_or(AGAIN_AFTER_MS).max(AGAIN_AFTER_MS), move || engine.wake(false));
            return;
        }
        web_sys::console::error_1(&format!("direct messages: {why:?}").into());
    }

    /// Whether this device takes part.
    pub async fn is_in(&self) -> Result<bool, Stop> {
        Ok(self.core.stage().await? == Some(Stage::Active))
    }

    /// Finds out how far this device has come, and tells. True: it takes part.
    pub async fn look_how_far(&self) -> Result<bool, Stop> {
        let standing = match self.core.stage().await {
            Ok(Some(Stage::Active)) => DmStanding::Active,
            Ok(Some(Stage::Entering)) => {
                self.upload().await?;
                if self.is_in().await? { DmStanding::Active } else { DmStanding::Entering }
            }
            Ok(Some(Stage::Removed)) => DmStanding::Removed,
            Ok(Some(Stage::Apart) | None) => self.look_for_others().await?,
            Err(_) => DmStanding::Incapable,
        };
        match standing {
            DmStanding::Active => self.app.keep_enrolled(),
            _ => self.app.forget_enrolled(),
        }
        self.stands(standing);
        Ok(standing == DmStanding::Active)
    }

    /// Whether the person takes part with other devices.
    async fn look_for_others(&self) -> Result<DmStanding, Stop> {
        let known = self.app.model.with_untracked(|model| model.dms.standing);
        if matches!(known, DmStanding::New | DmStanding::Apart) {
            return Ok(known);
        }
        let links = ask(self.app, GetDmLinks { user: self.me, from: None }).await?.links;
        Ok(if links.is_empty() { DmStanding::New } else { DmStanding::Apart })
    }

    /// Tells how far this device has come.
    pub fn stands(&self, standing: DmStanding) {
        if self.app.model.with_untracked(|model| model.dms.standing != standing) {
            self.app.model.update(|model| model.dms.standing = standing);
        }
    }

    async fn follow_orders(&self, is_in: bool) {
        let orders = self.app.dm_orders.update_silent(std::mem::take);
        for order in orders {
            match order {
                DmOrder::Begin | DmOrder::Recover(_) => self.enters(order).await,
                order if is_in && (self.is_live() || order.says()) => self.follow_one(order).await,
                order => self.later.borrow_mut().push(order),
            }
        }
    }

    async fn follow_one(&self, order: DmOrder) {
        if let Err(why) = self.follow(order).await {
            self.complain(&why);
        }
    }

    /// Says what went wrong with what the person wanted.
    pub fn complain(&self, why: &Stop) {
        let words = crate::words::dms::stopped(why_of(why));
        self.app.model.update(|model| {
            (model.dms.problem, model.dms.is_busy) = (Some(words.clone()), false);
        });
        self.app.notify(words);
    }

    /// Conversations as they are known.
    pub fn dms(&self) -> Vec<Rc<Dm>> {
        self.app.model.with_untracked(|model| model.dms.all().to_vec())
    }

    /// What of a conversation is here and was not opened yet.
    pub fn closed(&self, channel: ChannelId) -> Vec<Rc<Message>> {
        self.app.model.with_untracked(|model| {
            let timeline = model.timeline(channel);
            let closed = timeline.map(|all| all.messages().filter(|it| !it.deleted && !all.is_open(it)));
            closed.map(|closed| closed.cloned().collect()).unwrap_or_default()
        })
    }

    /// What of a conversation is here.
    pub fn shown(&self, channel: ChannelId) -> Vec<Rc<Message>> {
        self.app.model.with_untracked(|model| {
            model.timeline(channel).map(|it| it.messages().cloned().collect()).unwrap_or_default()
        })
    }
}

/// What of a refusal people are told: the server's words, if it is the server's.
fn why_of(why: &Stop) -> Option<&str> {
    match why {
        Stop::Server(problem) => Some(&problem.message),
        Stop::Core(_) | Stop::Unreadable => None,
    }
}

/// Does something while no other tab does.
async fn locked(work: impl Future<Output = ()> + 'static) {
    let locks = browser::window().map(|window| js::get(&window.navigator(), "locks"));
    let Some(locks) = locks.filter(JsValue::is_object) else { return work.await };
    let granted = Closure::once_into_js(move || {
        future_to_promise(async move {
            work.await;
            Ok(JsValue::UNDEFINED)
        })
    });
    if let Some(done) = js::call(&locks, "request", &[LOCK.into(), granted]) {
        js::wait(done).await;
    }
}
