//! A client of Discord's webhooks that is not ours posts to us, with nothing changed but the address. `WEBHOOK_PYTHON` names a Python that
//! has it; without it there is nothing to tell.

use super::*;
use std::process::Command;

/// As the documentation of `discord-webhook` has it.
const PROGRAM: &str = r#"
import sys
from discord_webhook import DiscordEmbed, DiscordWebhook

url = sys.argv[1]
sent = DiscordWebhook(url=url, content="Hello from a client", username="Client", rate_limit_retry=True)
embed = DiscordEmbed(title="A title", description="Something *happened*", color="03b2f8")
embed.set_author(name="An author", url="https://example.org/author")
embed.set_footer(text="A footer")
embed.add_embed_field(name="Field", value="Value")
embed.set_timestamp()
sent.add_embed(embed)
answer = sent.execute()
assert answer.status_code == 200, (answer.status_code, answer.text)
assert sent.id == answer.json()["id"], sent.id
wrong = DiscordWebhook(url=url + "x", content="lost").execute()
assert wrong.status_code == 404, wrong.status_code

# More than may be at once: it waits as it is told, and goes on.
for number in range(4):
    answer = DiscordWebhook(url=url, content=f"number {number}", rate_limit_retry=True).execute()
    assert answer.status_code == 200, (answer.status_code, answer.text)
print("posted")
"#;

each_engine! {
    async fn a_client_of_discords_webhooks_needs_nothing_but_another_address(engine: Engine) {
        let Some(python) = std::env::var_os("WEBHOOK_PYTHON").filter(|path| !path.is_empty()) else {
            return eprintln!("WEBHOOK_PYTHON names no program");
        };
        let server = Server::with(engine, &[("HUBBUB_SENDS_PER_MINUTE", "30")]).await;
        let it = Cast::gathers(&server).await;
        let made = makes(&it.ada, it.general, "Builds").await;
        for _ in 0..26 {
            says(&server, &made, "before").await;
        }
        let url = format!("{}{}", server.address(), made.path);
        let ran = tokio::task::spawn_blocking(move || Command::new(python).args(["-c", PROGRAM, &url]).output().unwrap());
        let ran = ran.await.unwrap();
        let told = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(ran.status.success(), "{told}");
        let messages = it.bo.reads_page(it.general).await.messages;
        let found = messages.iter().find(|message| message.content.starts_with("Hello from a client")).expect("its message");
        assert_eq!(found.author.display_name, "Client");
        for part in ["[An author](https://example.org/author)", "**A title**", "Something *happened*", "**Field:** Value", "A footer"] {
            assert!(found.content.contains(part), "{part} in {}", found.content);
        }
        assert_eq!(messages.iter().filter(|message| message.content.starts_with("number ")).count(), 4);
    }
}
