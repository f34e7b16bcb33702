//! How often people may do things; 0 is no limit.

use super::parse;
use clap::Args;

/// How many calls are allowed per minute or hour, by kind; 0 is no limit.
#[derive(Args, Debug, Clone)]
#[group(skip)]
#[command(next_help_heading = "Limits (0: none)")]
pub struct RateLimits {
    /// Messages a person may send per minute.
    #[arg(long, env = "HUBBUB_SENDS_PER_MINUTE", value_name = "COUNT", default_value = "120", value_parser = parse::per_minute)]
    pub sends_per_minute: u32,
    /// Other changes a person may make per minute.
    #[arg(long, env = "HUBBUB_WRITES_PER_MINUTE", value_name = "COUNT", default_value = "240", value_parser = parse::per_minute)]
    pub writes_per_minute: u32,
    /// Sign-ins that may be begun from one address per minute.
    #[arg(long, env = "HUBBUB_SIGN_INS_PER_MINUTE", value_name = "COUNT", default_value = "20", value_parser = parse::per_minute)]
    pub sign_ins_per_minute: u32,
    /// Times per hour that a person may ask for all that is kept about them.
    #[arg(long, env = "HUBBUB_EXPORTS_PER_HOUR", value_name = "COUNT", default_value = "4", value_parser = parse::per_hour)]
    pub exports_per_hour: u32,
    /// Frames a socket may send per minute, half of them at once.
    #[arg(long, env = "HUBBUB_FRAMES_PER_MINUTE", value_name = "COUNT", default_value = "120", value_parser = parse::per_minute)]
    pub frames_per_minute: u32,
}
