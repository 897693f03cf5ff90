//! Which of the double's worlds the phone lives in. A name comes from the address, where anybody may write a link, and from
//! storage, and it goes into headers: so it counts only where it is one by the double's rule.

use super::storage::{DEFAULT_WORLD, WORLD};
use crate::web;

/// In a public demo a name must be this long: 128 random bits.
const UNGUESSABLE: usize = 22;

/// Whether `name` may name a world: 1 to 64 of a-z, 0-9 and -, in a public demo at least 22. The double's rule, which shares
/// no code with the page; a test of the server holds the two together.
pub fn is_world_name(name: &str, public: bool) -> bool {
    let least = if public { UNGUESSABLE } else { 1 };
    (least..=64).contains(&name.len()) && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

/// The world that the address names, else the stored one, else a new one of 128 random bits, except on a local demo, where
/// there is one for everybody. What was stored and is no name is replaced.
pub(super) fn world() -> String {
    let public = web::meta("oa-demo").as_deref() == Some("public");
    let stored = web::item(WORLD);
    let world = choose(web::query("world"), stored.clone(), public, || web::random_hex(16));
    if world == DEFAULT_WORLD {
        web::remove_item(WORLD);
    } else if stored.as_ref() != Some(&world) {
        web::set_item(WORLD, &world);
    }
    world
}

fn choose(asked: Option<String>, stored: Option<String>, public: bool, draw: impl FnOnce() -> String) -> String {
    let name = asked.into_iter().chain(stored).find(|name| is_world_name(name, public));
    name.unwrap_or_else(|| if public { draw() } else { DEFAULT_WORLD.to_owned() })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const DRAWN: &str = "0123456789abcdef0123456789abcdef";
    const LONG: &str = "a-world-of-22-letters-";

    #[rstest]
    #[case::nothing(None, None, "default", DRAWN)]
    #[case::asked(Some(LONG), None, LONG, LONG)]
    #[case::stored(None, Some(LONG), LONG, LONG)]
    #[case::asked_before_stored(Some(LONG), Some("another-world-of-22-letters"), LONG, LONG)]
    #[case::a_short_one_is_local(Some("blue"), None, "blue", DRAWN)]
    #[case::default_is_local(Some("default"), None, "default", DRAWN)]
    #[case::a_planted_header(Some("a-world-of-22-letters-\nX-OA-Token:oa_of-somebody-else"), None, "default", DRAWN)]
    #[case::a_planted_header_leaves_the_stored(Some("a\r\nX-OA-Token:x"), Some(LONG), LONG, LONG)]
    #[case::a_stored_one_that_is_bad(None, Some("a-world-of-22-letters-\nX-OA-Token:x"), "default", DRAWN)]
    #[case::both_bad(Some("A"), Some("a b"), "default", DRAWN)]
    #[case::colon(Some("a-world-of-22-letters:x"), None, "default", DRAWN)]
    #[case::capitals(Some("A-WORLD-OF-22-LETTERS-"), None, "default", DRAWN)]
    #[case::not_ascii(Some("世界世界世界世界世界世界世界世界"), None, "default", DRAWN)]
    #[case::empty(Some(""), Some(""), "default", DRAWN)]
    fn worlds(#[case] asked: Option<&str>, #[case] stored: Option<&str>, #[case] local: &str, #[case] public: &str) {
        for (is_public, expected) in [(false, local), (true, public)] {
            let (asked, stored) = (asked.map(str::to_owned), stored.map(str::to_owned));
            assert_eq!(choose(asked, stored, is_public, || DRAWN.to_owned()), expected, "{is_public}");
        }
    }
}
