//! The Markdown subset of messages.
