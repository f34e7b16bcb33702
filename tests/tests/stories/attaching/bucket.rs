//! Files in a bucket, with a service that speaks S3 on this machine. `MOTO_SERVER` names the program; without it there is
//! nothing to tell.

use super::*;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

/// A service with an empty bucket, which ends with the value.
struct Service {
    child: Child,
    address: String,
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Service {
    async fn start() -> Option<Self> {
        let program = std::env::var_os("MOTO_SERVER").filter(|path| !path.is_empty())?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        let mut command = Command::new(program);
        command.args(["--host", "127.0.0.1", "--port", &port.to_string()]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let service = Self { child, address: format!("http://127.0.0.1:{port}") };
        eventually("a service that speaks S3", async || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok())
            .await;
        let made = service.http().put(format!("{}/files", service.address)).send().await.unwrap();
        assert!(made.status().is_success(), "a bucket");
        Some(service)
    }

    fn http(&self) -> reqwest::Client {
        reqwest::Client::builder().no_proxy().build().unwrap()
    }

    /// How many files lie in the bucket.
    async fn holds(&self) -> usize {
        let list = format!("{}/files?list-type=2", self.address);
        let list = self.http().get(list).send().await.unwrap().text().await.unwrap();
        list.matches("<Key>").count()
    }
}

each_engine! {
    async fn files_may_live_in_a_bucket(engine: Engine) {
        let Some(service) = Service::start().await else { return eprintln!("MOTO_SERVER names no program") };
        let settings = [
            ("S3_BUCKET", "files"),
            ("S3_ENDPOINT", &service.address),
            ("S3_ACCESS_KEY_ID", "key"),
            ("S3_SECRET_ACCESS_KEY", "secret"),
        ];
        let server = Server::with(engine, &settings).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let bytes: Vec<u8> = (0..9_000_000_u32).map(|at| (at % 253) as u8).collect();
        let large = sends_file(ada.person(), general, "large.bin", &bytes).await;
        assert_eq!(service.holds().await, 1);
        let same = sends_file(bo.person(), general, "same.bin", &bytes).await;
        assert_eq!(service.holds().await, 1, "the same is kept once");
        let file = &large.attachments[0];
        assert!(fetches(bo.person(), &path(file)).await.bytes().await.unwrap() == bytes);
        let part = bo.person().request(Method::GET, &path(file)).header("Range", "bytes=8500000-8500009").send().await.unwrap();
        assert!(part.bytes().await.unwrap() == bytes[8_500_000..8_500_010]);
        let picture = sends_file(ada.person(), general, "a.png", &png(600, 600, 1)).await;
        assert_eq!(service.holds().await, 4, "with both smaller ones");
        let preview = fetches(bo.person(), &format!("{}?size=preview", path(&picture.attachments[0]))).await;
        assert_eq!(image::load_from_memory(&preview.bytes().await.unwrap()).unwrap().width(), 480);
        assert!(kept(&server).is_empty(), "nothing stays on the disk");
        server.terminate().await;
        let (code, said) = server.runs(&["check"]);
        assert!(code == Some(0) && said.contains("3 files of messages in a bucket"), "{said}");
        server.restart().await;
        for message in [&large, &picture] {
            ada.person().deletes(message).await;
        }
        bo.person().deletes(&same).await;
        eventually("the bucket to be empty", async || (service.holds().await == 0).then_some(())).await;
    }
}
