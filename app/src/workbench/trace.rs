//! The last run of one phone: how far each step got. Pure.

use super::step::{COUNT, LOGOUT, OPENID, PHASES, end_of_action, response_of};

/// The state of a step, as the style sheet names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Status {
    #[default]
    Ghost,
    Now,
    Done,
    Error,
}

impl Status {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Ghost => "ghost",
            Self::Now => "now",
            Self::Done => "done",
            Self::Error => "error",
        }
    }
}

/// What stands on an arrow: a word, and a value that may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Label {
    pub(super) word: String,
    pub(super) value: String,
}

impl Label {
    pub(super) fn new(word: impl Into<String>, value: impl Into<String>) -> Self {
        Self { word: word.into(), value: value.into() }
    }
}

/// Why a call failed, as its response says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) errno: i64,
    pub(super) errmsg: String,
    /// WeChat's own number, where it gave one.
    pub(super) errcode: Option<i64>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Step {
    pub(super) status: Status,
    pub(super) label: Label,
    /// How long it took, in ms.
    pub(super) ms: Option<f64>,
    /// What is explained under it.
    pub(super) failure: Option<Failure>,
    errcode: Option<i64>,
    /// The call that it belongs to.
    pub(super) request_id: String,
}

impl Step {
    /// A hop that succeeded or did not, with WeChat's number if there is one.
    pub(super) fn new(is_ok: bool, label: Label, ms: f64, request_id: &str, errcode: Option<i64>) -> Self {
        let status = if is_ok { Status::Done } else { Status::Error };
        Self { status, label, ms: Some(ms), failure: None, errcode, request_id: request_id.to_owned() }
    }
}

/// The response of a call as the phone got it: errno and errmsg, or the errMsg where there is none.
pub(super) type Outcome<'a> = Result<(i64, &'a str), &'a str>;

/// All steps.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Trace([Step; COUNT]);

impl Trace {
    /// A step by its number.
    pub(super) fn step(&self, number: usize) -> Step {
        self.0.get(number).cloned().unwrap_or_default()
    }

    /// Whether a step belongs to a call.
    pub(super) fn has_request(&self, request_id: &str) -> bool {
        self.0.iter().any(|step| step.request_id == request_id)
    }

    /// A step is under way. One that begins an action clears what the last run left of it.
    pub(super) fn begin(&mut self, number: usize, request_id: &str) {
        if let Some(end) = end_of_action(number) {
            self.0.iter_mut().take(end).skip(number).for_each(|step| *step = Step::default());
        }
        if let Some(step) = self.0.get_mut(number) {
            step.status = Status::Now;
            request_id.clone_into(&mut step.request_id);
        }
    }

    /// A step is done, or failed. The next one of the same action is awaited then, where `is_followed`.
    pub(super) fn end(&mut self, number: usize, step: Step, is_followed: bool) {
        // what begins an action was cleared when it was sent; the server's event comes later
        if let Some(place) = self.0.get_mut(number) {
            let failure = place.failure.take();
            let request_id = step.request_id.clone();
            *place = Step { failure, ..step };
            if let Some(next) = self.0.get_mut(number + 1).filter(|next| is_followed && next.status == Status::Ghost) {
                next.status = Status::Now;
                next.request_id = request_id;
            }
        }
    }

    /// The call that began with step `first` has ended.
    pub(super) fn respond(&mut self, first: usize, outcome: Outcome<'_>, ms: f64, request_id: &str) {
        let last = response_of(first);
        for step in self.0.iter_mut().take(last + 1).skip(first) {
            if step.status == Status::Now {
                step.status = Status::Ghost; // nothing more is coming
            }
        }
        match outcome {
            Ok((0, _)) => {}
            Ok((errno, errmsg)) => self.fail(first, last, errno, errmsg, (ms, request_id)),
            Err(err_msg) => {
                if let Some(step) = self.0.get_mut(first) {
                    *step = Step::new(false, Label::new("", err_msg), ms, request_id, None);
                }
            }
        }
        // without the server's stream the phone still knows that it sent the call
        if let Some(step) = self.0.get_mut(first).filter(|step| step.status == Status::Ghost) {
            step.status = Status::Done;
        }
    }

    /// A refusal turns the response red, and is explained under WeChat's refusal where there is one.
    fn fail(&mut self, first: usize, last: usize, errno: i64, errmsg: &str, (ms, request_id): (f64, &str)) {
        let is_refused = |number: &usize| {
            self.0
                .get(*number)
                .is_some_and(|step| step.errcode.is_some() || (*number == OPENID && step.status == Status::Error))
        };
        let of_wechat = (first..=last).find(is_refused);
        let errcode = of_wechat.and_then(|number| self.0.get(number)?.errcode);
        let response = if first == LOGOUT { LOGOUT } else { last };
        if let Some(step) = self.0.get_mut(response) {
            *step = Step::new(false, Label::new("errno", errno.to_string()), ms, request_id, None);
        }
        if let Some(step) = self.0.get_mut(of_wechat.unwrap_or(response)) {
            step.failure = Some(Failure { errno, errmsg: errmsg.to_owned(), errcode });
        }
    }

    /// The state of a phase, from that of its steps.
    pub(super) fn phase(&self, phase: usize) -> Status {
        let Some(phase) = PHASES.get(phase) else { return Status::Ghost };
        let statuses = || self.0.iter().take(phase.end).skip(phase.first).map(|step| step.status);
        if statuses().any(|status| status == Status::Error) {
            Status::Error
        } else if statuses().all(|status| status == Status::Done) {
            Status::Done
        } else if statuses().any(|status| status != Status::Ghost) {
            Status::Now
        } else {
            Status::Ghost
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done() -> Step {
        Step::new(true, Label::new("x", ""), 1.0, "r", None)
    }

    #[test]
    fn a_second_run_clears_the_first() {
        let mut trace = Trace::default();
        for number in 0..9 {
            trace.end(number, done(), false);
        }
        assert_eq!((trace.phase(0), trace.phase(2), trace.phase(3)), (Status::Done, Status::Done, Status::Ghost));
        trace.begin(0, "");
        assert_eq!((trace.phase(0), trace.phase(1), trace.phase(2)), (Status::Now, Status::Ghost, Status::Ghost));
    }

    #[test]
    fn a_failure_stands_where_it_is_explained() {
        let mut trace = Trace::default();
        trace.begin(3, "r");
        trace.end(5, Step::new(false, Label::default(), 1.0, "r", Some(40_163)), false);
        trace.respond(3, Ok((711, "登录凭证已被使用")), 9.0, "r");
        let failure = trace.step(5).failure.unwrap();
        assert_eq!((failure.errno, failure.errcode), (711, Some(40_163)));
        assert_eq!(trace.step(7).status, Status::Error);
        assert_eq!(trace.step(7).failure, None);
        assert_eq!(trace.step(6).status, Status::Ghost, "what was left out stays ghost");
        assert_eq!((trace.phase(1), trace.phase(2)), (Status::Error, Status::Error));
    }

    #[test]
    fn nothing_is_awaited_after_the_response() {
        let mut trace = Trace::default();
        trace.begin(13, "r");
        trace.end(13, done(), true);
        assert_eq!(trace.step(14).status, Status::Now);
        trace.respond(13, Ok((715, "")), 9.0, "r");
        assert_eq!(trace.step(14).status, Status::Ghost);
        assert_eq!(trace.step(16).failure.map(|failure| failure.errno), Some(715));
    }

    #[test]
    fn no_response_is_the_callers_failure() {
        let mut trace = Trace::default();
        trace.begin(9, "r");
        trace.respond(9, Err("request:fail"), 3.0, "r");
        assert_eq!(trace.step(9).status, Status::Error);
        assert_eq!(trace.step(9).label.value, "request:fail");
    }
}
