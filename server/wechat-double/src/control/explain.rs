//! Explains decryption and signature step by step, masked, up to the failing step, for the demo page. A plaintext is
//! shown only if it decrypts as a whole, and of the key only one byte.

use aes::Aes128;
use axum::body::Bytes;
use axum::{Extension, Json};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use cbc::cipher::block_padding::{NoPadding, Padding as _, Pkcs7};
use cbc::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use subtle::ConstantTimeEq as _;

use crate::crypto::{Key, hex};
use crate::extract::CallContext;
use crate::reply::Refusal;
use crate::world::AppUser;

const BLOCK: usize = 16;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Params {
    user: String,
    encrypted_data: String,
    iv: String,
    raw_data: Option<String>,
    signature: Option<String>,
    appid: Option<String>,
}

/// One step, in the order `base64`, `length`, `padding`, `json`, `watermark`.
#[derive(Serialize)]
struct Step {
    step: &'static str,
    ok: bool,
    #[serde(flatten)]
    shown: Value,
}

#[derive(Serialize)]
pub(super) struct ResponseBody {
    /// Of the session_key that WeChat has now: the server's own attempts name the keys that it tried in the same way.
    fingerprint: String,
    steps: Vec<Step>,
    /// Absent where no signature was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<Value>,
}

pub(super) async fn explain(
    Extension(context): Extension<CallContext>,
    body: Bytes,
) -> Result<Json<ResponseBody>, Refusal> {
    let mut params: Params = context.body(&body)?;
    let appid = context.app(params.appid.take())?;
    let user = AppUser::new(&appid, &context.person(&params.user)?.user);
    let (key, now_ms) = context.with(|state, now_ms| (state.key(&context.shared, &user, now_ms), now_ms));
    let mut steps = Vec::new();
    // a failing step ends the sequence
    let _ = explain_steps(&key, &params, &appid, now_ms, &mut steps);
    let signature = params.signature.as_deref().map(|claimed| {
        let expected = key.sign(params.raw_data.as_deref().unwrap_or_default());
        json!({ "ok": bool::from(expected.as_bytes().ct_eq(claimed.as_bytes())) })
    });
    Ok(Json(ResponseBody { fingerprint: key.fingerprint(), steps, signature }))
}

fn explain_steps(key: &Key, params: &Params, appid: &str, now_ms: i64, steps: &mut Vec<Step>) -> Option<()> {
    let mut step = |step, ok, shown| {
        steps.push(Step { step, ok, shown });
        ok.then_some(())
    };
    let (data, iv) = (BASE64_STANDARD.decode(&params.encrypted_data), BASE64_STANDARD.decode(&params.iv));
    let first = hex(key.bytes().get(..1).unwrap_or_default());
    let space = params.encrypted_data.contains(' ') || params.iv.contains(' ');
    let iv_hex = iv.as_deref().map(hex).unwrap_or_default();
    let readable = data.is_ok() && iv.is_ok();
    step("base64", readable, json!({ "key": format!("{first} ••"), "iv": iv_hex, "plusBecameSpace": space }))?;
    let (data, iv) = (data.ok()?, iv.ok()?);

    let whole = !data.is_empty() && data.len().is_multiple_of(BLOCK) && iv.len() == BLOCK;
    step("length", whole, json!({ "bytes": data.len(), "blocks": data.len() / BLOCK }))?;

    let mut buffer = data;
    let cipher = cbc::Decryptor::<Aes128>::new_from_slices(key.bytes(), &iv).ok()?;
    let padded = cipher.decrypt_padded::<NoPadding>(&mut buffer).ok()?;
    let last = padded.rchunks(BLOCK).next().unwrap_or_default();
    let Ok(end) = Pkcs7::raw_unpad(last) else {
        return step("padding", false, json!({}));
    };
    let pad = last.len() - end.len();
    let plaintext = padded.get(..padded.len() - pad).unwrap_or_default();
    let text = std::str::from_utf8(plaintext).ok();
    let object = text.and_then(|text| serde_json::from_str::<Map<String, Value>>(text).ok());
    // the last two blocks contain the watermark; in a short plaintext they might contain the number
    let tail = if object.is_some() && padded.len() > 4 * BLOCK { 2 * BLOCK } else { pad };
    let tail = hex(padded.get(padded.len() - tail..).unwrap_or_default());
    step("padding", true, json!({ "pad": pad, "tail": tail }))?;
    let object = object.unwrap_or_default();
    let masked: Map<_, _> = object.iter().map(|(name, value)| (name.clone(), mask(name, value))).collect();
    step("json", !object.is_empty(), json!({ "data": masked }))?;

    let watermark = object.get("watermark").cloned().unwrap_or_default();
    let of_app = watermark.get("appid").and_then(Value::as_str) == Some(appid);
    let age_s = watermark.get("timestamp").and_then(Value::as_i64).map(|made_s| (now_ms / 1000).saturating_sub(made_s));
    let fresh = age_s.is_some_and(|age| (-120..=600).contains(&age));
    step("watermark", of_app && fresh, json!({ "appid": watermark.get("appid"), "ours": of_app, "ageSeconds": age_s }))
}

/// Masks phone numbers and ids.
fn mask(name: &str, value: &Value) -> Value {
    let Value::String(text) = value else { return value.clone() };
    let ends = match name {
        "phoneNumber" | "purePhoneNumber" => (3, 4),
        "openId" | "unionId" => (4, 3),
        _ => return value.clone(),
    };
    let length = text.chars().count();
    if length <= ends.0 + ends.1 {
        return "****".into();
    }
    let head: String = text.chars().take(ends.0).collect();
    let tail: String = text.chars().skip(length - ends.1).collect();
    format!("{head}****{tail}").into()
}
