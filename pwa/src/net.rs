//! The ways to the server: the gateway's socket with its calls, and REST for what is needed before it.

pub mod calls;
pub mod download;
pub mod frames;
pub mod rest;
pub mod socket;
pub mod uploads;
