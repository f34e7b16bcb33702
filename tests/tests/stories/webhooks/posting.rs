//! What programs post, in their words, and what they are answered.

use super::*;
use hubbub_shared::Crowd;
use hubbub_shared::model::{AutomodAction, AutomodTrigger, HeldMessages};
use hubbub_shared::protocol::command::{
    CreateAutomodRule, CreateRole, GetHeldMessages, LockChannel, LockHub, ReleaseHeldMessage, UnlockChannel,
    UpdateChannel,
};
use hubbub_tests::{Changes, overwrite, problem_of};
use reqwest::Client;

fn http() -> Client {
    Client::builder().no_proxy().build().unwrap()
}

fn rule(hub: HubId, word: &str, action: AutomodAction) -> CreateAutomodRule {
    CreateAutomodRule {
        hub,
        name: word.to_owned(),
        trigger: AutomodTrigger::Words(vec![word.to_owned()]),
        action,
        notice: None,
        exempt_roles: Vec::new(),
        exempt_channels: Vec::new(),
        enabled: None,
    }
}

/// The code and status of a refusal.
async fn refusal(answer: Response) -> (ErrorCode, u16) {
    let status = answer.status().as_u16();
    (problem_of(answer).await.code, status)
}

each_engine! {
    async fn the_words_of_discord_github_and_slack_are_understood(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let made = makes(&it.ada, it.general, "CI").await;
        let answer = posts(&server, &format!("{}?wait=true", made.path), &json!({
            "content": "**Firing**", "username": "Grafana", "avatar_url": "http://127.0.0.1:1/a.png", "tts": false,
            "embeds": [{ "title": "CPU", "url": "https://example.org/7", "fields": [{ "name": "Host", "value": "db-1" }] }],
        }))
        .await;
        assert_eq!(answer.status(), StatusCode::OK);
        for header in ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset-after"] {
            // Of a server without limits there are none.
            assert!(answer.headers().get(header).is_none());
        }
        let told: Value = answer.json().await.unwrap();
        let message = newest(&it.bo, it.general).await;
        assert_eq!(told["id"], message.id.to_string());
        assert_eq!((&told["channel_id"], &told["type"]), (&json!(it.general), &json!(0)));
        assert_eq!((&told["webhook_id"], &told["author"]["bot"]), (&json!(made.webhook.id), &json!(true)));
        assert_eq!(message.content, "**Firing**\n\n**[CPU](https://example.org/7)**\n**Host:** db-1");
        assert_eq!(message.author.display_name, "Grafana");

        let github = |event: &'static str| {
            let request = http().post(format!("{}{}/github", server.address(), made.path));
            request.header("x-github-event", event).header("x-github-delivery", format!("d-{event}"))
        };
        let payload = json!({
            "ref": "refs/heads/main", "compare": "https://github.com/octo-org/mill/compare/a...b",
            "repository": { "full_name": "octo-org/mill", "html_url": "https://github.com/octo-org/mill" },
            "sender": { "login": "octocat", "html_url": "https://github.com/octocat" },
            "commits": [{ "id": "0123456789abcdef", "message": "Mend <@everyone>", "url": "https://github.com/c", "author": { "name": "Ada" } }],
        });
        assert_eq!(github("push").json(&payload).send().await.unwrap().status(), StatusCode::NO_CONTENT);
        let push = newest(&it.bo, it.general).await;
        assert!(push.content.contains("[1 commit](https://github.com/octo-org/mill/compare/a...b) to main"), "{}", push.content);
        assert_eq!(push.mention_everyone, None);
        let again = github("push").json(&payload).send().await.unwrap();
        assert_eq!(again.headers()["idempotency-replayed"], "true");
        assert_eq!(newest(&it.bo, it.general).await.id, push.id, "a delivery is told of once");
        let told = json!({ "repository": payload["repository"] }).to_string();
        let form = reqwest::Url::parse_with_params("http://here", [("payload", &told)]).unwrap();
        let form = form.query().unwrap().to_owned();
        assert_eq!(github("ping").header("content-type", "application/x-www-form-urlencoded").body(form).send().await.unwrap().status(), StatusCode::NO_CONTENT);
        assert!(newest(&it.bo, it.general).await.content.contains("is connected"));
        let before = newest(&it.bo, it.general).await.id;
        assert_eq!(github("deployment").json(&payload).send().await.unwrap().status(), StatusCode::NO_CONTENT);
        assert_eq!(newest(&it.bo, it.general).await.id, before, "what nobody wants to know is not told");

        let slack = posts(&server, &format!("{}/slack", made.path), &json!({ "text": "See <https://example.org|this>" })).await;
        assert_eq!((slack.status(), slack.text().await.unwrap()), (StatusCode::OK, "ok".to_owned()));
        assert_eq!(newest(&it.bo, it.general).await.content, "See [this](https://example.org)");
    }

    async fn what_is_no_post_is_refused_and_says_why(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let made = makes(&it.ada, it.general, "CI").await;
        let id = made.webhook.id;
        for path in [
            format!("/api/webhooks/{id}/hubbub_hook_{}", "A".repeat(43)),
            format!("/api/webhooks/{id}/x"),
            format!("/api/webhooks/1/{}", made.token),
            format!("/api/webhooks/x/{}", made.token),
            format!("/api/webhooks/{id}/{}x/github", made.token),
        ] {
            assert_eq!(refusal(posts(&server, &path, &json!({ "content": "hi" })).await).await, (ErrorCode::NotFound, 404), "{path}");
        }
        for body in [
            json!({}),
            json!({ "content": " " }),
            json!({ "content": "x".repeat(4001) }),
            json!({ "content": "hi", "username": "x".repeat(81) }),
            json!({ "content": 7 }),
        ] {
            assert_eq!(refusal(posts(&server, &made.path, &body).await).await, (ErrorCode::InvalidInput, 400), "{body:.60}");
        }
        let address = format!("{}{}", server.address(), made.path);
        let odd = http().post(&address).body("content=hi").send().await.unwrap();
        assert_eq!(refusal(odd).await.0, ErrorCode::InvalidInput);
        let garbled = http().post(&address).header("content-type", "application/json").body("{").send().await.unwrap();
        assert_eq!(refusal(garbled).await.0, ErrorCode::MalformedFrame);
        let large = posts(&server, &made.path, &json!({ "content": "hi", "more": "x".repeat(1024 * 1024) })).await;
        assert_eq!(refusal(large).await, (ErrorCode::TooLarge, 413));
        assert_eq!(http().get(&address).send().await.unwrap().status(), StatusCode::METHOD_NOT_ALLOWED);
        assert!(it.bo.reads_page(it.general).await.messages.is_empty());
    }

    async fn locks_and_automod_hold_for_programs_and_slow_mode_does_not(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let made = makes(&it.ada, it.general, "CI").await;
        it.ada.calls(UpdateChannel { slow_mode_secs: Some(3600), ..UpdateChannel::of(it.general) }).await.unwrap();
        for content in ["one", "two"] {
            assert_eq!(says(&server, &made, content).await.status(), StatusCode::NO_CONTENT);
        }
        it.ada.calls(LockChannel { channel: it.general, reason: None }).await.unwrap();
        assert_eq!(refusal(says(&server, &made, "three").await).await, (ErrorCode::Locked, 423));
        it.ada.calls(UnlockChannel { channel: it.general, reason: None }).await.unwrap();
        it.ada.calls(LockHub { hub: it.hub, reason: None }).await.unwrap();
        assert_eq!(refusal(says(&server, &made, "three").await).await, (ErrorCode::Locked, 423));
        it.ada.calls(hubbub_shared::protocol::command::UnlockHub { hub: it.hub, reason: None }).await.unwrap();

        it.ada.calls(rule(it.hub, "turnip", AutomodAction::Block)).await.unwrap();
        it.ada.calls(rule(it.hub, "swede", AutomodAction::Hold)).await.unwrap();
        it.ada.calls(rule(it.hub, "radish", AutomodAction::TimeOut { secs: 3600 })).await.unwrap();
        assert_eq!(refusal(says(&server, &made, "a turnip").await).await.0, ErrorCode::BlockedByAutomod);
        assert_eq!(refusal(says(&server, &made, "a radish").await).await.0, ErrorCode::BlockedByAutomod);
        assert_eq!(refusal(says(&server, &made, "a swede <@everyone>").await).await.0, ErrorCode::HeldForReview);
        assert_eq!(says(&server, &made, "a bean").await.status(), StatusCode::NO_CONTENT, "nobody is timed out");
        let blocked = log_of(&it.ada, it.hub, AuditAction::MessageBlocked).await;
        assert!(blocked[0].who.webhook && blocked[0].who.display_name == "CI");

        let ask = GetHeldMessages { hub: it.hub, after: None, limit: None };
        let Ok(Reply::HeldMessages(HeldMessages { messages, .. })) = it.ada.calls(ask).await else { panic!("what is kept") };
        assert!(messages[0].author.webhook && messages[0].author.display_name == "CI");
        let release = ReleaseHeldMessage { hub: it.hub, held: messages[0].id };
        let Ok(Reply::Message(released)) = it.ada.calls(release).await else { panic!("it is let through") };
        assert!(released.author.webhook && released.mention_everyone.is_none());
        assert_eq!(newest(&it.bo, it.general).await.content, "a swede <@everyone>");
    }

    async fn a_webhook_tells_whom_its_maker_may_and_the_program_wants(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let role = it.ada.makes_role(it.hub, "operators", Permissions::MANAGE_WEBHOOKS).await.id;
        it.ada.assigns(it.hub, it.bo.id(), role).await;
        let Ok(Reply::Role(open)) =
            it.ada.calls(CreateRole { mentionable: true, ..CreateRole::of(it.hub, "growers".to_owned(), Permissions::NONE) }).await
        else {
            panic!("a role")
        };
        let (by_ada, by_bo) = (makes(&it.ada, it.general, "Ada's").await, makes(&it.bo, it.general, "Bo's").await);
        let words = format!("@everyone <@{}> <@&{}> <@&{role}>", it.bo.id(), open.id);
        says(&server, &by_ada, &words).await;
        let told = newest(&it.bo, it.general).await;
        assert_eq!((told.mentions, told.mention_roles, told.mention_everyone), (vec![it.bo.id()], vec![open.id, role], Some(Crowd::Everyone)));
        says(&server, &by_bo, &words).await;
        let told = newest(&it.bo, it.general).await;
        assert_eq!((told.mentions, told.mention_roles, told.mention_everyone), (vec![it.bo.id()], vec![open.id], None), "Bo may not");
        posts(&server, &by_ada.path, &json!({ "content": words, "allowed_mentions": { "parse": [] } })).await;
        let told = newest(&it.bo, it.general).await;
        assert!(told.mentions.is_empty() && told.mention_roles.is_empty() && told.mention_everyone.is_none());
        it.ada.overwrites(it.general, overwrite(role).allowing(Permissions::MENTION_EVERYONE)).await;
        says(&server, &by_bo, &words).await;
        assert_eq!(newest(&it.bo, it.general).await.mention_everyone, Some(Crowd::Everyone), "now he may");
    }

    async fn who_posts_too_often_is_told_as_discord_tells_it(engine: Engine) {
        let server = Server::with(engine, &[("HUBBUB_SENDS_PER_MINUTE", "5")]).await;
        let it = Cast::gathers(&server).await;
        let (made, other) = (makes(&it.ada, it.general, "CI").await, makes(&it.ada, it.general, "Other").await);
        let mut left = Vec::new();
        let refused = loop {
            let answer = says(&server, &made, "again").await;
            if answer.status() != StatusCode::NO_CONTENT {
                break answer;
            }
            assert_eq!(answer.headers()["x-ratelimit-limit"], "5");
            left.push(answer.headers()["x-ratelimit-remaining"].to_str().unwrap().to_owned());
            assert!(left.len() < 20, "no limit in sight");
        };
        assert_eq!(left[0], "4");
        assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
        let pause: f64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
        assert!(refused.headers().contains_key("via"), "without it a client of Discord's gives up");
        let told: Value = refused.json().await.unwrap();
        assert_eq!((&told["code"], &told["global"]), (&json!("rate_limited"), &json!(false)));
        let wait = told["retry_after"].as_f64().unwrap();
        assert!(wait > 0.0 && wait <= pause, "{told} and {pause}");
        assert_eq!(says(&server, &other, "not my limit").await.status(), StatusCode::NO_CONTENT);
        it.ada.sends(it.general, "nor mine").await;
    }
}
