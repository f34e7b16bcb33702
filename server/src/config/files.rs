//! Where the files of messages are, and how large they may be.

use super::{Stop, parse};
use crate::files::{BucketSecret, BucketSettings, Settings};
use clap::Args;
use std::path::Path;
use url::Url;

const MIB: u64 = 1024 * 1024;

/// Flags of this concern.
#[derive(Args)]
#[group(skip)]
#[command(next_help_heading = "Files")]
pub(super) struct Arguments {
    /// Largest file that goes with a message, in MiB.
    #[arg(long, env = "UPLOAD_MAX_MIB", value_name = "MIB", default_value = "100", value_parser = parse::mebibytes)]
    upload_max_mib: u64,
    /// Files of a person together, in MiB; 0: no limit.
    #[arg(long, env = "UPLOAD_PERSON_MIB", value_name = "MIB", default_value = "2048", value_parser = parse::mebibytes_or_none)]
    upload_person_mib: u64,
    /// Files of a hub together, in MiB; 0: no limit.
    #[arg(long, env = "UPLOAD_HUB_MIB", value_name = "MIB", default_value = "10240", value_parser = parse::mebibytes_or_none)]
    upload_hub_mib: u64,
    /// Bucket of a service that speaks S3, for files. Not set: the directory `files` beside the database.
    #[arg(long, env = "S3_BUCKET", value_name = "NAME")]
    s3_bucket: Option<String>,
    /// Where that service is, such as https://s3.example.org. Not set: Amazon.
    #[arg(long, env = "S3_ENDPOINT", value_name = "URL", value_parser = parse::web_address)]
    s3_endpoint: Option<Url>,
    /// Region of the bucket.
    #[arg(long, env = "S3_REGION", value_name = "REGION", default_value = "us-east-1")]
    s3_region: String,
    /// Id of the access key for the bucket.
    #[arg(long, env = "S3_ACCESS_KEY_ID", value_name = "ID")]
    s3_access_key_id: Option<String>,
    /// Secret of that access key.
    #[arg(long, env = "S3_SECRET_ACCESS_KEY", hide_env_values = true, value_name = "SECRET")]
    s3_secret_access_key: Option<String>,
}

/// Where files are and how large they may be.
#[derive(Debug, Clone)]
pub struct Files {
    upload_max_mib: u64,
    upload_person_mib: u64,
    upload_hub_mib: u64,
    bucket: Option<BucketSettings>,
}

impl Files {
    /// Where they are: what is on its way always beside the data.
    pub fn settings(&self, data: &Path) -> Settings {
        Settings { directory: data.join("files"), bucket: self.bucket.clone() }
    }

    /// Most bytes of a file.
    pub const fn upload_bytes(&self) -> u64 {
        self.upload_max_mib * MIB
    }

    /// Most bytes of a person's files.
    pub const fn person_bytes(&self) -> u64 {
        or_none(self.upload_person_mib)
    }

    /// Most bytes of a hub's files.
    pub const fn hub_bytes(&self) -> u64 {
        or_none(self.upload_hub_mib)
    }
}

const fn or_none(mib: u64) -> u64 {
    if mib == 0 { i64::MAX as u64 } else { mib * MIB }
}

impl Arguments {
    pub(super) fn into_settings(self) -> Result<Files, Stop> {
        let bucket = match (self.s3_bucket, self.s3_access_key_id, self.s3_secret_access_key) {
            (None, _, _) => None,
            (Some(bucket), Some(key_id), Some(secret)) => Some(BucketSettings {
                bucket,
                endpoint: self.s3_endpoint,
                region: self.s3_region,
                key_id,
                secret: BucketSecret(secret),
            }),
            (Some(_), None, _) => {
                return Err(Stop::wrong("S3_ACCESS_KEY_ID", "expected, because S3_BUCKET is set"));
            }
            (Some(_), _, None) => {
                return Err(Stop::wrong("S3_SECRET_ACCESS_KEY", "expected, because S3_BUCKET is set"));
            }
        };
        Ok(Files {
            upload_max_mib: self.upload_max_mib,
            upload_person_mib: self.upload_person_mib,
            upload_hub_mib: self.upload_hub_mib,
            bucket,
        })
    }
}
