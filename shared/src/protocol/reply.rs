//! What a call that succeeded returns. REST sends the payload alone.

use crate::model::{
    AdminHub, AdminHubs, AdminPeople, AdminPerson, ApiKeyToken, ApiKeys, Application, ApplicationToken,
    Applications, AuditPage, AutomodRule, AutomodRules, AutomodTrial, BanPage, BlockList, Category, Channel,
    ChannelChanges, ChannelState, CurrentAnnouncement, Deliveries, Delivery, Dm, DmBackup, DmBackupKeys,
    DmClaims, DmGrants, DmLinking, DmLinks, DmPrekeys, DmRecovery, Dms, DraftMark, Drafts, FoundMembers,
    FoundMessages, HeldMessages, HubRules, HubView, InboxPage, Invite, InvitePreview, Invites, Me, Member,
    MemberPage, Message, MessagePage, Note, Notes, NotificationSettings, OutgoingWebhook,
    OutgoingWebhookSecret, OutgoingWebhooks, Overwrite, Pins, PushState, PushTest, RaidShield, ReactionPage,
    Replay, Report, ReportCase, ReportCases, ReportCount, ReportInFull, Reports, Role, RoleGroup, RoleGroups,
    SavedMessages, ScheduledMessage, ScheduledMessages, ServerHealth, ServerSettings, Upload, Webhook,
    WebhookToken, Webhooks,
};
use crate::permissions::resolve::Explanation;
use serde::{Deserialize, Serialize};

macro_rules! replies {
    ($($(#[$doc:meta])* $kind:ident: $name:ident($type:ty),)*) => {
        /// Every reply. On the wire: `{"message": {…}}`, or `"done"`.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Reply {
            /// It is done; there is nothing to tell.
            Done,
            $($(#[$doc])* $name($type),)*
        }

        /// What is in the replies, by their names on the wire.
        #[allow(non_camel_case_types)]
        pub(super) mod held {
            use super::*;

            pub type done = ();
            $(pub type $kind = $type;)*
        }

        impl Reply {
            /// What is in it, as JSON: the body of REST's answer. `None`: there is nothing to tell.
            pub fn to_json(&self) -> serde_json::Result<Option<Vec<u8>>> {
                match self {
                    Self::Done => Ok(None),
                    $(Self::$name(payload) => serde_json::to_vec(payload).map(Some),)*
                }
            }
        }

        $(impl From<$type> for Reply {
            fn from(payload: $type) -> Self {
                Self::$name(payload)
            }
        })*
    };
}

replies! {
    /// The caller, as only they see themselves.
    me: Me(Me),
    /// A hub as the caller sees it.
    hub: Hub(HubView),
    /// A category of a hub.
    category: Category(Category),
    /// A channel as the caller sees it.
    channel: Channel(Channel),
    /// What one channel or category changes for a role or a member.
    overwrite: Overwrite(Overwrite),
    /// A role of a hub.
    role: Role(Role),
    /// A member of a hub.
    member: Member(Member),
    /// A page of a hub's members.
    members: Members(MemberPage),
    /// Members that were looked for.
    found_members: FoundMembers(FoundMembers),
    /// Messages that were looked for.
    found_messages: FoundMessages(FoundMessages),
    /// What moderators noted about somebody.
    notes: Notes(Notes),
    /// What a moderator noted.
    note: Note(Note),
    /// A group of roles that members choose from.
    role_group: RoleGroup(RoleGroup),
    /// All groups of roles of a hub.
    role_groups: RoleGroups(RoleGroups),
    /// An invite as its maker sees it.
    invite: Invite(Invite),
    /// An invite as a stranger sees it.
    invite_preview: InvitePreview(InvitePreview),
    /// A message as the caller sees it.
    message: Message(Message),
    /// A file on its way.
    upload: Upload(Upload),
    /// A conversation that the server cannot read.
    dm: Dm(Dm),
    /// The caller's conversations.
    dms: Dms(Dms),
    /// Somebody's devices, as a chain of links.
    dm_links: DmLinks(DmLinks),
    /// How many prekeys are left.
    dm_prekeys: DmPrekeys(DmPrekeys),
    /// Prekeys of somebody's devices.
    dm_claims: DmClaims(DmClaims),
    /// Grants for the caller's device.
    dm_grants: DmGrants(DmGrants),
    /// What one's devices tell each other when one lets another in.
    dm_linking: DmLinking(DmLinking),
    /// What a recovery code opens.
    dm_recovery: DmRecovery(DmRecovery),
    /// Backup keys that are sealed to the caller's device.
    dm_backup_keys: DmBackupKeys(DmBackupKeys),
    /// A page of the caller's backup.
    dm_backup: DmBackup(DmBackup),
    /// A page of history.
    page: Page(MessagePage),
    /// What was pinned in a channel.
    pins: Pins(Pins),
    /// Who reacted with something, or voted for it.
    reactors: Reactors(ReactionPage),
    /// What changed in a channel since the rev that was asked from.
    changes: Changes(ChannelChanges),
    /// Where a channel and its reader stand.
    channel_state: ChannelState(ChannelState),
    /// Permissions, and why.
    explanation: Explanation(Explanation),
    /// A part of a hub's audit log.
    audit_log: AuditLog(AuditPage),
    /// What there is to tell everybody.
    announcement: Announcement(CurrentAnnouncement),
    /// Somebody, as the owner of the server sees them.
    admin_person: AdminPerson(AdminPerson),
    /// Some people, as the owner of the server sees them.
    admin_people: AdminPeople(AdminPeople),
    /// A hub, as the owner of the server sees it.
    admin_hub: AdminHub(AdminHub),
    /// Some hubs, as the owner of the server sees them.
    admin_hubs: AdminHubs(AdminHubs),
    /// What the owner of the server has set.
    server_settings: ServerSettings(ServerSettings),
    /// How the server fares.
    server_health: ServerHealth(ServerHealth),
    /// Whom the caller has blocked or ignores.
    blocks: Blocks(BlockList),
    /// The caller's keys.
    api_keys: ApiKeys(ApiKeys),
    /// A key with its token.
    api_key_token: ApiKeyToken(ApiKeyToken),
    /// An application as the caller sees it.
    application: Application(Application),
    /// The caller's applications.
    applications: Applications(Applications),
    /// An application with its bot's token.
    application_token: ApplicationToken(ApplicationToken),
    /// Of what the caller is told who does not look.
    notification_settings: NotificationSettings(NotificationSettings),
    /// What concerned the caller.
    inbox: Inbox(InboxPage),
    /// What the caller saved.
    saved_messages: SavedMessages(SavedMessages),
    /// That there is a draft, or no longer.
    draft_mark: DraftMark(DraftMark),
    /// What the caller has begun to write.
    drafts: Drafts(Drafts),
    /// A message that is to be sent later.
    scheduled_message: ScheduledMessage(ScheduledMessage),
    /// What the caller wants to be sent later.
    scheduled_messages: ScheduledMessages(ScheduledMessages),
    /// Where the caller is told by web push.
    push: Push(PushState),
    /// What became of a notification that the caller sent to themselves.
    push_test: PushTest(PushTest),
    /// A page of a hub's bans.
    bans: Bans(BanPage),
    /// Invites of a hub.
    invites: Invites(Invites),
    /// An address to which programs post.
    webhook: Webhook(Webhook),
    /// Webhooks of a hub.
    webhooks: Webhooks(Webhooks),
    /// A webhook with its token.
    webhook_token: WebhookToken(WebhookToken),
    /// An address to which a hub's events are sent.
    outgoing_webhook: OutgoingWebhook(OutgoingWebhook),
    /// Addresses to which a hub's events are sent.
    outgoing_webhooks: OutgoingWebhooks(OutgoingWebhooks),
    /// Such an address, with the secret that was just made.
    outgoing_webhook_secret: OutgoingWebhookSecret(OutgoingWebhookSecret),
    /// An event for a webhook, and what became of it.
    delivery: Delivery(Delivery),
    /// What was sent to a webhook.
    deliveries: Deliveries(Deliveries),
    /// How much is sent once more.
    replay: Replay(Replay),
    /// What a hub wants of its people.
    hub_rules: HubRules(HubRules),
    /// What a hub does against raids.
    raid_shield: RaidShield(RaidShield),
    /// A rule of a hub's automod.
    automod_rule: AutomodRule(AutomodRule),
    /// All rules of a hub's automod.
    automod_rules: AutomodRules(AutomodRules),
    /// What a text would meet.
    automod_trial: AutomodTrial(AutomodTrial),
    /// A page of what moderators have to look at.
    held_messages: HeldMessages(HeldMessages),
    /// A report as its maker sees it.
    report: Report(Report),
    /// Some of the caller's own reports.
    reports: Reports(Reports),
    /// A report as those see it who decide about it.
    report_case: ReportCase(ReportCase),
    /// Some of a hub's reports.
    report_cases: ReportCases(ReportCases),
    /// How many reports wait for somebody.
    report_count: ReportCount(ReportCount),
    /// A report with what was kept when it was made.
    report_in_full: ReportInFull(ReportInFull),
}

impl From<()> for Reply {
    fn from((): ()) -> Self {
        Self::Done
    }
}
