//! Nobody gains a permission that they lacked, by whatever they do: random hubs, random people, random verbs, through the
//! operations.
//!
//! What somebody may do is compared without what passes by itself or by their own consent (timeouts, rules to accept) and
//! without locks, which anybody opens who moderates the channel or the hub. What somebody was given who only lacks what it
//! hangs on (mentioning everyone where they may not write) is theirs.

use crate::telling::Stage;
use hubbub_server::domain::caller::Caller;
use hubbub_server::domain::hubs::{Sight, Structure};
use hubbub_server::domain::members::MemberDoc;
use hubbub_server::live::HubHandle;
use hubbub_server::operations::run;
use hubbub_shared::model::{
    AutomodAction, AutomodTrigger, HubView, Overwrite, OverwriteTarget, RoleGroupKind,
};
use hubbub_shared::protocol::command::{
    AcceptRules, AssignRole, BanUser, ChooseRoles, CreateAutomodRule, CreateCategory, CreateChannel,
    CreateInvite, CreateRole, CreateRoleGroup, CreateWebhook, DeleteAutomodRule, DeleteCategory,
    DeleteChannel, DeleteHub, DeleteRole, DeleteRoleGroup, DeleteWebhook, GetAutomodRules, GetWebhooks,
    JoinHub, KickMember, LeaveHub, LiftBan, LockChannel, LockHub, PauseInvites, RemoveCategoryOverwrite,
    RemoveChannelOverwrite, RemoveRole, ResumeInvites, RevokeInvite, SetCategoryOverwrite,
    SetChannelOverwrite, SetHubRules, SetNickname, SetRaidShield, TimeOutMember, TransferHub, UnlockChannel,
    UnlockHub, UpdateAutomodRule, UpdateCategory, UpdateChannel, UpdateHub, UpdateRole, UpdateRoleGroup,
    UpdateRoleMembers, UpdateWebhook,
};
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{ChannelId, HubId, Permissions, RoleGroupId, RoleId, UserId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use std::collections::HashMap;
use std::sync::Arc;

/// A verb in numbers: which, by whom, and four things it is about.
type Wish = (u8, u8, u8, u8, u64, u64);

/// How a hub begins: what its roles and everyone may do, who has which, what its places say.
#[derive(Debug, Clone)]
struct Beginning {
    everyone: Permissions,
    roles: Vec<Permissions>,
    /// Which person has which role.
    given: Vec<(u8, u8)>,
    /// In which place, for whom, what is allowed and denied.
    overwrites: Vec<(u8, u8, Permissions, Permissions)>,
    wishes: Vec<Wish>,
}

/// Rights that do something in these stories, each as likely as the others.
fn rights() -> impl Strategy<Value = Permissions> {
    let rows =
        Permissions::TABLE.iter().filter(|row| row.bit != Permissions::ADMINISTRATOR).collect::<Vec<_>>();
    proptest::sample::subsequence(rows, 0..8)
        .prop_map(|rows| rows.iter().fold(Permissions::NONE, |all, row| all | row.bit))
}

/// Rights of those who shape hubs, mostly; else those of a role that members may choose, as often as not. Few administer:
/// who may do everything has nothing to gain.
fn strong_rights() -> impl Strategy<Value = Permissions> {
    let shaping = Permissions::MANAGE_ROLES | Permissions::MANAGE_CHANNELS;
    (rights(), 0..12).prop_map(move |(rights, die)| match die {
        0 | 1 => rights,
        2 | 3 => rights & Permissions::CHOOSABLE,
        4 => rights | Permissions::ADMINISTRATOR,
        _ => rights | shaping,
    })
}

prop_compose! {
    fn beginning()(
        everyone in rights(),
        roles in proptest::collection::vec(strong_rights(), 4),
        given in proptest::collection::vec((0..3_u8, 0..4_u8), 1..7),
        overwrites in proptest::collection::vec((0..4_u8, 0..8_u8, rights(), rights()), 0..7),
        wishes in proptest::collection::vec(any::<Wish>(), 16..36),
    ) -> Beginning {
        let overwrites = overwrites.into_iter().map(|(place, whom, allow, deny)| (place, whom, allow, deny.without(allow))).collect();
        Beginning { everyone: everyone | Permissions::VIEW | Permissions::INVITE, roles, given, overwrites, wishes }
    }
}

/// A hub of Ada's, and three people who want to get on.
struct Play<'a> {
    stage: &'a Stage,
    ada: Caller,
    people: &'a [Caller],
    hub: HubId,
    code: String,
}

impl<'a> Play<'a> {
    async fn begin(stage: &'a Stage, ada: &Caller, people: &'a [Caller], beginning: &Beginning) -> Play<'a> {
        let hub = stage.founds(ada).await.id;
        let ask = CreateInvite { hub, max_uses: None, expires_in_secs: None };
        let Ok(Reply::Invite(invite)) = does(stage, ada, ask.into()).await else { panic!("an invite") };
        let play = Play { stage, ada: ada.clone(), people, hub, code: invite.code };
        for person in people {
            does(stage, person, JoinHub { code: play.code.clone() }.into()).await.unwrap();
        }
        play.furnish(beginning).await;
        play
    }

    /// What cannot be (an overwrite of what is not there) is left out.
    async fn furnish(&self, beginning: &Beginning) {
        let hub = self.hub;
        let everyone =
            UpdateRole { permissions: Some(beginning.everyone), ..UpdateRole::of(hub, hub.everyone()) };
        self.owner(everyone).await;
        for permissions in &beginning.roles {
            self.owner(new_role(hub, *permissions)).await;
        }
        self.owner(CreateCategory { hub, name: "category".to_owned(), position: None }).await;
        let view = self.view().await;
        let category = Some(view.categories[0].id);
        for name in ["one", "two"] {
            self.owner(CreateChannel {
                hub,
                name: name.to_owned(),
                topic: None,
                category,
                position: None,
                overwrites: None,
            })
            .await;
        }
        for (person, role) in &beginning.given {
            let view = self.view().await;
            let role = view.roles[usize::from(*role) + 1].id;
            self.owner(AssignRole { hub, user: self.people[usize::from(*person)].user, role }).await;
        }
        for (place, whom, allow, deny) in &beginning.overwrites {
            let command = self.overwrite(&self.view().await, *place, *whom, Some((*allow, *deny)));
            self.owner(command).await;
        }
    }

    async fn owner(&self, command: impl Into<Command>) {
        let _ = does(self.stage, &self.ada, command.into()).await;
    }

    async fn view(&self) -> HubView {
        let hub = self.hub().await;
        let ada = hub.member(self.ada.user).await.unwrap().unwrap();
        Sight::of(&hub.structure(), &ada, Permissions::ALL, self.stage.live.clock.now()).view(&ada.roles)
    }

    fn target(&self, view: &HubView, whom: u8) -> OverwriteTarget {
        let whom = usize::from(whom);
        match whom % 8 {
            0..3 => OverwriteTarget::Member(self.people[whom % 3].user),
            _ => OverwriteTarget::Role(view.roles[whom % view.roles.len()].id),
        }
    }

    /// An overwrite of a place, or that it goes.
    fn overwrite(
        &self,
        view: &HubView,
        place: u8,
        whom: u8,
        bits: Option<(Permissions, Permissions)>,
    ) -> Command {
        let (hub, target, place) = (self.hub, self.target(view, whom), usize::from(place));
        let category = view.categories.get(place % 4).map(|category| category.id);
        let channel =
            view.channels.get(place % view.channels.len().max(1)).map_or(ChannelId(1), |channel| channel.id);
        match (category, bits) {
            (Some(category), Some((allow, deny))) => {
                SetCategoryOverwrite { hub, category, target, allow, deny }.into()
            }
            (Some(category), None) => RemoveCategoryOverwrite { hub, category, target }.into(),
            (None, Some((allow, deny))) => SetChannelOverwrite { channel, target, allow, deny }.into(),
            (None, None) => RemoveChannelOverwrite { channel, target }.into(),
        }
    }

    /// What a wish asks for, by what there is at this moment.
    async fn command(&self, view: &HubView, wish: Wish) -> Command {
        let (verb, _, a, b, x, y) = wish;
        let hub = self.hub;
        let user = self.people[usize::from(a) % self.people.len()].user;
        let role = view.roles[usize::from(b) % view.roles.len()].id;
        let channel =
            view.channels.get(usize::from(a) % view.channels.len().max(1)).map_or(ChannelId(1), |it| it.id);
        let category = view.categories.get(usize::from(b) % (view.categories.len() + 1)).map(|it| it.id);
        let (allow, deny) = (few(x), few(y).without(few(x)));
        match verb % 37 {
            0 | 1 => AssignRole { hub, user, role }.into(),
            2 => RemoveRole { hub, user, role }.into(),
            3 => UpdateRoleMembers {
                hub,
                role,
                add: self.people.iter().map(|it| it.user).collect(),
                remove: Vec::new(),
            }
            .into(),
            4 => new_role(hub, allow).into(),
            5 => UpdateRole { permissions: Some(allow), ..UpdateRole::of(hub, role) }.into(),
            6 => UpdateRole { position: Some(u32::from(a % 6)), ..UpdateRole::of(hub, role) }.into(),
            7 => DeleteRole { hub, role }.into(),
            8..=10 => self.overwrite(view, a, b, Some((allow, deny))),
            11 => self.overwrite(view, a, b, None),
            12 => {
                let overwrites = Some(vec![Overwrite { target: self.target(view, a), allow, deny }]);
                CreateChannel {
                    hub,
                    name: "new".to_owned(),
                    topic: None,
                    category,
                    position: None,
                    overwrites,
                }
                .into()
            }
            13 => UpdateChannel { category: Some(category), ..UpdateChannel::of(channel) }.into(),
            14 => UpdateChannel { synced: Some(b % 2 == 0), ..UpdateChannel::of(channel) }.into(),
            15 => match category {
                Some(category) => DeleteCategory { hub, category }.into(),
                None => CreateCategory { hub, name: "more".to_owned(), position: None }.into(),
            },
            16 => LeaveHub { hub }.into(),
            17 => JoinHub { code: self.code.clone() }.into(),
            18 => match b % 4 {
                0 => LockHub { hub, reason: None }.into(),
                1 => UnlockHub { hub, reason: None }.into(),
                2 => LockChannel { channel, reason: None }.into(),
                _ => TimeOutMember { hub, user, until: None, reason: None }.into(),
            },
            19 => KickMember { hub, user, reason: None }.into(),
            20 => TransferHub { hub, owner: user }.into(),
            21..=25 => {
                let other = view.roles[usize::from(a) % view.roles.len()].id;
                self.offering(verb % 37, (a, b), role, other).await
            }
            27.. => self.governing(b, self.whom(a), channel, x).await,
            _ => DeleteChannel { channel: if b % 8 == 0 { channel } else { ChannelId(1) } }.into(),
        }
    }

    /// One of the three, or the owner.
    fn whom(&self, number: u8) -> UserId {
        self.people.get(usize::from(number) % 4).unwrap_or(&self.ada).user
    }

    /// What a hub is run with beside roles, channels and overwrites.
    async fn governing(&self, verb: u8, user: UserId, channel: ChannelId, x: u64) -> Command {
        let (hub, reason, name) = (self.hub, None, "name".to_owned());
        match verb % 19 {
            0 => BanUser { hub, user, until: None, reason, delete_last_secs: None }.into(),
            1 => LiftBan { hub, user, reason }.into(),
            2 => KickMember { hub, user, reason }.into(),
            3 => TimeOutMember { hub, user, until: None, reason }.into(),
            4 => SetNickname { hub, user, nickname: (x.is_multiple_of(2)).then_some(name) }.into(),
            5 => UnlockChannel { channel, reason }.into(),
            6 => {
                let category = self.view().await.categories.first().map(|it| it.id);
                match category {
                    Some(category) => {
                        UpdateCategory { hub, category, name: Some(name), position: Some(0) }.into()
                    }
                    None => CreateCategory { hub, name, position: None }.into(),
                }
            }
            7 => UpdateHub { hub, name: Some(name), description: None }.into(),
            8 => SetHubRules { hub, text: if x.is_multiple_of(2) { name } else { String::new() } }.into(),
            9 => AcceptRules { hub }.into(),
            10 => CreateInvite { hub, max_uses: None, expires_in_secs: None }.into(),
            11 => RevokeInvite { hub, code: self.code.clone() }.into(),
            12 => PauseInvites { hub, until: None }.into(),
            13 => ResumeInvites { hub }.into(),
            14 => SetRaidShield { hub, joins_per_minute: None, min_account_age_secs: None, pause_secs: None }
                .into(),
            15 | 16 => self.automod(x).await,
            17 => self.webhooks(channel, x).await,
            _ => DeleteHub { hub }.into(),
        }
    }

    /// Makes, changes or deletes a rule.
    async fn automod(&self, x: u64) -> Command {
        let (hub, action) = (self.hub, AutomodAction::TimeOut { secs: 60 });
        let rules = match does(self.stage, &self.ada, GetAutomodRules { hub }.into()).await {
            Ok(Reply::AutomodRules(rules)) => rules.rules,
            other => panic!("expected rules, got {other:?}"),
        };
        match (rules.first().map(|rule| rule.id), x % 3) {
            (Some(rule), 0) => {
                UpdateAutomodRule { action: Some(action), ..UpdateAutomodRule::of(hub, rule) }.into()
            }
            (Some(rule), 1) => DeleteAutomodRule { hub, rule }.into(),
            _ => CreateAutomodRule {
                hub,
                name: "rule".to_owned(),
                trigger: AutomodTrigger::Words(vec!["word".to_owned()]),
                action: if x.is_multiple_of(2) { action } else { AutomodAction::Block },
                notice: None,
                exempt_roles: Vec::new(),
                exempt_channels: Vec::new(),
                enabled: None,
            }
            .into(),
        }
    }

    /// Makes, moves or deletes a webhook.
    async fn webhooks(&self, channel: ChannelId, x: u64) -> Command {
        let hub = self.hub;
        let webhooks = match does(self.stage, &self.ada, GetWebhooks { hub }.into()).await {
            Ok(Reply::Webhooks(webhooks)) => webhooks.webhooks,
            other => panic!("expected webhooks, got {other:?}"),
        };
        match (webhooks.first().map(|webhook| webhook.id), x % 3) {
            (Some(webhook), 0) => UpdateWebhook { hub, webhook, name: None, channel: Some(channel) }.into(),
            (Some(webhook), 1) => DeleteWebhook { hub, webhook }.into(),
            _ => CreateWebhook { channel, name: "hook".to_owned() }.into(),
        }
    }

    /// Offers roles to be chosen, or fewer of them, or chooses.
    async fn offering(&self, verb: u8, (a, b): (u8, u8), one: RoleId, other: RoleId) -> Command {
        let hub = self.hub;
        let groups = self.hub().await.structure().role_groups.clone();
        let found = groups.get(usize::from(a) % groups.len().max(1));
        let (group, offered) = found.map_or((RoleGroupId(1), Vec::new()), |it| (it.id, it.roles.clone()));
        let kind = if b % 2 == 0 { RoleGroupKind::OneOf } else { RoleGroupKind::AnyOf };
        let roles = if one == other { vec![one] } else { vec![one, other] };
        match verb {
            21 if found.is_none() => CreateRoleGroup { hub, name: "choice".to_owned(), kind, roles }.into(),
            21 | 22 if b % 4 < 3 => {
                UpdateRoleGroup { roles: Some(roles), ..UpdateRoleGroup::of(hub, group) }.into()
            }
            21 | 22 => DeleteRoleGroup { hub, group }.into(),
            _ => ChooseRoles { hub, group, roles: offered.into_iter().take(usize::from(b % 3)).collect() }
                .into(),
        }
    }

    /// The three, as members of the hub or not.
    async fn members(&self) -> Vec<Option<MemberDoc>> {
        let hub = self.hub().await;
        let mut members = Vec::new();
        for person in self.people {
            members.push(hub.member(person.user).await.unwrap().map(|member| MemberDoc::clone(&member)));
        }
        members
    }

    async fn hub(&self) -> Arc<HubHandle> {
        self.stage.live.hubs.find(self.hub).await.unwrap().unwrap()
    }

    async fn rights(&self) -> Rights {
        Rights::of(&self.hub().await.structure(), &self.members().await)
    }

    /// What they have at most by what they were given, as they are and if they left and came again.
    async fn reach(&self) -> Rights {
        let (structure, members) = (self.hub().await.structure(), self.members().await);
        let anew = |member: &Option<MemberDoc>| Some(MemberDoc { roles: Vec::new(), ..member.clone()? });
        let again: Vec<_> = members.iter().map(anew).collect();
        [&members, &again]
            .map(|them| Rights::in_reach(&structure, them))
            .into_iter()
            .fold(Rights::default(), Rights::or)
    }
}

/// What each of the people may do, in the hub as a whole (`None`) and in each channel.
#[derive(Debug, Clone, Default)]
struct Rights(HashMap<(usize, Option<ChannelId>), Permissions>);

impl Rights {
    fn of(structure: &Structure, members: &[Option<MemberDoc>]) -> Self {
        Self::each(members, |member| settled(structure, member, Permissions::NONE))
    }

    /// With what they would have if they could see and write there; not that they can.
    fn in_reach(structure: &Structure, members: &[Option<MemberDoc>]) -> Self {
        let ground = Permissions::VIEW | Permissions::SEND;
        let hanging = Self::each(members, |member| settled(structure, member, ground));
        let without = hanging.0.into_iter().map(|(of, may)| (of, may.without(ground)));
        Self::of(structure, members).or(Self(without.collect()))
    }

    fn each(
        members: &[Option<MemberDoc>],
        may: impl Fn(&MemberDoc) -> Vec<(Option<ChannelId>, Permissions)>,
    ) -> Self {
        let there =
            members.iter().enumerate().filter_map(|(person, member)| Some((person, member.as_ref()?)));
        let all = there.flat_map(|(person, member)| {
            may(member).into_iter().map(move |(place, may)| ((person, place), may))
        });
        Self(all.collect())
    }

    fn or(mut self, other: Self) -> Self {
        for (of, may) in other.0 {
            *self.0.entry(of).or_default() |= may;
        }
        self
    }

    fn may(&self, person: usize, place: Option<ChannelId>) -> Permissions {
        self.0.get(&(person, place)).copied().unwrap_or_default()
    }
}

/// Without a timeout, without rules to accept, as if nothing were locked, and as if they were let do `more` there.
fn settled(
    structure: &Structure,
    member: &MemberDoc,
    more: Permissions,
) -> Vec<(Option<ChannelId>, Permissions)> {
    let member = MemberDoc { timed_out_until: None, rules_pending: None, ..member.clone() };
    let own = OverwriteTarget::Member(member.user);
    let may = |overwrites: &[Overwrite]| {
        let (theirs, mut rest): (Vec<_>, Vec<_>) =
            overwrites.iter().cloned().partition(|it| it.target == own);
        let (allow, deny) = theirs.first().map_or_else(Default::default, |it| (it.allow, it.deny));
        rest.push(Overwrite { target: own, allow: allow | more, deny: deny.without(more) });
        structure.permissions_under(&rest, &member, Permissions::ALL, member.joined_at)
    };
    let channels =
        structure.channels.iter().map(|channel| (Some(channel.id), may(structure.overwrites_of(channel))));
    std::iter::once((None, may(&[]))).chain(channels).collect()
}

/// What roles give that members choose for themselves, in the hub or anywhere in it, beside taking part.
fn power_to_choose(structure: &Structure) -> Permissions {
    let chosen = |role: RoleId| structure.role_view(role).is_some_and(|role| role.choosable);
    let roles = structure.roles.iter().filter(|role| chosen(role.id)).map(|role| role.permissions);
    let categories = structure.categories.iter().flat_map(|it| &it.overwrites);
    let overwrites = categories.chain(structure.channels.iter().flat_map(|it| &it.overwrites));
    let allowed = overwrites.filter_map(|overwrite| match overwrite.target {
        OverwriteTarget::Role(role) if chosen(role) => Some(overwrite.allow),
        _ => None,
    });
    roles.chain(allowed).fold(Permissions::NONE, |all, one| all | one).without(Permissions::CHOOSABLE)
}

async fn does(stage: &Stage, who: &Caller, command: Command) -> Result<Reply, String> {
    run(&stage.live, Some(who), command)
        .await
        .map(|answer| answer.reply)
        .map_err(|error| format!("{error:?}"))
}

fn few(number: u64) -> Permissions {
    // Of three numbers: a set that has about an eighth of all.
    Permissions(number & number.rotate_left(21) & number.rotate_left(42)) & Permissions::KNOWN
}

fn new_role(hub: HubId, permissions: Permissions) -> CreateRole {
    CreateRole::of(hub, "role".to_owned(), permissions)
}

/// Plays hubs until one of them lets somebody gain something. `together`: all three act, and what one of them had counts
/// as what all of them had.
fn nobody_gains(hubs: u32, together: bool) {
    let system = actix_web::rt::System::new();
    let stage = system.block_on(Stage::set());
    let config =
        Config { cases: hubs, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    let round = std::cell::Cell::new(0_u32);
    TestRunner::new(config)
        .run(&beginning(), |beginning| {
            round.set(round.get() + 1);
            system.block_on(async {
                let mut people = Vec::new();
                for name in ["Bo", "Cy", "Di"] {
                    people.push(stage.signs_in(&format!("{name}{}", round.get())).await);
                }
                // Nobody belongs to too many hubs: each round has an owner of its own.
                let owner = stage.signs_in(&format!("Ada{}", round.get())).await;
                play(&stage, &owner, &people, &beginning, together).await
            })
        })
        .unwrap();
}

async fn play(
    stage: &Stage,
    ada: &Caller,
    people: &[Caller],
    beginning: &Beginning,
    together: bool,
) -> Result<(), TestCaseError> {
    let play = Play::begin(stage, ada, people, beginning).await;
    let hub = play.hub().await;
    let before = play.reach().await;
    for wish in &beginning.wishes {
        let actor = if together { usize::from(wish.1) % people.len() } else { 0 };
        let command = play.command(&play.view().await, *wish).await;
        let done = does(stage, &people[actor], command.clone()).await;
        prop_assert!(hub.structure().hub.owner == ada.user, "{command:?} made somebody the owner");
        prop_assert_eq!(
            power_to_choose(&hub.structure()),
            Permissions::NONE,
            "{:?}, answered {:?}",
            command,
            done
        );
        let now = play.rights().await;
        for ((person, place), may) in &now.0 {
            let is_old = place.is_none() || before.0.contains_key(&(*person, *place));
            if !is_old || !(together || *person == 0) {
                continue;
            }
            let had = match together {
                // What one of them holds in the whole hub they may give to another, wherever.
                true => (0..people.len())
                    .fold(Permissions::NONE, |sum, it| sum | before.may(it, *place) | before.may(it, None)),
                false => before.may(0, *place),
            };
            let gained = may.without(had);
            prop_assert!(
                gained.is_empty(),
                "person {person} gained {:?} in {place:?} by {command:?}, answered {done:?}",
                gained.names().collect::<Vec<_>>()
            );
        }
    }
    Ok(())
}

#[test]
fn nobody_gains_by_themselves_what_they_lacked() {
    nobody_gains(60, false);
}

#[test]
fn a_crowd_gains_nothing_that_none_of_them_had() {
    nobody_gains(40, true);
}
