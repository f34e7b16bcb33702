//! The first programs that a stranger is shown do what the page says, against a real server.

use super::*;
use hubbub_tests::{DEADLINE, eventually, within};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command as Program};

/// One of them at work, and what it says. It ends with the story.
type Running = (Child, Lines<BufReader<ChildStdout>>);

/// Starts one of `docs/quickstarts`, and waits until it says that it listens.
async fn runs(server: &Server, it: &Cast, token: &str, words: &[&str]) -> Running {
    let mut program = Program::new(words[0]);
    // Tests run where their crate is.
    program.args(&words[1..]).current_dir("../docs/quickstarts");
    program.env("HUBBUB_URL", server.address()).env("HUBBUB_TOKEN", token);
    program.env("HUBBUB_CHANNEL", it.general.to_string()).env("NO_PROXY", "*");
    program.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut child = program.spawn().expect("`cargo xtask doctor` tells what is missing");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let said = within(DEADLINE, "the program to listen", lines.next_line()).await.unwrap();
    assert_eq!(said.as_deref(), Some("listening"), "{words:?}");
    (child, lines)
}

each_engine! {
    async fn the_quickstarts_answer_a_ping(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let (made, _) = echo_in(&it).await;
        for words in [
            &["python3", "python/bot.py"][..],
            &["node", "--no-warnings", "--experimental-websocket", "node/bot.mjs"],
        ] {
            let program = runs(&server, &it, &made.token, words).await;
            let asked = it.bo.sends(it.general, "!ping").await;
            let answer = eventually("a pong", async || {
                let said = it.bo.reads_page(it.general).await.messages;
                said.into_iter().find(|message| message.seq > asked.seq && message.content == "pong")
            })
            .await;
            assert_eq!(answer.author.id, made.application.id.bot(), "{words:?}");
            drop(program);
        }
    }
}
