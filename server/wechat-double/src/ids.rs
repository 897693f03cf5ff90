//! openid and unionid: a pure function of app, world and user, so that accounts survive a restart of the double.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// WeChat's ids have this many characters, the first of which is an `o`.
const LENGTH: usize = 28;

pub(crate) fn openid(appid: &str, world: &str, user: &str) -> String {
    id(b"openid of the double", appid, world, user)
}

pub(crate) fn unionid(appid: &str, world: &str, user: &str) -> String {
    id(b"unionid of the double", appid, world, user)
}

fn id(kind: &[u8], appid: &str, world: &str, user: &str) -> String {
    // HMAC accepts a key of any length, so this cannot fail; none of the three parts can contain a NUL
    let digest = Hmac::<Sha256>::new_from_slice(kind)
        .map(|mac| mac.chain_update(format!("{appid}\0{world}\0{user}")).finalize().into_bytes())
        .unwrap_or_default();
    let text = BASE64_URL_SAFE_NO_PAD.encode(digest);
    std::iter::once('o').chain(text.chars()).take(LENGTH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_look_like_wechats_and_differ_in_every_part() {
        let base = openid("wx1", "default", "lin");
        assert_eq!(base, openid("wx1", "default", "lin"));
        assert!(base.len() == 28 && base.starts_with('o'), "{base}");
        let others = [
            unionid("wx1", "default", "lin"),
            openid("wx2", "default", "lin"),
            openid("wx1", "blue", "lin"),
            openid("wx1", "default", "chen"),
        ];
        assert!(!others.contains(&base));
    }
}
