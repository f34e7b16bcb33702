//! Who may change permissions, as arithmetic: nobody gives what they do not have, or reaches up.
//!
//! Plain values in, a refusal out. The caller loads the values *inside* the actor or transaction that makes the
//! change, so that two administrators who demote each other at the same moment do not both succeed.
//! Permissions of the one who acts come from [`resolve`](super::resolve::resolve): the owner's are all there
//! are, and those of a key are already narrowed to its scope.

use super::Permissions;
use crate::error::{ErrorCode, Problem};
use crate::ids::RoleId;
use crate::model::{Overwrite, OverwriteTarget, Role};
use std::fmt;

/// Where a member stands in their hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether they own the hub. Their rank is above every role.
    pub is_owner: bool,
    /// What they may do in the hub as a whole.
    pub permissions: Permissions,
    /// Position of their highest role; 0 when they have none but *everyone*.
    pub top_position: u32,
}

/// Why a change is refused. Its text is a sentence for the person who tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// They lack what managing this takes.
    Needs(Permissions),
    /// They would give or take these, and do not have them.
    NotYours(Permissions),
    /// A change of roles would give these in a channel, and they do not have them there.
    NotYoursThere(Permissions),
    /// The role is not below their highest.
    RoleNotBelow,
    /// The member's highest role is not below theirs.
    MemberNotBelow,
    /// The owner is never a target.
    TargetIsOwner,
    /// Administrators cannot be timed out.
    TargetIsAdministrator,
    /// Everyone cannot get ADMINISTRATOR, not even from the owner.
    EveryoneAdministrator,
    /// ADMINISTRATOR is for the whole hub or not at all.
    OverwriteAdministrator,
    /// They would no longer see the channel themselves.
    HidesFromYou,
    /// Members could give themselves this by choosing a role.
    ChoosableGives(Permissions),
    /// The role is a bot's: it comes and goes with the bot, and is nobody else's.
    OfBot,
}

/// The position of a member's highest role; ids of deleted roles are ignored, and so is what members choose for
/// themselves: nobody raises themselves.
pub fn top_position(member_roles: &[RoleId], roles: &[Role]) -> u32 {
    let ranks = |role: &&Role| !role.choosable && member_roles.contains(&role.id);
    roles.iter().filter(ranks).map(|role| role.position).max().unwrap_or(0)
}

/// Rename, recolour or move a role. Moving asks for both positions.
pub fn may_act_on_role(actor: &Standing, role_position: u32) -> Result<(), Refusal> {
    needs(actor.permissions, Permissions::MANAGE_ROLES)?;
    let below = actor.is_owner || role_position < actor.top_position;
    if below { Ok(()) } else { Err(Refusal::RoleNotBelow) }
}

/// Make a role, which stands just above *everyone*: who has no role would make one above themselves.
pub fn may_create_role(actor: &Standing, permissions: Permissions) -> Result<(), Refusal> {
    may_act_on_role(actor, 0)?;
    may_give(actor.permissions, permissions)
}

/// Take a role from a member, or delete it. That of a bot goes with the bot.
pub fn may_take_role(actor: &Standing, role: &Role) -> Result<(), Refusal> {
    may_act_on_role(actor, role.position)?;
    if role.bot.is_none() { Ok(()) } else { Err(Refusal::OfBot) }
}

/// Give a member a role. Its permissions count too: a role below one's own may hold more than oneself.
pub fn may_assign_role(actor: &Standing, role: &Role) -> Result<(), Refusal> {
    may_take_role(actor, role)?;
    may_give(actor.permissions, role.permissions & Permissions::KNOWN)
}

/// Do something that takes `needed` to *another* member. Whoever acts on themselves (takes off their own role)
/// does not ask this.
pub fn may_act_on_member(actor: &Standing, needed: Permissions, target: &Standing) -> Result<(), Refusal> {
    needs(actor.permissions, needed)?;
    if target.is_owner {
        return Err(Refusal::TargetIsOwner);
    }
    let below = actor.is_owner || target.top_position < actor.top_position;
    if below { Ok(()) } else { Err(Refusal::MemberNotBelow) }
}

/// Time a member out. Administrators are exempt from timeouts, so one would only pretend to work.
pub fn may_time_out(actor: &Standing, target: &Standing) -> Result<(), Refusal> {
    may_act_on_member(actor, Permissions::TIME_OUT_MEMBERS, target)?;
    let exempt = target.permissions.contains(Permissions::ADMINISTRATOR);
    if exempt { Err(Refusal::TargetIsAdministrator) } else { Ok(()) }
}

/// Let a role have these permissions: only those that one has.
pub fn may_give(actor: Permissions, role: Permissions) -> Result<(), Refusal> {
    let more = role.without(actor);
    if more.is_empty() { Ok(()) } else { Err(Refusal::NotYours(more)) }
}

/// Let a change of roles give somebody this in one channel: overwrites for a role go with the role. `actor_there` is what
/// one may do in that channel.
pub fn may_give_there(actor_there: Permissions, gained: Permissions) -> Result<(), Refusal> {
    let more = (gained & Permissions::KNOWN).without(actor_there);
    if more.is_empty() { Ok(()) } else { Err(Refusal::NotYoursThere(more)) }
}

/// Let members choose a role for themselves that gives this, in the hub or in a channel of it.
pub fn may_be_choosable(given: Permissions) -> Result<(), Refusal> {
    let power = given.without(Permissions::CHOOSABLE);
    if power.is_empty() { Ok(()) } else { Err(Refusal::ChoosableGives(power)) }
}

/// Add a bot with a role of its own, which stands just above *everyone*. Who has no rank would make one above themselves.
pub fn may_add_bot(actor: &Standing, permissions: Permissions) -> Result<(), Refusal> {
    needs(actor.permissions, Permissions::MANAGE_HUB)?;
    may_give(actor.permissions, permissions)?;
    let ranks = actor.is_owner || actor.top_position > 0;
    if ranks { Ok(()) } else { Err(Refusal::RoleNotBelow) }
}

/// [`may_give`] for the role of everyone.
pub fn may_give_everyone(actor: Permissions, everyone: Permissions) -> Result<(), Refusal> {
    if everyone.contains(Permissions::ADMINISTRATOR) {
        return Err(Refusal::EveryoneAdministrator);
    }
    may_give(actor, everyone)
}

/// Set (`new`), change (both) or remove (`old`) an overwrite. `actor` is what one may do in that channel, before
/// the change. Every bit whose state changes must be one's own: removing a deny is a grant.
pub fn may_set_overwrite(
    actor: Permissions,
    old: Option<&Overwrite>,
    new: Option<&Overwrite>,
) -> Result<(), Refusal> {
    needs(actor, Permissions::MANAGE_ROLES)?;
    let state = |overwrite: Option<&Overwrite>| overwrite.map_or(Bits::default(), Bits::of);
    may_change(actor, state(old), state(new))
}

/// Replace all overwrites: a channel is made with some, moved, or follows its category from now on. Targets whose
/// overwrites stay as they are need no right, so that a change of nothing is never refused.
pub fn may_replace_overwrites(
    actor: Permissions,
    old: &[Overwrite],
    new: &[Overwrite],
) -> Result<(), Refusal> {
    old.iter().chain(new).try_for_each(|overwrite| {
        let (before, after) =
            (Bits::for_target(old, overwrite.target), Bits::for_target(new, overwrite.target));
        if before == after {
            return Ok(());
        }
        needs(actor, Permissions::MANAGE_ROLES)?;
        may_change(actor, before, after)
    })
}

/// Whether the one who makes or changes a channel will still see it, given what they may do there afterwards.
pub fn must_stay_visible(actor_afterwards: Permissions) -> Result<(), Refusal> {
    if actor_afterwards.contains(Permissions::VIEW) { Ok(()) } else { Err(Refusal::HidesFromYou) }
}

/// What an overwrite does, without for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Bits {
    allow: Permissions,
    deny: Permissions,
}

impl Bits {
    fn of(overwrite: &Overwrite) -> Self {
        Self { allow: overwrite.allow, deny: overwrite.deny }
    }

    fn for_target(overwrites: &[Overwrite], target: OverwriteTarget) -> Self {
        let matching = overwrites.iter().filter(|overwrite| overwrite.target == target);
        matching.fold(Self::default(), |sum, o| Self { allow: sum.allow | o.allow, deny: sum.deny | o.deny })
    }

    fn mentioned(self) -> Permissions {
        self.allow | self.deny
    }

    fn changed_to(self, new: Self) -> Permissions {
        Permissions((self.allow.0 ^ new.allow.0) | (self.deny.0 ^ new.deny.0))
    }
}

fn may_change(actor: Permissions, old: Bits, new: Bits) -> Result<(), Refusal> {
    if new.mentioned().contains(Permissions::ADMINISTRATOR) {
        return Err(Refusal::OverwriteAdministrator);
    }
    // Bits without effect may be cleaned up by anyone; new ones would wait for a version that knows them.
    let cleaned_up = (!Permissions::KNOWN | Permissions::ADMINISTRATOR).without(new.mentioned());
    may_give(actor, old.changed_to(new).without(cleaned_up))
}

fn needs(actor: Permissions, needed: Permissions) -> Result<(), Refusal> {
    let missing = needed.without(actor);
    if missing.is_empty() { Ok(()) } else { Err(Refusal::Needs(missing)) }
}

/// Names for a sentence: "kick members, ban members".
fn listed(permissions: Permissions) -> String {
    let known: Vec<_> = permissions.names().map(|name| name.replace('_', " ")).collect();
    if known.is_empty() { "something this server does not know".to_owned() } else { known.join(", ") }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Needs(missing) => write!(f, "For this you need the permission: {}.", listed(*missing)),
            Self::NotYours(more) => {
                write!(f, "You can only give and take what you have yourself; you lack: {}.", listed(*more))
            }
            Self::NotYoursThere(more) => write!(
                f,
                "This would give, in a channel, what you do not have there yourself: {}.",
                listed(*more)
            ),
            Self::RoleNotBelow => f.write_str("You can only manage roles below your own highest role."),
            Self::MemberNotBelow => {
                f.write_str("You can only do this to members whose highest role is below yours.")
            }
            Self::TargetIsOwner => f.write_str("Nobody can do this to the owner of the hub."),
            Self::TargetIsAdministrator => f.write_str("Administrators cannot be timed out."),
            Self::EveryoneAdministrator => f.write_str("Everyone cannot be an administrator."),
            Self::OverwriteAdministrator => {
                f.write_str("Administrator comes with a role; a channel can neither give nor take it.")
            }
            Self::ChoosableGives(power) => write!(
                f,
                "Members choose this role for themselves, so it cannot give them: {}.",
                listed(*power)
            ),
            Self::OfBot => f.write_str("This role is a bot's. It goes when the bot is removed."),
            Self::HidesFromYou => f.write_str(
                "You would no longer see this channel yourself. Let yourself or one of your roles view it.",
            ),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::new(ErrorCode::Forbidden, refusal.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{HubId, UserId};

    const MANAGER: Permissions =
        Permissions(Permissions::MANAGE_ROLES.0 | Permissions::SEND.0 | Permissions::VIEW.0);

    fn at(top_position: u32, permissions: Permissions) -> Standing {
        Standing { is_owner: false, permissions, top_position }
    }

    fn owner() -> Standing {
        Standing { is_owner: true, permissions: Permissions::ALL, top_position: 0 }
    }

    fn role(position: u32, permissions: Permissions) -> Role {
        Role {
            id: RoleId(position.into()),
            hub: HubId(1),
            name: String::new(),
            position,
            permissions,
            color: None,
            emoji: None,
            hoist: false,
            mentionable: false,
            choosable: false,
            bot: None,
        }
    }

    fn overwrite(allow: Permissions, deny: Permissions) -> Overwrite {
        Overwrite { target: OverwriteTarget::Member(UserId(1)), allow, deny }
    }

    fn allowing(allow: Permissions) -> Overwrite {
        overwrite(allow, Permissions::NONE)
    }

    fn denying(deny: Permissions) -> Overwrite {
        overwrite(Permissions::NONE, deny)
    }

    #[test]
    fn case_18_a_channel_comes_with_no_overwrites_its_creator_lacks() {
        let create = |new: &[Overwrite]| may_replace_overwrites(MANAGER, &[], new);
        assert_eq!(create(&[allowing(Permissions::SEND)]), Ok(()));
        assert_eq!(
            create(&[allowing(Permissions::BAN_MEMBERS)]),
            Err(Refusal::NotYours(Permissions::BAN_MEMBERS))
        );
        assert_eq!(create(&[denying(Permissions::POLL)]), Err(Refusal::NotYours(Permissions::POLL)));
        let without_right = may_replace_overwrites(Permissions::SEND, &[], &[allowing(Permissions::SEND)]);
        assert_eq!(without_right, Err(Refusal::Needs(Permissions::MANAGE_ROLES)));
        assert_eq!(may_replace_overwrites(Permissions::NONE, &[], &[]), Ok(()));
    }

    #[test]
    fn case_19_a_channel_is_not_hidden_from_its_creator() {
        assert_eq!(must_stay_visible(MANAGER.without(Permissions::VIEW)), Err(Refusal::HidesFromYou));
        assert_eq!(must_stay_visible(MANAGER), Ok(()));
    }

    #[test]
    fn case_20_a_lower_role_with_more_rights_is_not_assigned() {
        let manager = at(5, MANAGER);
        assert_eq!(may_assign_role(&manager, &role(1, Permissions::SEND)), Ok(()));
        let administrator = role(1, Permissions::ADMINISTRATOR);
        assert_eq!(
            may_assign_role(&manager, &administrator),
            Err(Refusal::NotYours(Permissions::ADMINISTRATOR))
        );
        assert_eq!(may_assign_role(&owner(), &administrator), Ok(()));
    }

    #[test]
    fn a_role_gives_in_a_channel_only_what_its_giver_has_there() {
        assert_eq!(may_give_there(MANAGER, Permissions::SEND), Ok(()));
        let hidden = may_give_there(Permissions::NONE, Permissions::VIEW);
        assert_eq!(hidden, Err(Refusal::NotYoursThere(Permissions::VIEW)));
        assert_eq!(may_give_there(Permissions::NONE, Permissions(1 << 63)), Ok(()), "what has no effect");
    }

    #[test]
    fn case_21_nobody_edits_their_highest_role_or_sorts_one_above_it() {
        let manager = at(5, MANAGER);
        assert_eq!(may_act_on_role(&manager, 5), Err(Refusal::RoleNotBelow));
        assert_eq!(may_act_on_role(&manager, 6), Err(Refusal::RoleNotBelow));
        assert_eq!(may_act_on_role(&manager, 4), Ok(()));
        assert_eq!(
            may_act_on_role(&at(5, Permissions::SEND), 4),
            Err(Refusal::Needs(Permissions::MANAGE_ROLES))
        );
        assert_eq!(may_act_on_role(&owner(), u32::MAX), Ok(()));
    }

    #[test]
    fn case_22_removing_a_deny_is_a_grant() {
        let set = |old: &Overwrite, new: Option<&Overwrite>| may_set_overwrite(MANAGER, Some(old), new);
        let refused = Err(Refusal::NotYours(Permissions::POLL));
        assert_eq!(set(&denying(Permissions::POLL), None), refused);
        assert_eq!(set(&denying(Permissions::POLL), Some(&allowing(Permissions::POLL))), refused);
        assert_eq!(set(&allowing(Permissions::POLL), None), refused);
        assert_eq!(set(&denying(Permissions::SEND), None), Ok(()));
        let beside = overwrite(Permissions::SEND, Permissions::POLL);
        assert_eq!(set(&denying(Permissions::POLL), Some(&beside)), Ok(()), "what stays needs no right");
    }

    #[test]
    fn case_23_equals_do_not_act_on_each_other() {
        let (a, b) = (at(3, Permissions::ALL), at(3, Permissions::ALL));
        assert_eq!(may_act_on_member(&a, Permissions::KICK_MEMBERS, &b), Err(Refusal::MemberNotBelow));
        assert_eq!(may_act_on_member(&b, Permissions::KICK_MEMBERS, &a), Err(Refusal::MemberNotBelow));
        assert_eq!(may_act_on_member(&a, Permissions::KICK_MEMBERS, &at(2, Permissions::ALL)), Ok(()));
    }

    #[test]
    fn case_24_who_has_no_role_manages_none() {
        let nobody = at(0, MANAGER);
        assert_eq!(may_act_on_role(&nobody, 0), Err(Refusal::RoleNotBelow));
        assert_eq!(may_create_role(&nobody, Permissions::NONE), Err(Refusal::RoleNotBelow));
        assert_eq!(may_create_role(&at(1, MANAGER), Permissions::SEND), Ok(()));
        assert_eq!(may_create_role(&owner(), Permissions::ALL), Ok(()));
    }

    #[test]
    fn a_bot_is_given_what_one_has_by_who_stands_above_its_role() {
        let hubs = Permissions::MANAGE_HUB | Permissions::SEND;
        assert_eq!(may_add_bot(&at(1, hubs), Permissions::SEND), Ok(()));
        assert_eq!(may_add_bot(&owner(), Permissions::ADMINISTRATOR), Ok(()));
        assert_eq!(
            may_add_bot(&at(1, hubs), Permissions::BAN_MEMBERS),
            Err(Refusal::NotYours(Permissions::BAN_MEMBERS))
        );
        assert_eq!(may_add_bot(&at(0, hubs), Permissions::SEND), Err(Refusal::RoleNotBelow));
        assert_eq!(
            may_add_bot(&at(9, MANAGER), Permissions::NONE),
            Err(Refusal::Needs(Permissions::MANAGE_HUB))
        );
    }

    #[test]
    fn case_13_administrators_are_not_timed_out() {
        let all = at(5, Permissions::ALL);
        assert_eq!(may_time_out(&all, &at(1, Permissions::ALL)), Err(Refusal::TargetIsAdministrator));
        assert_eq!(may_time_out(&all, &at(1, MANAGER)), Ok(()));
        assert_eq!(
            may_time_out(&at(5, MANAGER), &at(1, MANAGER)),
            Err(Refusal::Needs(Permissions::TIME_OUT_MEMBERS))
        );
    }

    #[test]
    fn the_owner_is_never_a_target_and_reaches_everybody_else() {
        assert_eq!(
            may_act_on_member(&at(9, Permissions::ALL), Permissions::KICK_MEMBERS, &owner()),
            Err(Refusal::TargetIsOwner)
        );
        assert_eq!(may_act_on_member(&owner(), Permissions::KICK_MEMBERS, &at(9, Permissions::ALL)), Ok(()));
    }

    #[test]
    fn a_key_of_the_owner_gives_no_more_than_its_scope() {
        let narrow = Standing { permissions: Permissions::MANAGE_ROLES, ..owner() };
        assert_eq!(
            may_assign_role(&narrow, &role(1, Permissions::SEND)),
            Err(Refusal::NotYours(Permissions::SEND))
        );
    }

    #[test]
    fn administrator_is_neither_for_everyone_nor_for_one_channel() {
        assert_eq!(
            may_give_everyone(Permissions::ALL, Permissions::ADMINISTRATOR),
            Err(Refusal::EveryoneAdministrator)
        );
        assert_eq!(may_give_everyone(Permissions::ALL, Permissions::SEND), Ok(()));
        for new in [allowing(Permissions::ADMINISTRATOR), denying(Permissions::ADMINISTRATOR)] {
            assert_eq!(
                may_set_overwrite(Permissions::ALL, None, Some(&new)),
                Err(Refusal::OverwriteAdministrator)
            );
            assert_eq!(may_set_overwrite(MANAGER, Some(&new), None), Ok(()), "what has no effect may go");
        }
    }

    #[test]
    fn bits_of_a_later_version_are_not_written_ahead_of_it() {
        let later = Permissions(1 << 63);
        assert_eq!(may_give(Permissions::ALL, later), Err(Refusal::NotYours(later)));
        assert_eq!(
            may_set_overwrite(Permissions::ALL, None, Some(&allowing(later))),
            Err(Refusal::NotYours(later))
        );
        assert_eq!(may_set_overwrite(MANAGER, Some(&allowing(later)), None), Ok(()));
    }

    #[test]
    fn the_role_of_a_bot_is_changed_and_neither_given_nor_taken() {
        let own = Role { bot: Some(UserId(9)), ..role(1, Permissions::SEND) };
        assert_eq!(may_act_on_role(&owner(), own.position), Ok(()));
        assert_eq!(may_assign_role(&owner(), &own), Err(Refusal::OfBot));
        assert_eq!(may_take_role(&owner(), &own), Err(Refusal::OfBot));
        assert_eq!(may_take_role(&owner(), &Role { bot: None, ..own }), Ok(()));
    }

    #[test]
    fn the_highest_role_counts_and_deleted_ones_do_not() {
        let roles = [role(1, Permissions::NONE), role(7, Permissions::NONE), role(4, Permissions::NONE)];
        assert_eq!(top_position(&[RoleId(1), RoleId(4), RoleId(99)], &roles), 4);
        assert_eq!(top_position(&[], &roles), 0);
    }

    #[test]
    fn what_members_choose_for_themselves_gives_no_rank() {
        let chosen = Role { choosable: true, ..role(7, Permissions::NONE) };
        let roles = [role(1, Permissions::NONE), chosen];
        assert_eq!(top_position(&[RoleId(1), RoleId(7)], &roles), 1);
        assert_eq!(top_position(&[RoleId(7)], &roles), 0);
    }

    #[test]
    fn a_refusal_is_a_sentence() {
        let text = Refusal::NotYours(Permissions::KICK_MEMBERS | Permissions::BAN_MEMBERS).to_string();
        assert_eq!(
            text,
            "You can only give and take what you have yourself; you lack: kick members, ban members."
        );
        assert_eq!(Problem::from(Refusal::TargetIsOwner).code, ErrorCode::Forbidden);
    }
}
