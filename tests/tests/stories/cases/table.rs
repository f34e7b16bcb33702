//! The list. A case is read as: what is given; who cannot do what, with which answer and why; what makes it possible. Or
//! the other way around. "The owner" makes what is given; roles give nothing and everyone has what a new hub gives them,
//! unless it says otherwise.
//!
//! A new row: its name, `given`, then `refuses(…).until(…)` or `lets(…).until(…)`. If there is no word yet for what is
//! given or tried, it goes into `setting.rs` or `act.rs`.

use super::act::What::*;
use super::setting::Given::*;
use super::stage::{For, On, Role, Who};
use super::{Case, Why, case};
use For::{Everyone, One, Those};
use On::{Beds, Garden, Hub, Shed};
use Role::{High, Low, Mid};
use Who::{Ada, Bo, Cy, Olga};
use hubbub_shared::ErrorCode::{
    AccountTooYoung, BlockedByAutomod, Conflict, Forbidden, HeldForReview, InvitesPaused, Locked as IsLocked,
    NotFound, SlowMode,
};
use hubbub_shared::Permissions;
use hubbub_shared::model::{AutomodAction, BlockKind};
use hubbub_shared::permissions::resolve::Step;

const NONE: Permissions = Permissions::NONE;
const VIEW: Permissions = Permissions::VIEW;
const HISTORY: Permissions = Permissions::HISTORY;
const SEND: Permissions = Permissions::SEND;
const ATTACH: Permissions = Permissions::ATTACH;
const REACT: Permissions = Permissions::REACT;
const POLL: Permissions = Permissions::POLL;
const INVITE: Permissions = Permissions::INVITE;
const MANAGE_MESSAGES: Permissions = Permissions::MANAGE_MESSAGES;
const TIME_OUT: Permissions = Permissions::TIME_OUT_MEMBERS;
const KICK: Permissions = Permissions::KICK_MEMBERS;
const BAN: Permissions = Permissions::BAN_MEMBERS;
const MANAGE_CHANNELS: Permissions = Permissions::MANAGE_CHANNELS;
const MANAGE_ROLES: Permissions = Permissions::MANAGE_ROLES;
const MANAGE_HUB: Permissions = Permissions::MANAGE_HUB;
const VIEW_AUDIT_LOG: Permissions = Permissions::VIEW_AUDIT_LOG;
const MANAGE_WEBHOOKS: Permissions = Permissions::MANAGE_WEBHOOKS;
const CHANGE_NICKNAME: Permissions = Permissions::CHANGE_NICKNAME;
const MANAGE_NICKNAMES: Permissions = Permissions::MANAGE_NICKNAMES;
const CHOOSE_ROLES: Permissions = Permissions::CHOOSE_ROLES;
const REVIEW_REPORTS: Permissions = Permissions::REVIEW_REPORTS;
const ADMINISTRATOR: Permissions = Permissions::ADMINISTRATOR;
const DEFAULT: Permissions = Permissions::EVERYONE_DEFAULT;

/// Two sets in one.
const fn both(a: Permissions, b: Permissions) -> Permissions {
    Permissions(a.0 | b.0)
}

const BLOCK: AutomodAction = AutomodAction::Block;
const HOLD: AutomodAction = AutomodAction::Hold;

const NO_VIEW: Why = Why::Hidden;
const NOT_YOURS: Why = Why::Says("You can only give and take what you have yourself");
const NOT_BELOW: Why = Why::Says("below your own highest role");
/// One of several permissions is enough; the refusal names the least of them.
const NAMES_ONE_THAT_WOULD_DO: Why = Why::Says("time out members");
const NOT_BELOW_YOU: Why = Why::Says("whose highest role is below yours");

/// For a permission that is missing in the hub as a whole, or in a channel.
const fn needs(words: &'static str) -> Why {
    Why::Says(words)
}

/// All of it.
pub fn cases() -> Vec<Case> {
    [
        seeing_and_speaking(),
        timeouts(),
        places(),
        roles(),
        ranks(),
        overwrites(),
        words(),
        slow_mode_and_locks(),
        going_and_coming(),
        raids(),
        automod(),
        people(),
        chosen_roles(),
        reports(),
        governing(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn seeing_and_speaking() -> Vec<Case> {
    vec![
        case("1 a role that allows wins over a role that denies")
            .given([Has(Bo, Low), Says(Shed, Those(Low), NONE, VIEW), Says(Shed, Those(Mid), VIEW, NONE)])
            .refuses(Bo, Sees(Shed), NotFound, NO_VIEW)
            .until([Has(Bo, Mid)]),
        case("2 a role is let into a channel that is closed to everyone")
            .given([Says(Shed, Everyone, NONE, VIEW), Says(Shed, Those(Low), VIEW, NONE)])
            .refuses(Bo, Reads(Shed), NotFound, NO_VIEW)
            .until([Has(Bo, Low)]),
        case("3 a role is shut out of a channel that is open to everyone")
            .given([Says(Shed, Everyone, VIEW, NONE), Says(Shed, Those(Low), NONE, VIEW)])
            .lets(Bo, Sees(Shed))
            .until([Has(Bo, Low)], NotFound, NO_VIEW),
        case("4 what is denied to a member beats what a role allows")
            .given([Has(Bo, Low), Says(Shed, Those(Low), SEND, NONE), Says(Shed, One(Bo), NONE, SEND)])
            .refuses(Bo, Sends(Shed), Forbidden, Why::Step(SEND, Step::MemberOverwrite))
            .until([SaysNothing(Shed, One(Bo))]),
        case("5 what is allowed to a member beats what a role denies")
            .given([Has(Bo, Low), Says(Shed, Those(Low), NONE, SEND)])
            .refuses(Bo, Sends(Shed), Forbidden, Why::Step(SEND, Step::RoleOverwrites))
            .until([Says(Shed, One(Bo), SEND, NONE)]),
        case("6 administrators see what is denied to them")
            .given([Says(Shed, One(Bo), NONE, both(VIEW, SEND)), Gives(Low, ADMINISTRATOR)])
            .refuses(Bo, Sends(Shed), NotFound, NO_VIEW)
            .until([Has(Bo, Low)]),
        case("7 the owner has every right, whatever is denied to them")
            .given([
                Says(Shed, Everyone, NONE, both(VIEW, SEND)),
                Says(Shed, One(Ada), NONE, both(VIEW, SEND)),
            ])
            .lets(Ada, Sends(Shed))
            .until([Owns(Bo)], NotFound, NO_VIEW),
        case("8 a former owner who left keeps nothing").given([Owns(Bo)]).lets(Ada, SeesHub).until(
            [Left(Ada)],
            NotFound,
            Why::Hidden,
        ),
        case("9 leave to send is nothing without sight")
            .given([Says(Shed, One(Bo), both(SEND, HISTORY), VIEW)])
            .refuses(Bo, Sends(Shed), NotFound, NO_VIEW)
            .until([Says(Shed, One(Bo), both(SEND, HISTORY), NONE)]),
        case("10 who may not send may not even show that they write")
            .given([Says(Shed, One(Bo), POLL, SEND)])
            .refuses(Bo, Types(Shed), Forbidden, Why::Step(POLL, Step::NoSend))
            .until([Says(Shed, One(Bo), POLL, NONE)]),
        case("who may send words may not send files unless they may attach")
            .given([Says(Shed, Everyone, NONE, ATTACH)])
            .refuses(Bo, Attaches(Shed), Forbidden, Why::Step(ATTACH, Step::EveryoneOverwrite))
            .until([Says(Shed, One(Bo), ATTACH, NONE)]),
        case("who may attach and not send has nothing to attach to")
            .given([Says(Shed, One(Bo), ATTACH, SEND)])
            .refuses(Bo, Attaches(Shed), Forbidden, Why::Step(ATTACH, Step::NoSend))
            .until([Says(Shed, One(Bo), ATTACH, NONE)]),
        case("a lock keeps files out, too")
            .given([Locked(Shed)])
            .refuses(Bo, Attaches(Shed), IsLocked, Why::Step(SEND, Step::Locked))
            .until([Unlocked(Shed)]),
        case("what everyone has is taken from everyone in the whole hub")
            .given([EveryoneHas(DEFAULT.without(SEND))])
            .refuses(Bo, Sends(Garden), Forbidden, needs("send"))
            .until([Gives(Low, SEND), Has(Bo, Low)]),
        case("a role lets its members speak in one channel and not in another")
            .given([EveryoneHas(DEFAULT.without(SEND)), Says(Shed, Those(Low), SEND, NONE), Has(Bo, Low)])
            .lets(Bo, Sends(Shed))
            .until([HasNot(Bo, Low)], Forbidden, needs("send")),
        case("who is in no hub finds nothing of it")
            .given([])
            .refuses(Olga, ListsMembers, NotFound, Why::Hidden)
            .until([Comes(Olga)]),
    ]
}

fn timeouts() -> Vec<Case> {
    vec![
        case("11 a timeout holds in a channel that lets one send by name")
            .given([Says(Shed, One(Bo), SEND, NONE), TimedOut(Bo)])
            .refuses(Bo, Sends(Shed), Forbidden, Why::Step(SEND, Step::TimedOut))
            .until([TimeoutIsEnded(Bo)]),
        case("12 a timeout ends by itself")
            .given([TimedOutBriefly(Bo)])
            .refuses(Bo, Sends(Garden), Forbidden, Why::Step(SEND, Step::TimedOut))
            .until([BrieflyPasses]),
        case("13 administrators cannot be timed out")
            .given([
                Gives(High, both(TIME_OUT, VIEW)),
                Has(Bo, High),
                Gives(Low, ADMINISTRATOR),
                Has(Cy, Low),
            ])
            .refuses(Bo, TimesOut(Cy), Forbidden, Why::Says("Administrators cannot be timed out"))
            .until([HasNot(Cy, Low)]),
        case("14 leaving and coming back does not end a timeout")
            .given([TimedOut(Bo), Left(Bo), Comes(Bo)])
            .refuses(Bo, Sends(Garden), Forbidden, Why::Step(SEND, Step::TimedOut))
            .until([TimeoutIsEnded(Bo)]),
        case("14 being kicked and coming back does not end a timeout")
            .given([TimedOut(Bo), Kicked(Bo), Comes(Bo)])
            .refuses(Bo, Sends(Garden), Forbidden, Why::Step(SEND, Step::TimedOut))
            .until([TimeoutIsEnded(Bo)]),
        case("who is timed out reads")
            .given([Said(Ada, Garden), TimedOut(Bo)])
            .lets(Bo, ReadsOne(Garden, Ada))
            .until([Says(Garden, One(Bo), NONE, HISTORY)], Forbidden, needs("history")),
        case("who is timed out manages nothing")
            .given([Gives(Low, MANAGE_HUB), Has(Bo, Low), TimedOut(Bo)])
            .refuses(Bo, RenamesHub, Forbidden, needs("manage_hub"))
            .until([TimeoutIsEnded(Bo)]),
        case("timing out takes the right to")
            .given([Has(Bo, Low)])
            .refuses(Bo, TimesOut(Cy), Forbidden, needs("time_out_members"))
            .until([Gives(Low, TIME_OUT)]),
        case("who is timed out edits nothing either")
            .given([Said(Bo, Garden), TimedOut(Bo)])
            .refuses(Bo, Edits(Garden), Forbidden, Why::Step(SEND, Step::TimedOut))
            .until([TimeoutIsEnded(Bo)]),
    ]
}

fn places() -> Vec<Case> {
    vec![
        case("15 what is said about a deleted role says nothing any more")
            .given([Has(Bo, Low), Says(Shed, Those(Low), NONE, SEND)])
            .refuses(Bo, Sends(Shed), Forbidden, Why::Step(SEND, Step::RoleOverwrites))
            .until([RoleIsDeleted(Low)]),
        case("16 a channel that follows its category is as open as that")
            .given([Says(Beds, Everyone, NONE, VIEW)])
            .refuses(Bo, Reads(Garden), NotFound, NO_VIEW)
            .until([SaysNothing(Beds, Everyone)]),
        case("16 following again replaces what the channel said itself")
            .given([Says(Garden, Everyone, NONE, SEND)])
            .refuses(Bo, Sends(Garden), Forbidden, Why::Step(SEND, Step::EveryoneOverwrite))
            .until([Follows(Garden, true)]),
        case("16 a channel that ends following keeps what was in force")
            .given([Says(Beds, Everyone, NONE, SEND), Follows(Garden, false), SaysNothing(Beds, Everyone)])
            .refuses(Bo, Sends(Garden), Forbidden, Why::Step(SEND, Step::EveryoneOverwrite))
            .until([SaysNothing(Garden, Everyone)]),
        case("17 a channel that follows is as open as where it is moved to")
            .given([Says(Beds, Everyone, NONE, VIEW)])
            .refuses(Bo, Sees(Garden), NotFound, NO_VIEW)
            .until([StandsInBeds(Garden, false)]),
        case("17 who may not change overwrites opens no channel by moving it")
            .given([
                Gives(Low, MANAGE_CHANNELS),
                Has(Bo, Low),
                Says(Beds, Those(Low), POLL, NONE),
                Follows(Shed, true),
            ])
            .refuses(Bo, PutsIntoBeds(Shed), Forbidden, needs("manage roles"))
            .until([Gives(Low, both(MANAGE_CHANNELS, MANAGE_ROLES))]),
        case("18 nobody makes a channel that gives what they lack")
            .given([Gives(Low, both(MANAGE_CHANNELS, MANAGE_ROLES)), Has(Bo, Low)])
            .refuses(Bo, MakesChannelFor(One(Bo), MANAGE_MESSAGES, NONE), Forbidden, NOT_YOURS)
            .until([Gives(Low, both(both(MANAGE_CHANNELS, MANAGE_ROLES), MANAGE_MESSAGES))]),
        case("19 nobody makes a channel that they cannot see")
            .given([Gives(Low, both(MANAGE_CHANNELS, MANAGE_ROLES)), Has(Bo, Low)])
            .refuses(
                Bo,
                MakesChannelFor(Everyone, NONE, VIEW),
                Forbidden,
                Why::Says("no longer see this channel"),
            )
            .until([Gives(Low, ADMINISTRATOR)]),
        case("making a channel takes the right to")
            .given([Has(Bo, Low)])
            .refuses(Bo, MakesChannel, Forbidden, needs("manage_channels"))
            .until([Gives(Low, MANAGE_CHANNELS)]),
        case("changing a channel takes the right to, in that channel")
            .given([Gives(Low, MANAGE_CHANNELS), Has(Bo, Low), Says(Shed, Those(Low), NONE, MANAGE_CHANNELS)])
            .refuses(Bo, RenamesChannel(Shed), Forbidden, Why::Step(MANAGE_CHANNELS, Step::RoleOverwrites))
            .until([SaysNothing(Shed, Those(Low))]),
        case("deleting a channel takes the right to")
            .given([Has(Bo, Low)])
            .refuses(Bo, DeletesChannel(Shed), Forbidden, needs("manage_channels"))
            .until([Gives(Low, MANAGE_CHANNELS)]),
        case("a category goes only if all in it may be managed")
            .given([
                Gives(Low, MANAGE_CHANNELS),
                Has(Bo, Low),
                Says(Garden, Those(Low), NONE, MANAGE_CHANNELS),
            ])
            .refuses(
                Bo,
                DeletesCategory,
                Forbidden,
                Why::Says("channels in this category that you may not manage"),
            )
            .until([SaysNothing(Garden, Those(Low))]),
        case("making a category takes the right to")
            .given([Has(Bo, Low)])
            .refuses(Bo, MakesCategory, Forbidden, needs("manage_channels"))
            .until([Gives(Low, MANAGE_CHANNELS)]),
    ]
}

fn roles() -> Vec<Case> {
    vec![
        case("20 a lower role with more rights cannot be given")
            .given([Gives(High, MANAGE_ROLES), Has(Bo, High), Gives(Low, ADMINISTRATOR)])
            .refuses(Bo, Assigns(Cy, Low), Forbidden, NOT_YOURS)
            .until([Gives(Low, SEND)]),
        case("20 nor be given to many")
            .given([Gives(High, MANAGE_ROLES), Has(Bo, High), Gives(Low, BAN)])
            .refuses(Bo, AssignsToMany(Low), Forbidden, NOT_YOURS)
            .until([Gives(High, both(MANAGE_ROLES, BAN))]),
        case("20 nobody makes a role that may more than they")
            .given([Gives(High, MANAGE_ROLES), Has(Bo, High)])
            .refuses(Bo, MakesRole(KICK), Forbidden, NOT_YOURS)
            .until([Gives(High, both(MANAGE_ROLES, KICK))]),
        case("20 nobody lets a lower role grow beyond themselves")
            .given([Gives(High, MANAGE_ROLES), Has(Bo, High)])
            .refuses(Bo, ChangesRole(Low, KICK), Forbidden, NOT_YOURS)
            .until([Gives(High, both(MANAGE_ROLES, KICK))]),
        case("21 nobody edits their highest role")
            .given([Gives(Mid, MANAGE_ROLES), Has(Bo, Mid)])
            .refuses(Bo, RenamesRole(Mid), Forbidden, NOT_BELOW)
            .until([Has(Bo, High)]),
        case("21 nobody sorts a role above their own")
            .given([Gives(Mid, MANAGE_ROLES), Has(Bo, Mid)])
            .refuses(Bo, MovesRole(Low, 3), Forbidden, NOT_BELOW)
            .until([Owns(Bo)]),
        case("21 nobody gives themselves a higher role")
            .given([Gives(Low, MANAGE_ROLES), Has(Bo, Low)])
            .refuses(Bo, Assigns(Bo, Mid), Forbidden, NOT_BELOW)
            .until([Has(Bo, High)]),
        case("a role that lets into a channel is given only by who is let in")
            .given([
                Gives(High, MANAGE_ROLES),
                Has(Bo, High),
                Says(Shed, Everyone, NONE, VIEW),
                Says(Shed, Those(Low), VIEW, NONE),
            ])
            .refuses(Bo, Assigns(Bo, Low), Forbidden, Why::Says("in a channel"))
            .until([Says(Shed, Those(High), VIEW, NONE)]),
        case("a role that shuts somebody up is taken only by who may speak there")
            .given([
                Gives(High, MANAGE_ROLES),
                Has(Bo, High),
                Has(Bo, Low),
                Says(Shed, Those(Low), NONE, SEND),
            ])
            .refuses(Bo, Unassigns(Bo, Low), Forbidden, Why::Says("in a channel"))
            .until([Says(Shed, One(Bo), SEND, NONE)]),
        case("a role that shuts somebody up is deleted only by who may speak there")
            .given([
                Gives(High, MANAGE_ROLES),
                Has(Bo, High),
                Has(Bo, Low),
                Says(Shed, Those(Low), NONE, SEND),
            ])
            .refuses(Bo, DeletesRole(Low), Forbidden, Why::Says("in a channel"))
            .until([Says(Shed, One(Bo), SEND, NONE)]),
        case("everyone never becomes administrator, and has no more than who gives it")
            .given([Gives(High, MANAGE_ROLES), Has(Bo, High)])
            .refuses(Bo, ChangesEveryone(both(DEFAULT, KICK)), Forbidden, NOT_YOURS)
            .until([Gives(High, both(MANAGE_ROLES, KICK))]),
        case("deleting a role takes the right to manage roles")
            .given([Has(Bo, High)])
            .refuses(Bo, DeletesRole(Low), Forbidden, needs("manage_roles"))
            .until([Gives(High, MANAGE_ROLES)]),
    ]
}

fn ranks() -> Vec<Case> {
    vec![
        case("23 equals do not act on each other")
            .given([Gives(Mid, KICK), Has(Bo, Mid), Has(Cy, Mid)])
            .refuses(Bo, Kicks(Cy), Forbidden, NOT_BELOW_YOU)
            .until([Has(Bo, High)]),
        case("23 nor take each other's roles")
            .given([Gives(Mid, MANAGE_ROLES), Has(Bo, Mid), Has(Cy, Mid), Has(Cy, Low)])
            .refuses(Bo, Unassigns(Cy, Low), Forbidden, NOT_BELOW_YOU)
            .until([Has(Bo, High)]),
        case("24 who has no role manages none, though everyone may")
            .given([EveryoneHas(both(DEFAULT, MANAGE_ROLES))])
            .refuses(Bo, MakesRole(NONE), Forbidden, NOT_BELOW)
            .until([Has(Bo, Low)]),
        case("the owner is nobody's to kick")
            .given([Gives(High, ADMINISTRATOR), Has(Bo, High)])
            .refuses(Bo, Kicks(Ada), Forbidden, Why::Says("owner"))
            .until([Owns(Cy)]),
        case("who holds a higher role is not timed out from below")
            .given([Gives(Mid, TIME_OUT), Has(Bo, Mid), Has(Cy, High)])
            .refuses(Bo, TimesOut(Cy), Forbidden, NOT_BELOW_YOU)
            .until([HasNot(Cy, High)]),
        case("only the owner hands the hub over, administrators do not")
            .given([Gives(High, ADMINISTRATOR), Has(Bo, High)])
            .refuses(Bo, HandsOver(Cy), Forbidden, Why::Says("Only the owner"))
            .until([Owns(Bo)]),
        case("only the owner deletes the hub")
            .given([Gives(High, ADMINISTRATOR), Has(Bo, High)])
            .refuses(Bo, DeletesHub, Forbidden, Why::Says("Only the owner"))
            .until([Owns(Bo)]),
        case("the owner does not leave before the hub is somebody else's")
            .given([])
            .refuses(Ada, Leaves, Conflict, Why::Says("Hand the hub over"))
            .until([Owns(Bo)]),
    ]
}

fn overwrites() -> Vec<Case> {
    vec![
        case("22 taking away a deny is giving")
            .given([Gives(Low, MANAGE_ROLES), Has(Bo, Low), Says(Shed, Everyone, NONE, SEND)])
            .refuses(Bo, RemovesOverwrite(Shed, Everyone), Forbidden, NOT_YOURS)
            .until([Says(Shed, Those(Low), SEND, NONE)]),
        case("22 nobody allows themselves in a channel what they lack there")
            .given([Gives(Low, MANAGE_ROLES), Has(Bo, Low), Says(Shed, Everyone, NONE, SEND)])
            .refuses(Bo, Overwrites(Shed, One(Bo), SEND, NONE), Forbidden, NOT_YOURS)
            .until([Says(Shed, Those(Low), SEND, NONE)]),
        case("changing overwrites takes the right to, in that channel")
            .given([Gives(Low, MANAGE_ROLES), Has(Bo, Low), Says(Shed, Those(Low), NONE, MANAGE_ROLES)])
            .refuses(Bo, Overwrites(Shed, One(Cy), REACT, NONE), Forbidden, needs("manage_roles"))
            .until([SaysNothing(Shed, Those(Low))]),
        case("nobody hides a channel from themselves")
            .given([Gives(Low, MANAGE_ROLES), Has(Bo, Low)])
            .refuses(
                Bo,
                Overwrites(Shed, Everyone, NONE, VIEW),
                Forbidden,
                Why::Says("no longer see this channel"),
            )
            .until([Says(Shed, One(Bo), VIEW, NONE)]),
        case("changing what a category says takes the right to")
            .given([Has(Bo, Low)])
            .refuses(Bo, Overwrites(Beds, One(Cy), REACT, NONE), Forbidden, needs("manage_roles"))
            .until([Gives(Low, MANAGE_ROLES)]),
        case("who may not change overwrites does not let a channel follow")
            .given([Gives(Low, MANAGE_CHANNELS), Has(Bo, Low), Says(Garden, Everyone, NONE, POLL)])
            .refuses(Bo, LetsFollow(Garden, true), Forbidden, needs("manage roles"))
            .until([
                Gives(Low, both(both(MANAGE_CHANNELS, MANAGE_ROLES), POLL)),
                Says(Garden, Those(Low), POLL, NONE),
            ]),
        case("why others may what they may is for who manages roles")
            .given([Has(Bo, Low)])
            .refuses(Bo, Explains(Cy), Forbidden, needs("manage_roles"))
            .until([Gives(Low, MANAGE_ROLES)]),
    ]
}

fn words() -> Vec<Case> {
    vec![
        case("29 the past is for those who may read it")
            .given([Said(Ada, Shed), Says(Shed, One(Bo), NONE, HISTORY)])
            .refuses(Bo, ReadsOne(Shed, Ada), Forbidden, needs("history"))
            .until([SaysNothing(Shed, One(Bo))]),
        case("who may not read the past does not pass it on")
            .given([Said(Ada, Shed), Says(Shed, One(Bo), NONE, HISTORY)])
            .refuses(Bo, Forwards(Shed, Ada), Forbidden, needs("history"))
            .until([SaysNothing(Shed, One(Bo))]),
        case("30 who is demoted loses the channel at once")
            .given([Says(Shed, Everyone, NONE, VIEW), Says(Shed, Those(Low), VIEW, NONE), Has(Bo, Low)])
            .lets(Bo, Reads(Shed))
            .until([HasNot(Bo, Low)], NotFound, NO_VIEW),
        case("31 a mention rings only for who sees the channel")
            .given([Says(Shed, One(Bo), NONE, VIEW)])
            .refuses(Bo, IsRung(Shed, Ada), NotFound, Why::Says("Nothing rings"))
            .until([SaysNothing(Shed, One(Bo))]),
        case("34 an edit takes what a send takes")
            .given([Said(Bo, Shed), Says(Shed, Everyone, NONE, SEND)])
            .refuses(Bo, Edits(Shed), Forbidden, Why::Step(SEND, Step::EveryoneOverwrite))
            .until([SaysNothing(Shed, Everyone)]),
        case("deleting what others said takes the right to moderate")
            .given([Said(Cy, Garden), Has(Bo, Low)])
            .refuses(Bo, Deletes(Garden, Cy), Forbidden, needs("manage_messages"))
            .until([Gives(Low, MANAGE_MESSAGES)]),
        case("deleting together takes the right to moderate, even one's own words")
            .given([Said(Bo, Garden), Has(Bo, Low)])
            .refuses(Bo, DeletesTogether(Garden, Bo), Forbidden, needs("manage_messages"))
            .until([Gives(Low, MANAGE_MESSAGES)]),
        case("who moderates one channel does not moderate another")
            .given([
                Said(Cy, Garden),
                Gives(Low, MANAGE_MESSAGES),
                Has(Bo, Low),
                Says(Garden, Those(Low), NONE, MANAGE_MESSAGES),
            ])
            .refuses(
                Bo,
                DeletesTogether(Garden, Cy),
                Forbidden,
                Why::Step(MANAGE_MESSAGES, Step::RoleOverwrites),
            )
            .until([SaysNothing(Garden, Those(Low))]),
        case("who is blocked rings nowhere")
            .given([Blocks(Bo, Cy, BlockKind::Blocked)])
            .refuses(Bo, IsRung(Garden, Cy), NotFound, Why::Says("Nothing rings"))
            .until([BlocksNot(Bo, Cy)]),
        case("who is ignored rings nowhere")
            .given([Blocks(Bo, Cy, BlockKind::Ignored)])
            .refuses(Bo, IsRung(Garden, Cy), NotFound, Why::Says("Nothing rings"))
            .until([BlocksNot(Bo, Cy)]),
    ]
}

fn slow_mode_and_locks() -> Vec<Case> {
    vec![
        case("in slow mode one waits from one message to the next")
            .given([Slow(Garden, 3600), Said(Bo, Garden)])
            .refuses(Bo, Sends(Garden), SlowMode, Why::Says("slow mode"))
            .until([Slow(Garden, 0)]),
        case("slow mode does not concern who moderates the channel")
            .given([Slow(Garden, 3600), Said(Bo, Garden), Has(Bo, Low)])
            .refuses(Bo, Sends(Garden), SlowMode, Why::Says("slow mode"))
            .until([Gives(Low, MANAGE_MESSAGES)]),
        case("slow mode ends by the clock")
            .given([Slow(Garden, 6), Said(Bo, Garden)])
            .refuses(Bo, Sends(Garden), SlowMode, Why::Says("slow mode"))
            .until([BrieflyPasses]),
        case("setting slow mode takes the right to change the channel")
            .given([Gives(Low, MANAGE_MESSAGES), Has(Bo, Low)])
            .refuses(Bo, Slows(Garden), Forbidden, needs("manage_channels"))
            .until([Gives(Low, MANAGE_CHANNELS)]),
        case("a locked channel takes words of nobody who does not moderate it")
            .given([Locked(Garden)])
            .refuses(Bo, Sends(Garden), IsLocked, Why::Step(SEND, Step::Locked))
            .until([Unlocked(Garden)]),
        case("a lock does not concern who moderates the channel")
            .given([Locked(Garden), Has(Bo, Low)])
            .refuses(Bo, Sends(Garden), IsLocked, Why::Step(SEND, Step::Locked))
            .until([Gives(Low, MANAGE_MESSAGES)]),
        case("a lock holds though the channel lets one send by name")
            .given([Says(Shed, One(Bo), SEND, NONE), Locked(Shed)])
            .refuses(Bo, Sends(Shed), IsLocked, Why::Step(SEND, Step::Locked))
            .until([Unlocked(Shed)]),
        case("a locked hub is locked in each channel")
            .given([Locked(Hub)])
            .refuses(Bo, Sends(Shed), IsLocked, Why::Step(SEND, Step::Locked))
            .until([Unlocked(Hub)]),
        case("unlocking the hub opens no channel that was locked by itself")
            .given([Locked(Garden), Locked(Hub), Unlocked(Hub)])
            .refuses(Bo, Sends(Garden), IsLocked, Why::Step(SEND, Step::Locked))
            .until([Unlocked(Garden)]),
        case("in a locked channel nobody edits who does not moderate it")
            .given([Said(Bo, Garden), Locked(Garden)])
            .refuses(Bo, Edits(Garden), IsLocked, Why::Step(SEND, Step::Locked))
            .until([Unlocked(Garden)]),
        case("locking a channel takes the right to moderate it")
            .given([Gives(Low, MANAGE_CHANNELS), Has(Bo, Low)])
            .refuses(Bo, Locks(Garden), Forbidden, needs("manage_messages"))
            .until([Gives(Low, MANAGE_MESSAGES)]),
        case("unlocking a channel takes the right to moderate it")
            .given([Locked(Garden), Has(Bo, Low)])
            .refuses(Bo, Unlocks(Garden), Forbidden, needs("manage_messages"))
            .until([Gives(Low, MANAGE_MESSAGES)]),
        case("who moderates one channel does not lock the hub")
            .given([Says(Shed, One(Bo), MANAGE_MESSAGES, NONE)])
            .refuses(Bo, Locks(Hub), Forbidden, needs("manage_messages"))
            .until([Gives(Low, MANAGE_MESSAGES), Has(Bo, Low)]),
    ]
}

fn going_and_coming() -> Vec<Case> {
    vec![
        case("kicking takes the right to, and banning is not it")
            .given([Gives(Low, BAN), Has(Bo, Low)])
            .refuses(Bo, Kicks(Cy), Forbidden, needs("kick_members"))
            .until([Gives(Low, KICK)]),
        case("banning takes the right to, and kicking is not it")
            .given([Gives(Low, KICK), Has(Bo, Low)])
            .refuses(Bo, Bans(Cy), Forbidden, needs("ban_members"))
            .until([Gives(Low, BAN)]),
        case("14 who is banned does not come back by an invite")
            .given([Banned(Bo)])
            .refuses(Bo, Joins(Ada), Forbidden, Why::Says("banned"))
            .until([BanIsLifted(Bo)]),
        case("a ban with an end ends by itself")
            .given([BannedBriefly(Bo)])
            .refuses(Bo, Joins(Ada), Forbidden, Why::Says("banned"))
            .until([BrieflyPasses]),
        case("who is banned reads nothing any more")
            .given([Said(Ada, Garden)])
            .lets(Bo, ReadsOne(Garden, Ada))
            .until([Banned(Bo)], NotFound, Why::Hidden),
        case("a higher role is not banned from below")
            .given([Gives(Mid, BAN), Has(Bo, Mid), Has(Cy, High)])
            .refuses(Bo, Bans(Cy), Forbidden, NOT_BELOW_YOU)
            .until([HasNot(Cy, High)]),
        case("lifting a ban takes the right to ban")
            .given([Banned(Cy), Has(Bo, Low)])
            .refuses(Bo, Lifts(Cy), Forbidden, needs("ban_members"))
            .until([Gives(Low, BAN)]),
        case("who is banned is told to who may ban")
            .given([Banned(Cy), Has(Bo, Low)])
            .refuses(Bo, ListsBans, Forbidden, needs("ban_members"))
            .until([Gives(Low, BAN)]),
        case("who was kicked has no roles when they come back")
            .given([Gives(Low, MANAGE_HUB), Has(Bo, Low)])
            .lets(Bo, RenamesHub)
            .until([Kicked(Bo), Comes(Bo)], Forbidden, needs("manage_hub")),
        case("inviting takes the right to")
            .given([EveryoneHas(DEFAULT.without(INVITE))])
            .refuses(Bo, Invites, Forbidden, needs("invite"))
            .until([Gives(Low, INVITE), Has(Bo, Low)]),
        case("an invite that is taken back lets nobody in")
            .given([Invited(Bo), InviteRevoked(Bo)])
            .refuses(Olga, Joins(Bo), NotFound, Why::Hidden)
            .until([Invited(Bo)]),
        case("others' invites are taken back by who manages the hub")
            .given([Invited(Cy), Has(Bo, Low)])
            .refuses(Bo, Revokes(Cy), NotFound, Why::Hidden)
            .until([Gives(Low, MANAGE_HUB)]),
    ]
}

fn raids() -> Vec<Case> {
    vec![
        case("who has yet to accept the rules reads and does no more")
            .given([Rules, Comes(Olga)])
            .refuses(Olga, Sends(Garden), Forbidden, Why::Step(SEND, Step::RulesPending))
            .until([Accepted(Olga)]),
        case("rules hold in a channel that lets one send by name")
            .given([Rules, Comes(Olga), Says(Shed, One(Olga), SEND, NONE)])
            .refuses(Olga, Sends(Shed), Forbidden, Why::Step(SEND, Step::RulesPending))
            .until([Accepted(Olga)]),
        case("writing rules takes the right to manage the hub")
            .given([Has(Bo, Low)])
            .refuses(Bo, SetsRules, Forbidden, needs("manage_hub"))
            .until([Gives(Low, MANAGE_HUB)]),
        case("only who belongs to the hub accepts its rules")
            .given([Rules])
            .refuses(Olga, AcceptsRules, NotFound, Why::Hidden)
            .until([Comes(Olga)]),
        case("while invites pause nobody comes")
            .given([Paused])
            .refuses(Olga, Joins(Ada), InvitesPaused, Why::Says("Nobody can join"))
            .until([Resumed]),
        case("when too many came within a minute the next one does not")
            // Bo and Cy came within this minute.
            .given([Shield(2)])
            .refuses(Olga, Joins(Ada), InvitesPaused, Why::Says("Nobody can join"))
            .until([Resumed]),
        case("a hub that wants older accounts takes no new one")
            .given([WantsOldAccounts])
            .refuses(Olga, Joins(Ada), AccountTooYoung, Why::Says("account"))
            .until([WantsNoOldAccounts]),
        case("setting the shield takes the right to manage the hub")
            .given([Has(Bo, Low)])
            .refuses(Bo, SetsShield, Forbidden, needs("manage_hub"))
            .until([Gives(Low, MANAGE_HUB)]),
        case("looking at the shield takes the right to manage the hub")
            .given([Has(Bo, Low)])
            .refuses(Bo, LooksAtShield, Forbidden, needs("manage_hub"))
            .until([Gives(Low, MANAGE_HUB)]),
        case("pausing invites takes the right to manage the hub")
            .given([Has(Bo, Low)])
            .refuses(Bo, PausesInvites, Forbidden, needs("manage_hub"))
            .until([Gives(Low, MANAGE_HUB)]),
        case("resuming invites takes the right to manage the hub")
            .given([Paused, Has(Bo, Low)])
            .refuses(Bo, ResumesInvites, Forbidden, needs("manage_hub"))
            .until([Gives(Low, MANAGE_HUB)]),
    ]
}

fn automod() -> Vec<Case> {
    vec![
        case("what a rule blocks is not sent")
            .given([Automod(BLOCK)])
            .refuses(Bo, Swears(Garden), BlockedByAutomod, Why::Says("Manners"))
            .until([AutomodIsOff]),
        case("what a rule blocks is not written by an edit either")
            .given([Said(Bo, Garden), Automod(BLOCK)])
            .refuses(Bo, EditsIn(Garden), BlockedByAutomod, Why::Says("Manners"))
            .until([AutomodIsOff]),
        case("a rule does not look at who has a role that it spares")
            .given([Automod(BLOCK), AutomodSpares(Low)])
            .refuses(Bo, Swears(Garden), BlockedByAutomod, Why::Says("Manners"))
            .until([Has(Bo, Low)]),
        case("a rule does not look at who moderates the channel")
            .given([Automod(BLOCK), Has(Bo, Low)])
            .refuses(Bo, Swears(Garden), BlockedByAutomod, Why::Says("Manners"))
            .until([Gives(Low, MANAGE_MESSAGES)]),
        case("what a rule holds is read by nobody before a moderator")
            .given([Automod(HOLD)])
            .refuses(Bo, Swears(Garden), HeldForReview, Why::Says("moderator"))
            .until([AutomodIsOff]),
        case("what is held is for who moderates")
            .given([Automod(HOLD), Held(Cy, Garden), Has(Bo, Low)])
            .refuses(Bo, ListsHeld, Forbidden, needs("manage_messages"))
            .until([Gives(Low, MANAGE_MESSAGES)]),
        case("letting through what is held takes the right to moderate the channel")
            .given([Automod(HOLD), Held(Cy, Garden), Has(Bo, Low)])
            .refuses(Bo, Releases(Garden), Forbidden, needs("manage_messages"))
            .until([Gives(Low, MANAGE_MESSAGES)]),
        case("throwing away what is held takes the right to moderate the channel")
            .given([Automod(HOLD), Held(Cy, Garden), Has(Bo, Low)])
            .refuses(Bo, Discards(Garden), Forbidden, needs("manage_messages"))
            .until([Gives(Low, MANAGE_MESSAGES)]),
        case("making a rule takes the right to manage the hub")
            .given([Has(Bo, Low)])
            .refuses(Bo, MakesRule(BLOCK), Forbidden, needs("manage_hub"))
            .until([Gives(Low, MANAGE_HUB)]),
        case("a rule that times people out is made by who may do that")
            .given([Gives(Low, MANAGE_HUB), Has(Bo, Low)])
            .refuses(Bo, MakesRule(AutomodAction::TimeOut { secs: 60 }), Forbidden, needs("time"))
            .until([Gives(Low, both(MANAGE_HUB, TIME_OUT))]),
        case("what rules look for is told to who manages the hub")
            .given([Automod(BLOCK), Has(Bo, Low)])
            .refuses(Bo, ListsRules, Forbidden, needs("manage_hub"))
            .until([Gives(Low, MANAGE_HUB)]),
        case("trying a rule takes the right to manage the hub")
            .given([Automod(BLOCK), Has(Bo, Low)])
            .refuses(Bo, TriesRule, Forbidden, needs("manage_hub"))
            .until([Gives(Low, MANAGE_HUB)]),
    ]
}

fn people() -> Vec<Case> {
    vec![
        case("calling oneself otherwise takes the right to")
            .given([EveryoneHas(DEFAULT.without(CHANGE_NICKNAME)), Has(Bo, Low)])
            .refuses(Bo, Names(Bo), Forbidden, needs("change_nickname"))
            .until([Gives(Low, CHANGE_NICKNAME)]),
        case("calling others otherwise is another right")
            .given([Has(Bo, Low)])
            .refuses(Bo, Names(Cy), Forbidden, needs("manage_nicknames"))
            .until([Gives(Low, MANAGE_NICKNAMES)]),
        case("nobody is called otherwise from below")
            .given([Gives(Mid, MANAGE_NICKNAMES), Has(Bo, Mid), Has(Cy, High)])
            .refuses(Bo, Names(Cy), Forbidden, NOT_BELOW_YOU)
            .until([HasNot(Cy, High)]),
        case("who may kick writes notes")
            .given([Has(Bo, Low)])
            .refuses(Bo, Notes(Cy), Forbidden, NAMES_ONE_THAT_WOULD_DO)
            .until([Gives(Low, KICK)]),
        case("who may time out reads notes, for as long")
            .given([Gives(Low, TIME_OUT), Has(Bo, Low)])
            .lets(Bo, ReadsNotes(Cy))
            .until([HasNot(Bo, Low)], Forbidden, NAMES_ONE_THAT_WOULD_DO),
        case("what was done about somebody is for who may ban")
            .given([Has(Bo, Low)])
            .refuses(Bo, ReadsMeasures(Cy), Forbidden, NAMES_ONE_THAT_WOULD_DO)
            .until([Gives(Low, BAN)]),
        case("members are found by members")
            .given([])
            .refuses(Olga, Finds, NotFound, Why::Hidden)
            .until([Comes(Olga)]),
    ]
}

fn chosen_roles() -> Vec<Case> {
    vec![
        case("offering roles takes the right to manage them")
            .given([Has(Bo, High)])
            .refuses(Bo, Offers(Low), Forbidden, needs("manage_roles"))
            .until([Gives(High, MANAGE_ROLES)]),
        case("nobody offers a role that they could not give")
            .given([Gives(Mid, MANAGE_ROLES), Has(Bo, Mid)])
            .refuses(Bo, Offers(High), Forbidden, NOT_BELOW)
            .until([Owns(Bo)]),
        case("choosing takes the right to")
            .given([Offered(Low), EveryoneHas(DEFAULT.without(CHOOSE_ROLES)), Has(Bo, Mid)])
            .refuses(Bo, Chooses(Low), Forbidden, needs("choose_roles"))
            .until([Gives(Mid, CHOOSE_ROLES)]),
        case("who is timed out chooses nothing")
            .given([Offered(Low), TimedOut(Bo)])
            .refuses(Bo, Chooses(Low), Forbidden, needs("choose_roles"))
            .until([TimeoutIsEnded(Bo)]),
    ]
}

fn reports() -> Vec<Case> {
    vec![
        case("a message is reported by who can see it")
            .given([Said(Cy, Shed), Says(Shed, One(Bo), NONE, VIEW)])
            .refuses(Bo, Reports(Shed, Cy), NotFound, Why::Hidden)
            .until([SaysNothing(Shed, One(Bo))]),
        case("who is timed out may report, who is gone may not")
            .given([Said(Cy, Garden), TimedOut(Bo)])
            .lets(Bo, Reports(Garden, Cy))
            .until([Kicked(Bo)], NotFound, Why::Hidden),
        case("reports are for who reviews them")
            .given([Said(Cy, Garden), Reported(Ada, Cy, Garden), Has(Bo, Low)])
            .refuses(Bo, ListsReports, Forbidden, needs("review_reports"))
            .until([Gives(Low, REVIEW_REPORTS)]),
        case("a report of a channel is for who sees that channel")
            .given([
                Said(Cy, Shed),
                Reported(Ada, Cy, Shed),
                Gives(Low, REVIEW_REPORTS),
                Has(Bo, Low),
                Says(Shed, One(Bo), NONE, VIEW),
            ])
            .refuses(Bo, ReadsReport, NotFound, Why::Hidden)
            .until([SaysNothing(Shed, One(Bo))]),
        case("deciding about a report takes the right to")
            .given([Said(Cy, Garden), Reported(Ada, Cy, Garden), Has(Bo, Low)])
            .refuses(Bo, Decides, Forbidden, needs("review_reports"))
            .until([Gives(Low, REVIEW_REPORTS)]),
        case("who no longer reviews reports decides nothing")
            .given([Said(Cy, Garden), Reported(Ada, Cy, Garden), Gives(Low, REVIEW_REPORTS), Has(Bo, Low)])
            .lets(Bo, ReadsReport)
            .until([HasNot(Bo, Low)], Forbidden, needs("review_reports")),
    ]
}

fn governing() -> Vec<Case> {
    vec![
        case("renaming the hub takes the right to manage it")
            .given([Has(Bo, Low)])
            .refuses(Bo, RenamesHub, Forbidden, needs("manage_hub"))
            .until([Gives(Low, MANAGE_HUB)]),
        case("who did what is for who may see the log")
            .given([Has(Bo, Low)])
            .refuses(Bo, ReadsLog, Forbidden, needs("view_audit_log"))
            .until([Gives(Low, VIEW_AUDIT_LOG)]),
        case("an address for programs is made by who manages webhooks in the channel")
            .given([Has(Bo, Low)])
            .refuses(Bo, MakesWebhook(Shed), Forbidden, needs("manage_webhooks"))
            .until([Gives(Low, MANAGE_WEBHOOKS)]),
        case("a channel may keep webhooks to others than the hub does")
            .given([Has(Bo, Low), Gives(Low, MANAGE_WEBHOOKS)])
            .lets(Bo, MakesWebhook(Shed))
            .until([Says(Shed, Those(Low), NONE, MANAGE_WEBHOOKS)], Forbidden, needs("manage_webhooks")),
        case("webhooks are listed for who manages some")
            .given([Has(Bo, Low)])
            .refuses(Bo, ListsWebhooks, Forbidden, needs("manage_webhooks"))
            .until([Gives(Low, MANAGE_WEBHOOKS)]),
    ]
}
