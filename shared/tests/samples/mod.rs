//! One frame of every kind, for the golden files and for the fuzzer to mutate.
//!
//! `tests/golden.rs` compares this list with the variants that serde knows, so none can be forgotten.

use hubbub_shared::ids::*;
use hubbub_shared::model::*;
use hubbub_shared::permissions::resolve::{Explanation, Step, StepTaken};
use hubbub_shared::protocol::command::*;
use hubbub_shared::protocol::*;
use hubbub_shared::*;

const HUB: HubId = HubId(1_048_576_000_000_000_001);
const CATEGORY: CategoryId = CategoryId(1_048_576_000_000_000_002);
const CHANNEL: ChannelId = ChannelId(1_048_576_000_000_000_003);
const MESSAGE: MessageId = MessageId(1_048_576_000_000_000_004);
const ROLE: RoleId = RoleId(1_048_576_000_000_000_005);
const ADA: UserId = UserId(1_048_576_000_000_000_006);
const BO: UserId = UserId(u64::MAX);
const SESSION: SessionId = SessionId(1_048_576_000_000_000_008);
const RULE: AutomodRuleId = AutomodRuleId(1_048_576_000_000_000_009);
const HELD: HeldMessageId = HeldMessageId(1_048_576_000_000_000_010);
const GROUP: RoleGroupId = RoleGroupId(1_048_576_000_000_000_021);
const NOTE: NoteId = NoteId(1_048_576_000_000_000_022);
const SAVED: SavedMessageId = SavedMessageId(1_048_576_000_000_000_024);
const DRAFT: DraftRev = DraftRev(1_048_576_000_000_000_051);
const SCHEDULED: ScheduledMessageId = ScheduledMessageId(1_048_576_000_000_000_041);
const REPORT: ReportId = ReportId(1_048_576_000_000_000_011);
const FILE: AttachmentId = AttachmentId(1_048_576_000_000_000_023);
const DM: ChannelId = ChannelId(1_048_576_000_000_000_030);
const WEBHOOK: WebhookId = WebhookId(1_048_576_000_000_000_040);
const OUTGOING: OutgoingWebhookId = OutgoingWebhookId(1_048_576_000_000_000_042);
const BOT: ApplicationId = ApplicationId(1_048_576_000_000_000_050);
const NOON: Timestamp = Timestamp(1_795_348_800_123);

fn text(text: &str) -> String {
    text.to_owned()
}

fn ada() -> User {
    User {
        id: ADA,
        username: text("ada"),
        display_name: text("Ada 👩‍💻"),
        avatar: Some(text("/avatars/6.webp")),
        webhook: false,
        bot: false,
    }
}

fn me() -> Me {
    Me {
        id: ADA,
        username: text("ada"),
        display_name: text("Ada"),
        avatar: None,
        global_owner: true,
        blocks: vec![Block { user: BO, kind: BlockKind::Ignored }],
        bot: true,
    }
}

fn quiet_hours() -> QuietHours {
    QuietHours { from: 22 * 60, to: 7 * 60, time_zone: text("Europe/Berlin") }
}

fn notification_settings() -> NotificationSettings {
    NotificationSettings {
        level: NotificationLevel::Mentions,
        previews: true,
        quiet_hours: Some(quiet_hours()),
        places: vec![PlaceNotifications {
            hub: HUB,
            category: None,
            channel: Some(CHANNEL),
            level: Some(NotificationLevel::All),
            muted_until: Some(NOON),
        }],
    }
}

fn scheduled() -> ScheduledMessage {
    ScheduledMessage {
        id: SCHEDULED,
        hub: HUB,
        channel: CHANNEL,
        content: text("happy new year"),
        send_at: NOON,
        refused: Some(Problem::new(ErrorCode::Forbidden, "You may not send messages here.")),
    }
}

fn push_state() -> PushState {
    let device = PushDevice {
        name: text("Firefox on Android"),
        service: text("push.example"),
        since: NOON,
        current: true,
        last_taken_at: Some(NOON),
    };
    PushState { public_key: text("BDd3"), devices: vec![device] }
}

fn overwrite() -> Overwrite {
    Overwrite { target: OverwriteTarget::Role(ROLE), allow: Permissions::SEND, deny: Permissions::MANAGE_HUB }
}

fn category() -> Category {
    let member = Overwrite { target: OverwriteTarget::Member(ADA), ..overwrite() };
    Category {
        id: CATEGORY,
        hub: HUB,
        name: text("Text"),
        position: 1,
        overwrites: vec![overwrite(), member],
    }
}

fn channel() -> Channel {
    Channel {
        id: CHANNEL,
        hub: HUB,
        category: Some(CATEGORY),
        name: text("general"),
        topic: text("Everything"),
        position: 2,
        synced: true,
        overwrites: vec![],
        slow_mode_secs: 30,
        locked: true,
        permissions: Permissions::ALL,
    }
}

fn role() -> Role {
    let permissions = Permissions::ADMINISTRATOR | Permissions::VIEW;
    Role {
        id: ROLE,
        hub: HUB,
        name: text("Staff"),
        position: 3,
        permissions,
        color: Some(0xff_88_00),
        emoji: Some(text("🛡️")),
        hoist: true,
        mentionable: true,
        choosable: true,
        bot: Some(BOT.bot()),
    }
}

fn role_group() -> RoleGroup {
    let kind = RoleGroupKind::OneOf;
    RoleGroup { id: GROUP, hub: HUB, name: text("Region"), position: 1, kind, roles: vec![ROLE] }
}

fn note() -> Note {
    Note { id: NOTE, author: ada(), text: text("Was warned"), at: NOON }
}

fn member() -> Member {
    let timed_out_until = Some(NOON.plus_ms(60_000));
    let joined_by = Some(JoinedBy { code: text("c0de"), inviter: BO });
    Member {
        user: ada(),
        hub: HUB,
        roles: vec![ROLE],
        joined_at: NOON,
        timed_out_until,
        online: true,
        name_elsewhere: Some(text("Ada Lovelace")),
        joined_by,
    }
}

fn hub_view() -> HubView {
    HubView {
        id: HUB,
        name: text("Rust"),
        description: text("For who writes it"),
        icon: Some(text("/api/pictures/1f")),
        owner: ADA,
        version: 9,
        created_at: NOON,
        categories: vec![category()],
        channels: vec![channel()],
        roles: vec![role()],
        my_roles: vec![ROLE],
        permissions: Permissions::EVERYONE_DEFAULT,
        locked: true,
        timed_out_until: None,
        rules_pending: true,
        invites_paused: Some(invites_paused()),
        suspended: Some(text("This hub is suspended.")),
    }
}

fn suspension() -> Suspension {
    Suspension { reason: text("Spam"), since: NOON, until: Some(NOON.plus_ms(60_000)), deletes: true }
}

fn list_hub() -> Hub {
    Hub {
        id: HUB,
        name: text("Rust"),
        description: String::new(),
        icon: None,
        owner: ADA,
        version: 9,
        created_at: NOON,
    }
}

fn admin_person() -> AdminPerson {
    AdminPerson {
        user: ada(),
        created_at: NOON,
        sessions: 2,
        hubs: 3,
        owns: vec![list_hub()],
        global_owner: true,
        suspended: Some(suspension()),
        left_at: Some(NOON),
    }
}

fn admin_hub() -> AdminHub {
    AdminHub { hub: list_hub(), owner: ada(), members: 50_000, suspended: Some(suspension()) }
}

fn server_limits() -> ServerLimits {
    ServerLimits {
        sends_per_minute: 120,
        writes_per_minute: 240,
        sign_ins_per_minute: 20,
        exports_per_hour: 4,
        hubs_of_a_person: 100,
        members_of_a_hub: 0,
    }
}

fn server_settings() -> ServerSettings {
    let limits = ServerLimits { sends_per_minute: 60, ..server_limits() };
    ServerSettings {
        sign_ups: SignUps::Invited,
        hub_makers: HubMakers::Owner,
        limits,
        usual: server_limits(),
    }
}

fn announcement() -> CurrentAnnouncement {
    let until = Some(NOON.plus_ms(60_000));
    let announcement = Announcement { number: 3, text: text("Back at nine"), since: NOON, until };
    CurrentAnnouncement { announcement: Some(announcement) }
}

fn server_health() -> ServerHealth {
    let problem = LoggedProblem {
        at: NOON,
        level: text("warn"),
        place: text("hubbub_server::store"),
        message: text("The store is away"),
    };
    ServerHealth {
        version: text("0.1.0"),
        build: text("x86_64-linux"),
        engine: text("sqlite"),
        store_answers: true,
        database_bytes: Some(1_048_576),
        uptime_secs: 3600,
        people: 10,
        hubs: 2,
        sessions: 12,
        sockets: 8,
        waiting_changes: 0,
        waiting_events: 1,
        queue_overflows: 2,
        store_failures: 3,
        problems: vec![problem],
    }
}

fn console_commands() -> Vec<Command> {
    let reason = || Some(text("Spam"));
    let until = Some(NOON);
    vec![
        GetAnnouncement {}.into(),
        AdminGetPeople { query: Some(text("ad")), suspended: Some(true), after: Some(ADA), limit: Some(5) }
            .into(),
        AdminGetPerson { user: ADA }.into(),
        AdminSuspendPerson { user: ADA, reason: text("Spam"), until }.into(),
        AdminReleasePerson { user: ADA, reason: reason() }.into(),
        AdminSignOutPerson { user: ADA, reason: reason() }.into(),
        AdminErasePerson { user: ADA, name: text("Ada"), messages: LeftMessages::Deleted, reason: reason() }
            .into(),
        AdminGetHubs { query: Some(text("ru")), suspended: Some(false), from: Some(50), limit: Some(5) }
            .into(),
        AdminGetHub { hub: HUB }.into(),
        AdminSuspendHub { hub: HUB, reason: text("Spam"), until }.into(),
        AdminReleaseHub { hub: HUB, reason: reason() }.into(),
        AdminDeleteHub { hub: HUB, name: text("Rust"), reason: text("Spam") }.into(),
        AdminTransferHub { hub: HUB, owner: BO, reason: reason() }.into(),
        AdminGetReports { decided: Some(true), after: Some(REPORT), limit: Some(5) }.into(),
        AdminGetReport { report: REPORT }.into(),
        AdminResolveReport { report: REPORT, outcome: ReportOutcome::Other, answer: text("Suspended.") }
            .into(),
        AdminGetSettings {}.into(),
        AdminUpdateSettings {
            sign_ups: Some(SignUps::Nobody),
            hub_makers: Some(HubMakers::Everyone),
            sends_per_minute: Some(Some(60)),
            writes_per_minute: Some(None),
            sign_ins_per_minute: None,
            exports_per_hour: None,
            hubs_of_a_person: None,
            members_of_a_hub: Some(Some(5000)),
            reason: reason(),
        }
        .into(),
        AdminAnnounce { text: text("Back at nine"), until }.into(),
        AdminEndAnnouncement {}.into(),
        AdminGetHealth {}.into(),
        AdminGetLog { action: Some(AuditAction::PersonErased), before: Some(9), limit: Some(5) }.into(),
    ]
}

fn console_replies() -> Vec<Reply> {
    vec![
        announcement().into(),
        admin_person().into(),
        AdminPeople { people: vec![admin_person()], next: Some(ADA) }.into(),
        admin_hub().into(),
        AdminHubs { hubs: vec![admin_hub()], total: 9, next: Some(1) }.into(),
        server_settings().into(),
        server_health().into(),
    ]
}

fn hub_change() -> HubChange {
    HubChange {
        view: HubView { categories: vec![], my_roles: vec![], ..hub_view() },
        my_roles: Some(vec![ROLE]),
        may: vec![MayIn { permissions: Permissions::READ_ONLY, channels: vec![CHANNEL] }],
        gone: vec![AnyId(77)],
    }
}

fn invites_paused() -> InvitesPaused {
    InvitesPaused { since: NOON, until: Some(NOON.plus_ms(60_000)), is_raid: true }
}

fn raid_shield() -> RaidShield {
    RaidShield {
        joins_per_minute: Some(20),
        min_account_age_secs: Some(86_400),
        pause_secs: Some(3600),
        paused: Some(InvitesPaused { until: None, is_raid: false, ..invites_paused() }),
    }
}

fn message() -> Message {
    Message {
        id: MESSAGE,
        channel: CHANNEL,
        seq: 41,
        rev: 43,
        ordinal: 40,
        author: ada(),
        content: text("Hi <@18446744073709551615>, **grüß** dich"),
        mentions: vec![BO],
        mention_roles: vec![ROLE],
        mention_everyone: Some(Crowd::Here),
        reply_to: Some(Box::new(quote())),
        sealed: None,
        attachments: vec![attachment(), plain_file()],
        poll: Some(Box::new(poll())),
        forward: Some(Box::new(forward())),
        reactions: vec![reaction(true)],
        pinned_at: Some(NOON.plus_ms(2)),
        nonce: Some(text("n-1")),
        created_at: NOON,
        edited_at: Some(NOON.plus_ms(1)),
        deleted: false,
    }
}

fn poll() -> Poll {
    let answer = |emoji, votes, me| PollAnswer { text: text("Soup"), emoji, votes, me };
    Poll {
        answers: vec![answer(Some(text("🍲")), 2, true), answer(None, 1, false)],
        several: true,
        anonymous: true,
        voters: 2,
        ends_at: Some(NOON.plus_ms(3)),
    }
}

fn forward() -> Forward {
    Forward {
        channel: CHANNEL,
        message: MESSAGE,
        content: text("Soup is **ready**"),
        poll: true,
        created_at: NOON,
    }
}

fn sent_poll() -> SentPoll {
    let answer = |emoji| SentAnswer { text: text("Soup"), emoji };
    SentPoll {
        answers: vec![answer(Some(text("🍲"))), answer(None)],
        several: true,
        anonymous: true,
        ends_in_secs: Some(86_400),
    }
}

fn webhook() -> Webhook {
    Webhook {
        id: WEBHOOK,
        hub: HUB,
        channel: CHANNEL,
        name: text("Builds"),
        prefix: text("hubbub_hook_Ab3d"),
        maker: ada(),
        created_at: NOON,
        last_used_at: Some(NOON.plus_ms(1)),
    }
}

fn outgoing_webhook() -> OutgoingWebhook {
    OutgoingWebhook {
        id: OUTGOING,
        hub: HUB,
        name: text("Archive"),
        url: text("https://example.org/hook"),
        events: vec![OutgoingEvent::MessageCreated, OutgoingEvent::AuditLogged],
        channels: Some(vec![CHANNEL]),
        maker: ada(),
        allowed: true,
        state: OutgoingState::Active,
        failing_since: Some(NOON),
        created_at: NOON,
        last_taken_at: Some(NOON.plus_ms(1)),
        former_secret_until: Some(NOON.plus_ms(86_400_000)),
    }
}

fn delivery() -> Delivery {
    Delivery {
        event: text("1048576000000000004-c"),
        webhook: OUTGOING,
        kind: OutgoingEvent::MessageCreated,
        place: Some(CHANNEL.place()),
        at: NOON,
        state: DeliveryState::Waiting,
        next_at: Some(NOON.plus_ms(5_000)),
        tries: 2,
        attempts: vec![
            DeliveryAttempt { at: NOON, status: Some(500), took_ms: 12, answer: text("Not now") },
            DeliveryAttempt {
                at: NOON,
                status: None,
                took_ms: 10_000,
                answer: text("It did not answer in time."),
            },
        ],
    }
}

fn application() -> Application {
    Application {
        id: BOT,
        bot: User { id: BOT.bot(), avatar: None, bot: true, ..ada() },
        owner: ada(),
        description: text("Answers when it is called"),
        public: true,
        permissions: Permissions::SEND,
        intents: Intent::ALL.to_vec(),
        created_at: NOON,
        token: Some(BotToken {
            prefix: text("hubbub_bot_Ab3d"),
            last_used_at: Some(NOON.plus_ms(1)),
            former_until: Some(NOON.plus_ms(2)),
        }),
    }
}

fn api_key() -> ApiKey {
    ApiKey {
        id: ApiKeyId(9),
        name: text("CI"),
        prefix: text("hubbub_key_Ab3d"),
        scope: Permissions::SEND,
        hub: Some(HUB),
        created_at: NOON,
        last_used_at: Some(NOON.plus_ms(1)),
        expires_at: Some(NOON.plus_ms(2)),
        former_until: Some(NOON.plus_ms(3)),
    }
}

fn quote() -> Quote {
    Quote {
        message: MessageId(MESSAGE.0 - 1),
        seq: 40,
        author: Some(ada()),
        content: text("Who **is** there?"),
    }
}

fn attachment() -> Attachment {
    Attachment {
        id: FILE,
        name: text("cat.png"),
        size: 48_213,
        content_type: text("image/png"),
        description: Some(text("A cat that sleeps")),
        picture: Some(Picture {
            width: 1600,
            height: 1200,
            color: 0x40_70_a0,
            thumb_hash: text("3OcRJYB4d3h_iIeHeEh3eIhw-j3A"),
        }),
    }
}

fn plain_file() -> Attachment {
    Attachment {
        id: AttachmentId(FILE.0 + 1),
        name: text("notes.txt"),
        size: 12,
        content_type: text("text/plain"),
        description: None,
        picture: None,
    }
}

fn upload(attachment: Option<Attachment>) -> Upload {
    let received = if attachment.is_some() { 48_213 } else { 1_024 };
    Upload { id: FILE, size: 48_213, received, expires_at: NOON, attachment }
}

fn reaction(me: bool) -> Reaction {
    Reaction { emoji: text("👍🏽"), count: 3, me }
}

fn bytes(first: u8) -> Bytes {
    Bytes(vec![first, 0, 255])
}

fn dm() -> Dm {
    let state = ChannelState {
        channel: DM,
        rev: 2,
        last_seq: 2,
        last_ordinal: 2,
        read_seq: 1,
        read_ordinal: 1,
        unread: 1,
        mentions: 0,
        put_back: 0,
    };
    let members = vec![ada(), User { id: BO, ..ada() }];
    Dm {
        id: DM,
        conversation: bytes(1),
        members,
        request: Some(DmRequest::Received),
        created_at: NOON,
        state,
    }
}

fn sealed() -> Message {
    let receipt = SealedReceipt { key: 1, server_time_ms: 1_795_348_800_123, tag: bytes(5) };
    let sealed = Sealed { header: bytes(2), ciphertext: bytes(3), signature: bytes(4), receipt };
    Message { channel: DM, sealed: Some(Box::new(sealed)), deleted: false, ..deleted() }
}

fn dm_replies() -> Vec<Reply> {
    let claim = DmClaim { device: bytes(1), bundle: Some(bytes(2)), one_time: Some(bytes(3)) };
    let next = || Some(text("1048576000000000031"));
    vec![
        dm().into(),
        Dms { dms: vec![Dm { request: None, ..dm() }] }.into(),
        DmLinks { links: vec![bytes(1)], head: Some(bytes(2)) }.into(),
        DmPrekeys { left: 97 }.into(),
        DmClaims { claims: vec![claim.clone(), DmClaim { bundle: None, one_time: None, ..claim }] }.into(),
        DmGrants { grants: vec![bytes(1)], next: next() }.into(),
        DmLinking { requests: vec![bytes(1)], welcomes: vec![bytes(2)] }.into(),
        DmRecovery { recovery: Some(bytes(1)) }.into(),
        DmBackupKeys { keys: vec![bytes(1)] }.into(),
        DmBackup { entries: vec![bytes(1)], next: next() }.into(),
        sealed().into(),
    ]
}

fn dm_commands() -> Vec<Command> {
    let after = || Some(text("1048576000000000031"));
    vec![
        AppendDmLink { link: bytes(1) }.into(),
        GetDmLinks { user: ADA, from: Some(2) }.into(),
        PublishDmHead { head: bytes(1) }.into(),
        PublishDmPrekeys { bundle: Some(bytes(1)), one_time: vec![bytes(2)] }.into(),
        GetDmPrekeys {}.into(),
        ClaimDmPrekeys { user: ADA, devices: vec![bytes(1)] }.into(),
        GetDmGrants { after: after(), limit: Some(100) }.into(),
        AcknowledgeDmGrants { grants: vec![DmGrantName { epoch: bytes(1), device: bytes(2) }] }.into(),
        AskDmLinking { request: bytes(1) }.into(),
        GetDmLinking {}.into(),
        AnswerDmLinking { welcome: bytes(1) }.into(),
        SetDmRecovery { recovery: bytes(1) }.into(),
        GetDmRecovery {}.into(),
        AddDmBackupKeys { keys: vec![bytes(1)] }.into(),
        GetDmBackupKeys { device: bytes(1) }.into(),
        AddDmBackup { entries: vec![bytes(1)] }.into(),
        GetDmBackup { after: after(), limit: Some(100) }.into(),
        OpenDm { user: ADA }.into(),
        GetDms {}.into(),
        GetDm { dm: DM }.into(),
        AcceptDm { dm: DM }.into(),
        DeclineDm { dm: DM }.into(),
        SendSealedMessage {
            channel: DM,
            header: bytes(1),
            ciphertext: bytes(2),
            signature: bytes(3),
            grants: vec![bytes(4)],
        }
        .into(),
    ]
}

fn deleted() -> Message {
    Message {
        content: text(""),
        mentions: vec![],
        mention_roles: vec![],
        mention_everyone: None,
        reply_to: Some(Box::new(Quote { author: None, content: text(""), ..quote() })),
        attachments: vec![],
        poll: None,
        forward: None,
        reactions: vec![],
        pinned_at: None,
        nonce: None,
        edited_at: None,
        deleted: true,
        ..message()
    }
}

fn page() -> MessagePage {
    MessagePage { messages: vec![message(), deleted()], rev: 43, has_before: true, has_after: false }
}

fn activity() -> ChannelActivity {
    ChannelActivity { channel: CHANNEL, rev: 43, last_seq: 41, last_ordinal: 40 }
}

const fn draft_mark() -> DraftMark {
    DraftMark { channel: CHANNEL, rev: DRAFT, gone: false }
}

fn channel_state() -> ChannelState {
    ChannelState {
        channel: CHANNEL,
        rev: 43,
        last_seq: 41,
        last_ordinal: 40,
        read_seq: 39,
        read_ordinal: 38,
        unread: 2,
        mentions: 1,
        put_back: 1,
    }
}

fn invite() -> Invite {
    Invite {
        code: text("c0de"),
        hub: HUB,
        inviter: ada(),
        uses: 1,
        max_uses: Some(5),
        expires_at: Some(NOON),
        created_at: NOON,
    }
}

fn invite_preview() -> InvitePreview {
    let (code, hub_name, inviter) = (text("c0de"), text("Rust"), text("Ada"));
    let description = text("For who writes it");
    let icon = Some(text("/api/pictures/1f"));
    InvitePreview {
        code,
        hub: HUB,
        hub_name,
        description,
        icon,
        inviter,
        members: 12,
        online: 3,
        joined: false,
    }
}

fn ban() -> Ban {
    let user = User { id: BO, username: text("bo"), display_name: text("Bo"), avatar: None, ..ada() };
    Ban { user, by: ada(), at: NOON, until: Some(NOON.plus_ms(60_000)), reason: Some(text("Spam")) }
}

fn automod_rule(trigger: AutomodTrigger) -> AutomodRule {
    AutomodRule {
        id: RULE,
        hub: HUB,
        name: text("Swearing"),
        enabled: true,
        trigger,
        action: AutomodAction::Alert,
        notice: Some(text("Please be kind.")),
        exempt_roles: vec![ROLE],
        exempt_channels: vec![CHANNEL],
    }
}

/// Everything that rules look for, and everything that they do.
fn automod_rules() -> AutomodRules {
    let hosts = || vec![text("example.org")];
    let triggers = [
        AutomodTrigger::Words(vec![text("darn")]),
        AutomodTrigger::Links(AutomodLinks::All),
        AutomodTrigger::Links(AutomodLinks::Except(hosts())),
        AutomodTrigger::Links(AutomodLinks::Only(hosts())),
        AutomodTrigger::Mentions { more_than: 5 },
        AutomodTrigger::Repetition { times: 3, secs: 60 },
    ];
    let actions = [
        AutomodAction::Alert,
        AutomodAction::Hold,
        AutomodAction::Block,
        AutomodAction::TimeOut { secs: 600 },
    ];
    let both = triggers.into_iter().zip(actions.into_iter().cycle());
    AutomodRules {
        rules: both.map(|(trigger, action)| AutomodRule { action, ..automod_rule(trigger) }).collect(),
    }
}

fn automod_hit() -> AutomodHit {
    AutomodHit { rule: Some(RULE), name: Some(text("Swearing")), found: text("darn") }
}

fn held_message() -> HeldMessage {
    HeldMessage {
        id: HELD,
        hub: HUB,
        channel: CHANNEL,
        author: ada(),
        content: text("Hi"),
        attachments: vec![attachment()],
        rule: text("Links"),
        sent_at: NOON,
    }
}

fn explanation() -> Explanation {
    let steps = [
        Step::NotMember,
        Step::Owner,
        Step::Everyone,
        Step::Role(ROLE),
        Step::Administrator,
        Step::EveryoneOverwrite,
        Step::RoleOverwrites,
        Step::MemberOverwrite,
        Step::TimedOut,
        Step::Locked,
        Step::RulesPending,
        Step::NoView,
        Step::NoSend,
        Step::Scope,
    ];
    let taken = |step| StepTaken { step, granted: Permissions::VIEW, taken: Permissions::POLL };
    Explanation { permissions: Permissions::VIEW, steps: steps.into_iter().map(taken).collect() }
}

fn problem() -> Problem {
    Problem {
        fields: vec![FieldError { path: text("name"), message: text("name needs at least 1 character.") }],
        request_id: Some(text("r-1")),
        retry_after_ms: Some(1500),
        ..Problem::new(ErrorCode::RateLimited, "Too fast.")
    }
}

/// Every command with every field, and the ones whose missing or cleared fields are written differently.
pub fn commands() -> Vec<Command> {
    let target = OverwriteTarget::Member(ADA);
    let (allow, deny) = (Permissions::SEND, Permissions::ATTACH);
    let mut all = vec![
        Identify { token: text("secret"), intents: None }.into(),
        Identify { token: text("secret"), intents: Some(Intent::ALL.to_vec()) }.into(),
        Subscribe { channel: CHANNEL, since_rev: Some(7) }.into(),
        Subscribe { channel: CHANNEL, since_rev: None }.into(),
        Unsubscribe { channel: CHANNEL }.into(),
        UpdateMe { display_name: Some(text("Ada")) }.into(),
        SetAvatar { picture: Bytes(vec![0x89, b'P', b'N', b'G']) }.into(),
        RemoveAvatar {}.into(),
        DeleteAccount { name: text("Ada"), messages: LeftMessages::Kept }.into(),
        BlockUser { user: BO, kind: BlockKind::Blocked }.into(),
        UnblockUser { user: BO }.into(),
        GetBlocks {}.into(),
        GetInbox { before: Some(MESSAGE), limit: Some(50) }.into(),
        GetSavedMessages { before: Some(SAVED), limit: Some(50) }.into(),
        SaveMessage { channel: CHANNEL, message: MESSAGE, remind_at: None }.into(),
        SaveMessage { channel: CHANNEL, message: MESSAGE, remind_at: Some(None) }.into(),
        SaveMessage { channel: CHANNEL, message: MESSAGE, remind_at: Some(Some(NOON)) }.into(),
        UnsaveMessage { channel: CHANNEL, message: MESSAGE }.into(),
        SaveDraft { channel: CHANNEL, content: text("well, "), reply_to: None }.into(),
        SaveDraft { channel: CHANNEL, content: text("well, "), reply_to: Some(MESSAGE) }.into(),
        SaveDraft { channel: CHANNEL, content: String::new(), reply_to: None }.into(),
        GetDrafts { channel: None }.into(),
        GetDrafts { channel: Some(CHANNEL) }.into(),
        GetScheduledMessages {}.into(),
        ScheduleMessage { channel: CHANNEL, content: text("happy new year"), send_at: NOON }.into(),
        UpdateScheduledMessage {
            scheduled: SCHEDULED,
            content: Some(text("happy new year!")),
            send_at: None,
        }
        .into(),
        UpdateScheduledMessage { scheduled: SCHEDULED, content: None, send_at: Some(NOON) }.into(),
        DeleteScheduledMessage { scheduled: SCHEDULED }.into(),
        GetNotificationSettings {}.into(),
        UpdateNotificationSettings {
            level: Some(NotificationLevel::None),
            previews: Some(false),
            quiet_hours: Some(Some(quiet_hours())),
        }
        .into(),
        SetHubNotifications { hub: HUB, level: Some(NotificationLevel::All), muted_until: Some(NOON) }.into(),
        SetCategoryNotifications { hub: HUB, category: CATEGORY, level: None, muted_until: Some(NOON) }
            .into(),
        SetChannelNotifications {
            channel: CHANNEL,
            level: Some(NotificationLevel::Mentions),
            muted_until: None,
        }
        .into(),
        GetPush {}.into(),
        SubscribePush { endpoint: text("https://push.example/1"), p256dh: text("BCVx"), auth: text("BTBZ") }
            .into(),
        UnsubscribePush {}.into(),
        TestPush {}.into(),
        CreateHub { name: text("Rust") }.into(),
        GetHub { hub: HUB }.into(),
        UpdateHub { hub: HUB, name: Some(text("Rust")), description: Some(text("For who writes it")) }.into(),
        SetHubIcon { hub: HUB, picture: Bytes(vec![0xff, 0xd8]) }.into(),
        RemoveHubIcon { hub: HUB }.into(),
        TransferHub { hub: HUB, owner: BO }.into(),
        DeleteHub { hub: HUB }.into(),
        LockHub { hub: HUB, reason: Some(text("A raid")) }.into(),
        UnlockHub { hub: HUB, reason: None }.into(),
        LeaveHub { hub: HUB }.into(),
        GetMembers { hub: HUB, after: Some(ADA), limit: Some(50), online: None, users: None }.into(),
        FindMembers {
            hub: HUB,
            name: Some(text("ada")),
            role: Some(ROLE),
            code: Some(text("c0de")),
            joined_since: Some(NOON),
            joined_until: Some(NOON),
            order: Some(MemberOrder::Newest),
            after: Some(text("bi0x")),
            limit: Some(50),
        }
        .into(),
        SearchMessages {
            hub: HUB,
            q: text("lunch from:ada"),
            time_zone: Some(text("Europe/Berlin")),
            after: Some(text("bi0x")),
            limit: Some(50),
        }
        .into(),
        SetNickname { hub: HUB, user: BO, nickname: Some(text("Bobo")) }.into(),
        SetNickname { hub: HUB, user: BO, nickname: None }.into(),
        GetNotes { hub: HUB, user: BO }.into(),
        AddNote { hub: HUB, user: BO, text: text("Was warned") }.into(),
        DeleteNote { hub: HUB, user: BO, note: NOTE }.into(),
        GetMeasures { hub: HUB, user: BO, before: Some(12), limit: Some(50) }.into(),
        TimeOutMember { hub: HUB, user: BO, until: Some(NOON), reason: Some(text("Spam")) }.into(),
        TimeOutMember { hub: HUB, user: BO, until: None, reason: None }.into(),
        KickMember { hub: HUB, user: BO, reason: Some(text("Spam")) }.into(),
        BanUser {
            hub: HUB,
            user: BO,
            until: Some(NOON),
            reason: Some(text("Spam")),
            delete_last_secs: Some(86_400),
        }
        .into(),
        LiftBan { hub: HUB, user: BO, reason: Some(text("A mistake")) }.into(),
        GetBans { hub: HUB, after: Some(ADA), limit: Some(50) }.into(),
        CreateCategory { hub: HUB, name: text("Text"), position: Some(1) }.into(),
        UpdateCategory { hub: HUB, category: CATEGORY, name: Some(text("Text")), position: Some(1) }.into(),
        DeleteCategory { hub: HUB, category: CATEGORY }.into(),
        CreateChannel {
            hub: HUB,
            name: text("general"),
            topic: Some(text("Everything")),
            category: Some(CATEGORY),
            position: Some(2),
            overwrites: Some(vec![overwrite()]),
        }
        .into(),
        GetChannel { channel: CHANNEL }.into(),
        update_channel(Some(Some(CATEGORY))),
        update_channel(Some(None)),
        update_channel(None),
        LockChannel { channel: CHANNEL, reason: Some(text("A raid")) }.into(),
        UnlockChannel { channel: CHANNEL, reason: None }.into(),
        DeleteChannel { channel: CHANNEL }.into(),
        GetChannelOverwrite { channel: CHANNEL, target: OverwriteTarget::Role(ROLE) }.into(),
        GetCategoryOverwrite { hub: HUB, category: CATEGORY, target: OverwriteTarget::Member(ADA) }.into(),
        SetChannelOverwrite { channel: CHANNEL, target, allow, deny }.into(),
        RemoveChannelOverwrite { channel: CHANNEL, target }.into(),
        SetCategoryOverwrite { hub: HUB, category: CATEGORY, target, allow, deny }.into(),
        RemoveCategoryOverwrite { hub: HUB, category: CATEGORY, target }.into(),
        CreateRole {
            hub: HUB,
            name: text("Staff"),
            permissions: Permissions::ADMINISTRATOR,
            color: Some(255),
            emoji: Some(text("🛡️")),
            hoist: true,
            mentionable: true,
        }
        .into(),
        UpdateRole {
            hub: HUB,
            role: ROLE,
            name: Some(text("Staff")),
            permissions: Some(allow),
            color: Some(None),
            emoji: Some(None),
            hoist: Some(false),
            mentionable: Some(true),
            position: Some(2),
        }
        .into(),
        DeleteRole { hub: HUB, role: ROLE }.into(),
        AssignRole { hub: HUB, user: BO, role: ROLE }.into(),
        RemoveRole { hub: HUB, user: BO, role: ROLE }.into(),
        UpdateRoleMembers { hub: HUB, role: ROLE, add: vec![ADA], remove: vec![BO] }.into(),
        GetRoleGroups { hub: HUB }.into(),
        CreateRoleGroup { hub: HUB, name: text("Region"), kind: RoleGroupKind::OneOf, roles: vec![ROLE] }
            .into(),
        UpdateRoleGroup {
            hub: HUB,
            group: GROUP,
            name: Some(text("Region")),
            kind: Some(RoleGroupKind::AnyOf),
            roles: Some(vec![ROLE]),
            position: Some(1),
        }
        .into(),
        DeleteRoleGroup { hub: HUB, group: GROUP }.into(),
        ChooseRoles { hub: HUB, group: GROUP, roles: vec![ROLE] }.into(),
        ExplainPermissions { hub: HUB, member: Some(BO), channel: Some(CHANNEL) }.into(),
        GetAuditLog {
            hub: HUB,
            who: Some(ADA),
            whom: Some(BO),
            action: Some(AuditAction::RoleUpdated),
            place: Some(CHANNEL.place()),
            since: Some(NOON),
            until: Some(NOON),
            before: Some(12),
            limit: Some(50),
        }
        .into(),
        ReportMessage {
            channel: CHANNEL,
            message: MESSAGE,
            category: ReportCategory::Harassment,
            words: text("He goes on and on."),
        }
        .into(),
        ReportMember { hub: HUB, user: BO, category: ReportCategory::Other, words: text("A second account") }
            .into(),
        GetOwnReports { before: Some(REPORT), limit: Some(50) }.into(),
        GetReports { hub: HUB, state: Some(ReportState::Taken), after: Some(REPORT), limit: Some(50) }.into(),
        CountReports { hub: HUB }.into(),
        GetReport { hub: HUB, report: REPORT }.into(),
        TakeReport { hub: HUB, report: REPORT }.into(),
        ReturnReport { hub: HUB, report: REPORT }.into(),
        ResolveReport {
            hub: HUB,
            report: REPORT,
            outcome: ReportOutcome::Warned,
            answer: text("Thank you."),
        }
        .into(),
        EscalateReport { hub: HUB, report: REPORT, reason: Some(text("A threat")) }.into(),
        GetAutomodRules { hub: HUB }.into(),
        CreateAutomodRule {
            hub: HUB,
            name: text("Swearing"),
            trigger: AutomodTrigger::Words(vec![text("darn"), text("heck*")]),
            action: AutomodAction::TimeOut { secs: 600 },
            notice: Some(text("Please be kind.")),
            exempt_roles: vec![ROLE],
            exempt_channels: vec![CHANNEL],
            enabled: Some(false),
        }
        .into(),
        UpdateAutomodRule {
            hub: HUB,
            rule: RULE,
            name: Some(text("Links")),
            trigger: Some(AutomodTrigger::Links(AutomodLinks::Except(vec![text("example.org")]))),
            action: Some(AutomodAction::Hold),
            notice: Some(None),
            exempt_roles: Some(vec![]),
            exempt_channels: Some(vec![CHANNEL]),
            enabled: Some(true),
        }
        .into(),
        DeleteAutomodRule { hub: HUB, rule: RULE }.into(),
        TryAutomod {
            hub: HUB,
            content: text("Hi"),
            channel: Some(CHANNEL),
            trigger: Some(AutomodTrigger::Links(AutomodLinks::All)),
        }
        .into(),
        GetHeldMessages { hub: HUB, after: Some(HELD), limit: Some(50) }.into(),
        ReleaseHeldMessage { hub: HUB, held: HELD }.into(),
        DiscardHeldMessage { hub: HUB, held: HELD }.into(),
        CreateInvite { hub: HUB, max_uses: Some(5), expires_in_secs: Some(3600) }.into(),
        GetInvites { hub: HUB }.into(),
        RevokeInvite { hub: HUB, code: text("c0de") }.into(),
        GetHubRules { hub: HUB }.into(),
        SetHubRules { hub: HUB, text: text("Be kind.") }.into(),
        AcceptRules { hub: HUB }.into(),
        GetRaidShield { hub: HUB }.into(),
        SetRaidShield {
            hub: HUB,
            joins_per_minute: Some(20),
            min_account_age_secs: Some(86_400),
            pause_secs: Some(3600),
        }
        .into(),
        PauseInvites { hub: HUB, until: Some(NOON) }.into(),
        ResumeInvites { hub: HUB }.into(),
        GetInvite { code: text("c0de") }.into(),
        JoinHub { code: text("c0de") }.into(),
        SendMessage {
            channel: CHANNEL,
            content: text("Hi"),
            attachments: vec![SentAttachment { id: FILE, description: Some(text("A cat")) }],
            nonce: Some(text("n-1")),
            reply_to: Some(MESSAGE),
            ping: Some(false),
            poll: Some(sent_poll()),
            forward: Some(SentForward { channel: CHANNEL, message: MESSAGE }),
        }
        .into(),
        AddReaction { channel: CHANNEL, message: MESSAGE, emoji: text("👍🏽") }.into(),
        RemoveReaction { channel: CHANNEL, message: MESSAGE, emoji: text("👍🏽"), user: Some(BO) }.into(),
        GetReactions {
            channel: CHANNEL,
            message: MESSAGE,
            emoji: text("👍🏽"),
            after: Some(ReactionId(7)),
            limit: Some(2),
        }
        .into(),
        Vote { channel: CHANNEL, message: MESSAGE, answers: vec![1, 2] }.into(),
        EndPoll { channel: CHANNEL, message: MESSAGE }.into(),
        GetVoters {
            channel: CHANNEL,
            message: MESSAGE,
            answer: 2,
            after: Some(ReactionId(7)),
            limit: Some(2),
        }
        .into(),
        GetPins { channel: CHANNEL }.into(),
        GetApiKeys {}.into(),
        CreateApiKey {
            name: text("CI"),
            scope: Permissions::SEND,
            hub: Some(HUB),
            expires_in_secs: Some(86_400),
        }
        .into(),
        RotateApiKey { key: ApiKeyId(9) }.into(),
        GetApplications {}.into(),
        CreateApplication {
            name: text("Echo"),
            description: Some(text("Answers when it is called")),
            public: true,
            permissions: Permissions::SEND,
            intents: vec![Intent::Messages],
        }
        .into(),
        GetApplication { application: BOT }.into(),
        UpdateApplication {
            application: BOT,
            name: Some(text("Echo")),
            description: Some(text("Answers")),
            public: Some(false),
            permissions: Some(Permissions::SEND),
            intents: Some(vec![Intent::Messages]),
        }
        .into(),
        DeleteApplication { application: BOT }.into(),
        SetBotAvatar { application: BOT, picture: Bytes(vec![0xff, 0xd8]) }.into(),
        RemoveBotAvatar { application: BOT }.into(),
        RotateBotToken { application: BOT, overlap_secs: Some(0) }.into(),
        AddBot { hub: HUB, application: BOT, permissions: Permissions::SEND }.into(),
        GetWebhooks { hub: HUB }.into(),
        CreateWebhook { channel: CHANNEL, name: text("Builds") }.into(),
        UpdateWebhook { hub: HUB, webhook: WEBHOOK, name: Some(text("Builds")), channel: Some(CHANNEL) }
            .into(),
        RotateWebhook { hub: HUB, webhook: WEBHOOK }.into(),
        DeleteWebhook { hub: HUB, webhook: WEBHOOK }.into(),
        GetOutgoingWebhooks { hub: HUB }.into(),
        CreateOutgoingWebhook {
            hub: HUB,
            name: text("Archive"),
            url: text("https://example.org/hook"),
            events: vec![OutgoingEvent::MessageCreated],
            channels: Some(vec![CHANNEL]),
        }
        .into(),
        UpdateOutgoingWebhook {
            hub: HUB,
            webhook: OUTGOING,
            name: Some(text("Archive")),
            url: Some(text("https://example.org/hook")),
            events: Some(vec![OutgoingEvent::MemberJoined]),
            channels: Some(None),
            active: Some(true),
        }
        .into(),
        RotateOutgoingWebhook { hub: HUB, webhook: OUTGOING }.into(),
        DeleteOutgoingWebhook { hub: HUB, webhook: OUTGOING }.into(),
        PingOutgoingWebhook { hub: HUB, webhook: OUTGOING }.into(),
        GetDeliveries {
            hub: HUB,
            webhook: OUTGOING,
            before: Some(text("1048576000000000004-c")),
            limit: Some(20),
        }
        .into(),
        Redeliver { hub: HUB, webhook: OUTGOING, event: text("1048576000000000004-c") }.into(),
        ReplayOutgoingWebhook { hub: HUB, webhook: OUTGOING, after: Some(text("1048576000000000004-c")) }
            .into(),
        DeleteApiKey { key: ApiKeyId(9) }.into(),
        PinMessage { channel: CHANNEL, message: MESSAGE }.into(),
        UnpinMessage { channel: CHANNEL, message: MESSAGE }.into(),
        GetMessage { channel: CHANNEL, message: MESSAGE }.into(),
        GetMessages {
            channel: CHANNEL,
            before: Some(MESSAGE),
            after: Some(MESSAGE),
            around: Some(MESSAGE),
            at: Some(NOON),
            limit: Some(20),
        }
        .into(),
        EditMessage {
            channel: CHANNEL,
            message: MESSAGE,
            content: text("Ho"),
            base_rev: Some(43),
            attachments: Some(vec![FILE]),
        }
        .into(),
        CreateUpload { channel: CHANNEL, name: text("cat.png"), size: 48_213 }.into(),
        GetUpload { upload: FILE }.into(),
        DeleteUpload { upload: FILE }.into(),
        DeleteMessage { channel: CHANNEL, message: MESSAGE }.into(),
        DeleteMessages { channel: CHANNEL, messages: vec![MESSAGE] }.into(),
        MarkRead { channel: CHANNEL, seq: Some(41) }.into(),
        MarkUnread { channel: CHANNEL, message: MESSAGE }.into(),
        StartTyping { channel: CHANNEL }.into(),
        GetMembers { hub: HUB, after: None, limit: None, online: Some(true), users: None }.into(),
        GetMembers { hub: HUB, after: None, limit: None, online: None, users: Some(vec![ADA, BO]) }.into(),
    ];
    all.extend(console_commands());
    all.extend(dm_commands());
    all
}

fn update_channel(category: Option<Option<CategoryId>>) -> Command {
    let (name, topic) = (Some(text("general")), Some(text("")));
    let (position, synced, slow_mode_secs) = (Some(1), Some(true), Some(30));
    UpdateChannel { channel: CHANNEL, name, topic, category, position, synced, slow_mode_secs }.into()
}

fn audit_entry() -> AuditEntry {
    let change = |field, before, after| FieldChange { field: text(field), before, after };
    AuditEntry {
        hub: HUB,
        number: 11,
        at: NOON,
        who: ada(),
        actor: Some(Actor::Person),
        action: AuditAction::RoleUpdated,
        subject: ROLE.to_string(),
        name: Some(text("Staff")),
        whom: Some(ada()),
        place: Some(CHANNEL.place()),
        changes: vec![
            change("color", None, Some(255.into())),
            change("name", Some(text("Stuff").into()), Some(text("Staff").into())),
        ],
        reason: Some(text("A typo")),
        request_id: text("4f1c90d2a7be6635"),
        hash: text("n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg"),
    }
}

fn report() -> Report {
    Report {
        id: REPORT,
        hub: HUB,
        whom: ada(),
        channel: Some(CHANNEL),
        message: Some(MESSAGE),
        category: ReportCategory::Harassment,
        words: text("She goes on and on."),
        at: NOON,
        state: ReportState::Resolved,
        outcome: Some(ReportOutcome::TimedOut),
        answer: Some(text("Thank you.")),
    }
}

fn report_case() -> ReportCase {
    ReportCase {
        report: report(),
        reporter: ada(),
        by: Some(ada()),
        resolved_at: Some(NOON),
        escalated_at: Some(NOON),
        escalated_why: Some(text("A threat")),
    }
}

fn evidence() -> Evidence {
    let copy = MessageCopy {
        id: MESSAGE,
        author: ada(),
        content: text("Go away"),
        attachments: vec![attachment()],
        created_at: NOON,
        edited_at: Some(NOON),
        before: vec![FormerWords { content: text("Go away!!"), until: NOON }],
    };
    Evidence {
        number: 3,
        at: NOON,
        message: Some(copy.clone()),
        around: vec![MessageCopy { edited_at: None, attachments: Vec::new(), before: Vec::new(), ..copy }],
        hash: text("n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg"),
    }
}

/// One reply of every kind.
pub fn replies() -> Vec<Reply> {
    let mut all = vec![
        Reply::Done,
        me().into(),
        hub_view().into(),
        category().into(),
        channel().into(),
        overwrite().into(),
        role().into(),
        member().into(),
        MemberPage { members: vec![member()], next: Some(ADA) }.into(),
        BlockList { blocks: vec![BlockedUser { user: ada(), kind: BlockKind::Blocked }] }.into(),
        notification_settings().into(),
        InboxPage {
            entries: vec![InboxEntry {
                hub: HUB,
                channel: CHANNEL,
                reason: InboxReason::Mention,
                unread: true,
                message: message(),
            }],
            next: Some(MESSAGE),
        }
        .into(),
        SavedMessages {
            saved: vec![SavedMessage {
                id: SAVED,
                hub: HUB,
                channel: CHANNEL,
                remind_at: Some(NOON),
                reminded_at: Some(NOON),
                message: message(),
            }],
            next: Some(SAVED),
        }
        .into(),
        draft_mark().into(),
        Drafts {
            drafts: vec![Draft {
                hub: HUB,
                channel: CHANNEL,
                rev: DRAFT,
                content: text("well, "),
                reply_to: Some(MESSAGE),
            }],
        }
        .into(),
        scheduled().into(),
        ScheduledMessages { scheduled: vec![scheduled()] }.into(),
        push_state().into(),
        PushTest { outcome: PushOutcome::Gone, message: text("Turn notifications on again.") }.into(),
        FoundMembers { members: vec![member()], next: Some(text("bi0x")) }.into(),
        FoundMessages {
            found: vec![FoundMessage { message: message(), words: vec![text("hi")], similar: true }],
            next: Some(text("bi0x")),
            complete: true,
        }
        .into(),
        Notes { notes: vec![note()] }.into(),
        note().into(),
        role_group().into(),
        RoleGroups { groups: vec![role_group()] }.into(),
        invite().into(),
        invite_preview().into(),
        message().into(),
        upload(None).into(),
        upload(Some(attachment())).into(),
        page().into(),
        Pins { messages: vec![message()] }.into(),
        ApiKeys { keys: vec![api_key()] }.into(),
        application().into(),
        Applications { applications: vec![application()] }.into(),
        ApplicationToken { application: application(), token: text("hubbub_bot_AAAA") }.into(),
        webhook().into(),
        Webhooks { webhooks: vec![webhook()] }.into(),
        WebhookToken {
            webhook: webhook(),
            token: text("hubbub_hook_AAAA"),
            path: text("/api/webhooks/1048576000000000040/hubbub_hook_AAAA"),
        }
        .into(),
        outgoing_webhook().into(),
        OutgoingWebhooks { webhooks: vec![outgoing_webhook()] }.into(),
        OutgoingWebhookSecret { webhook: outgoing_webhook(), secret: text("whsec_AAAA") }.into(),
        delivery().into(),
        Deliveries { deliveries: vec![delivery()], next: Some(text("1048576000000000004-c")) }.into(),
        Replay { events: 1000, next: Some(text("1048576000000000004-c")) }.into(),
        Message { author: User::webhook(WEBHOOK, "Builds"), ..deleted() }.into(),
        ApiKeyToken { key: api_key(), token: text("hubbub_key_AAAA") }.into(),
        ReactionPage { people: vec![ada()], next: Some(ReactionId(7)) }.into(),
        ChannelChanges::Since { messages: vec![message()], rev: 43 }.into(),
        ChannelChanges::StartOver(page()).into(),
        channel_state().into(),
        explanation().into(),
        AuditPage { entries: vec![audit_entry()], next: Some(11) }.into(),
        BanPage { bans: vec![ban()], next: Some(BO) }.into(),
        Invites { invites: vec![invite()] }.into(),
        HubRules { text: text("Be kind."), pending: true }.into(),
        raid_shield().into(),
        automod_rule(AutomodTrigger::Pattern(text("(?i)free +money"))).into(),
        automod_rules().into(),
        AutomodTrial { hits: vec![automod_hit()], action: Some(AutomodAction::Block) }.into(),
        HeldMessages { messages: vec![held_message()], next: Some(HELD) }.into(),
        report().into(),
        Reports { reports: vec![report()], next: Some(REPORT) }.into(),
        report_case().into(),
        ReportCases { cases: vec![report_case()], next: Some(REPORT) }.into(),
        ReportCount { open: 3 }.into(),
        ReportInFull { case: report_case(), evidence: Box::new(evidence()) }.into(),
    ];
    all.extend(console_replies());
    all.extend(dm_replies());
    all
}

/// One event of every kind.
pub fn events() -> Vec<Event> {
    let in_channel = |change| Event::Channel { channel: CHANNEL, rev: 43, change };
    let in_hub = |change| Event::Hub { hub: HUB, version: 9, change };
    vec![
        in_channel(ChannelEvent::MessageCreated(message())),
        in_channel(ChannelEvent::MessageEdited(message())),
        in_channel(ChannelEvent::MessageReacted {
            message: MESSAGE,
            seq: 41,
            reactions: vec![reaction(false)],
            by: vec![Reacted { emoji: text("👍🏽"), added: vec![ADA], removed: vec![BO] }],
        }),
        in_channel(ChannelEvent::PollVoted { message: MESSAGE, seq: 41, votes: vec![2, 1], voters: 2 }),
        in_channel(ChannelEvent::MessageDeleted { message: MESSAGE, seq: 41 }),
        in_hub(HubEvent::Changed(Box::new(hub_change()))),
        in_hub(HubEvent::MemberJoined(member())),
        in_hub(HubEvent::MemberUpdated(member())),
        in_hub(HubEvent::MemberLeft { user: BO }),
        in_hub(HubEvent::MembersChanged),
        Event::User(UserEvent::HubJoined { hub: hub_view(), channels: vec![channel_state()] }),
        Event::User(UserEvent::HubLeft { hub: HUB }),
        Event::User(UserEvent::Activity(activity())),
        Event::User(UserEvent::ChannelState(channel_state())),
        Event::User(UserEvent::MeUpdated(me())),
        Event::User(UserEvent::ReportsChanged { hub: HUB, is_new: true }),
        Event::User(UserEvent::AutomodCaught { hub: HUB, channel: CHANNEL, message: Some(MESSAGE) }),
        Event::User(UserEvent::AutomodCaught { hub: HUB, channel: CHANNEL, message: None }),
        Event::User(UserEvent::SavedMessagesChanged),
        Event::User(UserEvent::DraftChanged(draft_mark())),
        Event::User(UserEvent::DraftChanged(DraftMark { gone: true, ..draft_mark() })),
        Event::User(UserEvent::ScheduledMessagesChanged { refused: true }),
        Event::User(UserEvent::Reminded { channel: CHANNEL, message: MESSAGE }),
        Event::User(UserEvent::Voted { channel: CHANNEL, message: MESSAGE, answers: vec![1] }),
        Event::User(UserEvent::DmChanged { dm: DM }),
        Event::User(UserEvent::DmDevicesChanged { user: ADA }),
        Event::User(UserEvent::ReportResolved { report: REPORT }),
    ]
}

fn hello() -> Hello {
    let limits = Limits {
        frame_bytes_before_ready: 65_536,
        frame_bytes: 262_144,
        frames_per_minute: 120,
        subscriptions: 100,
        message_chars: 4000,
    };
    Hello { heartbeat_secs: 30, server: text("0.1.0"), limits }
}

/// Every frame of a client.
pub fn client_frames() -> Vec<ClientFrame> {
    let calls = (1..).zip(commands()).map(|(reference, command)| ClientFrame::Call(reference, command));
    calls.chain([ClientFrame::Heartbeat]).collect()
}

/// Every frame of the server that is neither reply nor event.
pub fn other_server_frames() -> Vec<ServerFrame> {
    let ready = Ready {
        me: me(),
        session: SESSION,
        hubs: vec![hub_view()],
        channels: vec![channel_state()],
        drafts: vec![draft_mark()],
    };
    let typing = Ephemeral::Typing { channel: CHANNEL, users: vec![ADA, BO] };
    let presence = Ephemeral::Presence { hub: HUB, online: vec![ADA], offline: vec![BO] };
    vec![
        ServerFrame::Hello(hello()),
        ServerFrame::Ready(Box::new(ready)),
        ServerFrame::Ephemeral(typing),
        ServerFrame::Ephemeral(presence),
        ServerFrame::Heartbeat,
        ServerFrame::Reconnect { after_ms: 4321 },
    ]
}

/// Every outcome of a call: the replies, and a problem with everything and one with nothing but its code.
pub fn reply_frames() -> Vec<ServerFrame> {
    let problems = [problem(), Problem::not_found()].map(Outcome::Error);
    let outcomes = replies().into_iter().map(Outcome::Ok).chain(problems);
    (1..).zip(outcomes).map(|(reference, outcome)| ServerFrame::Reply(reference, outcome)).collect()
}

/// Every event in its envelope.
pub fn event_frames() -> Vec<ServerFrame> {
    events().into_iter().map(ServerFrame::Event).collect()
}

/// Every frame of the server.
pub fn server_frames() -> Vec<ServerFrame> {
    [other_server_frames(), reply_frames(), event_frames()].concat()
}
