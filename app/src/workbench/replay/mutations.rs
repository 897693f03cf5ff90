//! What is worth changing in a request, because the server's answer teaches something. A data table of small functions.

use crate::{
    text::{Text, text},
    wx::SentRequest,
};

/// A change of a request.
pub(in crate::workbench) struct Mutation {
    pub(in crate::workbench) name: Text,
    /// What comes of it, where the request was good.
    pub(in crate::workbench) errno: &'static str,
    /// The changed request; none where there is nothing to change.
    pub(in crate::workbench) apply: fn(&SentRequest) -> Option<SentRequest>,
}

const fn mutation(
    zh: &'static str,
    en: &'static str,
    errno: &'static str,
    apply: fn(&SentRequest) -> Option<SentRequest>,
) -> Mutation {
    Mutation { name: text(zh, en), errno, apply }
}

/// All of them.
pub(in crate::workbench) static MUTATIONS: [Mutation; 11] = [
    mutation("旧 code", "Same code again", "711", same_code),
    mutation("编造 code", "Invented code", "710", invented_code),
    mutation("翻转 iv 一个字节", "Flip a byte of iv", "715", flipped_iv),
    mutation("去掉 token", "Without the token", "501", without_token),
    mutation("换 X-OA-App-Id", "Another X-OA-App-Id", "0", other_app),
    mutation("改字段类型", "Wrong type", "402", wrong_type),
    mutation("删掉字段", "Missing field", "401", without_field),
    mutation("坏 JSON", "Broken JSON", "402", broken_json),
    mutation("错误方法", "Wrong method", "405", wrong_method),
    mutation("错误路径", "Unknown path", "404", unknown_path),
    mutation("正文过大", "Body too large", "413", too_large),
];

/// The header that names a mini-program, and the one that names a login.
const APP_ID: &str = "X-OA-App-Id";
const TOKEN: &str = "X-OA-Token";
/// More than the 64 KiB that a body may have.
const TOO_LARGE: usize = 65 * 1024;
/// The fields that a call cannot do without.
const REQUIRED: [&str; 3] = ["code", "encryptedData", "iv"];

/// As it is: a code works once.
fn same_code(request: &SentRequest) -> Option<SentRequest> {
    field(request, "code").map(|_| request.clone())
}

/// As long as one of WeChat's, and none of them.
fn invented_code(request: &SentRequest) -> Option<SentRequest> {
    with_field(request, "code", "\"00000000000000000000000000000000\"")
}

/// The first letter of Base64 is six bits of the first byte.
fn flipped_iv(request: &SentRequest) -> Option<SentRequest> {
    let (_, iv, _) = field(request, "iv")?;
    let flipped = if iv.starts_with("\"A") { "B" } else { "A" };
    with_field(request, "iv", &["\"", flipped, iv.get(2..)?].concat())
}

fn without_token(request: &SentRequest) -> Option<SentRequest> {
    let without = without_header(request, TOKEN);
    (without.headers.len() < request.headers.len()).then_some(without)
}

/// A server of one mini-program takes no notice of it; one of several refuses an id that is none of theirs (402).
fn other_app(request: &SentRequest) -> Option<SentRequest> {
    let mut other = without_header(request, APP_ID);
    other.headers.push((APP_ID.to_owned(), "wx00000000000000ff".to_owned()));
    Some(other)
}

fn wrong_type(request: &SentRequest) -> Option<SentRequest> {
    with_field(request, required(request)?, "1")
}

/// Under another name, so that it is missing under its own.
fn without_field(request: &SentRequest) -> Option<SentRequest> {
    let name = required(request)?;
    let (before, value, after) = field(request, name)?;
    let before = before.strip_suffix(&[name, "\":"].concat())?;
    with_body(request, [before, "_", name, "\":", value, after].concat())
}

/// Without the last bracket.
fn broken_json(request: &SentRequest) -> Option<SentRequest> {
    let cut = request.body.as_deref()?.strip_suffix('}')?;
    with_body(request, cut.to_owned())
}

fn wrong_method(request: &SentRequest) -> Option<SentRequest> {
    Some(SentRequest { method: "PUT".to_owned(), ..request.clone() })
}

fn unknown_path(request: &SentRequest) -> Option<SentRequest> {
    let (path, query) = request.url.split_at_checked(request.url.find('?').unwrap_or(request.url.len()))?;
    Some(SentRequest { url: [path, "0", query].concat(), ..request.clone() })
}

/// Blanks after JSON are JSON still: it is only the length that is wrong.
fn too_large(request: &SentRequest) -> Option<SentRequest> {
    let body = request.body.as_deref().filter(|_| request.method != "GET")?;
    with_body(request, [body, &" ".repeat(TOO_LARGE)].concat())
}

/// What stands before the value of a text field of the body, the value in its quotation marks, and what stands after it. By the text,
/// so that the rest stays as it is; codes and Base64 have nothing in them that JSON escapes.
fn field<'r>(request: &'r SentRequest, name: &str) -> Option<(&'r str, &'r str, &'r str)> {
    let body = request.body.as_deref()?;
    let key = ["\"", name, "\":"].concat();
    let start = body.find(&key)? + key.len();
    let (before, rest) = body.split_at_checked(start)?;
    let end = rest.strip_prefix('"')?.find('"')? + 2;
    let (value, after) = rest.split_at_checked(end)?;
    Some((before, value, after))
}

fn with_field(request: &SentRequest, name: &str, value: &str) -> Option<SentRequest> {
    let (before, _, after) = field(request, name)?;
    with_body(request, [before, value, after].concat())
}

/// The first field of the body that the call cannot do without.
fn required(request: &SentRequest) -> Option<&'static str> {
    REQUIRED.into_iter().find(|name| field(request, name).is_some())
}

#[expect(clippy::unnecessary_wraps, reason = "the last word of what may find nothing to change")]
fn with_body(request: &SentRequest, body: String) -> Option<SentRequest> {
    Some(SentRequest { body: Some(body), ..request.clone() })
}

fn without_header(request: &SentRequest, name: &str) -> SentRequest {
    let headers = request.headers.iter().filter(|(header, _)| !header.eq_ignore_ascii_case(name)).cloned().collect();
    SentRequest { headers, ..request.clone() }
}

#[cfg(test)]
mod tests;
