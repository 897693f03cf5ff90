use serde_json::json;
use tokio::time::Instant;

use super::*;
use crate::{SessionKey, Unavailable};

fn call<'a>(query: &'a [(&'a str, &'a str)], body: Option<&'a Value>) -> Call<'a> {
    Call { path: "/sns/jscode2session", query, body, world: None, attempt: 0, deadline: Instant::now() }
}

fn failed(error: Error) -> FlowEvent {
    received::<CodeSession>(&call(&[], None), &Err(error), &RawResponse::default())
}

#[test]
fn a_request_is_shown_as_it_was_sent() {
    let query = [
        ("appid", "wx0a1b2c3d4e5f6789"),
        ("secret", "5ec2e7c0ffee"),
        ("js_code", "0c3fAAAAAAAAAAAAAAAAZt1"),
        ("grant_type", "authorization_code"),
        ("unheard_of", "5ec2e7c0ffee"),
    ];
    let event = sent(&call(&query, None));
    assert_eq!((event.kind, event.label, &*event.value), ("jscode2session", "GET", "jscode2session"));
    let expected = json!({ "request": { "method": "GET", "path": "/sns/jscode2session", "query": [
        ["appid", "wx0a1b2c3d4e5f6789"], ["secret", "••••"], ["js_code", "0c3f…Zt1"],
        ["grant_type", "authorization_code"], ["unheard_of", "••••"],
    ] } });
    assert_eq!(serde_json::to_value(event.detail).unwrap(), expected);

    let body =
        json!({ "grant_type": "client_credential", "appid": "wx1", "secret": "5ec2e7c0ffee", "force_refresh": false });
    let event = sent(&call(&[], Some(&body)));
    let expected = json!({ "request": { "method": "POST", "path": "/sns/jscode2session", "query": [], "body": {
        "grant_type": "client_credential", "appid": "wx1", "secret": "••••", "force_refresh": false,
    } } });
    assert_eq!(serde_json::to_value(event.detail).unwrap(), expected);
}

#[test]
fn a_summary_is_masked() {
    let session = CodeSession {
        openid: "oLX7aaaaaaaaaaaaaaaaaaaaa2Qd".into(),
        session_key: SessionKey::new("tiihtNczf5v6AKRyjwEUhQ==".into()),
        unionid: None,
    };
    let event = received(&call(&[], None), &Ok(session), &RawResponse::default());
    assert_eq!(event.value, "oLX7…2Qd · key ti…");
    let token: (SecretString, i64) = ("ACCESS".to_owned().into(), 7200);
    assert_eq!(token.masked(), "7200 s");
}

#[test]
fn a_refusal_has_its_errcode_and_a_failure_its_kind() {
    let refused = failed(Error::CodeUsed);
    assert_eq!((refused.ok, refused.errcode, &*refused.value), (false, Some(40163), ""));
    let timeout = failed(Error::Unavailable(Unavailable::Timeout));
    assert_eq!((timeout.ok, timeout.errcode, &*timeout.value), (false, None, "no answer in time"));
    assert_eq!(timeout.detail, Some(FlowDetail::Failure("no answer in time".to_owned())));
    let busy = failed(Error::Unavailable(Unavailable::Busy));
    assert_eq!((busy.errcode, &*busy.value), (Some(-1), ""));
}
