//! How the workbench learns: from the events of the phone, and from the server's stream of hops. Every event is a line of a run.

use leptos::{prelude::*, task::spawn_local};
use serde_json::value::RawValue;

use super::{
    call::Call, duration::whole, early::Early, inspector::crypto, json_tokens::Token, scenarios::Play,
    state::WorkbenchState,
};
use crate::{
    browser::{document, event_source, random, timer},
    trace::{self, Action, EventKind, Run, RunRecord, ServerEvent, TraceEvent, file::MAX_RUNS},
    wx::{PhoneStep, ReceivedResponse, SealedData, SentRequest, Stage, WxEvent},
};

/// The kinds of events of the stream: a hop, and what the stream says of itself: that it left events out, or that another
/// window has its place.
const KINDS: &[&str] = &["message", "lost", "replaced"];

impl WorkbenchState {
    /// Learns what was early, and observes from now on. Hears the server's stream once the world exists.
    pub(super) fn observe(self, early: Early) {
        self.restore_runs();
        for (at_ms, event) in early.take() {
            self.record_event(event, at_ms);
        }
        self.wx.observe(move |event| self.record_event(event, timer::now_ms()));
        Effect::new(move |_| document::set_root_attribute("data-stream", self.stream.get().as_deref()));
        Effect::new(move |_| {
            if early.is_in_world.get() {
                self.subscribe();
            }
        });
        // another phone shows its own last run
        Effect::new(move |before: Option<String>| {
            let phone_id = self.wx.phone_id_tracked();
            if before.is_some_and(|before| before != phone_id) {
                self.selected_run.set(None);
            }
            phone_id
        });
    }

    /// Begins to hear the server's stream. Once the world exists: the streams of one world take their places in the order in
    /// which they come, and one that waits for its world comes late. The server keeps what was earlier.
    fn subscribe(self) {
        let url = format!("/demo/events?world={}", self.wx.world());
        event_source::subscribe(&url, KINDS, move |kind, data| match kind {
            "message" => self.record_hop(data),
            kind => self.stream.set(Some(kind.to_owned())),
        });
    }

    fn record_event(self, event: WxEvent, now_ms: f64) {
        match event {
            WxEvent::Step(phone_step, stage, value) => {
                let (step, word) = of_phone(phone_step);
                let kind = match stage {
                    Stage::Began => EventKind::Began,
                    Stage::Done => EventKind::Done,
                    Stage::Failed => EventKind::Failed,
                };
                let number = trace::number(step).unwrap_or_default();
                let (step, word) = (step.to_owned(), word.to_owned());
                self.push_step(number, now_ms, TraceEvent { kind, step, word, value, ..TraceEvent::default() });
            }
            WxEvent::RequestSent(request) => self.record_request(&request, now_ms),
            WxEvent::ResponseReceived { request_id, result } => {
                self.record_response(&request_id, result.as_ref().map_err(String::as_str), now_ms);
            }
            WxEvent::SealedData(sealed) => self.record_key(sealed),
        }
    }

    fn record_request(self, request: &SentRequest, now_ms: f64) {
        let call = Call::sent(request, now_ms);
        let event = TraceEvent {
            kind: EventKind::Sent,
            request: request.id.clone(),
            method: call.method.clone(),
            url: call.path.clone(),
            headers: call.request.headers.clone(),
            body: text(&call.request.body),
            ..TraceEvent::default()
        };
        if let Some(number) = trace::of_path(&request.url) {
            self.push_step(number, now_ms, event);
        } else if let Some(number) = trace::of_native_call(&request.url).first() {
            self.push_to_step(*number, now_ms, event);
        }
        self.record(call);
    }

    fn record_response(self, request_id: &str, result: Result<&ReceivedResponse, &str>, now_ms: f64) {
        let find = |calls: &Vec<Call>| calls.iter().rev().find(|call| call.request_id == request_id).cloned();
        let Some(call) = self.calls.with_untracked(find) else { return };
        let envelope = result.ok().and_then(|response| serde_json::from_str::<Envelope>(&response.body).ok());
        let errno = envelope.as_ref().map(|envelope| envelope.errno);
        call.respond(result, errno, now_ms);
        let message =
            call.response.with_untracked(|response| response.as_ref().map(|response| response.message.clone()));
        let message = message.unwrap_or_default();
        let errmsg = envelope.map(|envelope| envelope.errmsg).unwrap_or_default();
        let event = TraceEvent {
            kind: EventKind::Received,
            request: request_id.to_owned(),
            status: result.ok().map(|response| response.status),
            value: result.err().unwrap_or_default().to_owned(),
            headers: message.headers,
            body: text(&message.body),
            errno,
            errmsg: errmsg.clone(),
            ..TraceEvent::default()
        };
        self.push_to_call(now_ms, event);
        if let Some(errno) = errno.filter(|errno| *errno != 0 && trace::of_path(&call.path).is_some()) {
            self.announce_failure(errno, &errmsg);
        }
    }

    /// The fingerprint of the key that WeChat has sealed the data with: beside those that the server tries it explains a failure.
    fn record_key(self, sealed: SealedData) {
        let step = if sealed.signature.is_empty() { "enc" } else { "profile" };
        let number = trace::number(step).unwrap_or_default();
        spawn_local(async move {
            let Some(value) = crypto::fingerprint(self.wx, &sealed).await else { return };
            self.push_to_step(
                number,
                timer::now_ms(),
                TraceEvent { kind: EventKind::Key, value, ..TraceEvent::default() },
            );
        });
    }

    /// A hop as the server lived it. One of another window's calls is not shown here.
    fn record_hop(self, data: &str) {
        let Ok(event) = serde_json::from_str::<ServerEvent>(data) else { return };
        let is_own = |calls: &Vec<Call>| calls.iter().any(|call| call.request_id == event.request);
        if !self.calls.with_untracked(is_own) {
            return;
        }
        if event.to == "wechat" {
            let key = self.key_of_server_call(&event.request);
            self.record(Call::to_wechat(key, data, timer::now_ms()));
        }
        if event.from == "wechat" {
            let key = server_call_key(&event.request);
            let is_awaited = |call: &&Call| call.key.starts_with(&key) && call.is_awaited();
            if let Some(call) = self.calls.with_untracked(|calls| calls.iter().find(is_awaited).cloned()) {
                call.respond_of_wechat(data);
            }
        }
        let hop = RawValue::from_string(data.to_owned()).ok();
        let event = TraceEvent { kind: EventKind::Hop, request: event.request, hop, ..TraceEvent::default() };
        self.push_to_call(timer::now_ms(), event);
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

    /// Step `number` of the phone in view is taken: in the run in which it is under way, else in the last one if that goes on with it,
    /// else in a new one.
    fn push_step(self, number: usize, now_ms: f64, event: TraceEvent) {
        let phone = self.wx.phone_id();
        let is_begin = event.kind == EventKind::Began;
        self.runs.update(|runs| {
            let under_way = runs.iter().rposition(|run| !is_begin && !run.is_closed && run.trace.is_under_way(number));
            let last = runs.iter().rposition(|run| run.record.phone == phone);
            let going_on = last.filter(|at| runs.get(*at).is_some_and(|run| run.goes_on_with(number)));
            let place = under_way.or(going_on);
            if place.is_none() {
                if runs.len() >= MAX_RUNS {
                    runs.remove(0);
                }
                runs.push(self.new_run(phone, number, now_ms));
            }
            let place = place.unwrap_or(runs.len() - 1);
            if let Some(run) = runs.get_mut(place) {
                push(run, now_ms, event);
            }
        });
    }

    /// Something is told of step `number`, which the last run has taken.
    fn push_to_step(self, number: usize, now_ms: f64, event: TraceEvent) {
        let phone = self.wx.phone_id();
        self.runs.update(|runs| {
            let is_its_run =
                |run: &&mut Run| run.record.phone == phone && !run.is_closed && run.action().includes(number);
            if let Some(run) = runs.iter_mut().rev().find(is_its_run) {
                push(run, now_ms, event);
            }
        });
    }

    fn new_run(self, phone: String, number: usize, now_ms: f64) -> Run {
        // what is new is looked at
        self.selected_run.set(None);
        self.selected_step.set(None);
        let action = Action::of_step(number).id().to_owned();
        let (id, demo, started) = (random::hex(4), self.play.with_untracked(Play::title), timer::epoch_ms());
        Run::new(RunRecord { id, action, demo, phone, started, events: Vec::new() }, now_ms)
    }

    /// An event of the run that its call belongs to, which may be that of a phone that was put away meanwhile.
    fn push_to_call(self, now_ms: f64, event: TraceEvent) {
        let has_call = |run: &Run| run.has_request(&event.request);
        // a call that is no step belongs to no run
        if self.runs.with_untracked(|runs| runs.iter().any(has_call)) {
            self.runs.update(|runs| {
                if let Some(run) = runs.iter_mut().rev().find(|run| run.has_request(&event.request)) {
                    push(run, now_ms, event);
                }
            });
        }
    }
}

/// The step that the phone takes, and what stands on its arrow.
fn of_phone(step: PhoneStep) -> (&'static str, &'static str) {
    match step {
        PhoneStep::Profile => ("profile", "wx.getUserProfile"),
        PhoneStep::Login => ("login", "wx.login()"),
        PhoneStep::Code => ("code", "code"),
        PhoneStep::Storage => ("storage", "wx.setStorageSync"),
        PhoneStep::Encrypted => ("enc", "encryptedData"),
        PhoneStep::PhoneCode => ("enc", "code"),
        PhoneStep::Clear => ("clear", "wx.removeStorageSync"),
    }
}

/// Adds an event that happens at `now_ms` since the page was opened.
fn push(run: &mut Run, now_ms: f64, event: TraceEvent) {
    let at = whole((now_ms - run.began_ms) * 10.0);
    run.push(TraceEvent { at, ..event });
}

/// The text that is shown as `tokens`.
fn text(tokens: &[Token]) -> String {
    tokens.iter().map(|token| token.text.as_str()).collect()
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

#[cfg(test)]
mod tests {
    use super::{of_phone, trace};
    use crate::wx::PhoneStep;

    #[test]
    fn every_step_of_the_phone_is_one_of_the_flow() {
        for step in [
            PhoneStep::Profile,
            PhoneStep::Login,
            PhoneStep::Code,
            PhoneStep::Storage,
            PhoneStep::Encrypted,
            PhoneStep::PhoneCode,
            PhoneStep::Clear,
        ] {
            assert!(trace::number(of_phone(step).0).is_some(), "{step:?}");
        }
    }
}
