//! The installable app.
