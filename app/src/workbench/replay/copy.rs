//! A call as text: for a shell, for a mini-program, as JSON.

use serde_json::Value;

use super::draft::is_of_phone;
use crate::wx::{ReceivedResponse, SentRequest};

/// `curl …`, for a POSIX shell. `world` is the visitor's own world of the mock WeChat server.
pub(in crate::workbench) fn curl(request: &SentRequest, origin: &str, world: &str) -> String {
    let mut text = format!("curl {} \\\n  -X {}", shell(&absolute(&request.url, origin)), shell(&request.method));
    let world = ("x-double-world".to_owned(), world.to_owned());
    // with the id of the first call the server's stream would tell of that one again
    for (name, value) in
        request.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("x-request-id")).chain([&world])
    {
        text.push_str(" \\\n  -H ");
        text.push_str(&shell(&[name, ": ", value].concat()));
    }
    if let Some(body) = &request.body {
        text.push_str(" \\\n  --data-raw ");
        text.push_str(&shell(body));
    }
    text
}

/// `wx.request({ … })`. Device, id and world are the phone's to add.
pub(in crate::workbench) fn wx_request(request: &SentRequest, origin: &str) -> String {
    let headers = request.headers.iter().filter(|(name, _)| !is_of_phone(name));
    let headers = object(headers.map(|(name, value)| (name.as_str(), value.as_str())));
    let data = request.body.as_deref().map_or_else(String::new, |body| format!("\n  data: {},", json_of(body)));
    format!(
        "wx.request({{\n  url: {},\n  method: {},\n  header: {headers},{data}\n  success: ({{ data }}) => console.log(data),\n  \
         fail: ({{ errMsg }}) => console.error(errMsg),\n}})",
        quoted(&absolute(&request.url, origin)),
        quoted(&request.method),
    )
}

/// Request and response as one object; a body that is JSON is in it as it was.
pub(in crate::workbench) fn json(request: &SentRequest, response: Option<&ReceivedResponse>) -> String {
    let pairs = |pairs: &[(String, String)]| object(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let request = format!(
        "{{\"method\": {}, \"url\": {}, \"headers\": {}, \"body\": {}}}",
        quoted(&request.method),
        quoted(&request.url),
        pairs(&request.headers),
        request.body.as_deref().map_or_else(|| "null".to_owned(), json_of),
    );
    let response = response.map_or_else(
        || "null".to_owned(),
        |response| {
            let (headers, body) = (pairs(&response.headers), json_of(&response.body));
            format!("{{\"status\": {}, \"headers\": {headers}, \"body\": {body}}}", response.status)
        },
    );
    format!("{{\n  \"request\": {request},\n  \"response\": {response}\n}}\n")
}

fn absolute(url: &str, origin: &str) -> String {
    if url.starts_with('/') { [origin, url].concat() } else { url.to_owned() }
}

/// Within quotation marks in which a shell reads nothing but the mark itself.
fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A text in JSON.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// A text that is JSON as it is, another as a text in JSON.
fn json_of(body: &str) -> String {
    if serde_json::from_str::<Value>(body).is_ok() { body.to_owned() } else { quoted(body) }
}

fn object<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let members = pairs.map(|(name, value)| format!("{}: {}", quoted(name), quoted(value)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(body: Option<&str>) -> SentRequest {
        SentRequest {
            id: "1".to_owned(),
            method: "POST".to_owned(),
            url: "/oapro/wx/auth/bindPhone".to_owned(),
            headers: vec![("x-request-id".to_owned(), "1".to_owned()), ("X-OA-Token".to_owned(), "oa_1".to_owned())],
            body: body.map(str::to_owned),
        }
    }

    #[test]
    fn a_shell_gets_every_letter() {
        let text = curl(&request(Some(r#"{"a":"it's $HOME"}"#)), "http://h", "w");
        assert_eq!(
            text,
            "curl 'http://h/oapro/wx/auth/bindPhone' \\\n  -X 'POST' \\\n  -H 'X-OA-Token: oa_1' \\\n  -H 'x-double-world: w' \\\n  \
             --data-raw '{\"a\":\"it'\\''s $HOME\"}'"
        );
    }

    #[test]
    fn a_mini_program_gets_json_as_an_object() {
        let text = wx_request(&request(Some(r#"{"a":1}"#)), "http://h");
        assert!(text.contains(r#"header: {"X-OA-Token": "oa_1"},"#) && text.contains("data: {\"a\":1},"), "{text}");
        assert!(wx_request(&request(Some("{\"a\":")), "").contains(r#"data: "{\"a\":","#));
        assert!(!wx_request(&request(None), "").contains("data:"));
    }

    #[test]
    fn json_is_json_whatever_the_bodies_are() {
        for (body, response) in [(Some("{\"a\":1}"), "{}"), (Some("{"), "<html>"), (None, "\"")] {
            let response = ReceivedResponse { status: 200, body: response.to_owned(), ..ReceivedResponse::default() };
            for text in [json(&request(body), Some(&response)), json(&request(body), None)] {
                assert!(serde_json::from_str::<Value>(&text).is_ok(), "{text}");
            }
        }
    }
}
