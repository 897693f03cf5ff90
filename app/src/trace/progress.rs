//! How far each step of a run got. Pure.

use super::step::{COUNT, LOGOUT, OPENID, PHASES, PHONE_INFO, response_of};

/// The state of a step, as the style sheet names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    /// Not taken.
    #[default]
    Ghost,
    /// Under way.
    Now,
    /// Done.
    Done,
    /// Failed.
    Error,
}

impl Status {
    /// As the style sheet names it.
    pub const fn name(self) -> &'static str {
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
pub struct Label {
    /// Such as `openid`.
    pub word: String,
    /// Masked.
    pub value: String,
}

impl Label {
    /// A word and a value.
    pub fn new(word: impl Into<String>, value: impl Into<String>) -> Self {
        Self { word: word.into(), value: value.into() }
    }
}

/// Why a call failed, as its response says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Of our server.
    pub errno: i64,
    /// Of our server.
    pub errmsg: String,
    /// WeChat's own number, where it gave one.
    pub errcode: Option<i64>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Step {
    /// How far it is.
    pub status: Status,
    /// What stands on its arrow.
    pub label: Label,
    /// How long it took, in ms: since the step before it, where both were observed.
    pub ms: Option<f64>,
    /// What is explained under it.
    pub failure: Option<Failure>,
    errcode: Option<i64>,
    /// The call that it belongs to.
    pub request_id: String,
}

impl Step {
    /// A hop that succeeded or did not, with WeChat's number if there is one.
    pub fn new(is_ok: bool, label: Label, ms: f64, request_id: &str, errcode: Option<i64>) -> Self {
        let status = if is_ok { Status::Done } else { Status::Error };
        Self { status, label, ms: Some(ms), failure: None, errcode, request_id: request_id.to_owned() }
    }
}

/// The response of a call as the phone got it: errno and errmsg, or the errMsg where there is none.
pub type Outcome<'a> = Result<(i64, &'a str), &'a str>;

/// All steps. What follows from them does not depend on the order in which the phone's events and the server's hops come.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Trace {
    steps: [Step; COUNT],
    /// The calls that have ended.
    ended: Vec<EndedCall>,
}

/// A call that has ended.
#[derive(Debug, Clone, PartialEq)]
struct EndedCall {
    /// Its first step.
    first: usize,
    /// errno and errmsg of a refusal.
    refusal: Option<(i64, String)>,
    ms: f64,
    request_id: String,
}

impl Trace {
    /// A step by its number.
    pub fn step(&self, number: usize) -> Step {
        self.steps.get(number).cloned().unwrap_or_default()
    }

    /// Whether step `number` can be the next: nothing from it on was taken yet.
    pub fn is_before(&self, number: usize) -> bool {
        self.steps.iter().skip(number).all(|step| step.status == Status::Ghost)
    }

    /// Whether step `number` is under way.
    pub fn is_under_way(&self, number: usize) -> bool {
        self.steps.get(number).is_some_and(|step| step.status == Status::Now)
    }

    /// A step is under way.
    pub fn begin(&mut self, number: usize, request_id: &str) {
        if let Some(step) = self.steps.get_mut(number) {
            step.status = Status::Now;
            request_id.clone_into(&mut step.request_id);
        }
    }

    /// The call that a step of the phone is.
    pub fn set_request(&mut self, number: usize, request_id: &str) {
        if let Some(step) = self.steps.get_mut(number) {
            request_id.clone_into(&mut step.request_id);
        }
    }

    /// A step is done, or failed. The next one of the same action is awaited then, where `is_followed`; one that was awaited
    /// before it was left out.
    pub fn end(&mut self, number: usize, step: Step, is_followed: bool) {
        self.steps
            .iter_mut()
            .take(number)
            .filter(|step| step.status == Status::Now)
            .for_each(|step| *step = Step::default());
        let is_over = self.ended.iter().any(|call| (call.first..=response_of(call.first)).contains(&number));
        if let Some(place) = self.steps.get_mut(number) {
            let request_id =
                if step.request_id.is_empty() { place.request_id.clone() } else { step.request_id.clone() };
            *place = Step { request_id: request_id.clone(), ..step };
            let is_followed = is_followed && !is_over;
            if let Some(next) =
                self.steps.get_mut(number + 1).filter(|next| is_followed && next.status == Status::Ghost)
            {
                next.status = Status::Now;
                next.request_id = request_id;
            }
        }
        self.explain_refusals();
    }

    /// The call that began with step `first` has ended.
    pub fn respond(&mut self, first: usize, outcome: Outcome<'_>, ms: f64, request_id: &str) {
        let last = response_of(first);
        for step in self.steps.iter_mut().take(last + 1).skip(first) {
            if step.status == Status::Now {
                *step = Step::default(); // nothing more is coming
            }
        }
        if let Err(err_msg) = outcome
            && let Some(step) = self.steps.get_mut(first)
        {
            *step = Step::new(false, Label::new("", err_msg), ms, request_id, None);
        }
        let refusal = outcome.ok().filter(|(errno, _)| *errno != 0);
        let refusal = refusal.map(|(errno, errmsg)| (errno, errmsg.to_owned()));
        self.ended.push(EndedCall { first, refusal, ms, request_id: request_id.to_owned() });
        self.explain_refusals();
        // without the server's stream the phone still knows that it sent the call
        if let Some(step) = self.steps.get_mut(first).filter(|step| step.status == Status::Ghost) {
            step.status = Status::Done;
            request_id.clone_into(&mut step.request_id);
        }
    }

    /// A refusal turns the response red, and is explained under WeChat's refusal where there is one.
    fn explain_refusals(&mut self) {
        for EndedCall { first, refusal, ms, request_id } in &self.ended {
            let (Some((errno, errmsg)), last) = (refusal, response_of(*first)) else { continue };
            let response = if *first == LOGOUT { LOGOUT } else { last };
            if let Some(step) = self.steps.get_mut(response) {
                // the server's own time for it, where its hop was told
                let ms = step.ms.unwrap_or(*ms);
                *step = Step::new(false, Label::new("errno", errno.to_string()), ms, request_id, None);
            }
            let steps = self.steps.iter_mut().enumerate().take(last + 1).skip(*first);
            let mut of_wechat = None;
            for (number, step) in steps {
                step.failure = None;
                let is_refused =
                    step.errcode.is_some() || (matches!(number, OPENID | PHONE_INFO) && step.status == Status::Error);
                of_wechat = of_wechat.or(is_refused.then_some((number, step.errcode)));
            }
            let (explained, errcode) = of_wechat.unwrap_or((response, None));
            if let Some(step) = self.steps.get_mut(explained) {
                step.failure = Some(Failure { errno: *errno, errmsg: errmsg.clone(), errcode });
            }
        }
    }

    /// The state of a phase: it is done with its last step, whichever the run took before.
    pub fn phase(&self, phase: usize) -> Status {
        let Some(phase) = PHASES.get(phase) else { return Status::Ghost };
        let statuses = || self.steps.iter().take(phase.end).skip(phase.first).map(|step| step.status);
        if statuses().any(|status| status == Status::Error) {
            Status::Error
        } else if statuses().next_back() == Some(Status::Done) {
            Status::Done
        } else if statuses().any(|status| status != Status::Ghost) {
            Status::Now
        } else {
            Status::Ghost
        }
    }

    /// Whether anything failed.
    pub fn is_failed(&self) -> bool {
        self.steps.iter().any(|step| step.status == Status::Error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done() -> Step {
        Step::new(true, Label::new("x", ""), 1.0, "r", None)
    }

    #[test]
    fn a_phase_is_done_with_its_last_step() {
        let mut trace = Trace::default();
        trace.end(1, done(), true); // a login without a profile
        assert_eq!((trace.phase(0), trace.step(2).status), (Status::Now, Status::Now));
        trace.end(2, done(), false);
        assert_eq!((trace.phase(0), trace.phase(1)), (Status::Done, Status::Ghost));
        assert!(trace.is_before(3) && !trace.is_before(2));
    }

    #[test]
    fn what_was_awaited_and_left_out_is_ghost() {
        let mut trace = Trace::default();
        trace.end(13, done(), true);
        assert!(trace.is_under_way(14), "decryption is awaited");
        trace.end(15, done(), true); // but the number comes by code
        assert_eq!((trace.step(14).status, trace.step(16).status), (Status::Ghost, Status::Now));
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
    fn the_order_of_response_and_hops_does_not_matter() {
        let hops = |trace: &mut Trace| {
            trace.end(3, done(), true);
            trace.end(5, Step::new(false, Label::new("errcode", "40029"), 1.0, "r", Some(40_029)), false);
            trace.end(7, Step::new(false, Label::new("errcode", "40029"), 2.0, "r", Some(40_029)), false);
        };
        let respond = |trace: &mut Trace| trace.respond(3, Ok((710, "")), 9.0, "r");
        let (mut early, mut late) = (Trace::default(), Trace::default());
        early.begin(3, "r");
        late.begin(3, "r");
        hops(&mut early);
        respond(&mut early);
        respond(&mut late);
        hops(&mut late);
        assert_eq!(early, late);
        assert_eq!(late.step(7).label, Label::new("errno", "710"));
        assert_eq!((late.step(7).ms, late.step(4).status), (Some(2.0), Status::Ghost));
        assert_eq!(late.step(5).failure.and_then(|failure| failure.errcode), Some(40_029));
    }

    #[test]
    fn nothing_is_awaited_after_the_response() {
        let mut trace = Trace::default();
        trace.begin(13, "r");
        trace.end(13, done(), true);
        assert_eq!(trace.step(14).status, Status::Now);
        trace.respond(13, Ok((715, "")), 9.0, "r");
        assert_eq!(trace.step(14).status, Status::Ghost);
        assert_eq!(trace.step(18).failure.map(|failure| failure.errno), Some(715));
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
