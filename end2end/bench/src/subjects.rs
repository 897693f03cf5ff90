//! The calls that are measured, as requests.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::Failure;
use crate::baseline;
use crate::fill::{openid, token};
use crate::fixture::{Bench, Fixture};
use crate::http::Connection;
use crate::load::{Subject, get, post};
use crate::wechat::encrypted_phone;

/// The prefix of a successful response.
pub(crate) const DONE: &[u8] = br#"{"errno":0,"#;
pub(crate) const SIGN_IN: &[u8] = br#"{"errno":501,"#;
/// How many users read or log in, spread over all of them.
pub(crate) const ACTIVE: u64 = 1_000;
/// How many users bind phones.
const BINDERS: u64 = 200;
pub(crate) const LOGIN: &str = "/oapro/wx/auth/login_by_weixin";

/// A user who is active, by a running number: one of at most [`ACTIVE`], spread over all.
pub(crate) fn active(number: u64, users: u64) -> u64 {
    let apart = (users / ACTIVE).max(1);
    number % users.min(ACTIVE) * apart + 1
}

/// user/index of one user after the other.
pub(crate) fn user_index(fixture: &Fixture) -> Subject {
    let users = fixture.users;
    Subject::new(fixture.server.at(), DONE, move |number, request| {
        get(request, "/oapro/wx/user/index", &token(active(number, users)));
    })
}

/// The baseline with one query, by the same tokens.
pub(crate) fn query(fixture: &Fixture) -> Subject {
    let users = fixture.users;
    Subject::new(fixture.baseline.at(), DONE, move |number, request| {
        get(request, baseline::QUERY, &token(active(number, users)));
    })
}

/// The baseline without one.
pub(crate) fn bare(fixture: &Fixture) -> Subject {
    Subject::new(fixture.baseline.at(), DONE, |_, request| get(request, baseline::BARE, &token(1)))
}

/// A guarded call without a token.
pub(crate) fn no_token(fixture: &Fixture) -> Subject {
    Subject::new(fixture.server.at(), SIGN_IN, |_, request| get(request, "/oapro/wx/user/index", ""))
}

/// A guarded call with an unknown token.
pub(crate) fn unknown_token(fixture: &Fixture) -> Subject {
    Subject::new(fixture.server.at(), SIGN_IN, |number, request| {
        get(request, "/oapro/wx/user/index", &token(u64::MAX - number));
    })
}

/// Logins of users who are known; each with a new code. Every one of them has logged in once before.
pub(crate) fn login(fixture: &Fixture) -> Result<Subject, Failure> {
    let users = fixture.users;
    let subject = Subject::new(fixture.server.at(), DONE, move |number, request| {
        post(request, LOGIN, "", &login_body(&openid(active(number, users))));
    });
    for _ in 0..users.min(ACTIVE) {
        subject.once()?;
    }
    Ok(subject)
}

/// bindPhone of users who have just logged in, each with a number of their own.
pub(crate) fn bind_phone(fixture: &Fixture) -> Result<Subject, Failure> {
    let mut connection = Connection::open(fixture.server.address)?;
    let mut binders = Vec::new();
    for binder in 0..BINDERS {
        let openid = format!("oBinder{binder}");
        let mut request = Vec::new();
        post(&mut request, LOGIN, "", &login_body(&openid));
        let response: serde_json::Value = serde_json::from_slice(connection.call(&request)?)?;
        let token =
            response.pointer("/data/token").and_then(serde_json::Value::as_str).ok_or("a login without a token")?;
        let mut request = Vec::new();
        let phone = encrypted_phone(&openid, &format!("139{binder:0>8}"))?;
        post(&mut request, "/oapro/wx/auth/bindPhone", token, &phone);
        binders.push(request);
    }
    Ok(Subject::new(fixture.server.at(), DONE, move |number, request| {
        let at = usize::try_from(number % BINDERS).unwrap_or_default();
        request.extend(binders.get(at).into_iter().flatten());
    }))
}

/// Logouts. A token works once, so `sessions` of them are created.
pub(crate) fn logout(bench: &Bench, fixture: &Fixture, sessions: u64) -> Result<Subject, Failure> {
    const FIRST: u64 = 1_000_000_000;
    fixture.add_leavers(bench, FIRST, sessions)?;
    Ok(Subject::new(fixture.server.at(), DONE, |number, request| {
        post(request, "/oapro/wx/auth/logout", &token(FIRST + number), "{}");
    }))
}

/// With an unused code: a repeated one would be served from memory.
pub(crate) fn login_body(openid: &str) -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    // what base libraries send since they no longer return the name
    let claim =
        r#"{"nickName":"微信用户","avatarUrl":"","gender":0,"country":"","province":"","city":"","language":"zh_CN"}"#;
    format!(r#"{{"code":"{openid}.{number}","userInfo":{claim}}}"#)
}
