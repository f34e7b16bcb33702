//! Programs that are not ours, and those that the documentation shows, believe what is sent to them.

use super::*;
use hubbub_tests::{DEADLINE, within};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::Command as Program;

/// As the documentation of `standardwebhooks` has it: reads what was sent, and says what it verified.
const PROGRAM: &str = r#"
import json, sys
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

sent = json.load(sys.stdin)
for secret in sent["secrets"]:
    event = Webhook(secret).verify(sent["body"].encode(), sent["headers"])
    assert event["type"] == "message.created", event
    try:
        Webhook(secret).verify(sent["body"].encode() + b" ", sent["headers"])
        raise SystemExit("what was changed is believed")
    except WebhookVerificationError:
        pass
print(event["data"]["message"]["content"])
"#;

each_engine! {
    async fn a_client_of_standard_webhooks_believes_both_secrets(engine: Engine) {
        let Some(python) = std::env::var_os("STANDARD_WEBHOOKS_PYTHON").filter(|path| !path.is_empty()) else {
            return eprintln!("STANDARD_WEBHOOKS_PYTHON names no program");
        };
        let server = Server::with(engine, HERE).await;
        let it = Cast::gathers(&server).await;
        let receiver = Receiver::start().await;
        let made = makes(&it.ada, to(&receiver.url(), it.hub, &MESSAGES)).await;
        let rotate = RotateOutgoingWebhook { hub: it.hub, webhook: made.webhook.id };
        let Ok(Reply::OutgoingWebhookSecret(other)) = it.ada.calls(rotate).await else { panic!("another secret") };
        it.bo.sends(it.general, "Grüße, 世界").await;
        let sent = receiver.takes(1).await.remove(0);
        let told = json!({
            "secrets": [made.secret, other.secret], "headers": sent.headers,
            "body": String::from_utf8(sent.body.clone()).unwrap(),
        });
        let mut program = Program::new(python);
        program.args(["-c", PROGRAM]).env("PYTHONIOENCODING", "utf-8");
        program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = program.spawn().unwrap();
        child.stdin.take().unwrap().write_all(told.to_string().as_bytes()).await.unwrap();
        let ran = within(DEADLINE, "the client", child.wait_with_output()).await.unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        assert_eq!(String::from_utf8_lossy(&ran.stdout).trim(), "Grüße, 世界");
    }

    async fn the_receivers_of_the_documentation_take_what_is_signed_and_nothing_else(engine: Engine) {
        let server = Server::with(engine, HERE).await;
        let it = Cast::gathers(&server).await;
        for words in [&["python3", "python/webhook.py"][..], &["node", "--no-warnings", "node/webhook.mjs"]] {
            // The secret is known when the webhook is made, and where the program listens when it runs.
            let made = makes(&it.ada, to("https://hooks.invalid/later", it.hub, &MESSAGES)).await;
            let mut program = Program::new(words[0]);
            // Tests run where their crate is.
            program.args(&words[1..]).current_dir("../docs/quickstarts");
            program.env("HUBBUB_SECRET", &made.secret).env("PORT", "0");
            program.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
            let mut child = program.spawn().expect("`cargo xtask doctor` tells what is missing");
            let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
            let said = within(DEADLINE, "the program to listen", lines.next_line()).await.unwrap().unwrap();
            let port = said.strip_prefix("listening ").expect("it says where").to_owned();
            let url = format!("http://127.0.0.1:{port}/");
            let forged = reqwest::Client::builder().no_proxy().build().unwrap().post(&url);
            let forged = forged.header("webhook-id", "1-c").header("webhook-timestamp", "1").body("{}");
            assert_eq!(forged.send().await.unwrap().status(), 401, "{words:?}");
            changes(&it.ada, UpdateOutgoingWebhook { url: Some(url), ..update(&made.webhook) }).await;
            it.bo.sends(it.general, "Hello").await;
            let said = within(DEADLINE, "an event", lines.next_line()).await.unwrap();
            assert_eq!(said.as_deref(), Some("message.created Hello"), "{words:?}");
            it.ada.calls(DeleteOutgoingWebhook { hub: it.hub, webhook: made.webhook.id }).await.unwrap();
        }
    }
}
