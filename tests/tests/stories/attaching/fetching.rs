//! Who fetches a file, when, and as what.

use super::*;
use hubbub_shared::protocol::command::{BanUser, KickMember};
use reqwest::header::{HeaderMap, RANGE};

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

each_engine! {
    async fn who_cannot_read_the_message_finds_no_file(engine: Engine) {
        let server = Server::on(engine).await;
        let cast = Cast::gathers(&server).await;
        let cy = cast.also(&server, "Cy").await;
        let Cast { ada, bo, olga, hub, general } = cast;
        let file = sends_file(ada.person(), general, "a.txt", b"hello").await.attachments.remove(0);
        for who in [&ada, &bo, &cy] {
            assert_eq!(fetches(who.person(), &path(&file)).await.text().await.unwrap(), "hello");
        }
        assert_eq!(status(olga.person(), &file).await, StatusCode::NOT_FOUND);
        assert_eq!(status(&server.stranger(), &file).await, StatusCode::UNAUTHORIZED);
        let none = Attachment { id: AttachmentId(file.id.0 + 1), ..file.clone() };
        let (hidden, missing) = (fetches(olga.person(), &path(&file)).await, fetches(olga.person(), &path(&none)).await);
        let told = async |answer: Response| {
            let problem = hubbub_tests::problem_of(answer).await;
            (problem.code, problem.message)
        };
        assert_eq!(told(hidden).await, told(missing).await, "hidden is as if it were not there");

        ada.overwrites(general, overwrite(cy.id()).denying(Permissions::HISTORY)).await;
        assert_eq!(status(cy.person(), &file).await, StatusCode::NOT_FOUND, "without the right to read what was said");
        ada.overwrites(general, overwrite(cy.id()).denying(Permissions::VIEW)).await;
        assert_eq!(status(cy.person(), &file).await, StatusCode::NOT_FOUND);
        ada.calls(KickMember { hub, user: bo.id(), reason: None }).await.unwrap();
        assert_eq!(status(bo.person(), &file).await, StatusCode::NOT_FOUND, "an old link is no way in");
    }

    async fn parts_of_a_file_are_fetched_and_what_is_known_is_not(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, general, .. } = pair(&server).await;
        let ada = ada.person();
        let bytes: Vec<u8> = (0..700_000_u32).map(|at| (at % 251) as u8).collect();
        let file = sends_file(ada, general, "data.bin", &bytes).await.attachments.remove(0);
        let part = async |range: &str| {
            let answer = ada.request(Method::GET, &path(&file)).header(RANGE, range).send().await.unwrap();
            let (status, told) = (answer.status(), header(answer.headers(), "content-range").to_owned());
            (status, told, answer.bytes().await.unwrap())
        };
        let (status, told, got) = part("bytes=1000-300999").await;
        assert_eq!((status, &*told), (StatusCode::PARTIAL_CONTENT, "bytes 1000-300999/700000"));
        assert!(got == bytes[1000..301_000]);
        assert!(part("bytes=-5").await.2 == bytes[699_995..]);
        assert!(part("bytes=699999-").await.2 == bytes[699_999..]);
        let (status, told, _) = part("bytes=700000-").await;
        assert_eq!((status, &*told), (StatusCode::RANGE_NOT_SATISFIABLE, "bytes */700000"));
        assert_eq!(part("bytes=0-1,5-6").await.0, StatusCode::OK, "several are answered with all");

        let whole = fetches(ada, &path(&file)).await;
        let headers = whole.headers().clone();
        assert!(whole.bytes().await.unwrap() == bytes);
        assert_eq!(header(&headers, "content-length"), "700000");
        let etag = header(&headers, "etag");
        let known = ada.request(Method::GET, &path(&file)).header("If-None-Match", etag).send().await.unwrap();
        assert_eq!((known.status(), known.bytes().await.unwrap().len()), (StatusCode::NOT_MODIFIED, 0));
        let head = ada.fetches(Method::HEAD, &path(&file), None).await;
        assert_eq!((head.status(), header(head.headers(), "content-length"), header(head.headers(), "etag")), (StatusCode::OK, "700000", etag));
    }

    async fn nothing_that_is_sent_runs_as_a_page(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, general, .. } = pair(&server).await;
        let ada = ada.person();
        let page = b"<!doctype html><script>alert(1)</script>";
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
        for (name, bytes, is_shown) in [
            ("cat.png", page.to_vec(), false),
            ("cat.svg", svg.to_vec(), false),
            ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), false),
            ("page.html", png(8, 8, 1), true),
            ("a.mp4", b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41".to_vec(), true),
        ] {
            let file = sends_file(ada, general, name, &bytes).await.attachments.remove(0);
            let answer = fetches(ada, &path(&file)).await;
            let headers = answer.headers();
            let disposition = header(headers, "content-disposition");
            assert_eq!(disposition.starts_with("inline"), is_shown, "{name}: {disposition}");
            assert!(disposition.contains(&format!("filename=\"{name}\"")), "{disposition}");
            assert_eq!(header(headers, "content-type") == "application/octet-stream", !is_shown, "{name}");
            assert_eq!(header(headers, "content-security-policy"), "default-src 'none'; sandbox");
            assert_eq!(header(headers, "x-content-type-options"), "nosniff");
            assert_eq!(header(headers, "cross-origin-resource-policy"), "same-origin");
            assert_eq!(header(headers, "cache-control"), "private, no-cache");
        }
    }
}

each_door! {
    async fn a_file_goes_from_sight_with_its_message(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let via = ada.via(door);
        let (one, two) = (uploads(ada.person(), general, "1", &[door as u8, 1]).await, uploads(ada.person(), general, "2", &[door as u8, 2]).await);
        let message = sent(via.calls(with(general, "", &[one.id, two.id])).await);
        let edit = |content: &str, files: Option<Vec<AttachmentId>>| EditMessage { attachments: files, ..EditMessage::of(general, message.id, content.to_owned()) };
        assert_eq!(sent(via.calls(edit("words", None)).await).attachments, [one.clone(), two.clone()]);
        assert_eq!(sent(via.calls(edit("", Some(vec![two.id, one.id]))).await).attachments, [two.clone(), one.clone()]);
        for files in [vec![AttachmentId(7)], vec![one.id, one.id]] {
            assert_eq!(refused(via.calls(edit("", Some(files))).await), ErrorCode::InvalidInput);
        }
        assert_eq!(refused(via.calls(edit("", Some(vec![]))).await), ErrorCode::InvalidInput, "nothing would be left");
        let edited = sent(via.calls(edit("", Some(vec![one.id]))).await);
        assert_eq!(&*edited.attachments, std::slice::from_ref(&one));
        assert_eq!((status(bo.person(), &one).await, status(bo.person(), &two).await), (StatusCode::OK, StatusCode::NOT_FOUND));
        via.deletes(&edited).await;
        assert_eq!(status(bo.person(), &one).await, StatusCode::NOT_FOUND);
        let by_bo = sends_file(bo.person(), general, "3", &[door as u8, 3]).await.attachments.remove(0);
        let ban = BanUser { hub, user: bo.id(), until: None, reason: None, delete_last_secs: Some(3600) };
        via.calls(ban).await.unwrap();
        eventually("it to go with the ban", async || (status(ada.person(), &by_bo).await == StatusCode::NOT_FOUND).then_some(())).await;
        keeps(server, 0).await;
    }
}
