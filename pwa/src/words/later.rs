//! The words for what is loaded after the first view.

pub const LOADING_TITLE: &str = "One moment";
pub const LOADING: &str = "This part of the app is being loaded.";
pub const MISSING_TITLE: &str = "Not on this device yet";
pub const UNREACHABLE: &str = "This part of the app is loaded when it is first needed, and the server cannot be reached. It opens by itself as soon as you are connected, and is there without a network from then on.";
pub const BROKEN: &str = "This part of the app did not arrive as a whole. Try once more.";
pub const RETRY: &str = "Try again";
pub const RENEWED: &str = "There is a newer version of the app, and this part belongs to the one you are using. Start the newer one to open it. What you have written is kept.";
pub const RENEW: &str = "Start the newer version";
