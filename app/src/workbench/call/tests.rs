use leptos::prelude::*;
use rstest::rstest;

use super::*;
use crate::workbench::json_tokens::Token;

fn text(tokens: &[Token]) -> String {
    tokens.iter().map(|token| token.text.as_str()).collect()
}

fn response(call: &Call) -> CallResponse {
    call.response.get_untracked().unwrap()
}

#[test]
fn a_call_shows_nothing_that_may_not_be_shown() {
    let token = "oa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let request = SentRequest {
        id: "r".to_owned(),
        url: format!("/oapro/wx/user/index?accessToken={token}&page=1"),
        headers: vec![("X-OA-Token".to_owned(), token.to_owned())],
        body: Some(r#"{"code":"0c3fBBBBBBBBBBBBBBBBBBBBBBBZt1"}"#.to_owned()),
        ..SentRequest::default()
    };
    let call = Call::sent(&request, 0.0);
    let body = format!(r#"{{"errno":0,"data":{{"token":"{token}","phone":"12066600001"}}}}"#);
    call.respond(Ok(&ReceivedResponse { status: 200, body, ..ReceivedResponse::default() }), Some(0), 3.0);
    let shown = format!("{call:?} {:?}", response(&call));
    for secret in ["AAAAAAAAAA", "BBBBBBBBBB", "12066600001"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains("oa_AAA…AAA") && shown.contains("errno"), "{shown}");
    assert_eq!(
        (call.path.as_str(), call.target.as_str()),
        ("/oapro/wx/user/index", "/oapro/wx/user/index?accessToken=oa_AAA…AAA&page=1")
    );
    assert!(call.sent.get().unwrap().headers[0].1 == token, "but it keeps it, to send it again");
}

#[rstest]
#[case(Ok("{\"errMsg\":\"login:ok\"}"), "ok")]
#[case(Err("login:fail timeout"), "fail")]
fn a_native_call_is_one(#[case] result: Result<&str, &str>, #[case] code: &str) {
    let request = SentRequest { method: NATIVE.to_owned(), url: "wx.login()".to_owned(), ..SentRequest::default() };
    let call = Call::sent(&request, 0.0);
    assert_eq!((call.kind, call.path.as_str(), call.target.as_str()), (CallKind::Native, "login()", "wx.login()"));
    let received = result.map(|body| ReceivedResponse { body: body.to_owned(), ..ReceivedResponse::default() });
    call.respond(received.as_ref().map_err(|error| *error), None, 3.0);
    assert_eq!(response(&call).code(), code);
    assert!(response(&call).message.headers.is_empty(), "it has no status");
}

const SENT: &str = r#"{"request":"r","step":"j2s","from":"server","to":"wechat","label":"GET","value":"jscode2session","outcome":"ok","duration_ms":1.0,
  "detail":{"request":{"method":"GET","path":"/sns/jscode2session","query":[["appid","wx0a"],["secret","••••"],["js_code","0c3f…Zt1"],["grant_type","authorization_code"]]}}}"#;
const REFUSED: &str = r#"{"request":"r","step":"openid","from":"wechat","to":"server","label":"openid","errcode":40163,"outcome":"error","duration_ms":4.2,
  "detail":{"response":{"status":200,"headers":[["content-type","application/json"],["content-length","61"]],"body":{"errcode":40163,"errmsg":"code been used"}}}}"#;

#[test]
fn a_call_to_wechat_is_the_call_that_the_server_made() {
    let call = Call::to_wechat("r-w".to_owned(), SENT, 5.0);
    assert_eq!((call.method.as_str(), call.path.as_str()), ("GET", "/sns/jscode2session"));
    assert_eq!(
        call.target,
        "/sns/jscode2session?appid=wx0a&secret=••••&js_code=0c3f…Zt1&grant_type=authorization_code"
    );
    assert!(call.is_awaited());
    call.respond_of_wechat(REFUSED);
    let response = response(&call);
    assert_eq!((response.code().as_str(), response.is_failed, response.message.bytes), ("40163", true, Some(61)));
    assert_eq!(response.message.headers[0], ("status".to_owned(), "200".to_owned()));
    assert!(text(&response.message.body).contains("code been used"));
    assert!(call.contains("40163") && call.contains("get") && call.contains("js_code") && !call.contains("711"));
}

#[rstest]
#[case::no_answer(
    r#"{"outcome":"error","duration_ms":5000.0,"detail":{"failure":"no answer in time"}}"#,
    "fail",
    "no answer in time"
)]
#[case::no_detail(r#"{"outcome":"ok","duration_ms":3.0,"value":"oLX7…2Qd"}"#, "ok", "oLX7…2Qd")]
#[case::no_detail_refused(r#"{"outcome":"error","duration_ms":3.0,"errcode":45011}"#, "45011", "45011")]
#[case::no_json("", "ok", "")]
fn an_end_without_a_response_is_told(#[case] event: &str, #[case] code: &str, #[case] body: &str) {
    let call = Call::to_wechat("r-w".to_owned(), r#"{"label":"GET","value":"jscode2session"}"#, 0.0);
    assert_eq!((call.method.as_str(), call.target.as_str()), ("GET", "jscode2session"));
    call.respond_of_wechat(event);
    assert_eq!(response(&call).code(), code);
    assert!(text(&response(&call).message.body).contains(body));
}
