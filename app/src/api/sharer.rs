//! `shareUserId` of a login, as mini-programs have it.

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error, Visitor},
};

/// Who shared the mini-program. A number; or the text of one, because a page has it from its `options`, where all is text;
/// or the empty text, which is what `wx.getStorageSync` gives where nothing is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Sharer(pub Option<i64>);

impl<'de> Deserialize<'de> for Sharer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberOrText)
    }
}

struct NumberOrText;

impl Visitor<'_> for NumberOrText {
    type Value = Sharer;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a number, or its digits")
    }

    fn visit_i64<E: Error>(self, id: i64) -> Result<Sharer, E> {
        Ok(Sharer(Some(id)))
    }

    fn visit_u64<E: Error>(self, id: u64) -> Result<Sharer, E> {
        i64::try_from(id).map(|id| Sharer(Some(id))).map_err(|_| E::custom("out of range"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Sharer, E> {
        let digits = text.trim();
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(E::custom("not digits"));
        }
        // none, or more than any id has
        Ok(Sharer(digits.parse().ok()))
    }
}
