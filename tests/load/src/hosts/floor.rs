//! The floor: this crate's other program.

use super::{Host, free_port, on_server_core};
use crate::setup::Setup;
use anyhow::{Context, Result};

impl Host {
    /// Starts the program that writes every frame to everybody.
    pub fn floor(setup: &Setup) -> Result<Self> {
        let program = std::env::current_exe()?.with_file_name("floor");
        let port = free_port()?;
        let mut command = on_server_core(&program);
        Self::start(command.arg(port.to_string()), port, &setup.work.join("floor.log"))
            .context("the floor is built with `cargo build -p hubbub-load --bins`")
    }
}
