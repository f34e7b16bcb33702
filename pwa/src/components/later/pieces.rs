//! What is drawn by the parts of the app that are cut off, an enumeration for each, and the only ways into them.

use crate::client::Client;
use crate::client::panel::{Dialog, Filing, General, Governing, People, Talking, Telling};
use crate::components::composer::area::Area;
use crate::components::composer::writing::Composer;
use crate::components::composer::{attaching, bars, completion, emoji_picker, note};
use crate::components::guide::card::{self, Guide};
use crate::components::message::deeds::Deed;
use crate::components::message::{origin, poll, refused};
use crate::components::{
    announcement, dialogs, drafting, files, raid, reports_wait, seen_as, selecting, telling,
};
use crate::pages;
use crate::state::Outgoing;
use derive_more::From;
use hubbub_shared::model::Message;
use hubbub_shared::{ChannelId, HubId};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use sycamore::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// Pages among a hub's settings that are about its people.
const PEOPLE: [&str; 2] = ["members", "my-roles"];

/// Something that a part draws.
#[derive(Clone, PartialEq, From)]
pub enum Piece {
    /// What everybody opens now and then.
    Later(LaterPiece),
    /// What is done with what is said.
    Talking(TalkingPiece),
    /// Choosing and sending files.
    Files(FilesPiece),
    /// Being told, and the inbox.
    Notifications(NotificationsPiece),
    /// What a hub is run with.
    Governing(GoverningPiece),
    /// A hub's people, and bots.
    People(PeoplePiece),
    /// Conversations that the server cannot read.
    Dms(DmsPiece),
    /// What the server is run with.
    Console,
}

/// What everybody opens now and then.
#[derive(Clone, PartialEq)]
pub enum LaterPiece {
    /// A list or dialog.
    Dialog(General),
    /// The page of settings: profile, theme, sessions.
    Settings,
    /// What the owner of the server tells everybody.
    Announcement,
    /// The page that tells how the app fares on this device.
    Diag,
    /// What stands above the composer of a channel that is locked or in slow mode.
    Note(ChannelId),
    /// First steps in a hub, and whether they were put away.
    Guide(HubId, Guide, Signal<bool>),
    /// What those who run a hub have to know: that nobody can join, and that reports wait.
    HubNews(HubId),
    /// What stops a raid.
    StopRaid(HubId),
    /// What stands in the place of the composer until the hub's rules are accepted.
    HubRules(HubId),
}

/// What is done with what is said.
#[derive(Clone, PartialEq)]
pub enum TalkingPiece {
    /// A list or dialog.
    Dialog(Talking),
    /// Emoji for what is being written.
    Emoji(Area),
    /// Names that are suggested for what is being written.
    Suggesting(Box<Composer>),
    /// What says which message is being edited or answered.
    Intent(ChannelId),
    /// What the server did not want of what the person did, and what can be done now.
    Refused(Box<Outgoing>),
    /// The answers of a message that asks for votes.
    Poll(Rc<Message>),
    /// Where a message is from that passes on another, for who may read it there.
    Origin(Rc<Message>),
    /// Nothing to be seen: something is done with a message.
    Deed(Deed),
}

/// Choosing and sending files.
#[derive(Clone, PartialEq)]
pub enum FilesPiece {
    /// A list or dialog.
    Dialog(Filing),
    /// Files that are to go with the message that is being written, and how they are chosen.
    Attaching(Box<Composer>),
    /// Files of a message that is on its way.
    Waiting(String),
    /// Nothing to be seen: files are sent, and pictures are hinted at until they are there.
    Uploading,
}

/// Being told, and the inbox.
#[derive(Clone, PartialEq)]
pub enum NotificationsPiece {
    /// A list or dialog.
    Dialog(Telling),
    /// Of what the person is told, and where.
    Notifications,
    /// Messages that mention the person.
    Inbox,
    /// Messages that the person saved.
    Saved,
    /// What goes on for a device that is told.
    Telling,
    /// Nothing to be seen: drafts are saved and fetched.
    Drafting,
}

/// What a hub is run with.
#[derive(Clone, PartialEq)]
pub enum GoverningPiece {
    /// A list or dialog.
    Dialog(Governing),
    /// What says that a hub is shown as somebody else would see it.
    SeenAs,
    /// The page of a hub's settings.
    HubSettings(HubId, String),
    /// What stands in the place of the composer while several messages are chosen.
    Selecting(Rc<Message>),
}

/// A hub's people, and bots.
#[derive(Clone, PartialEq)]
pub enum PeoplePiece {
    /// A list or dialog.
    Dialog(People),
    /// The page of a hub's settings.
    HubSettings(HubId, String),
    /// The person's applications, or one that can be added to a hub.
    Bots(String),
}

/// Conversations that the server cannot read.
#[derive(Clone, PartialEq)]
pub enum DmsPiece {
    /// The list of encrypted conversations, or how to begin.
    Dms,
    /// What is protected in them.
    DmsAbout,
    /// An encrypted conversation.
    Dm(ChannelId),
    /// Nothing to be seen: messages are encrypted, sent, fetched and opened.
    Exchange,
}

impl From<Dialog> for Piece {
    fn from(dialog: Dialog) -> Self {
        match dialog {
            Dialog::General(dialog) => LaterPiece::Dialog(dialog).into(),
            Dialog::Talking(dialog) => TalkingPiece::Dialog(dialog).into(),
            Dialog::Filing(dialog) => FilesPiece::Dialog(dialog).into(),
            Dialog::Telling(dialog) => NotificationsPiece::Dialog(dialog).into(),
            Dialog::Governing(dialog) => GoverningPiece::Dialog(dialog).into(),
            Dialog::People(dialog) => PeoplePiece::Dialog(dialog).into(),
        }
    }
}

impl Piece {
    /// A page of a hub's settings.
    pub fn hub_settings(hub: HubId, section: String) -> Self {
        match PEOPLE.contains(&&*section) {
            true => PeoplePiece::HubSettings(hub, section).into(),
            false => GoverningPiece::HubSettings(hub, section).into(),
        }
    }

    pub(super) const fn cut(&self) -> Cut {
        match self {
            Self::Later(_) => Cut::Later,
            Self::Talking(_) => Cut::Talking,
            Self::Files(_) => Cut::Files,
            Self::Notifications(_) => Cut::Notifications,
            Self::Governing(_) => Cut::Governing,
            Self::People(_) => Cut::People,
            Self::Dms(_) => Cut::Dms,
            Self::Console => Cut::Console,
        }
    }

    /// Draws it; its part is here.
    pub(super) fn draw(self, client: Client) -> View {
        match self {
            Self::Later(piece) => now(draw_later(Box::new((client, piece)))),
            Self::Talking(piece) => now(draw_talking(Box::new((client, piece)))),
            Self::Files(piece) => now(draw_files(Box::new((client, piece)))),
            Self::Notifications(piece) => now(draw_notifications(Box::new((client, piece)))),
            Self::Governing(piece) => now(draw_governing(Box::new((client, piece)))),
            Self::People(piece) => now(draw_people(Box::new((client, piece)))),
            Self::Dms(piece) => now(draw_dms(Box::new((client, piece)))),
            Self::Console => now(draw_console(client)),
        }
    }
}

/// Where the build cuts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    Later,
    Talking,
    Files,
    Notifications,
    Governing,
    Console,
    People,
    Dms,
}

impl Cut {
    /// In the order of their numbers.
    pub(super) const ALL: [Self; 8] = [
        Self::Later,
        Self::Talking,
        Self::Files,
        Self::Notifications,
        Self::Governing,
        Self::Console,
        Self::People,
        Self::Dms,
    ];

    pub(super) async fn load(self) -> Result<(), SplitLoaderError> {
        match self {
            Self::Later => load_later().await,
            Self::Talking => load_talking().await,
            Self::Files => load_files().await,
            Self::Notifications => load_notifications().await,
            Self::Governing => load_governing().await,
            Self::Console => load_console().await,
            Self::People => load_people().await,
            Self::Dms => load_dms().await,
        }
    }
}

/// The part is here, so nothing is waited for.
fn now(drawing: impl Future<Output = Result<View, SplitLoaderError>>) -> View {
    match pin!(drawing).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(view)) => view,
        _ => View::new(),
    }
}

/// What is to be drawn, and for which app. Boxed: it goes through a way into a part by its address.
type Order<T> = Box<(Client, T)>;

/// The only ways into the parts: the build cuts here. Nothing else may reach what is drawn here, or it is no longer cut
/// off; the limits of `cargo xtask size` would tell.
#[wasm_split(later, fallible, preload(load_later))]
fn draw_later(order: Order<LaterPiece>) -> Result<View, SplitLoaderError> {
    let (client, what) = *order;
    Ok(match what {
        LaterPiece::Dialog(dialog) => dialogs::draw(dialog),
        LaterPiece::Settings => pages::settings::settings(),
        LaterPiece::Announcement => announcement::announcement(client),
        LaterPiece::Diag => pages::diag::diag(),
        LaterPiece::Note(channel) => note::note(client, channel),
        LaterPiece::Guide(hub, steps, closed) => card::card(client, hub, steps, closed),
        LaterPiece::HubNews(hub) => {
            View::from(vec![raid::bar(client, hub), reports_wait::reports_wait(client, hub)])
        }
        LaterPiece::StopRaid(hub) => raid::stop(client, hub),
        LaterPiece::HubRules(hub) => bars::rules(client, hub),
    })
}

/// The way into the part that hubs are run with.
#[wasm_split(governing, fallible, preload(load_governing))]
fn draw_governing(order: Order<GoverningPiece>) -> Result<View, SplitLoaderError> {
    let (client, what) = *order;
    Ok(match what {
        GoverningPiece::Dialog(dialog) => dialogs::draw_governing(dialog),
        GoverningPiece::SeenAs => seen_as::seen_as(client),
        GoverningPiece::HubSettings(hub, section) => pages::hub_settings::hub_settings(client, hub, &section),
        GoverningPiece::Selecting(first) => selecting::selecting(client, &first),
    })
}

/// The way into the part for talking.
#[wasm_split(talking, fallible, preload(load_talking))]
fn draw_talking(order: Order<TalkingPiece>) -> Result<View, SplitLoaderError> {
    let (client, what) = *order;
    Ok(match what {
        TalkingPiece::Dialog(dialog) => dialogs::draw_talking(dialog),
        TalkingPiece::Emoji(area) => emoji_picker::picker(client, area),
        TalkingPiece::Suggesting(composer) => completion::suggested(*composer),
        TalkingPiece::Intent(channel) => bars::intent(client, channel),
        TalkingPiece::Refused(entry) => refused::refused(client, &entry),
        TalkingPiece::Poll(message) => poll::poll(client, message),
        TalkingPiece::Origin(message) => origin::origin(client, &message),
        TalkingPiece::Deed(deed) => {
            deed.act(client);
            View::new()
        }
    })
}

/// The way into the part for files.
#[wasm_split(files, fallible, preload(load_files))]
fn draw_files(order: Order<FilesPiece>) -> Result<View, SplitLoaderError> {
    let (client, what) = *order;
    Ok(match what {
        FilesPiece::Dialog(dialog) => dialogs::draw_files(dialog),
        FilesPiece::Attaching(composer) => attaching::attaching(*composer),
        FilesPiece::Waiting(nonce) => files::waiting::waiting(client, &nonce),
        FilesPiece::Uploading => files::uploading(client),
    })
}

/// The way into the part for being told, and the inbox.
#[wasm_split(notifications, fallible, preload(load_notifications))]
fn draw_notifications(order: Order<NotificationsPiece>) -> Result<View, SplitLoaderError> {
    let (client, what) = *order;
    Ok(match what {
        NotificationsPiece::Dialog(dialog) => dialogs::draw_notifications(dialog),
        NotificationsPiece::Notifications => pages::notifications::notifications(client),
        NotificationsPiece::Inbox => pages::inbox::inbox(client),
        NotificationsPiece::Saved => pages::saved::saved(client),
        NotificationsPiece::Telling => telling::telling(client),
        NotificationsPiece::Drafting => drafting::drafting(client),
    })
}

/// The way into the part that the server is run with.
#[wasm_split(console, fallible, preload(load_console))]
fn draw_console(client: Client) -> Result<View, SplitLoaderError> {
    Ok(pages::console::console(client))
}

/// The way into the part for encrypted conversations.
#[wasm_split(dms, fallible, preload(load_dms))]
fn draw_dms(order: Order<DmsPiece>) -> Result<View, SplitLoaderError> {
    let (client, what) = *order;
    Ok(match what {
        DmsPiece::Dms => pages::dms::list(client),
        DmsPiece::DmsAbout => pages::dms::about::about(client),
        DmsPiece::Dm(dm) => pages::dms::conversation::page(client, dm),
        DmsPiece::Exchange => {
            pages::dms::exchange(client);
            View::new()
        }
    })
}

/// The way into the part for a hub's people, and for bots.
#[wasm_split(people, fallible, preload(load_people))]
fn draw_people(order: Order<PeoplePiece>) -> Result<View, SplitLoaderError> {
    let (client, what) = *order;
    Ok(match what {
        PeoplePiece::Dialog(dialog) => dialogs::draw_people(dialog),
        PeoplePiece::HubSettings(hub, section) => pages::people::people(client, hub, &section),
        PeoplePiece::Bots(id) => pages::bots::bots(client, &id),
    })
}
