//! Listens to one request: its arrival, the hops of the flow, its answer. Knows which step of the diagram each is.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use identity::flow::{FlowEvent, FlowObserver, Lane};
use serde::Serialize;
use tokio::time::Instant;

use super::Rings;

/// A request's ear.
pub(crate) struct Ear {
    rings: Arc<Rings>,
    world: String,
    request: String,
    /// Below the base path: `auth/bindPhone`.
    path: &'static str,
    heard: Mutex<Heard>,
}

struct Heard {
    /// When the hop before ended.
    last: Instant,
    /// What the answer carries.
    answer: String,
    /// What WeChat said last when it refused.
    errcode: Option<i64>,
}

/// An event, as the contract has it.
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
    /// Since the request's hop before, in ms, with a tenth: loopback is fast.
    duration_ms: f64,
    outcome: &'static str,
}

impl Ear {
    /// A request arrives. `request` is the id that the page sent.
    pub(crate) fn new(rings: Arc<Rings>, world: String, request: String, method: &str, path: &'static str) -> Self {
        let heard = Heard { last: Instant::now(), answer: String::new(), errcode: None };
        let ear = Self { rings, world, request, path, heard: Mutex::new(heard) };
        ear.tell(Event {
            step: ear.arrival(),
            from: "phone",
            to: "server",
            value: path.rsplit('/').next().unwrap_or_default(),
            ..ear.event(method, 0.0)
        });
        ear
    }

    /// The answer leaves.
    pub(crate) fn answered(&self, errno: i32) {
        let (duration_ms, value, errcode) = {
            let mut heard = self.lock();
            (heard.lap(), std::mem::take(&mut heard.answer), heard.errcode)
        };
        let (step, label) = match self.path {
            "auth/login_by_weixin" => (Some("token"), "token"),
            "user/index" => (Some("counts"), "errno 0"),
            "auth/bindPhone" => (Some("phone"), "phone"),
            _ => (None, "errno 0"),
        };
        let answer = Event { step, to: "phone", errno: Some(errno), ..self.event(label, duration_ms) };
        self.tell(match errno {
            0 => Event { value: &value, ..answer },
            _ => Event { label: "errno", errcode, outcome: "error", ..answer },
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

    /// The diagram's step for a hop of the flow. What the diagram does not show is still in the list of calls.
    fn step(&self, hop: &FlowEvent) -> Option<&'static str> {
        match (self.path, hop.kind) {
            ("auth/login_by_weixin", "jscode2session") if hop.to == Lane::WeChat => Some("j2s"),
            ("auth/login_by_weixin", "jscode2session") => Some("openid"),
            ("auth/login_by_weixin", "signed-in") => Some("upsert"),
            ("user/index", "authenticated") => Some("lookup"),
            ("auth/bindPhone", "getuserphonenumber") if hop.from == Lane::WeChat => Some("decrypt"),
            ("auth/bindPhone", "decrypted") => Some("decrypt"),
            // one that holds says less than what was decrypted, which the diagram shows in the same place
            ("auth/bindPhone", "checked") if !hop.ok => Some("decrypt"),
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
        }
    }

    fn tell(&self, event: Event<'_>) {
        // strings and numbers become JSON whatever they are
        self.rings.push(&self.world, &serde_json::to_string(&event).unwrap_or_default());
    }

    fn lock(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Heard {
    /// ms since the hop before, to a tenth, and the next one counts from here.
    fn lap(&mut self) -> f64 {
        let now = Instant::now();
        let ms = now.duration_since(std::mem::replace(&mut self.last, now)).as_secs_f64() * 1000.0;
        (ms * 10.0).round() / 10.0
    }
}

impl FlowObserver for Ear {
    fn event(&self, hop: FlowEvent) {
        let duration_ms = {
            let mut heard = self.lock();
            heard.errcode = hop.errcode.or(heard.errcode);
            heard.lap()
        };
        self.tell(Event {
            step: self.step(&hop),
            from: lane(hop.from),
            to: lane(hop.to),
            value: &hop.value,
            errcode: hop.errcode,
            outcome: if hop.ok { "ok" } else { "error" },
            ..self.event(hop.label, duration_ms)
        });
    }

    fn response(&self, value: String) {
        self.lock().answer = value;
    }
}

const fn lane(lane: Lane) -> &'static str {
    match lane {
        Lane::Server => "server",
        Lane::WeChat => "wechat",
        Lane::Database => "database",
    }
}
