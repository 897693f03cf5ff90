//! `POST /wxa/business/checkencryptedmsg`: whether a ciphertext came from WeChat, and when.

use std::collections::VecDeque;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::Query;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::said::{Answer, Errcode, Said};
use super::tokens;
use crate::crypto::hex;
use crate::here::Here;
use crate::reply::parse;

/// How many ciphertexts of a world are remembered.
const MOST: usize = 128;

/// The digests of what was encrypted in a world, with the app and the time in UTC epoch s.
#[derive(Default)]
pub(crate) struct SealedData(VecDeque<(String, [u8; 32], i64)>);

impl SealedData {
    pub(crate) fn add(&mut self, appid: &str, encrypted_data: &str, now_ms: i64) {
        while self.0.len() >= MOST {
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
struct Ask {
    encrypted_msg_hash: String,
}

#[derive(Serialize)]
struct Verdict {
    errcode: i64,
    errmsg: &'static str,
    /// WeChat spells it so.
    vaild: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    create_time: Option<i64>,
}

pub(super) async fn check_encrypted_msg(
    Extension(here): Extension<Here>,
    Query(args): Query<Args>,
    body: Bytes,
) -> Answer {
    let ask: Result<Ask, _> = parse(&body);
    let create_time = here.with(|state, now_ms| {
        let appid = tokens::app_of(&state.tokens, &args.access_token, now_ms)?;
        let ask = ask.map_err(|_| Errcode(47001))?;
        Ok(state.sealed.find(&appid, &ask.encrypted_msg_hash))
    })?;
    Said::json(&Verdict { errcode: 0, errmsg: "ok", vaild: create_time.is_some(), create_time })
}
