//! Bytes that are not the protocol.

use super::all_is_well;
use hubbub_shared::ErrorCode;
use hubbub_shared::protocol::command::{CreateHub, GetHub, SendMessage};
use hubbub_shared::protocol::{ClientFrame, CloseCode, Command, Encoding, Outcome, ServerFrame};
use hubbub_tests::{Acts, Arrival, Engine, Entrance, Server, Socket, each_engine};
use tokio_tungstenite::tungstenite::Message;

async fn ready(server: &Server, encoding: Encoding) -> Socket {
    let mut entrance = server.phone("Mallory").await.entrance();
    entrance.encoding = encoding;
    let mut socket = entrance.connects().await.unwrap();
    socket.is_ready().await;
    socket
}

async fn anonymous(server: &Server) -> Socket {
    let mut socket = Entrance { address: server.address(), ..Entrance::default() }.connects().await.unwrap();
    assert!(matches!(socket.arrives().await, Arrival::Frame(ServerFrame::Hello(_))));
    socket
}

/// A call to rename the hub of an array within an array within an array….
fn nesting_bomb(depth: usize) -> Vec<u8> {
    let mut bytes = vec![0x81, 0xa4];
    bytes.extend(b"call");
    bytes.extend([0x92, 0x01]);
    bytes.extend(vec![0x91; depth]);
    bytes.push(0xc0);
    bytes
}

/// MessagePack that is no frame, and of which no call can be made out.
fn garbage() -> Vec<(&'static str, Vec<u8>)> {
    let encode = |value: serde_json::Value| Encoding::MessagePack.encode(&value).unwrap();
    vec![
        ("nothing", vec![]),
        ("a reserved byte", vec![0xc1]),
        ("cut off", vec![0x81, 0xa4, b'c', b'a']),
        ("a number", vec![0x07]),
        ("text", encode(serde_json::json!("dance"))),
        ("an unknown envelope", encode(serde_json::json!({ "shout": [1, {}] }))),
        ("a reference of text", encode(serde_json::json!({ "call": ["one", { "get_hub": { "hub": 1 } }] }))),
        ("a negative reference", encode(serde_json::json!({ "call": [-1, { "get_hub": { "hub": 1 } }] }))),
        ("an array that says it has 4 billion members", vec![0xdd, 0xff, 0xff, 0xff, 0xff]),
        ("a text that says it has 4 billion bytes", vec![0xdb, 0xff, 0xff, 0xff, 0xff, b'x']),
        ("a map that says it has 4 billion members", vec![0xdf, 0xff, 0xff, 0xff, 0xff]),
        ("bytes after the frame", {
            let mut bytes = Encoding::MessagePack.encode(&ClientFrame::Heartbeat).unwrap();
            bytes.push(0xc0);
            bytes
        }),
        ("noise", (0..200_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect()),
    ]
}

each_engine! {
    async fn bytes_that_are_no_frame_close_the_socket_and_nothing_else(engine: Engine) {
        let server = Server::on(engine).await;
        for (what, bytes) in garbage() {
            let mut known = ready(&server, Encoding::MessagePack).await;
            known.sends_bytes(bytes.clone()).await;
            assert_eq!(known.is_closed().await, CloseCode::Malformed as u16, "{what}, signed in");
            let mut unknown = anonymous(&server).await;
            unknown.sends_bytes(bytes).await;
            let code = unknown.is_closed().await;
            assert!(code == CloseCode::Malformed as u16 || (4100..4200).contains(&code), "{what}: {code}");
        }
        all_is_well(&server).await;
    }

    async fn a_command_that_nobody_knows_is_answered_and_the_socket_lives(engine: Engine) {
        let server = Server::on(engine).await;
        for encoding in [Encoding::MessagePack, Encoding::Json] {
            let mut socket = ready(&server, encoding).await;
            let wrong = [
                serde_json::json!({ "call": [1, { "dance": {} }] }),
                serde_json::json!({ "call": [1, { "get_hub": {} }] }),
                serde_json::json!({ "call": [1, { "get_hub": { "hub": true } }] }),
                serde_json::json!({ "call": [1, { "get_hub": { "hub": {"$ne": 1} } }] }),
                serde_json::json!({ "call": [1, { "send_message": { "channel": [], "content": 7 } }] }),
                serde_json::json!({ "call": [1, []] }),
                serde_json::json!({ "call": [1, "get_hub"] }),
            ];
            for frame in wrong {
                let bytes = encoding.encode(&frame).unwrap();
                match encoding {
                    Encoding::MessagePack => socket.sends_bytes(bytes).await,
                    Encoding::Json => socket.sends_text(String::from_utf8(bytes).unwrap()).await,
                }
                let Outcome::Error(problem) = socket.outcome_of(1).await else { panic!("{frame} is answered with ok") };
                assert_eq!(problem.code, ErrorCode::MalformedFrame, "{frame}: {problem:?}");
            }
            socket.calls(2, CreateHub { name: "Still here".to_owned() }).await;
            assert!(matches!(socket.outcome_of(2).await, Outcome::Ok(_)));
        }
        all_is_well(&server).await;
    }

    async fn a_nesting_bomb_does_not_overflow_the_stack(engine: Engine) {
        let server = Server::on(engine).await;
        for depth in [70, 1_000, 60_000] {
            for mut socket in [ready(&server, Encoding::MessagePack).await, anonymous(&server).await] {
                socket.sends_bytes(nesting_bomb(depth)).await;
                match socket.arrives().await {
                    Arrival::Closed(code) => assert!((4100..4300).contains(&code), "{code}"),
                    Arrival::Frame(ServerFrame::Reply(1, Outcome::Error(_)) | ServerFrame::Event(_)) => {}
                    other => panic!("{other:?}"),
                }
            }
        }
        let mut json = ready(&server, Encoding::Json).await;
        json.sends_text(format!("{{\"call\":[1,{}null{}]}}", "[".repeat(50_000), "]".repeat(50_000))).await;
        assert!(matches!(json.arrives().await, Arrival::Closed(4200) | Arrival::Frame(ServerFrame::Reply(1, Outcome::Error(_)))));
        all_is_well(&server).await;
    }

    async fn frames_over_the_limit_close_the_socket_before_and_after_identity(engine: Engine) {
        let server = Server::on(engine).await;
        let call = |length: usize| {
            let command = Command::from(CreateHub { name: "x".repeat(length) });
            Encoding::MessagePack.encode(&ClientFrame::Call(1, command)).unwrap()
        };
        let mut unknown = anonymous(&server).await;
        unknown.sends_bytes(call(65 * 1024)).await;
        assert_eq!(unknown.is_closed().await, CloseCode::TooLarge as u16);

        let mut known = ready(&server, Encoding::MessagePack).await;
        known.sends_bytes(call(65 * 1024)).await;
        let Outcome::Error(problem) = known.outcome_of(1).await else { panic!("such a name?") };
        assert_eq!(problem.code, ErrorCode::InvalidInput, "a large frame is fine after identity; the name is not");
        known.sends_bytes(call(257 * 1024)).await;
        assert_eq!(known.is_closed().await, CloseCode::TooLarge as u16);
        all_is_well(&server).await;
    }

    async fn fragments_do_not_get_around_the_limit(engine: Engine) {
        use tokio_tungstenite::tungstenite::protocol::frame::{Frame, coding::{Data, OpCode}};
        let server = Server::on(engine).await;
        let mut socket = ready(&server, Encoding::MessagePack).await;
        let part = |opcode, last| Message::Frame(Frame::message(vec![0xc0; 32 * 1024], OpCode::Data(opcode), last));
        socket.sends_message(part(Data::Binary, false)).await;
        for _ in 0..12 {
            socket.sends_message(part(Data::Continue, false)).await;
        }
        let code = socket.is_closed().await;
        assert!(code == CloseCode::TooLarge as u16 || code == 1006, "{code}");
        all_is_well(&server).await;
    }

    async fn text_on_a_binary_socket_and_the_reverse_are_not_the_protocol(engine: Engine) {
        let server = Server::on(engine).await;
        let mut binary = ready(&server, Encoding::MessagePack).await;
        binary.sends_text("\"heartbeat\"".to_owned()).await;
        assert_eq!(binary.is_closed().await, CloseCode::Malformed as u16);
        let mut text = ready(&server, Encoding::Json).await;
        text.sends_bytes(Encoding::MessagePack.encode(&ClientFrame::Heartbeat).unwrap()).await;
        assert_eq!(text.is_closed().await, CloseCode::Malformed as u16);
        all_is_well(&server).await;
    }

    async fn text_that_is_not_unicode_does_no_harm(engine: Engine) {
        use tokio_tungstenite::tungstenite::protocol::frame::{Frame, coding::{Data, OpCode}};
        let server = Server::on(engine).await;
        let mut socket = ready(&server, Encoding::Json).await;
        let broken = Frame::message(vec![b'"', 0xff, 0xfe, b'"'], OpCode::Data(Data::Text), true);
        socket.sends_message(Message::Frame(broken)).await;
        let code = socket.is_closed().await;
        assert!((4200..4300).contains(&code) || code == 1007, "{code}");
        all_is_well(&server).await;
    }

    async fn a_program_that_does_not_say_who_it_is_gets_nothing(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.phone("Ada").await;
        let hub = ada.creates_hub("Rust").await;
        let general = crate::scene::general_of(&hub);
        let commands: [Command; 3] = [
            GetHub { hub: hub.id }.into(),
            SendMessage::of(general, "hi".to_owned(), None).into(),
            hubbub_shared::protocol::command::Subscribe { channel: general, since_rev: None }.into(),
        ];
        for command in commands {
            let mut socket = anonymous(&server).await;
            socket.calls(1, command.clone()).await;
            match socket.arrives().await {
                Arrival::Frame(ServerFrame::Reply(1, Outcome::Error(problem))) => assert_eq!(problem.code, ErrorCode::NotSignedIn),
                Arrival::Closed(code) => assert!((4100..4200).contains(&code), "{code}"),
                other => panic!("{command:?} is answered with {other:?}"),
            }
        }
        assert_eq!(ada.reads_page(general).await.messages, []);
        let mut guess = anonymous(&server).await;
        guess.calls(1, hubbub_shared::protocol::command::Identify { token: "guess".to_owned(), intents: None }).await;
        assert_eq!(guess.is_closed().await, CloseCode::SessionEnded as u16);
    }

    async fn json_speaks_the_same_protocol(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.phone("Ada").await;
        let mut json = Entrance { encoding: Encoding::Json, ..ada.entrance() }.connects().await.unwrap();
        let ready = json.is_ready().await;
        assert_eq!(ready.me.id, ada.id());
        let hub = ada.creates_hub("Rust").await;
        let general = crate::scene::general_of(&hub);
        json.calls(1, hubbub_shared::protocol::command::Subscribe { channel: general, since_rev: None }).await;
        assert!(matches!(json.outcome_of(1).await, Outcome::Ok(_)));
        ada.says(general, "in both tongues").await;
        loop {
            let Arrival::Frame(frame) = json.arrives().await else { panic!("closed") };
            if format!("{frame:?}").contains("in both tongues") {
                break;
            }
        }
    }

    async fn who_calls_before_ready_gets_an_answer_all_the_same(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.phone("Ada").await;
        let hub = ada.creates_hub("Rust").await.id;
        let mut hasty = ada.entrance().connects().await.unwrap();
        hasty.calls(1, GetHub { hub }).await;
        match hasty.outcome_of(1).await {
            Outcome::Ok(_) => {}
            Outcome::Error(problem) => assert_eq!(problem.code, ErrorCode::NotSignedIn),
        }
        hasty.calls(2, GetHub { hub }).await;
        hasty.outcome_of(2).await;
    }

    async fn who_said_who_they_are_cannot_become_somebody_else(engine: Engine) {
        let server = Server::on(engine).await;
        let (ada, bo) = (server.phone("Ada").await, server.phone("Bo").await);
        let token = bo.person().makes_session("script").await.token;
        let identify = hubbub_shared::protocol::command::Identify { token, intents: None };
        assert_eq!(ada.calls(identify.clone()).await.unwrap_err().code, ErrorCode::Conflict);
        let hub = ada.creates_hub("Ada's").await;
        assert_eq!(hub.owner, ada.id());
        let mut program = Entrance { address: server.address(), ..Entrance::default() }.connects().await.unwrap();
        assert_eq!(program.identifies(&identify.token).await.me.id, bo.id());
        program.calls(2, identify).await;
        assert!(matches!(program.outcome_of(2).await, Outcome::Error(_)));
    }
}
