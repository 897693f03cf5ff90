//! Listens to one request: its arrival, the hops of the flow, its answer. Knows which step of the diagram each is.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use identity::hops::{Hop, Lane, Watcher};
use serde::Serialize;
use tokio::time::Instant;

use super::Rings;

/// A request's ear.
pub(crate) struct Ear {
    rings: Arc<Rings>,
    world: String,
    request: String,
    /// Below the base path: `auth/bindPhone`.
    path: String,
    heard: Mutex<Heard>,
}

struct Heard {
    /// When the hop before ended.
    last: Instant,
    started: Instant,
    /// What the answer carries.
    answer: String,
    /// What WeChat said when it refused.
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
    /// A request arrives. `request` is the id that the page sent, or ours.
    pub(crate) fn new(rings: Arc<Rings>, world: String, request: String, method: &str, path: &str) -> Self {
        let now = Instant::now();
        let heard = Heard { last: now, started: now, answer: String::new(), errcode: None };
        let ear = Self { rings, world, request, path: path.to_owned(), heard: Mutex::new(heard) };
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
            let value = std::mem::take(&mut heard.answer);
            (tenths(heard.started), value, heard.errcode)
        };
        let (step, label) = match self.path.as_str() {
            "auth/login_by_weixin" => (Some("token"), "token"),
            "user/index" => (Some("counts"), "errno 0"),
            "auth/bindPhone" => (Some("phone"), "phone"),
            _ => (None, ""),
        };
        self.tell(Event {
            step,
            from: "server",
            to: "phone",
            value: &value,
            errno: Some(errno),
            errcode: errcode.filter(|_| errno != 0),
            outcome: if errno == 0 { "ok" } else { "error" },
            ..self.event(label, duration_ms)
        });
    }

    /// The diagram's step for the arrival of the request.
    fn arrival(&self) -> Option<&'static str> {
        match self.path.as_str() {
            "auth/login_by_weixin" => Some("post"),
            "user/index" => Some("index"),
            "auth/bindPhone" => Some("bind"),
            "auth/logout" => Some("logout"),
            _ => None,
        }
    }

    /// The diagram's step for a hop of the flow. What the diagram does not show is still in the list of calls.
    fn step(&self, kind: &str) -> Option<&'static str> {
        match (self.path.as_str(), kind) {
            ("auth/login_by_weixin", "exchange") => Some("j2s"),
            ("auth/login_by_weixin", "exchanged") => Some("openid"),
            ("auth/login_by_weixin", "signed-in") => Some("upsert"),
            ("user/index", "authenticated") => Some("lookup"),
            ("auth/bindPhone", "decrypted" | "checked" | "exchanged") => Some("decrypt"),
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
        self.rings.push(&self.world, serde_json::to_string(&event).unwrap_or_default());
    }

    fn lock(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watcher for Ear {
    fn hop(&self, hop: Hop) {
        let duration_ms = {
            let mut heard = self.lock();
            heard.errcode = heard.errcode.or(hop.errcode);
            tenths(std::mem::replace(&mut heard.last, Instant::now()))
        };
        self.tell(Event {
            step: self.step(hop.kind),
            from: lane(hop.from),
            to: lane(hop.to),
            value: &hop.value,
            errcode: hop.errcode,
            outcome: if hop.ok { "ok" } else { "error" },
            ..self.event(hop.label, duration_ms)
        });
    }

    fn answer(&self, value: String) {
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

/// ms since then, to a tenth.
fn tenths(since: Instant) -> f64 {
    (since.elapsed().as_secs_f64() * 10_000.0).round() / 10.0
}
