//! The number that two people compare, aloud or by looking. It is of their identities, so it stays the same while devices
//! come and go, and is another one when somebody starts over.

use crate::bytes::Wire;
use crate::ids::Identity;
use crate::signed::Label;
use hubbub_shared::UserId;
use sha2::Sha512;

/// Makes it dear to search for an identity with the same digits.
const ROUNDS: u32 = 5200;
const DIGITS_FROM_BYTES: usize = 5;

/// Somebody's half: 30 digits.
pub fn half(user: UserId, identity: Identity) -> String {
    let mut bytes = [0; 6 * DIGITS_FROM_BYTES];
    pbkdf2::pbkdf2_hmac::<Sha512>(&identity.0, &Label::SAFETY.before(&user), ROUNDS, &mut bytes);
    let group = |five: &[u8]| {
        let number = five.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        format!("{:05}", number % 100_000)
    };
    bytes.chunks(DIGITS_FROM_BYTES).map(group).collect()
}

/// The number of two people, the same for both: 60 digits, the smaller half first. Two halves are compared by a person, so
/// they are shown in groups of five.
pub fn number(one: (UserId, Identity), other: (UserId, Identity)) -> String {
    let mut halves = [half(one.0, one.1), half(other.0, other.1)];
    halves.sort();
    halves.concat()
}

/// What both devices show as a picture and read from each other's: both identities, whole, sorted by person.
pub fn picture(one: (UserId, Identity), other: (UserId, Identity)) -> Vec<u8> {
    let mut both = [one, other];
    both.sort();
    let mut bytes = Label::PICTURE.begin();
    for (user, identity) in both {
        user.write(&mut bytes);
        identity.write(&mut bytes);
    }
    bytes
}
