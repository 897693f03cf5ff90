//! A run: what one action of the user set going, from the first step to the last. Its events are kept, and everything else is
//! computed from them. Pure.

use serde::{Deserialize, Serialize};

use super::{
    action::{self, Action},
    event::{EventKind, TraceEvent},
    progress::{Label, Status, Step, Trace},
    server_event::{Decryption, ServerEvent, Signature, Watermark},
    step::{self, STEPS},
};

use crate::text::Lang;

/// How many events a run keeps; one that goes on longer is cut.
const MAX_EVENTS: usize = 200;

/// A run as a file has it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RunRecord {
    /// Identifies it in this browser.
    pub id: String,
    /// [`Action::id`]
    pub action: String,
    /// The demo that it is a part of, in Chinese and in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub demo: Option<(String, String)>,
    /// Whose phone: user and device.
    pub phone: String,
    /// When it began, in ms of the Unix epoch.
    pub started: u64,
    /// In the order in which they came.
    pub events: Vec<TraceEvent>,
}

/// What the server and WeChat did with keys in a run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evidence {
    /// The last attempt to decrypt.
    pub decryption: Option<Decryption>,
    /// The last check of a watermark.
    pub watermark: Option<Watermark>,
    /// The last check of a signature.
    pub signature: Option<Signature>,
    /// The fingerprint of the key that WeChat sealed the data with.
    pub wechat_key: String,
}

/// A run.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// What is kept of it.
    pub record: RunRecord,
    /// How far its steps are.
    pub trace: Trace,
    /// What was done with keys.
    pub evidence: Evidence,
    /// When it began, in ms since the page was opened.
    pub began_ms: f64,
    /// It was read from a file or the last page: what the server still tells of it is not its own.
    pub is_closed: bool,
}

impl Run {
    /// A run that begins now.
    pub fn new(record: RunRecord, began_ms: f64) -> Self {
        Self { record, began_ms, ..Self::default() }
    }

    /// A run as it was.
    pub fn restore(record: RunRecord) -> Self {
        let events = record.events.clone();
        let mut run = Self::new(RunRecord { events: Vec::new(), ..record }, 0.0);
        events.into_iter().for_each(|event| run.push(event));
        run.is_closed = true;
        run
    }

    /// What the user did.
    pub fn action(&self) -> Action {
        Action::parse(&self.record.action)
    }

    /// What it is called: `密钥已轮换 · 绑定手机号 · lin/A · 18:40:07 · errno 715`, with the `moment` when it began.
    pub fn title(&self, lang: Lang, moment: String) -> String {
        let demo = self.record.demo.as_ref().map(|(zh, en)| if lang == Lang::En { en.clone() } else { zh.clone() });
        let errno = self.errno().map(|errno| format!("errno {errno}"));
        let name = self.action().name().get(lang).to_owned();
        let parts = [demo, Some(name), Some(self.record.phone.clone()), Some(moment), errno];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// Whether step `number` of the same phone goes on with this run, and does not begin another. What is written to the storage
    /// belongs to what was done last: the frame of an opened mini-program tells of it late, and a refused token is cleared.
    pub fn goes_on_with(&self, number: usize) -> bool {
        let can_be_next = if action::is_storage(number) {
            self.trace.step(number).status == Status::Ghost
        } else {
            self.trace.is_before(number) && !self.trace.is_failed()
        };
        !self.is_closed && !action::begins_run(number) && self.action().includes(number) && can_be_next
    }

    /// Whether a call is part of it.
    pub fn has_request(&self, request_id: &str) -> bool {
        !self.is_closed && self.record.events.iter().any(|event| event.request == request_id)
    }

    /// How long it took so far, in ms.
    pub fn ms(&self) -> f64 {
        f64::from(self.record.events.last().map_or(0, |event| event.at)) / 10.0
    }

    /// The errno of the last call that was refused.
    pub fn errno(&self) -> Option<i64> {
        self.record.events.iter().rev().find_map(|event| event.errno).filter(|errno| *errno != 0)
    }

    /// Keeps an event, and what follows from it.
    pub fn push(&mut self, event: TraceEvent) {
        if self.record.events.len() >= MAX_EVENTS {
            return;
        }
        let before = self.record.events.last().map_or(0, |event| event.at);
        let ms = f64::from(event.at.saturating_sub(before)) / 10.0;
        match event.kind {
            EventKind::Began | EventKind::Done | EventKind::Failed => self.take_step(&event, ms),
            EventKind::Sent => {
                step::of_native_call(&event.url).iter().for_each(|step| self.trace.set_request(*step, &event.request));
                if let Some(number) = step::of_path(&event.url) {
                    self.trace.begin(number, &event.request);
                }
            }
            EventKind::Received => self.receive(&event, ms),
            EventKind::Hop => self.hop(&event),
            EventKind::Key => self.evidence.wechat_key.clone_from(&event.value),
        }
        self.record.events.push(event);
    }

    fn take_step(&mut self, event: &TraceEvent, ms: f64) {
        let Some(number) = step::number(&event.step) else { return };
        if event.kind == EventKind::Began {
            self.trace.begin(number, "");
        } else {
            let is_done = event.kind == EventKind::Done;
            let step = Step::new(is_done, Label::new(event.word.as_str(), event.value.as_str()), ms, "", None);
            // the code is awaited after the call
            self.trace.end(number, step, is_done && event.step == "login");
        }
    }

    fn receive(&mut self, event: &TraceEvent, ms: f64) {
        let sent = |sent: &&TraceEvent| sent.kind == EventKind::Sent && sent.request == event.request;
        let Some(first) = self.record.events.iter().find(sent).and_then(|sent| step::of_path(&sent.url)) else {
            return;
        };
        let outcome = match event.errno {
            Some(errno) => Ok((errno, event.errmsg.as_str())),
            None if event.value.is_empty() => Err("request:fail"),
            None => Err(event.value.as_str()),
        };
        self.trace.respond(first, outcome, ms, &event.request);
    }

    fn hop(&mut self, event: &TraceEvent) {
        let Some(Ok(hop)) = event.hop.as_ref().map(|hop| serde_json::from_str::<ServerEvent>(hop.get())) else {
            return;
        };
        if let Some(detail) = hop.detail {
            self.evidence.decryption = detail.decryption.or(self.evidence.decryption.take());
            self.evidence.watermark = detail.watermark.or(self.evidence.watermark.take());
            self.evidence.signature = detail.signature.or(self.evidence.signature.take());
        }
        let Some(number) = step::number(&hop.step) else { return };
        let is_ok = hop.outcome != "error";
        let errcode = hop.errcode.filter(|errcode| *errcode != 0);
        let label = match (is_ok, errcode, hop.errno) {
            (false, Some(errcode), _) => Label::new("errcode", errcode.to_string()),
            (false, None, Some(errno)) => Label::new("errno", errno.to_string()),
            _ => Label::new(hop.label, hop.value),
        };
        let is_followed = is_ok && hop.to != "phone" && number + 1 < STEPS.len();
        self.trace.end(number, Step::new(is_ok, label, hop.duration_ms, &event.request, errcode), is_followed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(text: &str) -> TraceEvent {
        serde_json::from_str(text).unwrap()
    }

    /// A bindPhone that fails because of a rotated key.
    fn stale_key() -> Run {
        let record = RunRecord { action: "bind".into(), phone: "lin/A".into(), ..RunRecord::default() };
        let mut run = Run::new(record, 0.0);
        for text in [
            r#"{"kind":"began","step":"enc"}"#,
            r#"{"at":20,"kind":"done","step":"enc","word":"encryptedData","value":"176 B"}"#,
            r#"{"at":21,"kind":"key","value":"3fa9c1d2"}"#,
            r#"{"at":22,"kind":"sent","request":"r","method":"POST","url":"/oapro/wx/auth/bindPhone"}"#,
            r#"{"at":30,"kind":"hop","request":"r","hop":{"step":"bind","from":"phone","to":"server","label":"POST","outcome":"ok","duration_ms":0.5}}"#,
            r#"{"at":40,"kind":"hop","request":"r","hop":{"step":"decrypt","from":"server","to":"server","outcome":"error","duration_ms":0.4,
                "detail":{"decryption":{"keys":[{"fingerprint":"77aa01bc","failedAt":"padding"}],"steps":[{"step":"base64","ok":true}]}}}}"#,
            r#"{"at":50,"kind":"received","request":"r","status":200,"errno":715,"errmsg":"登录态已失效"}"#,
        ] {
            run.push(event(text));
        }
        run
    }

    #[test]
    fn a_run_is_computed_from_its_events() {
        let run = stale_key();
        assert_eq!(run.trace.step(12).ms, Some(2.0));
        assert_eq!((run.trace.step(14).status, run.trace.step(18).status), (Status::Error, Status::Error));
        assert_eq!((run.errno(), run.ms().to_string()), (Some(715), "5".to_owned()));
        let decryption = run.evidence.decryption.as_ref().unwrap();
        assert_eq!(decryption.keys[0].fingerprint, "77aa01bc");
        assert_eq!(run.evidence.wechat_key, "3fa9c1d2");
        assert!(!run.goes_on_with(13), "a run that failed is over");
    }

    #[test]
    fn a_run_that_is_written_and_read_is_the_same() {
        let run = stale_key();
        let text = serde_json::to_string(&run.record).unwrap();
        let again = Run::restore(serde_json::from_str(&text).unwrap());
        assert_eq!(serde_json::to_string(&again.record).unwrap(), text);
        assert!(!again.has_request("r"), "nothing more is told of it");
        assert_eq!((again.trace, again.evidence), (run.trace, run.evidence));
    }

    #[test]
    fn a_run_is_bounded() {
        let mut run = Run::default();
        (0..2 * MAX_EVENTS).for_each(|_| run.push(TraceEvent::default()));
        assert_eq!(run.record.events.len(), MAX_EVENTS);
    }

    #[test]
    fn a_login_goes_on_with_its_first_call_and_a_second_is_another_run() {
        let mut run = Run::new(RunRecord { action: "login".into(), ..RunRecord::default() }, 0.0);
        run.push(event(r#"{"kind":"done","step":"code"}"#));
        assert!(run.goes_on_with(3) && run.goes_on_with(9) && !run.goes_on_with(0) && !run.goes_on_with(1));
        run.push(event(r#"{"kind":"done","step":"counts"}"#));
        assert!(!run.goes_on_with(9) && !run.goes_on_with(3));
        assert!(run.goes_on_with(8), "the storage may be told of late");
    }
}
