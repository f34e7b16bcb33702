//! Why the server closes a socket. The range says what to do, so a client needs no table.

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $code:literal,)*) => {
        /// A WebSocket close code of Hubbub.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u16)]
        pub enum CloseCode {
            $($(#[doc = $doc])* $name = $code,)*
        }

        impl CloseCode {
            /// Every code with what it means, for documentation.
            pub const ALL: &'static [(Self, &'static str)] = &[$((Self::$name, concat!($($doc,)*)),)*];
        }
    };
}

codes! {
    /// The server is going away or restarting. Resume after the announced pause.
    Restart = 4000,
    /// The peer reads too slowly: its queue was full. Resume.
    SlowReader = 4001,
    /// Two heartbeats were missed. Resume.
    Silent = 4002,
    /// The server had an error. Resume.
    ServerError = 4003,
    /// No identity within 5 s.
    IdentifyTimeout = 4100,
    /// The token or cookie is not valid, or the session has ended.
    SessionEnded = 4101,
    /// A frame is not the protocol.
    Malformed = 4200,
    /// A frame is over its limit.
    TooLarge = 4201,
    /// Too many frames, in spite of being told.
    RateLimited = 4202,
}

/// What a client does after a close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterClose {
    /// Connect again, with backoff, and catch up.
    Resume,
    /// The session is over: sign in again.
    SignIn,
    /// Something is wrong with this client: stop and tell the person.
    Stop,
}

impl AfterClose {
    /// By range: 4100–4199 sign in, 4200–4299 stop, everything else (network failures too) resume.
    pub const fn of(code: u16) -> Self {
        match code {
            4100..=4199 => Self::SignIn,
            4200..=4299 => Self::Stop,
            _ => Self::Resume,
        }
    }
}
