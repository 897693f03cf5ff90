//! Which of the double's worlds the phone lives in. A name comes from the address, where anybody may write a link, and from
//! storage, and it goes into headers: so it counts only where the double's rule allows it.

use super::storage::WORLD;
use crate::browser::{document, history, random, storage};

/// The world of a local demo, for everybody.
const DEFAULT_WORLD: &str = "default";

/// In a public demo a name must be this long: 128 random bits.
const MIN_PUBLIC_LENGTH: usize = 22;

/// Whether `name` may name a world: 1 to 64 of a-z, 0-9 and -, in a public demo at least 22. The double's rule, which shares
/// no code with the page; a test of the server holds the two together.
pub fn is_world_name(name: &str, public: bool) -> bool {
    let min = if public { MIN_PUBLIC_LENGTH } else { 1 };
    (min..=64).contains(&name.len()) && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

/// The world that the address names, else the stored one, else a new one of 128 random bits, except on a local demo, where
/// there is one for everybody. A stored name that breaks the rule is replaced.
pub(super) fn choose_world() -> String {
    let is_public = document::meta("oa-demo").as_deref() == Some("public");
    let stored = storage::get_text(WORLD);
    let world = choose(history::query("world"), stored.clone(), is_public, || random::hex(16));
    if world == DEFAULT_WORLD {
        storage::remove(WORLD);
    } else if stored.as_ref() != Some(&world) {
        storage::set_text(WORLD, &world);
    }
    world
}

fn choose(asked: Option<String>, stored: Option<String>, public: bool, random: impl FnOnce() -> String) -> String {
    let name = asked.into_iter().chain(stored).find(|name| is_world_name(name, public));
    name.unwrap_or_else(|| if public { random() } else { DEFAULT_WORLD.to_owned() })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const RANDOM: &str = "0123456789abcdef0123456789abcdef";
    const LONG: &str = "a-world-of-22-letters-";

    #[rstest]
    #[case::nothing(None, None, "default", RANDOM)]
    #[case::asked(Some(LONG), None, LONG, LONG)]
    #[case::stored(None, Some(LONG), LONG, LONG)]
    #[case::asked_before_stored(Some(LONG), Some("another-world-of-22-letters"), LONG, LONG)]
    #[case::a_short_one_is_local(Some("blue"), None, "blue", RANDOM)]
    #[case::default_is_local(Some("default"), None, "default", RANDOM)]
    #[case::a_planted_header(Some("a-world-of-22-letters-\nX-OA-Token:oa_of-somebody-else"), None, "default", RANDOM)]
    #[case::a_planted_header_leaves_the_stored(Some("a\r\nX-OA-Token:x"), Some(LONG), LONG, LONG)]
    #[case::a_stored_one_that_is_bad(None, Some("a-world-of-22-letters-\nX-OA-Token:x"), "default", RANDOM)]
    #[case::both_bad(Some("A"), Some("a b"), "default", RANDOM)]
    #[case::colon(Some("a-world-of-22-letters:x"), None, "default", RANDOM)]
    #[case::capitals(Some("A-WORLD-OF-22-LETTERS-"), None, "default", RANDOM)]
    #[case::not_ascii(Some("世界世界世界世界世界世界世界世界"), None, "default", RANDOM)]
    #[case::empty(Some(""), Some(""), "default", RANDOM)]
    fn worlds(#[case] asked: Option<&str>, #[case] stored: Option<&str>, #[case] local: &str, #[case] public: &str) {
        for (is_public, expected) in [(false, local), (true, public)] {
            let (asked, stored) = (asked.map(str::to_owned), stored.map(str::to_owned));
            assert_eq!(choose(asked, stored, is_public, || RANDOM.to_owned()), expected, "{is_public}");
        }
    }
}
