//! From an address to a checked connection.

use super::threads::Threads;
use crate::store::StoreError;
use mongodb::{
    Client, Database,
    bson::{Document, doc},
    error::ErrorKind,
    options::{Acknowledgment, ClientOptions, ReadConcern, ReadPreference, SelectionCriteria, WriteConcern},
};
use std::time::Duration;

const DATABASE: &str = "hubbub";
/// Requests fail this soon when no server can be reached; the driver goes on looking for one.
const SELECT_WITHIN: Duration = Duration::from_secs(5);
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
const MAJORITY_WITHIN: Duration = Duration::from_secs(10);
const CONNECTIONS: u32 = 64;

/// Connects to the replica set at `uri` and its database.
pub(super) async fn connect(threads: &Threads, uri: &str) -> Result<(Client, Database), StoreError> {
    let options = parse(threads, uri).await?;
    let hosts = options.hosts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let database = options.default_database.clone().unwrap_or_else(|| DATABASE.to_owned());
    let opened = threads.run(async move {
        let client = Client::with_options(options)?;
        let hello = client.database("admin").run_command(doc! { "hello": 1 }).await?;
        Ok((client, hello))
    });
    let (client, hello) = opened.await.map_err(|error| unreachable_at(&hosts, error))?;
    if is_standalone(&hello) {
        return Err(standalone(&hosts));
    }
    let database = client.database(&database);
    Ok((client, database))
}

/// Parsed with the driver's rules, then with ours. Looks up `mongodb+srv` names.
async fn parse(threads: &Threads, uri: &str) -> Result<ClientOptions, StoreError> {
    let text = uri.trim().to_owned();
    let parsed = threads.run(async move { Ok(ClientOptions::parse(&text).await) }).await?;
    let mut options = parsed.map_err(|error| bad_uri(&error))?;
    options.app_name.get_or_insert_with(|| "hubbub".to_owned());
    options.server_selection_timeout.get_or_insert(SELECT_WITHIN);
    options.connect_timeout.get_or_insert(CONNECT_WITHIN);
    options.max_pool_size.get_or_insert(CONNECTIONS);
    options.retry_writes = Some(true);
    options.retry_reads = Some(true);
    options.read_concern = Some(ReadConcern::majority());
    options.write_concern = Some(durable());
    options.selection_criteria = Some(SelectionCriteria::ReadPreference(ReadPreference::Primary));
    Ok(options)
}

/// Acknowledged when a majority has it in its journal: it survives the loss of the primary.
pub(super) fn durable() -> WriteConcern {
    WriteConcern::builder().w(Acknowledgment::Majority).journal(true).w_timeout(MAJORITY_WITHIN).build()
}

fn is_standalone(hello: &Document) -> bool {
    let router = hello.get_str("msg") == Ok("isdbgrid");
    !router && !hello.contains_key("setName") && !hello.contains_key("serviceId")
}

fn standalone(hosts: &str) -> StoreError {
    StoreError::Setup(format!(
        "MongoDB at {hosts} is a standalone server; Hubbub needs a replica set for atomic writes. \
         Start it with \"mongod --replSet rs0\" and run rs.initiate() once, or use Atlas."
    ))
}

/// Never repeats the address: it may hold a password.
fn bad_uri(error: &mongodb::error::Error) -> StoreError {
    let why = match &*error.kind {
        ErrorKind::DnsResolve { .. } => "its host name cannot be looked up",
        _ => "it cannot be read",
    };
    StoreError::Setup(format!(
        "MONGODB_URI is not usable: {why}. It should look like mongodb://user:password@host:27017/hubbub?replicaSet=rs0 \
         or mongodb+srv://user:password@cluster.example.net/hubbub (percent-encode special characters in the password)"
    ))
}

fn unreachable_at(hosts: &str, error: StoreError) -> StoreError {
    match error {
        StoreError::Unavailable(why) => {
            StoreError::Unavailable(format!("no MongoDB answers at {hosts}: {why}"))
        }
        StoreError::Internal(why) => StoreError::Setup(format!(
            "MongoDB at {hosts} refuses MONGODB_URI: check user and password: {why}"
        )),
        other => other,
    }
}
