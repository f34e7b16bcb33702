//! Packages of Python, each in an environment of its own in the cache: nothing of the system is touched.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::install::missing;
use crate::{command, places};

/// An environment by itself.
pub struct Environment {
    /// Its directory in the cache.
    pub name: &'static str,
    /// What is installed into it, with blanks between if there are several.
    pub package: &'static str,
}

/// Checks the vectors of encrypted messages with primitives that are not ours.
pub const CRYPTOGRAPHY: Environment = Environment { name: "python", package: "cryptography" };
const WHY: &str = "checks the vectors of encrypted messages in `cargo xtask test`";

impl Environment {
    fn directory(&self) -> PathBuf {
        places::cache().join(self.name)
    }

    /// A program of the environment, be it there or not.
    pub fn program(&self, name: &str) -> PathBuf {
        self.directory().join("bin").join(name)
    }

    pub fn install(&self) -> Result<()> {
        eprintln!("    installing {} into {} (once)", self.package, self.directory().display());
        let python = command::find(&["python3"]).context("python3 is not installed")?;
        command::run(command::tool(&python).args(["-m", "venv"]).arg(self.directory()))?;
        command::run(
            command::tool(&self.program("pip")).args(["install", "--quiet"]).args(self.package.split(' ')),
        )
    }

    /// The command a person would type.
    pub fn fix(&self) -> String {
        let directory = self.directory();
        format!("python3 -m venv {0} && {0}/bin/pip install {1}", directory.display(), self.package)
    }
}

/// Validates the documents of the API, and holds a server to them. The versions stand in the name of the directory.
pub const SCHEMATHESIS: Environment = Environment {
    name: "python-schemathesis-4.32.5-0.9.0",
    package: "schemathesis==4.32.5 openapi-spec-validator==0.9.0",
};
const WHY_SCHEMATHESIS: &str = "holds a server to the documents of the API in `cargo xtask test`";

/// Speaks S3 to the stories about files in a bucket. The version stands in the name of the directory.
pub const MOTO: Environment = Environment { name: "python-moto-5.2.5", package: "moto[server,s3]==5.2.5" };
const WHY_MOTO: &str = "speaks S3 to a story in `cargo xtask test`";

/// Posts to us as to Discord. The version stands in the name of the directory.
pub const WEBHOOK_CLIENT: Environment =
    Environment { name: "python-discord-webhook-1.4.1", package: "discord-webhook==1.4.1" };
const WHY_WEBHOOK_CLIENT: &str = "posts by webhooks in a story in `cargo xtask test`";

/// Believes what our webhooks send, or does not. The version stands in the name of the directory.
pub const STANDARD_WEBHOOKS: Environment =
    Environment { name: "python-standardwebhooks-1.1.0", package: "standardwebhooks==1.1.0" };
const WHY_STANDARD_WEBHOOKS: &str = "verifies what webhooks send in a story in `cargo xtask test`";

/// A Python that has the package, if there is one. An installation that was interrupted does not count.
pub fn find_cryptography() -> Option<PathBuf> {
    find(&CRYPTOGRAPHY, "cryptography")
}

/// The same with those packages.
pub fn find_schemathesis() -> Option<PathBuf> {
    find(&SCHEMATHESIS, "schemathesis, openapi_spec_validator")
}

/// The same with that service.
pub fn find_moto() -> Option<PathBuf> {
    find(&MOTO, "moto.server").map(|_| MOTO.program("moto_server"))
}

/// The same with that client.
pub fn find_webhook_client() -> Option<PathBuf> {
    find(&WEBHOOK_CLIENT, "discord_webhook")
}

/// The same with what verifies signatures.
pub fn find_standard_webhooks() -> Option<PathBuf> {
    find(&STANDARD_WEBHOOKS, "standardwebhooks.webhooks")
}

fn find(environment: &Environment, modules: &str) -> Option<PathBuf> {
    let python = environment.program("python");
    command::output(&python, &["-c", &format!("import {modules}")]).map(|_| python)
}

pub fn ensure_cryptography() -> Result<PathBuf> {
    ensure(&CRYPTOGRAPHY, find_cryptography, WHY)
}

pub fn ensure_schemathesis() -> Result<PathBuf> {
    ensure(&SCHEMATHESIS, find_schemathesis, WHY_SCHEMATHESIS)
}

pub fn ensure_moto() -> Result<PathBuf> {
    ensure(&MOTO, find_moto, WHY_MOTO)
}

pub fn ensure_webhook_client() -> Result<PathBuf> {
    ensure(&WEBHOOK_CLIENT, find_webhook_client, WHY_WEBHOOK_CLIENT)
}

pub fn ensure_standard_webhooks() -> Result<PathBuf> {
    ensure(&STANDARD_WEBHOOKS, find_standard_webhooks, WHY_STANDARD_WEBHOOKS)
}

fn ensure(environment: &Environment, find: fn() -> Option<PathBuf>, why: &str) -> Result<PathBuf> {
    let what = format!("the Python package {}", environment.package);
    if find().is_none()
        && let Err(error) = environment.install()
    {
        return Err(missing(&what, why, &environment.fix()).context(error));
    }
    find().ok_or_else(|| missing(&what, why, &environment.fix()))
}
