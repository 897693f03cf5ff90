//! `POST /wxa/business/checkencryptedmsg`: whether a ciphertext came from WeChat, and when.

use std::collections::VecDeque;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::Query;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::result::{CallResult, Errcode, JsonBody};
use super::tokens;
use crate::crypto::hex;
use crate::extract::CallContext;
use crate::reply::parse;

/// The maximum number of digests per world.
const MAX_DIGESTS: usize = 128;

/// Digests of the ciphertexts of a world, with appid and time in UTC epoch s.
#[derive(Default)]
pub(crate) struct SealedData(VecDeque<(String, [u8; 32], i64)>);

impl SealedData {
    pub(crate) fn add(&mut self, appid: &str, encrypted_data: &str, now_ms: i64) {
        while self.0.len() >= MAX_DIGESTS {
            self.0.pop_front();
        }
        self.0.push_back((appid.to_owned(), Sha256::digest(encrypted_data).into(), now_ms / 1000));
    }

    fn find(&self, appid: &str, digest: &str) -> Option<i64> {
        let digest = digest.to_ascii_lowercase();
        let is = |known: &[u8; 32]| bool::from(hex(known).as_bytes().ct_eq(digest.as_bytes()));
        let found = self.0.iter().find(|(app, known, _)| app == appid && is(known));
        found.map(|(_, _, created_s)| *created_s)
    }
}

#[derive(Deserialize)]
pub(super) struct Args {
    #[serde(default)]
    access_token: String,
}

#[derive(Deserialize)]
struct Params {
    encrypted_msg_hash: String,
}

#[derive(Serialize)]
struct CheckResult {
    errcode: i64,
    errmsg: &'static str,
    /// WeChat spells it so.
    vaild: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    create_time: Option<i64>,
}

pub(super) async fn check_encrypted_msg(
    Extension(context): Extension<CallContext>,
    Query(args): Query<Args>,
    body: Bytes,
) -> CallResult {
    let params: Result<Params, _> = parse(&body);
    let create_time = context.with(|state, now_ms| {
        let appid = tokens::app_of(&state.tokens, &args.access_token, now_ms)?;
        let params = params.map_err(|_| Errcode(47001))?;
        Ok(state.sealed.find(&appid, &params.encrypted_msg_hash))
    })?;
    JsonBody::json(&CheckResult { errcode: 0, errmsg: "ok", vaild: create_time.is_some(), create_time })
}
