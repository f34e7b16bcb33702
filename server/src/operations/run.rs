//! From a command to its operation: one line each, for every door.

use super::{
    api_keys, applications, attachments, audit, automod, bots, categories, channels, console, dms, drafts,
    hubs, invites, members, messages, notifications, outgoing, permissions, read_state, reports, roles,
    saved_messages, scheduled_messages, search, typing, users, webhooks,
};
use crate::domain::caller::Caller;
use crate::domain::messages::Committed;
use crate::error::{Error, Result};
use crate::limits::{Quota, RateLimiter};
use crate::live::Live;
use hubbub_shared::protocol::{Command, Reply, Verb};
use hubbub_shared::{ErrorCode, Problem};

/// What a command led to.
#[derive(Debug)]
pub struct Answer {
    /// What the caller is answered.
    pub reply: Reply,
    /// It had been done before, by a call with the same nonce.
    pub is_repeat: bool,
}

impl<T: Into<Reply>> From<T> for Answer {
    fn from(reply: T) -> Self {
        Self { reply: reply.into(), is_repeat: false }
    }
}

impl From<Committed> for Answer {
    fn from(committed: Committed) -> Self {
        let is_repeat = committed.is_repeat();
        Self { reply: committed.message.into(), is_repeat }
    }
}

/// Counts a call of this person, or refuses it; `None`: it counts as nothing.
pub fn admit(
    limits: &RateLimiter,
    caller: &Caller,
    verb: &Verb,
) -> std::result::Result<Option<Quota>, Problem> {
    limits.check(verb.limit, caller.user)
}

/// Runs one command for a caller who was admitted. `None` is a stranger, who may look at an invite.
pub async fn run(live: &Live, caller: Option<&Caller>, command: Command) -> Result<Answer> {
    if let Command::GetInvite(command) = command {
        return Ok(invites::look(live, caller, command).await?.into());
    }
    let stranger = || Error::rejected(ErrorCode::NotSignedIn, "Sign in first.");
    let caller = caller.ok_or_else(stranger)?;
    Ok(match command {
        Command::GetInvite(_) | Command::Identify(_) | Command::Subscribe(_) | Command::Unsubscribe(_) => {
            return Err(Error::rejected(ErrorCode::MalformedFrame, "Only a live socket can do this."));
        }
        Command::UpdateMe(command) => users::update_me(live, caller, command).await?.into(),
        Command::SetAvatar(command) => users::set_avatar(live, caller, command).await?.into(),
        Command::RemoveAvatar(_) => users::remove_avatar(live, caller).await?.into(),
        Command::DeleteAccount(command) => users::delete_account(live, caller, command).await?.into(),
        Command::BlockUser(command) => users::block(live, caller, command).await?.into(),
        Command::UnblockUser(command) => users::unblock(live, caller, command).await?.into(),
        Command::GetBlocks(_) => users::list_blocks(live, caller).await?.into(),
        Command::GetApiKeys(_) => api_keys::list(live, caller).await?.into(),
        Command::CreateApiKey(command) => api_keys::create(live, caller, command).await?.into(),
        Command::RotateApiKey(command) => api_keys::rotate(live, caller, command).await?.into(),
        Command::DeleteApiKey(command) => api_keys::delete(live, caller, command).await?.into(),
        Command::GetApplications(_) => applications::list(live, caller).await?.into(),
        Command::CreateApplication(command) => applications::create(live, caller, command).await?.into(),
        Command::GetApplication(command) => applications::look(live, caller, command).await?.into(),
        Command::UpdateApplication(command) => applications::update(live, caller, command).await?.into(),
        Command::DeleteApplication(command) => applications::delete(live, caller, command).await?.into(),
        Command::SetBotAvatar(command) => applications::set_avatar(live, caller, command).await?.into(),
        Command::RemoveBotAvatar(command) => applications::remove_avatar(live, caller, command).await?.into(),
        Command::RotateBotToken(command) => applications::rotate(live, caller, command).await?.into(),
        Command::AddBot(command) => bots::add(live, caller, command).await?.into(),
        Command::GetInbox(command) => notifications::inbox(live, caller, command).await?.into(),
        Command::GetSavedMessages(command) => saved_messages::list(live, caller, command).await?.into(),
        Command::SaveMessage(command) => saved_messages::save(live, caller, command).await?.into(),
        Command::UnsaveMessage(command) => saved_messages::unsave(live, caller, command).await?.into(),
        Command::SaveDraft(command) => drafts::save(live, caller, command).await?.into(),
        Command::GetDrafts(command) => drafts::list(live, caller, command).await?.into(),
        Command::GetScheduledMessages(command) => {
            scheduled_messages::list(live, caller, command).await?.into()
        }
        Command::ScheduleMessage(command) => {
            scheduled_messages::schedule(live, caller, command).await?.into()
        }
        Command::UpdateScheduledMessage(command) => {
            scheduled_messages::update(live, caller, command).await?.into()
        }
        Command::DeleteScheduledMessage(command) => {
            scheduled_messages::delete(live, caller, command).await?.into()
        }
        Command::GetNotificationSettings(_) => notifications::settings(live, caller).await?.into(),
        Command::UpdateNotificationSettings(command) => {
            notifications::update(live, caller, command).await?.into()
        }
        Command::SetHubNotifications(command) => notifications::set_hub(live, caller, command).await?.into(),
        Command::SetCategoryNotifications(command) => {
            notifications::set_category(live, caller, command).await?.into()
        }
        Command::SetChannelNotifications(command) => {
            notifications::set_channel(live, caller, command).await?.into()
        }
        Command::GetPush(_) => notifications::push(live, caller).await?.into(),
        Command::SubscribePush(command) => notifications::subscribe(live, caller, command).await?.into(),
        Command::UnsubscribePush(_) => notifications::unsubscribe(live, caller).await?.into(),
        Command::TestPush(_) => notifications::test(live, caller).await?.into(),
        Command::CreateHub(command) => hubs::create(live, caller, command).await?.into(),
        Command::GetHub(command) => hubs::look(live, caller, command).await?.into(),
        Command::UpdateHub(command) => hubs::update(live, caller, command).await?.into(),
        Command::SetHubIcon(command) => hubs::set_icon(live, caller, command).await?.into(),
        Command::RemoveHubIcon(command) => hubs::remove_icon(live, caller, command).await?.into(),
        Command::TransferHub(command) => hubs::transfer(live, caller, command).await?.into(),
        Command::DeleteHub(command) => hubs::delete(live, caller, command).await?.into(),
        Command::LockHub(command) => hubs::lock(live, caller, command).await?.into(),
        Command::UnlockHub(command) => hubs::unlock(live, caller, command).await?.into(),
        Command::LeaveHub(command) => hubs::leave(live, caller, command).await?.into(),
        Command::GetMembers(command) => members::page(live, caller, command).await?.into(),
        Command::FindMembers(command) => members::find(live, caller, command).await?.into(),
        Command::SearchMessages(command) => search::messages(live, caller, command).await?.into(),
        Command::SetNickname(command) => members::set_nickname(live, caller, command).await?.into(),
        Command::GetNotes(command) => members::notes(live, caller, command).await?.into(),
        Command::AddNote(command) => members::add_note(live, caller, command).await?.into(),
        Command::DeleteNote(command) => members::delete_note(live, caller, command).await?.into(),
        Command::GetMeasures(command) => members::measures(live, caller, command).await?.into(),
        Command::TimeOutMember(command) => members::time_out(live, caller, command).await?.into(),
        Command::KickMember(command) => members::kick(live, caller, command).await?.into(),
        Command::BanUser(command) => members::ban(live, caller, command).await?.into(),
        Command::LiftBan(command) => members::lift(live, caller, command).await?.into(),
        Command::GetBans(command) => members::bans(live, caller, command).await?.into(),
        Command::CreateCategory(command) => categories::create(live, caller, command).await?.into(),
        Command::UpdateCategory(command) => categories::update(live, caller, command).await?.into(),
        Command::DeleteCategory(command) => categories::delete(live, caller, command).await?.into(),
        Command::GetCategoryOverwrite(command) => categories::overwrite(live, caller, command).await?.into(),
        Command::SetCategoryOverwrite(command) => {
            categories::set_overwrite(live, caller, command).await?.into()
        }
        Command::RemoveCategoryOverwrite(command) => {
            categories::remove_overwrite(live, caller, command).await?.into()
        }
        Command::CreateChannel(command) => channels::create(live, caller, command).await?.into(),
        Command::GetChannel(command) => channels::look(live, caller, command).await?.into(),
        Command::UpdateChannel(command) => channels::update(live, caller, command).await?.into(),
        Command::LockChannel(command) => channels::lock(live, caller, command).await?.into(),
        Command::UnlockChannel(command) => channels::unlock(live, caller, command).await?.into(),
        Command::DeleteChannel(command) => channels::delete(live, caller, command).await?.into(),
        Command::GetChannelOverwrite(command) => channels::overwrite(live, caller, command).await?.into(),
        Command::SetChannelOverwrite(command) => channels::set_overwrite(live, caller, command).await?.into(),
        Command::RemoveChannelOverwrite(command) => {
            channels::remove_overwrite(live, caller, command).await?.into()
        }
        Command::CreateRole(command) => roles::create(live, caller, command).await?.into(),
        Command::UpdateRole(command) => roles::update(live, caller, command).await?.into(),
        Command::DeleteRole(command) => roles::delete(live, caller, command).await?.into(),
        Command::AssignRole(command) => roles::assign(live, caller, command).await?.into(),
        Command::RemoveRole(command) => roles::remove(live, caller, command).await?.into(),
        Command::UpdateRoleMembers(command) => roles::update_members(live, caller, command).await?.into(),
        Command::GetRoleGroups(command) => roles::groups(live, caller, command).await?.into(),
        Command::CreateRoleGroup(command) => roles::create_group(live, caller, command).await?.into(),
        Command::UpdateRoleGroup(command) => roles::update_group(live, caller, command).await?.into(),
        Command::DeleteRoleGroup(command) => roles::delete_group(live, caller, command).await?.into(),
        Command::ChooseRoles(command) => roles::choose(live, caller, command).await?.into(),
        Command::ExplainPermissions(command) => permissions::explain(live, caller, command).await?.into(),
        Command::GetAuditLog(command) => audit::page(live, caller, command).await?.into(),
        Command::ReportMessage(command) => reports::report_message(live, caller, command).await?.into(),
        Command::ReportMember(command) => reports::report_member(live, caller, command).await?.into(),
        Command::GetOwnReports(command) => reports::own(live, caller, command).await?.into(),
        Command::GetReports(command) => reports::list(live, caller, command).await?.into(),
        Command::CountReports(command) => reports::count(live, caller, command).await?.into(),
        Command::GetReport(command) => reports::full(live, caller, command).await?.into(),
        Command::TakeReport(command) => reports::take(live, caller, command).await?.into(),
        Command::ReturnReport(command) => reports::give_back(live, caller, command).await?.into(),
        Command::ResolveReport(command) => reports::resolve(live, caller, command).await?.into(),
        Command::EscalateReport(command) => reports::escalate(live, caller, command).await?.into(),
        Command::GetAutomodRules(command) => automod::list(live, caller, command).await?.into(),
        Command::CreateAutomodRule(command) => automod::create(live, caller, command).await?.into(),
        Command::UpdateAutomodRule(command) => automod::update(live, caller, command).await?.into(),
        Command::DeleteAutomodRule(command) => automod::delete(live, caller, command).await?.into(),
        Command::TryAutomod(command) => automod::try_out(live, caller, command).await?.into(),
        Command::GetHeldMessages(command) => automod::held(live, caller, command).await?.into(),
        Command::ReleaseHeldMessage(command) => automod::release(live, caller, command).await?.into(),
        Command::DiscardHeldMessage(command) => automod::discard(live, caller, command).await?.into(),
        Command::CreateInvite(command) => invites::create(live, caller, command).await?.into(),
        Command::GetWebhooks(command) => webhooks::list(live, caller, command).await?.into(),
        Command::CreateWebhook(command) => webhooks::create(live, caller, command).await?.into(),
        Command::UpdateWebhook(command) => webhooks::update(live, caller, command).await?.into(),
        Command::RotateWebhook(command) => webhooks::rotate(live, caller, command).await?.into(),
        Command::DeleteWebhook(command) => webhooks::delete(live, caller, command).await?.into(),
        Command::GetOutgoingWebhooks(command) => outgoing::list(live, caller, command).await?.into(),
        Command::CreateOutgoingWebhook(command) => outgoing::create(live, caller, command).await?.into(),
        Command::UpdateOutgoingWebhook(command) => outgoing::update(live, caller, command).await?.into(),
        Command::RotateOutgoingWebhook(command) => outgoing::rotate(live, caller, command).await?.into(),
        Command::DeleteOutgoingWebhook(command) => outgoing::delete(live, caller, command).await?.into(),
        Command::PingOutgoingWebhook(command) => outgoing::ping(live, caller, command).await?.into(),
        Command::GetDeliveries(command) => outgoing::deliveries(live, caller, command).await?.into(),
        Command::Redeliver(command) => outgoing::redeliver(live, caller, command).await?.into(),
        Command::ReplayOutgoingWebhook(command) => outgoing::replay(live, caller, command).await?.into(),
        Command::GetInvites(command) => invites::list(live, caller, command).await?.into(),
        Command::RevokeInvite(command) => invites::revoke(live, caller, command).await?.into(),
        Command::GetHubRules(command) => hubs::look_at_rules(live, caller, command).await?.into(),
        Command::SetHubRules(command) => hubs::set_rules(live, caller, command).await?.into(),
        Command::AcceptRules(command) => hubs::accept_rules(live, caller, command).await?.into(),
        Command::GetRaidShield(command) => invites::look_at_shield(live, caller, command).await?.into(),
        Command::SetRaidShield(command) => invites::set_shield(live, caller, command).await?.into(),
        Command::PauseInvites(command) => invites::pause(live, caller, command).await?.into(),
        Command::ResumeInvites(command) => invites::resume(live, caller, command).await?.into(),
        Command::JoinHub(command) => invites::join(live, caller, command).await?.into(),
        Command::SendMessage(command) => messages::send(live, caller, command).await?.into(),
        Command::CreateUpload(command) => attachments::create(live, caller, command).await?.into(),
        Command::GetUpload(command) => attachments::look(live, caller, command).await?.into(),
        Command::DeleteUpload(command) => attachments::delete(live, caller, command).await?.into(),
        Command::AppendDmLink(command) => dms::append_link(live, caller, command).await?.into(),
        Command::GetDmLinks(command) => dms::list_links(live, caller, command).await?.into(),
        Command::PublishDmHead(command) => dms::publish_head(live, caller, command).await?.into(),
        Command::PublishDmPrekeys(command) => dms::publish_prekeys(live, caller, command).await?.into(),
        Command::GetDmPrekeys(_) => dms::prekeys_left(live, caller).await?.into(),
        Command::ClaimDmPrekeys(command) => dms::claim(live, caller, command).await?.into(),
        Command::GetDmGrants(command) => dms::grants_page(live, caller, command).await?.into(),
        Command::AcknowledgeDmGrants(command) => dms::acknowledge(live, caller, command).await?.into(),
        Command::AskDmLinking(command) => dms::ask_linking(live, caller, command).await?.into(),
        Command::GetDmLinking(_) => dms::look_at_linking(live, caller).await?.into(),
        Command::AnswerDmLinking(command) => dms::answer_linking(live, caller, command).await?.into(),
        Command::SetDmRecovery(command) => dms::set_recovery(live, caller, command).await?.into(),
        Command::GetDmRecovery(_) => dms::recovery(live, caller).await?.into(),
        Command::AddDmBackupKeys(command) => dms::add_backup_keys(live, caller, command).await?.into(),
        Command::GetDmBackupKeys(command) => dms::backup_keys(live, caller, command).await?.into(),
        Command::AddDmBackup(command) => dms::add_backup(live, caller, command).await?.into(),
        Command::GetDmBackup(command) => dms::backup_page(live, caller, command).await?.into(),
        Command::OpenDm(command) => dms::open(live, caller, command).await?,
        Command::GetDms(_) => dms::list(live, caller).await?.into(),
        Command::GetDm(command) => dms::look(live, caller, command).await?.into(),
        Command::AcceptDm(command) => dms::accept(live, caller, command).await?.into(),
        Command::DeclineDm(command) => dms::decline(live, caller, command).await?.into(),
        Command::SendSealedMessage(command) => dms::send(live, caller, command).await?.into(),
        Command::GetMessage(command) => messages::look(live, caller, command).await?.into(),
        Command::GetMessages(command) => messages::page(live, caller, command).await?.into(),
        Command::EditMessage(command) => messages::edit(live, caller, command).await?.into(),
        Command::DeleteMessage(command) => messages::delete(live, caller, command).await?.into(),
        Command::DeleteMessages(command) => messages::delete_together(live, caller, command).await?.into(),
        Command::AddReaction(command) => messages::react(live, caller, command).await?.into(),
        Command::RemoveReaction(command) => messages::unreact(live, caller, command).await?.into(),
        Command::GetReactions(command) => messages::reacted(live, caller, command).await?.into(),
        Command::Vote(command) => messages::vote(live, caller, command).await?.into(),
        Command::EndPoll(command) => messages::end_poll(live, caller, command).await?.into(),
        Command::GetVoters(command) => messages::voters(live, caller, command).await?.into(),
        Command::GetPins(command) => messages::pins(live, caller, command).await?.into(),
        Command::PinMessage(command) => messages::pin(live, caller, command).await?.into(),
        Command::UnpinMessage(command) => messages::unpin(live, caller, command).await?.into(),
        Command::MarkRead(command) => read_state::mark_read(live, caller, command).await?.into(),
        Command::MarkUnread(command) => read_state::mark_unread(live, caller, command).await?.into(),
        Command::StartTyping(command) => typing::start(live, caller, command).await?.into(),
        Command::GetAnnouncement(command) => console::current(live, caller, command).await?.into(),
        Command::AdminGetPeople(command) => console::list_people(live, caller, command).await?.into(),
        Command::AdminGetPerson(command) => console::look_at_person(live, caller, command).await?.into(),
        Command::AdminSuspendPerson(command) => console::suspend_person(live, caller, command).await?.into(),
        Command::AdminReleasePerson(command) => console::release_person(live, caller, command).await?.into(),
        Command::AdminSignOutPerson(command) => console::sign_out_person(live, caller, command).await?.into(),
        Command::AdminErasePerson(command) => console::erase_person(live, caller, command).await?.into(),
        Command::AdminGetHubs(command) => console::list_hubs(live, caller, command).await?.into(),
        Command::AdminGetHub(command) => console::look_at_hub(live, caller, command).await?.into(),
        Command::AdminSuspendHub(command) => console::suspend_hub(live, caller, command).await?.into(),
        Command::AdminReleaseHub(command) => console::release_hub(live, caller, command).await?.into(),
        Command::AdminDeleteHub(command) => console::delete_hub(live, caller, command).await?.into(),
        Command::AdminTransferHub(command) => console::transfer_hub(live, caller, command).await?.into(),
        Command::AdminGetReports(command) => console::list_reports(live, caller, command).await?.into(),
        Command::AdminGetReport(command) => console::look_at_report(live, caller, command).await?.into(),
        Command::AdminResolveReport(command) => console::resolve_report(live, caller, command).await?.into(),
        Command::AdminGetSettings(command) => console::look_at_settings(live, caller, command).await?.into(),
        Command::AdminUpdateSettings(command) => {
            console::update_settings(live, caller, command).await?.into()
        }
        Command::AdminAnnounce(command) => console::announce(live, caller, command).await?.into(),
        Command::AdminEndAnnouncement(command) => {
            console::end_announcement(live, caller, command).await?.into()
        }
        Command::AdminGetHealth(command) => console::health(live, caller, command).await?.into(),
        Command::AdminGetLog(command) => console::log_page(live, caller, command).await?.into(),
    })
}
