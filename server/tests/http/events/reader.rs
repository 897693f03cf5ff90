//! A page in a world of its own: calls as the simulator does, and reads the stream as an EventSource does.

use std::time::Duration;

use serde_json::{Value, json};

use crate::test_app::{TestApp, envelope};

/// The longest that an event may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Calls with a request id, in a world.
pub(crate) struct Page<'a> {
    pub(crate) app: &'a TestApp,
    pub(crate) world: &'a str,
}

impl Page<'_> {
    /// A call to the API, named `id`.
    pub(crate) async fn call(&self, id: &str, path: &str, token: Option<&str>, body: Option<Value>) -> Value {
        let mut request = match body {
            Some(body) => self.app.client.post(self.app.api(path)).json(&body),
            None => self.app.client.get(self.app.api(path)),
        };
        request = request.header("x-double-world", self.world).header("x-request-id", id);
        if let Some(token) = token {
            request = request.header("X-OA-Token", token);
        }
        envelope(request.send().await.unwrap()).await
    }

    /// A call to the double's own API.
    pub(crate) async fn double(&self, path: &str, body: Value) -> Value {
        let url = self.app.url(&format!("/wechat-double/_double/{path}"));
        let request = self.app.client.post(url).header("x-double-world", self.world).json(&body);
        request.send().await.unwrap().json().await.unwrap()
    }

    pub(crate) async fn code(&self) -> String {
        self.double("phone/login", json!({ "user": "lin" })).await["code"].as_str().unwrap().to_owned()
    }

    /// A login named `id`. The token.
    pub(crate) async fn login(&self, id: &str) -> String {
        let body = json!({ "code": self.code().await, "userInfo": {} });
        let response = self.call(id, "auth/login_by_weixin", None, Some(body)).await;
        response["data"]["token"].as_str().unwrap().to_owned()
    }

    /// The session_key that WeChat has, which no response to a phone holds.
    pub(crate) async fn session_key(&self) -> String {
        let query = [
            ("appid", "wx0a1b2c3d4e5f6789"),
            ("secret", "d0d0b1e5d0d0b1e5d0d0b1e5d0d0b1e5"),
            ("js_code", &self.code().await),
            ("grant_type", "authorization_code"),
        ];
        let request = self.app.client.get(self.app.url("/wechat-double/sns/jscode2session")).query(&query);
        let response = request.header("x-double-world", self.world).send().await.unwrap();
        let body: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
        body["session_key"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn encrypted_phone(&self) -> Value {
        self.double("phone/getPhoneNumber", json!({ "user": "lin" })).await
    }

    pub(crate) async fn read(&self) -> Reader {
        self.resume(None).await
    }

    pub(crate) async fn resume(&self, last_event_id: Option<&str>) -> Reader {
        let mut request = self.app.client.get(self.app.url(&format!("/demo/events?world={}", self.world)));
        if let Some(id) = last_event_id {
            request = request.header("last-event-id", id);
        }
        Reader { response: request.send().await.unwrap(), raw: String::new(), rest: String::new() }
    }
}

/// An open stream.
pub(crate) struct Reader {
    pub(crate) response: reqwest::Response,
    /// Everything received so far.
    pub(crate) raw: String,
    /// The part that was not returned yet.
    rest: String,
}

/// One message.
#[derive(Debug, Default)]
pub(crate) struct Message {
    pub(crate) id: String,
    pub(crate) event: String,
    pub(crate) retry: String,
    pub(crate) data: Value,
}

impl Reader {
    /// The next message; none when the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<Message> {
        loop {
            if let Some((text, rest)) = self.rest.split_once("\n\n") {
                let message = parse(text);
                self.rest = rest.to_owned();
                if !message.data.is_null() {
                    return Some(message);
                }
                continue; // a comment
            }
            let chunk = tokio::time::timeout(PATIENCE, self.response.chunk()).await.unwrap().unwrap()?;
            let text = std::str::from_utf8(&chunk).unwrap();
            self.raw.push_str(text);
            self.rest.push_str(text);
        }
    }

    /// The next `count` events.
    pub(crate) async fn take(&mut self, count: usize) -> Vec<Value> {
        let mut events = Vec::new();
        while events.len() < count {
            events.push(self.next().await.unwrap().data);
        }
        events
    }

    /// The events of the call `id`, up to its response.
    pub(crate) async fn until_response(&mut self, id: &str) -> Vec<Value> {
        let mut events = Vec::new();
        loop {
            let event = self.next().await.unwrap().data;
            let last = event["request"] == id && event["to"] == "phone";
            events.push(event);
            if last {
                return events;
            }
        }
    }
}

fn parse(text: &str) -> Message {
    let mut message = Message::default();
    for (name, value) in text.lines().filter_map(|line| line.split_once(':')) {
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "id" => message.id = value.to_owned(),
            "event" => message.event = value.to_owned(),
            "retry" => message.retry = value.to_owned(),
            "data" => message.data = serde_json::from_str(value).unwrap(),
            _ => {}
        }
    }
    message
}

/// Events as comparable lines: without durations (which must be present), and with an x for every character that
/// differs between runs.
pub(crate) fn lines(events: &[Value]) -> String {
    let line = |event: &Value| {
        let text = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
        let ms = event["duration_ms"].as_f64().unwrap();
        assert!(ms >= 0.0 && (ms * 10.0 - (ms * 10.0).round()).abs() < 1e-6, "{event}");
        let codes = ["errno", "errcode"].iter().filter_map(|name| Some(format!(" {name}={}", event.get(name)?)));
        let step = event.get("step").map_or_else(|| "-".to_owned(), |_| text("step"));
        let arrow = format!("{}>{}", text("from"), text("to"));
        let codes: String = codes.collect();
        let mut value = text("value");
        if ["token", "openid", "sha256(token)"].contains(&&*text("label")) && text("outcome") == "ok" {
            value =
                value.chars().map(|letter| if letter == ' ' || !letter.is_ascii() { letter } else { 'x' }).collect();
        }
        let what = format!("{step:<10}{arrow:<18}{:<6}{} | {value}{codes}", text("outcome"), text("label"));
        what.trim_end().to_owned()
    };
    events.iter().map(line).collect::<Vec<_>>().join("\n")
}
