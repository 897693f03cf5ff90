//! Records the flow of one request: its arrival, the events of the flow, its response. Maps each to a step of the
//! diagram.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use identity::flow::{FlowDetail, FlowEvent, FlowObserver, Lane};
use serde::Serialize;
use tokio::time::Instant;

use super::EventLog;

/// The recorder of a request.
pub(crate) struct FlowRecorder {
    event_log: Arc<EventLog>,
    world: String,
    request: String,
    /// Below the base path: `auth/bindPhone`.
    path: &'static str,
    state: Mutex<State>,
}

struct State {
    /// When the previous event ended.
    last: Instant,
    /// The value of the response.
    response: String,
    /// The errcode of what failed last: WeChat's, or none of ours.
    errcode: Option<i64>,
}

/// An event in the contract's format.
#[derive(Serialize)]
struct Event<'a> {
    request: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<&'static str>,
    from: &'static str,
    to: &'static str,
    label: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    errno: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    errcode: Option<i64>,
    /// Since the request's previous event, in ms with one decimal: loopback is fast.
    duration_ms: f64,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a FlowDetail>,
}

impl FlowRecorder {
    /// Records the arrival of a request. `request` is the id that the page sent.
    pub(crate) fn new(
        event_log: Arc<EventLog>,
        world: String,
        request: String,
        method: &str,
        path: &'static str,
    ) -> Self {
        let state = State { last: Instant::now(), response: String::new(), errcode: None };
        let recorder = Self { event_log, world, request, path, state: Mutex::new(state) };
        recorder.emit(Event {
            step: recorder.arrival(),
            from: "phone",
            to: "server",
            value: path.rsplit('/').next().unwrap_or_default(),
            ..recorder.event(method, 0.0)
        });
        recorder
    }

    /// Records the response.
    pub(crate) fn responded(&self, errno: i32) {
        let (duration_ms, value, errcode) = {
            let mut state = self.lock();
            (state.elapsed_ms(), std::mem::take(&mut state.response), state.errcode)
        };
        let (step, label) = match self.path {
            "auth/login_by_weixin" => (Some("token"), "token"),
            "user/index" => (Some("counts"), "errno 0"),
            "auth/bindPhone" => (Some("phone"), "phone"),
            _ => (None, "errno 0"),
        };
        let response = Event { step, to: "phone", errno: Some(errno), ..self.event(label, duration_ms) };
        self.emit(match errno {
            0 => Event { value: &value, ..response },
            _ => Event { label: "errno", errcode, outcome: "error", ..response },
        });
    }

    /// The diagram's step for the arrival of the request.
    fn arrival(&self) -> Option<&'static str> {
        match self.path {
            "auth/login_by_weixin" => Some("post"),
            "user/index" => Some("index"),
            "auth/bindPhone" => Some("bind"),
            "auth/logout" => Some("logout"),
            _ => None,
        }
    }

    /// The diagram's step for an event of the flow. Events without a step still appear in the list of calls.
    fn step(&self, event: &FlowEvent) -> Option<&'static str> {
        match (self.path, event.kind) {
            ("auth/login_by_weixin", "jscode2session") if event.to == Lane::WeChat => Some("j2s"),
            ("auth/login_by_weixin", "jscode2session") => Some("openid"),
            ("auth/login_by_weixin", "signed-in") => Some("upsert"),
            ("user/index", "authenticated") => Some("lookup"),
            ("auth/bindPhone", "getuserphonenumber") if event.to == Lane::WeChat => Some("phonecode"),
            ("auth/bindPhone", "getuserphonenumber") => Some("phoneinfo"),
            ("auth/bindPhone", "decrypted") => Some("decrypt"),
            // a successful check shows less than what was checked, which the diagram shows in the same place
            ("auth/bindPhone", "checked") if !event.ok => Some("decrypt"),
            ("auth/bindPhone", "response-checked") if !event.ok => Some("phoneinfo"),
            ("auth/bindPhone", "bound") => Some("save"),
            ("auth/logout", "ended") => Some("revoke"),
            _ => None,
        }
    }

    fn event<'a>(&'a self, label: &'a str, duration_ms: f64) -> Event<'a> {
        Event {
            request: &self.request,
            step: None,
            from: "server",
            to: "server",
            label,
            value: "",
            errno: None,
            errcode: None,
            duration_ms,
            outcome: "ok",
            detail: None,
        }
    }

    fn emit(&self, event: Event<'_>) {
        // strings and numbers always serialize
        self.event_log.push(&self.world, &serde_json::to_string(&event).unwrap_or_default());
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The ms since the previous event, with one decimal; restarts the measurement.
    fn elapsed_ms(&mut self) -> f64 {
        let now = Instant::now();
        let ms = now.duration_since(std::mem::replace(&mut self.last, now)).as_secs_f64() * 1000.0;
        (ms * 10.0).round() / 10.0
    }
}

impl FlowObserver for FlowRecorder {
    fn event(&self, event: FlowEvent) {
        let duration_ms = {
            let mut state = self.lock();
            if !event.ok || event.from == Lane::WeChat {
                state.errcode = event.errcode;
            }
            state.elapsed_ms()
        };
        self.emit(Event {
            step: self.step(&event),
            from: lane(event.from),
            to: lane(event.to),
            value: &event.value,
            errcode: event.errcode,
            outcome: if event.ok { "ok" } else { "error" },
            detail: event.detail.as_ref(),
            ..self.event(event.label, duration_ms)
        });
    }

    fn response(&self, value: String) {
        self.lock().response = value;
    }
}

const fn lane(lane: Lane) -> &'static str {
    match lane {
        Lane::Server => "server",
        Lane::WeChat => "wechat",
        Lane::Database => "database",
    }
}
