//! Sending files: piece by piece, resumed, once, and not more than there may be.

use super::*;

each_door! {
    async fn a_file_goes_with_a_message_and_is_told_of(server: &Server, door: Door) {
        let Cast { ada, bo, general, .. } = Cast::gathers(server).await;
        let bytes = png(640, 320, door as u8);
        let upload = creates(&ada.via(door), general, "..\\pictures/Blume ü.png", bytes.len()).await;
        assert_eq!((upload.received, upload.size, upload.attachment), (0, bytes.len() as u64, None));
        let answer = patches(ada.person(), upload.id, 0, &bytes[..1000]).await;
        assert_eq!((answer.status(), offset_of(&answer)), (StatusCode::NO_CONTENT, Some(1000)));
        assert_eq!(looks(&ada.via(door), upload.id).await.received, 1000);
        let early = ada.via(door).calls(with(general, "early", &[upload.id])).await;
        assert_eq!(refused(early), ErrorCode::InvalidInput, "it is not whole");
        let answer = patches(ada.person(), upload.id, 1000, &bytes[1000..]).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let file = looks(&ada.via(door), upload.id).await.attachment.unwrap();
        assert_eq!((&*file.name, &*file.content_type), ("Blume ü.png", "image/png"), "the name has no folders");
        let picture = file.picture.clone().unwrap();
        assert_eq!((picture.width, picture.height), (640, 320));
        assert!(!picture.thumb_hash.is_empty());

        let description = Some(" A flower ".to_owned());
        let ask = SendMessage {
            attachments: vec![SentAttachment { id: file.id, description }],
            ..SendMessage::of(general, String::new(), Some(format!("flower {door:?}")))
        };
        let message = sent(ada.via(door).calls(ask.clone()).await);
        let shown = Attachment { description: Some("A flower".to_owned()), ..file };
        assert_eq!((&*message.content, &*message.attachments), ("", std::slice::from_ref(&shown)));
        assert_eq!(sent(ada.via(door).calls(ask).await).id, message.id, "the same nonce is the same message");
        let again = refused_with(ada.via(door).calls(with(general, "again", &[shown.id])).await);
        assert!(again.message.contains("already"), "{again}");
        let page = bo.via(door).reads_page(general).await;
        assert_eq!(page.messages.last().unwrap().attachments, [shown]);
    }

    async fn who_may_not_attach_can_neither_begin_nor_send(server: &Server, door: Door) {
        let Cast { ada, bo, olga, hub, general } = Cast::gathers(server).await;
        let file = uploads(bo.person(), general, "notes.txt", b"Remember the seeds").await;
        assert_eq!(refused(olga.via(door).calls(create(general, "a", 1)).await), ErrorCode::NotFound);
        ada.overwrites(general, overwrite(bo.id()).denying(Permissions::ATTACH)).await;
        let problem = refused_with(bo.via(door).calls(create(general, "a", 1)).await);
        assert!(problem.code == ErrorCode::Forbidden && problem.message.contains("attach"), "{problem}");
        assert_eq!(refused(bo.via(door).calls(with(general, "", &[file.id])).await), ErrorCode::Forbidden);
        assert_eq!(sent(bo.via(door).calls(with(general, "without", &[])).await).content, "without");
        ada.overwrites(general, overwrite(bo.id()).allowing(Permissions::ATTACH)).await;
        let message = sent(bo.via(door).calls(with(general, "", &[file.id])).await);
        assert_eq!(message.attachments, [file]);
        let _ = hub;
    }

    async fn what_is_sent_is_ones_own_of_this_channel_and_sent_once(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let other = ada.makes_channel(hub, "other", None).await.id;
        let (mine, there) = (uploads(ada.person(), general, "a", b"one").await, uploads(ada.person(), other, "b", b"two").await);
        let via = ada.via(door);
        for (files, why) in [
            (vec![there.id], "of another channel"),
            (vec![AttachmentId(7)], "there is none"),
            (vec![mine.id, mine.id], "twice"),
            ((0..11).map(AttachmentId).collect(), "more than 10"),
        ] {
            let problem = refused_with(via.calls(with(general, "x", &files)).await);
            assert_eq!((problem.code, &*problem.fields[0].path), (ErrorCode::InvalidInput, "attachments"), "{why}");
        }
        assert_eq!(refused(bo.via(door).calls(with(general, "x", &[mine.id])).await), ErrorCode::InvalidInput, "somebody else's");
        assert_eq!(refused(bo.via(door).calls(GetUpload { upload: mine.id }).await), ErrorCode::NotFound);
        assert_eq!(refused(bo.via(door).calls(DeleteUpload { upload: mine.id }).await), ErrorCode::NotFound);
        assert_eq!(refused(via.calls(with(general, " ", &[])).await), ErrorCode::InvalidInput, "neither words nor files");
        let message = sent(via.calls(with(general, "x", &[mine.id])).await);
        assert_eq!(refused(via.calls(DeleteUpload { upload: mine.id }).await), ErrorCode::Conflict, "it was sent");
        assert_eq!(message.attachments, [mine]);
        assert_eq!(via.calls(DeleteUpload { upload: there.id }).await, Ok(Reply::Done));
        eventually("it to be gone", async || via.calls(GetUpload { upload: there.id }).await.is_err().then_some(())).await;
        assert_eq!(refused(via.calls(with(other, "", &[there.id])).await), ErrorCode::InvalidInput, "given up");
    }
}

each_engine! {
    async fn a_file_goes_on_from_where_it_stands_also_after_the_server_died(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, general, .. } = pair(&server).await;
        let ada = ada.person();
        let bytes: Vec<u8> = (0..3_000_000_u32).map(|at| (at * 7 % 251) as u8).collect();
        let upload = creates(ada, general, "data.bin", bytes.len()).await;
        assert_eq!(patches(ada, upload.id, 0, &bytes[..1_000_000]).await.status(), StatusCode::NO_CONTENT);
        let elsewhere = patches(ada, upload.id, 7, &bytes[7..]).await;
        assert_eq!((elsewhere.status(), offset_of(&elsewhere)), (StatusCode::CONFLICT, Some(1_000_000)));
        server.kill9();
        server.restart().await;
        let head = ada.fetches(Method::HEAD, &format!("/api/uploads/{}", upload.id), None).await;
        assert_eq!((head.status(), offset_of(&head)), (StatusCode::OK, Some(1_000_000)));
        assert_eq!(head.headers()["Upload-Length"], "3000000");
        let over = [&bytes[1_000_000..], b"more"].concat();
        assert_eq!(patches(ada, upload.id, 1_000_000, &over).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
        let at = looks(ada, upload.id).await.received as usize;
        assert!((1_000_000..=bytes.len()).contains(&at), "what fits may stay: {at}");
        let answer = patches(ada, upload.id, at, &bytes[at..]).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let whole: Upload = answer.json().await.unwrap();
        assert_eq!(patches(ada, upload.id, bytes.len(), b"").await.status(), StatusCode::OK, "twice is once");
        let file = whole.attachment.unwrap();
        assert_eq!((file.size, &*file.content_type), (3_000_000, "application/octet-stream"));
        let message = sent(ada.calls(with(general, "", &[file.id])).await);
        let fetched = fetches(ada, &path(&message.attachments[0])).await.bytes().await.unwrap();
        assert!(fetched == bytes, "the same bytes");
    }

    async fn bytes_come_from_our_own_pages_and_in_the_form_that_is_told(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let upload = creates(ada.person(), general, "a", 4).await;
        let address = format!("/api/uploads/{}", upload.id);
        let request = |who: &Person, origin: &str, kind: &str, offset: &str| {
            let request = who.request(Method::PATCH, &address).header(ORIGIN, origin).header(CONTENT_TYPE, kind);
            request.header("Upload-Offset", offset).body("abcd").send()
        };
        let (ours, bytes) = (server.address(), "application/offset+octet-stream");
        assert_eq!(request(ada.person(), "https://evil.example", bytes, "0").await.unwrap().status(), StatusCode::FORBIDDEN);
        assert_eq!(request(ada.person(), &ours, "text/plain", "0").await.unwrap().status(), StatusCode::BAD_REQUEST);
        assert_eq!(request(ada.person(), &ours, bytes, "x").await.unwrap().status(), StatusCode::BAD_REQUEST);
        assert_eq!(request(bo.person(), &ours, bytes, "0").await.unwrap().status(), StatusCode::NOT_FOUND);
        assert_eq!(request(&server.stranger(), &ours, bytes, "0").await.unwrap().status(), StatusCode::UNAUTHORIZED);
        let head = bo.person().fetches(Method::HEAD, &address, None).await;
        assert_eq!(head.status(), StatusCode::NOT_FOUND);
        assert_eq!(request(ada.person(), &ours, bytes, "0").await.unwrap().status(), StatusCode::OK);
    }

    async fn there_is_room_for_so_much_and_the_refusal_says_for_how_much(engine: Engine) {
        let settings = [("UPLOAD_MAX_MIB", "2"), ("UPLOAD_PERSON_MIB", "3"), ("UPLOAD_HUB_MIB", "4")];
        let server = Server::with(engine, &settings).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        const MIB: usize = 1024 * 1024;
        let problem = refused_with(ada.calls(create(general, "a", 2 * MIB + 1)).await);
        assert!(problem.code == ErrorCode::TooLarge && problem.message.contains("2 MiB"), "{problem}");
        assert_eq!(refused(ada.calls(create(general, "a", 0)).await), ErrorCode::InvalidInput);
        let first = creates(&ada, general, "a", 2 * MIB).await;
        let problem = refused_with(ada.calls(create(general, "a", 2 * MIB)).await);
        assert!(problem.code == ErrorCode::LimitReached && problem.message.contains("3 MiB"), "{problem}");
        creates(&bo, general, "a", 2 * MIB).await;
        let problem = refused_with(bo.calls(create(general, "a", MIB)).await);
        assert!(problem.code == ErrorCode::LimitReached && problem.message.contains("4 MiB"), "{problem}");
        assert_eq!(ada.calls(DeleteUpload { upload: first.id }).await, Ok(Reply::Done));
        eventually("room again", async || bo.calls(create(general, "a", MIB)).await.is_ok().then_some(())).await;
    }

    async fn of_two_requests_for_one_file_one_adds_to_it(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, general, .. } = pair(&server).await;
        let bytes = vec![7; 4_000_000];
        let upload = creates(ada.person(), general, "a", bytes.len()).await;
        let (one, other) =
            futures_util::join!(patches(ada.person(), upload.id, 0, &bytes), patches(ada.person(), upload.id, 0, &bytes));
        let mut answers = [one.status(), other.status()];
        answers.sort_unstable();
        assert_eq!(answers, [StatusCode::OK, StatusCode::CONFLICT]);
        let file = looks(&ada, upload.id).await.attachment.unwrap();
        let two = [with(general, "a", &[file.id]), with(general, "b", &[file.id])];
        let [one, other] = two.map(|ask| ada.person().calls(ask));
        let (one, other) = futures_util::join!(one, other);
        assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|is_sent| **is_sent).count(), 1, "a file is sent once");
        assert_eq!(fetches(ada.person(), &path(&file)).await.bytes().await.unwrap(), bytes);
    }
}
