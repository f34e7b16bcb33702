//! Messages: what is kept of them, and how the log of a place grows. Knows places, not hubs: who may write where is
//! decided before.

mod append;
mod body;
mod catch_up;
mod cleared;
mod former;
mod forward;
mod head;
mod mark;
mod plan;
mod poll;
mod reach;
mod reaction_counts;
mod reactions;
mod remaining;
mod store;
mod together;
mod view;

pub use append::{Append, Asked, Right};
pub use body::Body;
pub use catch_up::{MOST_CHANGES, catch_up};
pub use cleared::{Cleared, Flag, Saying, Stop, Verdict, is_exempt, weight};
pub use former::FormerDoc;
pub use forward::ForwardDoc;
pub use head::Head;
pub use mark::{Answer, Mark};
pub use plan::{Basis, Changed, Committed, Most, Plan, wait_ms};
pub use poll::{PollDoc, no_poll, unknown};
pub use reach::Reach;
pub use reaction_counts::ReactionCountDoc;
pub use reactions::{
    REACTIONS, ReactionDoc, all_reactions_of, reacted, reactions_in, reactions_of, reactions_to, votes_of,
};
pub use store::{
    MESSAGES, MessageDoc, after_id, by_nonce, by_sealed_id, changed_after, changed_between, count_of_author,
    find, last_in_slow_mode, next_place_of, of_author_after, of_author_before, of_place, ordinal_at,
    ordinal_since, page, pinned,
};
pub use together::ReactionKey;
pub use view::{event_of, quote, with_author};
