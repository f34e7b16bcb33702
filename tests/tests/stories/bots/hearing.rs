//! Of what a bot hears: what it names when it says who it is.

use super::*;
use hubbub_shared::protocol::{ChannelEvent, Ephemeral, Event, HubEvent, Outcome, ServerFrame};
use hubbub_tests::{Arrival, Entrance, Socket};

async fn opens(server: &Server) -> Socket {
    let entrance = Entrance { address: server.address(), ..Entrance::default() };
    entrance.connects().await.expect("the socket opens")
}

fn identify(token: &str, intents: Option<&[Intent]>) -> Identify {
    Identify { token: token.to_owned(), intents: intents.map(<[Intent]>::to_vec) }
}

/// A live socket of a bot that follows the channel.
async fn listens(server: &Server, it: &Cast, token: &str, intents: &[Intent]) -> Socket {
    let mut socket = opens(server).await;
    socket.calls(1, identify(token, Some(intents))).await;
    let ready = socket.is_ready().await;
    assert!(ready.me.bot && ready.hubs.iter().any(|hub| hub.id == it.hub));
    socket.calls(2, Subscribe { channel: it.general, since_rev: None }).await;
    assert!(matches!(socket.outcome_of(2).await, Outcome::Ok(Reply::Changes(_))));
    socket
}

/// What kind of event a frame is. `None`: it concerns the bot itself.
fn kind(frame: &ServerFrame) -> Option<Intent> {
    match frame {
        ServerFrame::Ephemeral(Ephemeral::Typing { .. }) => Some(Intent::Typing),
        ServerFrame::Ephemeral(Ephemeral::Presence { .. }) => Some(Intent::Presence),
        ServerFrame::Event(Event::Channel {
            change: ChannelEvent::MessageReacted { .. } | ChannelEvent::PollVoted { .. },
            ..
        }) => Some(Intent::Reactions),
        ServerFrame::Event(Event::Channel { .. }) => Some(Intent::Messages),
        ServerFrame::Event(Event::Hub { change: HubEvent::Changed(_), .. }) => Some(Intent::Hubs),
        ServerFrame::Event(Event::Hub { .. }) => Some(Intent::Members),
        ServerFrame::Event(Event::User(_)) => None,
        other => panic!("nobody asked for {other:?}"),
    }
}

async fn next(socket: &mut Socket) -> ServerFrame {
    match socket.arrives().await {
        Arrival::Frame(frame) => frame,
        Arrival::Closed(code) => panic!("it closed with {code}"),
    }
}

/// What comes until somebody says "done".
async fn hears(socket: &mut Socket) -> Vec<Option<Intent>> {
    let mut heard = Vec::new();
    loop {
        match next(socket).await {
            ServerFrame::Event(Event::Channel { change: ChannelEvent::MessageCreated(message), .. })
                if message.content == "done" =>
            {
                return heard;
            }
            frame => heard.push(kind(&frame)),
        }
    }
}

/// Waits until each of these has come, in any order.
async fn hears_each(socket: &mut Socket, wanted: &[Intent]) {
    let mut missing = wanted.to_vec();
    while !missing.is_empty() {
        let heard = kind(&next(socket).await);
        missing.retain(|intent| Some(*intent) != heard);
    }
}

each_engine! {
    async fn a_bot_hears_what_it_named_and_nothing_else(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let (made, _) = echo_in(&it).await;
        let mut all = listens(&server, &it, &made.token, &Intent::ALL).await;
        let mut messages = listens(&server, &it, &made.token, &[Intent::Messages]).await;
        let mut hubs = listens(&server, &it, &made.token, &[Intent::Hubs, Intent::Messages]).await;
        it.bo.calls(StartTyping { channel: it.general }).await.unwrap();
        let said = it.bo.sends(it.general, "hello").await;
        let emoji = "👍".to_owned();
        it.bo.calls(AddReaction { channel: it.general, message: said.id, emoji }).await.unwrap();
        it.ada.makes_channel(it.hub, "more", None).await;
        it.also(&server, "Cy").await;
        // Who hears everything has heard all of it, so it was there for the others to hear.
        let told = [Intent::Typing, Intent::Messages, Intent::Reactions, Intent::Hubs, Intent::Members];
        hears_each(&mut all, &told).await;
        it.bo.sends(it.general, "done").await;
        assert_eq!(hears(&mut messages).await, [Some(Intent::Messages)]);
        let heard = hears(&mut hubs).await;
        assert!(heard.contains(&Some(Intent::Hubs)) && !heard.contains(&Some(Intent::Members)), "{heard:?}");

        // What concerns itself, nobody has to name.
        it.ada.calls(KickMember { hub: it.hub, user: made.application.id.bot(), reason: None }).await.unwrap();
        let left = |arrival| matches!(arrival, Arrival::Frame(ServerFrame::Event(Event::User(_))));
        assert!(left(messages.arrives().await), "that it left");
    }

    async fn a_bot_says_what_it_hears_and_its_application_before_it(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let only = CreateApplication { intents: vec![Intent::Messages], ..echo() };
        let token = makes(&it.ada, only).await.token;
        for asked in [None, Some(&[Intent::Messages, Intent::Presence][..])] {
            let mut socket = opens(&server).await;
            socket.calls(1, identify(&token, asked)).await;
            let Outcome::Error(problem) = socket.outcome_of(1).await else { panic!("{asked:?} is refused") };
            assert_eq!((problem.code, &*problem.fields[0].path), (ErrorCode::InvalidInput, "intents"));
            assert_eq!(socket.is_closed().await, 4200, "the client is at fault");
        }
        let mut socket = Entrance {
            address: server.address(),
            encoding: hubbub_shared::protocol::Encoding::Json,
            ..Entrance::default()
        }
        .connects()
        .await
        .unwrap();
        let unknown = format!(r#"{{"call":[7,{{"identify":{{"token":"{token}","intents":["wishes"]}}}}]}}"#);
        socket.sends_text(unknown).await;
        let Outcome::Error(problem) = socket.outcome_of(7).await else { panic!("there is no such intent") };
        assert_eq!(problem.code, ErrorCode::MalformedFrame);
        assert!(problem.message.contains("wishes") && problem.message.contains("messages"), "{problem}");
        socket.calls(8, identify(&token, Some(&[]))).await;
        assert_eq!(socket.is_ready().await.session, made_session(&it.ada).await);
    }
}

/// A bot's sockets count as its application.
async fn made_session(owner: &Phone) -> hubbub_shared::SessionId {
    applications(owner).await[0].id.session()
}
