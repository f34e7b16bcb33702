//! Who is mentioned in a message.
