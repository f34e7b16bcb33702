//! What went wrong, in the app's words. The server's sentences are English, for logs and for who writes programs.

use hubbub_shared::{ErrorCode, Problem};

/// The problem as the app says it.
pub fn problem(problem: Problem) -> Problem {
    let words = match problem.code {
        // A newer server knows what this is; the app has only its sentence. What a hub's rules say are its people's words.
        ErrorCode::Unknown
        | ErrorCode::BlockedByAutomod
        | ErrorCode::HeldForReview
        | ErrorCode::AccountTooYoung
        | ErrorCode::Suspended => return problem,
        ErrorCode::InvalidInput => NOT_ALLOWED_AS_IT_IS.to_owned(),
        ErrorCode::NotSignedIn => super::SESSION_OVER.to_owned(),
        ErrorCode::Forbidden => FORBIDDEN.to_owned(),
        ErrorCode::NotFound => NOT_THERE.to_owned(),
        ErrorCode::Conflict
        | ErrorCode::DevicesChanged
        | ErrorCode::IdempotencyKeyReused
        | ErrorCode::IdempotencyInProgress
        | ErrorCode::IdempotencyUnknown => CHANGED_MEANWHILE.to_owned(),
        ErrorCode::InviteExpired => super::INVITE_OVER.to_owned(),
        ErrorCode::InvitesPaused => INVITES_PAUSED.to_owned(),
        ErrorCode::TooLarge => TOO_LARGE.to_owned(),
        ErrorCode::LimitReached => LIMIT_REACHED.to_owned(),
        ErrorCode::Locked => LOCKED.to_owned(),
        ErrorCode::RateLimited | ErrorCode::SlowMode => too_fast(problem.retry_after_ms),
        ErrorCode::Internal => fault(problem.request_id.as_deref()),
        ErrorCode::Unavailable => BUSY.to_owned(),
        ErrorCode::MalformedFrame | ErrorCode::MethodNotAllowed | ErrorCode::WrongOrigin => {
            OUT_OF_STEP.to_owned()
        }
    };
    Problem { message: words, ..problem }
}

/// The problem with a name. "name needs at least 1 character" is for programs.
pub fn name_problem(name: &str, of: Problem) -> Problem {
    match name.trim().is_empty() {
        true => Problem::new(of.code, super::NAME_MISSING),
        false => problem(of),
    }
}

/// The problem with joining: somebody with an invite in hand is told about invites, not about things in general.
pub fn invite_problem(of: Problem) -> Problem {
    let words = match of.code {
        ErrorCode::NotFound | ErrorCode::InviteExpired => super::INVITE_OVER,
        ErrorCode::Forbidden => super::BANNED,
        _ => return of,
    };
    Problem { message: words.to_owned(), ..of }
}

const NOT_ALLOWED_AS_IT_IS: &str = "This cannot be taken as it is. Change it and try again.";
const FORBIDDEN: &str = "You may not do this. Ask whoever runs the hub if you need to.";
const NOT_THERE: &str = "It is no longer there, or you may not see it.";
const CHANGED_MEANWHILE: &str = "Somebody changed this meanwhile. Look again, and try once more.";
const LOCKED: &str = "The channel is locked for now. Try again when it is open.";
const INVITES_PAUSED: &str = "Nobody can join this hub right now. Try again later.";
const TOO_LARGE: &str = "This is too long. Shorten it and try again.";
const LIMIT_REACHED: &str = "There may be no more of these. One has to go first.";
const OUT_OF_STEP: &str = "This app is out of step with the server. Reload it, and try once more.";
const BUSY: &str = "The server is busy. Try again in a moment.";

/// Seconds, rounded up; the server does not always say how many.
fn too_fast(ms: Option<u64>) -> String {
    match ms.map(|ms| ms.div_ceil(1_000)) {
        None | Some(0..=1) => "That was too fast. Try again in a moment.".to_owned(),
        Some(seconds) => format!("That was too fast. Try again in {seconds} seconds."),
    }
}

/// With the number under which the server's log tells more.
fn fault(request: Option<&str>) -> String {
    match request {
        None => "Something went wrong on the server. Try again in a moment.".to_owned(),
        Some(request) => {
            format!("Something went wrong on the server. Whoever runs it finds out more under {request}.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Those that say what people of a hub have written, or count by what they set.
    const HUBS_WORDS: [ErrorCode; 4] = [
        ErrorCode::BlockedByAutomod,
        ErrorCode::HeldForReview,
        ErrorCode::AccountTooYoung,
        ErrorCode::Suspended,
    ];

    fn in_the_apps_words() -> impl Iterator<Item = &'static ErrorCode> {
        ErrorCode::ALL.iter().filter(|code| !HUBS_WORDS.contains(code))
    }

    #[test]
    fn no_code_leaves_the_servers_sentence_to_the_reader() {
        for code in in_the_apps_words() {
            let told = problem(Problem::new(*code, "As the server says it"));
            assert_ne!(told.message, "As the server says it", "{code:?}");
            assert_eq!(told.code, *code);
        }
    }

    #[test]
    fn every_code_says_what_to_do_next() {
        // What is gone, or never was to be seen, leaves nothing to do.
        for code in in_the_apps_words().filter(|code| **code != ErrorCode::NotFound) {
            let told = problem(Problem::new(*code, "")).message;
            assert!(told.matches('.').count() >= 2, "{code:?}: {told}");
        }
    }

    #[test]
    fn what_only_a_newer_server_knows_is_told_in_its_words() {
        let told = problem(Problem::new(ErrorCode::Unknown, "Wait for 30 seconds."));
        assert_eq!(told.message, "Wait for 30 seconds.");
    }

    #[test]
    fn what_a_hub_tells_its_people_is_told_in_its_words() {
        for code in HUBS_WORDS {
            assert_eq!(problem(Problem::new(code, "Please be kind.")).message, "Please be kind.");
        }
    }

    #[test]
    fn what_helps_is_kept() {
        let mut busy = Problem::new(ErrorCode::RateLimited, "Slow down.");
        busy.retry_after_ms = Some(2_100);
        assert_eq!(problem(busy).message, "That was too fast. Try again in 3 seconds.");
        let mut fault = Problem::new(ErrorCode::Internal, "Something went wrong.");
        fault.request_id = Some("r-7".to_owned());
        assert!(problem(fault).message.ends_with("under r-7."));
    }
}
