//! How the workbench learns: from the events of the phone, and from the server's stream of hops.

use leptos::prelude::*;

use super::{
    call::Call,
    early::Early,
    inspector::crypto,
    server_event::ServerEvent,
    state::WorkbenchState,
    step,
    trace::{Label, Step},
};
use crate::{
    browser::{document, event_source, timer},
    wx::{PhoneStep, ReceivedResponse, SentRequest, Stage, WxEvent},
};

/// The kinds of events of the stream: a hop, and what the stream says of itself: that it left events out, or that another
/// window has its place.
const KINDS: &[&str] = &["message", "lost", "replaced"];

impl WorkbenchState {
    /// Learns what was early, and observes from now on. Hears the server's stream once the world exists.
    pub(super) fn observe(self, early: Early) {
        let last_step_ms = StoredValue::new(0.0);
        for (at_ms, event) in early.take() {
            self.record_event(event, at_ms, last_step_ms);
        }
        self.wx.observe(move |event| self.record_event(event, timer::now_ms(), last_step_ms));
        Effect::new(move |_| document::set_root_attribute("data-stream", self.stream.get().as_deref()));
        Effect::new(move |_| {
            if early.is_in_world.get() {
                self.subscribe();
            }
        });
    }

    /// Begins to hear the server's stream. Once the world exists: the streams of one world take their places in the order in
    /// which they come, and one that waits for its world comes late. The server keeps what was earlier.
    fn subscribe(self) {
        // what the server asked WeChat, while its answer is awaited
        let wechat_path = StoredValue::new(String::new());
        let url = format!("/demo/events?world={}", self.wx.world());
        event_source::subscribe(&url, KINDS, move |kind, data| match kind {
            "message" => self.record_hop(data, wechat_path),
            kind => self.stream.set(Some(kind.to_owned())),
        });
    }

    fn record_event(self, event: WxEvent, now_ms: f64, last_step_ms: StoredValue<f64>) {
        match event {
            WxEvent::Step(phone_step, stage, value) => {
                let ms = now_ms - last_step_ms.get_value();
                last_step_ms.set_value(now_ms);
                let (number, word) = step::of_phone(phone_step);
                if stage == Stage::Began {
                    self.update_trace(|trace| trace.begin(number, ""));
                } else {
                    let step = Step::new(stage == Stage::Done, Label::new(word, value), ms, "", None);
                    // the code is awaited after the call
                    self.update_trace(|trace| trace.end(number, step, phone_step == PhoneStep::Login));
                }
            }
            WxEvent::RequestSent(request) => self.record_request(&request, now_ms),
            WxEvent::ResponseReceived { request_id, result } => {
                last_step_ms.set_value(now_ms);
                self.record_response(&request_id, result.as_ref().map_err(String::as_str), now_ms);
            }
            WxEvent::SealedData(sealed) => {
                self.sealed.set(sealed);
                crypto::explain(self);
            }
        }
    }

    fn record_request(self, request: &SentRequest, now_ms: f64) {
        if let Some(number) = step::of_path(&request.url) {
            self.update_trace(|trace| trace.begin(number, &request.id));
        }
        self.record(Call::sent(request, now_ms));
    }

    fn record_response(self, request_id: &str, result: Result<&ReceivedResponse, &str>, now_ms: f64) {
        let find = |calls: &Vec<Call>| calls.iter().rev().find(|call| call.request_id == request_id).cloned();
        let Some(call) = self.calls.with_untracked(find) else { return };
        let envelope = result.ok().and_then(|response| serde_json::from_str::<Envelope>(&response.body).ok());
        let errno = envelope.as_ref().map(|envelope| envelope.errno);
        let ms = call.respond(result, errno, now_ms);
        let Some(first) = step::of_path(&call.path) else { return };
        let outcome = match (&result, &envelope) {
            (Ok(_), Some(envelope)) => Ok((envelope.errno, envelope.errmsg.as_str())),
            (Ok(_), None) => Err("request:fail"),
            (Err(err_msg), _) => Err(*err_msg),
        };
        self.update_trace_of(request_id, |trace| trace.respond(first, outcome, ms, request_id));
        if let Ok((errno, errmsg)) = outcome
            && errno != 0
        {
            self.announce_failure(errno, errmsg);
        }
    }

    /// A hop as the server lived it. One of another window's calls is not shown here.
    fn record_hop(self, data: &str, wechat_path: StoredValue<String>) {
        let Ok(event) = serde_json::from_str::<ServerEvent>(data) else { return };
        let is_own = |calls: &Vec<Call>| calls.iter().any(|call| call.request_id == event.request);
        if !self.calls.with_untracked(is_own) {
            return;
        }
        if event.to == "wechat" {
            wechat_path.set_value(event.value.clone());
        }
        if event.from == "wechat" {
            let path = wechat_path.get_value();
            wechat_path.set_value(String::new());
            let key = self.key_of_server_call(&event.request);
            self.record(Call::of_server(key, path, event.is_ok(), event.duration_ms, data));
        }
        let Some(number) = step::number(&event.step) else { return };
        let errcode = event.errcode.filter(|errcode| *errcode != 0);
        let label = match (event.is_ok(), errcode, event.errno) {
            (false, Some(errcode), _) => Label::new("errcode", errcode.to_string()),
            (false, None, Some(errno)) => Label::new("errno", errno.to_string()),
            _ => Label::new(event.label.as_str(), event.value.as_str()),
        };
        let step = Step::new(event.is_ok(), label, event.duration_ms, &event.request, errcode);
        let is_followed = event.is_ok() && event.to != "phone";
        self.update_trace_of(&event.request, |trace| trace.end(number, step, is_followed));
    }

    /// One call of the phone may be several to WeChat: a token first, or a second try.
    fn key_of_server_call(self, request_id: &str) -> String {
        let key = server_call_key(request_id);
        let count = |calls: &Vec<Call>| calls.iter().filter(|call| call.key.starts_with(&key)).count();
        match self.calls.with_untracked(count) {
            0 => key,
            more => format!("{key}{more}"),
        }
    }
}

/// The key of the server's first call to WeChat for a call of the phone.
pub(super) fn server_call_key(request_id: &str) -> String {
    format!("{request_id}-w")
}

/// As much of our envelope as the diagram shows.
#[derive(serde::Deserialize)]
struct Envelope {
    errno: i64,
    #[serde(default)]
    errmsg: String,
}
