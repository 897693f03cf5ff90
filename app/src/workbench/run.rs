//! The last run of one phone: how far each step got. Pure.

use super::{
    advice, markup,
    steps::{OPENID, PHASES, answer_of, end_of},
};

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

/// A step.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Step {
    pub(super) status: Status,
    /// What is said on the line: HTML.
    pub(super) lit: String,
    /// How long it took, in ms.
    pub(super) ms: Option<f64>,
    /// The box under it, where it explains a failure: HTML.
    pub(super) failure: String,
    /// WeChat's own number, where it gave one.
    errcode: Option<i64>,
    /// The call that it belongs to.
    pub(super) request: String,
}

/// All steps.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Run(pub(super) [Step; 20]);

impl Run {
    /// A step is under way. One that begins an action clears what the last run left of it.
    pub(super) fn begin(&mut self, number: usize, request: &str) {
        if let Some(end) = end_of(number) {
            self.clear(number, end);
        }
        if let Some(step) = self.0.get_mut(number) {
            step.status = Status::Now;
            request.clone_into(&mut step.request);
        }
    }

    /// A step is done, or failed. The next one of the same action is awaited then, where `more` is to come.
    pub(super) fn end(&mut self, number: usize, step: Step, more: bool) {
        // what begins an action was cleared when it was sent; the server's word comes later
        if let Some(place) = self.0.get_mut(number) {
            let failure = std::mem::take(&mut place.failure);
            let request = step.request.clone();
            *place = Step { failure, ..step };
            if let Some(next) = self.0.get_mut(number + 1).filter(|next| more && next.status == Status::Ghost) {
                next.status = Status::Now;
                next.request = request;
            }
        }
    }

    /// The answer of the call that began with step `first`, as the phone got it: `Err` is the errMsg where there is none.
    pub(super) fn answer(&mut self, first: usize, answer: Result<(i64, &str), &str>, ms: f64, request: &str) {
        let last = answer_of(first);
        for step in self.0.iter_mut().take(last + 1).skip(first) {
            if step.status == Status::Now {
                step.status = Status::Ghost; // nothing more is coming
            }
        }
        let wanting = |step: &Step| matches!(step.status, Status::Ghost | Status::Now);
        let fill = |step: &mut Step, status, lit: String| {
            *step = Step { status, lit, ms: Some(ms), request: request.to_owned(), ..Step::default() };
        };
        match answer {
            Ok((0, _)) => {}
            Ok((errno, errmsg)) => {
                // under the step that explains it: WeChat's refusal, else our answer
                let refused = |number: &usize| {
                    self.0.get(*number).is_some_and(|step| {
                        step.errcode.is_some() || (*number == OPENID && step.status == Status::Error)
                    })
                };
                let of_wechat = (first..=last).find(refused);
                let errcode = of_wechat.and_then(|number| self.0.get(number)?.errcode);
                if let Some(step) = self.0.get_mut(if first == 17 { 17 } else { last }) {
                    fill(step, Status::Error, markup::pair("errno", &errno.to_string()));
                }
                if let Some(step) = self.0.get_mut(of_wechat.unwrap_or(if first == 17 { 17 } else { last })) {
                    step.failure = advice::html(errno, errmsg, errcode);
                }
            }
            Err(message) => {
                if let Some(step) = self.0.get_mut(first) {
                    fill(step, Status::Error, markup::pair("", message));
                }
            }
        }
        // without the server's stream the phone still knows that it sent the call
        if let Some(step) = self.0.get_mut(first).filter(|step| wanting(step)) {
            step.status = Status::Done;
        }
    }

    fn clear(&mut self, from: usize, to: usize) {
        for step in self.0.iter_mut().take(to).skip(from) {
            *step = Step::default();
        }
    }

    /// The state of a phase, from that of its steps.
    pub(super) fn phase(&self, phase: usize) -> Status {
        let (Some(from), Some(to)) = (PHASES.get(phase), PHASES.get(phase + 1)) else { return Status::Ghost };
        let steps = || self.0.iter().take(*to).skip(*from).map(|step| step.status);
        if steps().any(|status| status == Status::Error) {
            Status::Error
        } else if steps().all(|status| status == Status::Done) {
            Status::Done
        } else if steps().any(|status| status != Status::Ghost) {
            Status::Now
        } else {
            Status::Ghost
        }
    }
}

impl Step {
    /// A hop that succeeded or did not, with WeChat's number if there is one.
    pub(super) fn new(ok: bool, lit: String, ms: f64, request: &str, errcode: Option<i64>) -> Self {
        let status = if ok { Status::Done } else { Status::Error };
        Self { status, lit, ms: Some(ms), failure: String::new(), errcode, request: request.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done() -> Step {
        Step::new(true, "x".to_owned(), 1.0, "r", None)
    }

    #[test]
    fn a_second_run_clears_the_first() {
        let mut run = Run::default();
        for number in 0..9 {
            run.end(number, done(), false);
        }
        assert_eq!((run.phase(0), run.phase(2), run.phase(3)), (Status::Done, Status::Done, Status::Ghost));
        run.begin(0, "");
        assert_eq!((run.phase(0), run.phase(1), run.phase(2)), (Status::Now, Status::Ghost, Status::Ghost));
    }

    #[test]
    fn a_failure_stands_where_it_is_explained() {
        let mut run = Run::default();
        run.begin(3, "r");
        run.end(5, Step::new(false, String::new(), 1.0, "r", Some(40_163)), false);
        run.answer(3, Ok((711, "登录凭证已被使用")), 9.0, "r");
        assert!(run.0[5].failure.contains("40163") && run.0[5].failure.contains("711"), "{}", run.0[5].failure);
        assert_eq!(run.0[7].status, Status::Error);
        assert!(run.0[7].failure.is_empty());
        assert_eq!(run.0[6].status, Status::Ghost, "what was left out stays quiet");
        assert_eq!((run.phase(1), run.phase(2)), (Status::Error, Status::Error));
    }

    #[test]
    fn nothing_is_awaited_after_the_answer() {
        let mut run = Run::default();
        run.begin(13, "r");
        run.end(13, done(), true);
        assert_eq!(run.0[14].status, Status::Now);
        run.answer(13, Ok((715, "")), 9.0, "r");
        assert_eq!(run.0[14].status, Status::Ghost);
        assert!(run.0[16].failure.contains("715"));
    }

    #[test]
    fn no_answer_is_the_callers_failure() {
        let mut run = Run::default();
        run.begin(9, "r");
        run.answer(9, Err("request:fail"), 3.0, "r");
        assert_eq!(run.0[9].status, Status::Error);
        assert!(run.0[9].lit.contains("request:fail"));
    }
}
