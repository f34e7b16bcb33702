//! Files in a bucket of a service that speaks S3.

use super::disk::{Pieces, blocking, missing_is_none};
use anyhow::Context;
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt, WriteMultipart};
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// As much is sent at once; S3 takes no less than 5 MiB.
const PART: usize = 8 * 1024 * 1024;
/// Parts that are under way at the same time.
const AT_ONCE: usize = 2;

/// How to reach the bucket.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The bucket's name.
    pub bucket: String,
    /// Where the service is. `None`: Amazon.
    pub endpoint: Option<url::Url>,
    /// Where the bucket is.
    pub region: String,
    /// The public half of the key.
    pub key_id: String,
    /// The secret half.
    pub secret: Secret,
}

/// Text that is never printed.
#[derive(Clone)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Settings {
    pub(super) fn open(&self) -> anyhow::Result<Bucket> {
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&self.bucket)
            .with_region(&self.region)
            .with_access_key_id(&self.key_id)
            .with_secret_access_key(&self.secret.0);
        if let Some(endpoint) = &self.endpoint {
            builder = builder
                .with_endpoint(endpoint.as_str().trim_end_matches('/'))
                .with_allow_http(endpoint.scheme() == "http");
        }
        Ok(Bucket(Arc::new(builder.build().context("S3_BUCKET")?)))
    }
}

/// See the module.
pub struct Bucket(Arc<AmazonS3>);

impl Bucket {
    pub(super) async fn size(&self, name: String) -> io::Result<Option<u64>> {
        let about = self.0.head(&Path::from(name)).await.map_err(told);
        missing_is_none(about.map(|about| about.size))
    }

    pub(super) async fn put(&self, name: String, bytes: Bytes) -> io::Result<()> {
        self.0.put(&Path::from(name), bytes.into()).await.map_err(told).map(drop)
    }

    /// Part by part, so that no more than a few of them are in memory.
    pub(super) async fn put_file(&self, name: String, file: PathBuf) -> io::Result<()> {
        let upload = self.0.put_multipart(&Path::from(name)).await.map_err(told)?;
        let mut writer = WriteMultipart::new_with_chunk_size(upload, PART);
        let mut file = File::open(file)?;
        loop {
            writer.wait_for_capacity(AT_ONCE).await.map_err(told)?;
            let (rest, part) = blocking(move || {
                let mut part = Vec::with_capacity(PART);
                (&mut file).take(PART as u64).read_to_end(&mut part)?;
                Ok((file, part))
            })
            .await?;
            file = rest;
            if part.is_empty() {
                break;
            }
            writer.put(part.into());
        }
        writer.finish().await.map_err(told).map(drop)
    }

    pub(super) async fn read(&self, name: String, range: Range<u64>) -> io::Result<Pieces> {
        if range.is_empty() {
            return Ok(futures_util::stream::empty().boxed());
        }
        let options = GetOptions { range: Some(GetRange::Bounded(range)), ..GetOptions::default() };
        let found = self.0.get_opts(&Path::from(name), options).await.map_err(told)?;
        Ok(found.into_stream().map_err(told).boxed())
    }

    pub(super) async fn delete(&self, name: String) -> io::Result<()> {
        missing_is_none(self.0.delete(&Path::from(name)).await.map_err(told)).map(drop)
    }

    pub(super) async fn list(&self) -> io::Result<Vec<String>> {
        self.0.list(None).map_ok(|about| about.location.to_string()).try_collect().await.map_err(told)
    }
}

fn told(error: object_store::Error) -> io::Error {
    match error {
        object_store::Error::NotFound { .. } => io::Error::new(ErrorKind::NotFound, error),
        other => io::Error::other(other),
    }
}
