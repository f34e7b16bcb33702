//! The way between a server and its MongoDB, which a story can cut and mend.

use crate::mongo::Scratch;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Passes bytes on to the database at `MONGODB_TEST_URI` while it is whole. A cut ends every connection and
/// refuses new ones, as a database that went away does.
pub struct Cable {
    scratch: Scratch,
    port: u16,
    whole: watch::Sender<bool>,
}

impl Cable {
    /// A whole one, to a database of its own.
    pub async fn to_mongodb() -> Self {
        let scratch = Scratch::new();
        let target = first_host(&scratch.uri);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("it listens").port();
        let (whole, watched) = watch::channel(true);
        tokio::spawn(carry_all(listener, target, watched));
        Self { scratch, port, whole }
    }

    /// For `MONGODB_URI`: the same database, by way of this cable.
    pub fn uri(&self) -> String {
        let (scheme, rest) = self.scratch.uri.split_once("://").expect("an address");
        let (authority, path) = rest.split_once('/').expect("it names a database");
        let login = authority.rsplit_once('@').map(|(login, _)| format!("{login}@")).unwrap_or_default();
        let database = path.split('?').next().unwrap_or_default();
        format!("{scheme}://{login}127.0.0.1:{}/{database}?directConnection=true", self.port)
    }

    /// The database is gone.
    pub fn cut(&self) {
        self.whole.send_replace(false);
    }

    /// It is back.
    pub fn mend(&self) {
        self.whole.send_replace(true);
    }
}

fn first_host(uri: &str) -> String {
    let rest = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or(rest);
    let hosts = authority.rsplit('@').next().unwrap_or(authority);
    hosts.split(',').next().unwrap_or(hosts).to_owned()
}

async fn carry_all(listener: TcpListener, target: String, whole: watch::Receiver<bool>) {
    loop {
        let Ok((near, _)) = listener.accept().await else { return };
        if *whole.borrow() {
            tokio::spawn(carry(near, target.clone(), whole.clone()));
        }
    }
}

async fn carry(mut near: TcpStream, target: String, mut whole: watch::Receiver<bool>) {
    let Ok(mut far) = TcpStream::connect(&target).await else { return };
    tokio::select! {
        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
        _ = whole.wait_for(|whole| !whole) => {}
    }
}
