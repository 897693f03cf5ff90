//! The arguments of `checksession` and `resetusersessionkey`: a user, and a signature under the session_key.

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Deserialize;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use super::result::Errcode;
use super::tokens;
use crate::crypto::hex;
use crate::extract::CallContext;
use crate::ids;
use crate::world::{AppUser, State};

#[derive(Deserialize)]
pub(super) struct Args {
    #[serde(default)]
    access_token: String,
    #[serde(default)]
    pub(super) openid: String,
    #[serde(default)]
    signature: String,
    #[serde(default)]
    sig_method: String,
}

impl Args {
    /// Verifies the signature (HMAC-SHA256 of the empty text under the key's Base64 text) and returns the user.
    ///
    /// # Errors
    /// 41001, 40001, 42001, 87008, 40003; 87007 if there is no valid key, 87009 if the signature does not match.
    pub(super) fn check(&self, context: &CallContext, state: &State, now_ms: i64) -> Result<AppUser, Errcode> {
        let appid = tokens::app_of(&state.tokens, &self.access_token, now_ms)?;
        if self.sig_method != "hmac_sha256" {
            return Err(Errcode(87008));
        }
        let of = |user: &str| ids::openid(&appid, &context.world.name, user) == self.openid;
        let person = state.people.iter().find(|person| of(&person.user)).ok_or(Errcode(40003))?;
        let user = AppUser::new(&appid, &person.user);
        let key = state.valid_key(&user, now_ms).ok_or(Errcode(87007))?.base64();
        let expected = Hmac::<Sha256>::new_from_slice(key.as_bytes())
            .map(|mac| hex(&mac.finalize().into_bytes()))
            .map_err(|_| Errcode(-1))?;
        if bool::from(expected.as_bytes().ct_eq(self.signature.as_bytes())) { Ok(user) } else { Err(Errcode(87009)) }
    }
}
