//! What two runs have to say of each step, and where they differ. A masked value differs between any two runs and says nothing; a
//! status, a number or a verdict says something.

use app::trace::{COUNT, Run, Status, Step};

/// One run's word on a step.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Cell {
    pub(super) status: Status,
    /// What stood on its arrow.
    pub(super) label: String,
    /// errno and errcode of a failure.
    pub(super) failure: String,
    pub(super) ms: Option<f64>,
}

/// A step of both.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// The step's place.
    pub(super) number: usize,
    pub(super) left: Cell,
    pub(super) right: Option<Cell>,
    pub(super) differs: bool,
}

impl Cell {
    fn of(step: Step) -> Self {
        let failure = step.failure.map(|failure| {
            let errcode = failure.errcode.map(|errcode| format!(" · errcode {errcode}")).unwrap_or_default();
            format!("errno {}{errcode}", failure.errno)
        });
        let label = [step.label.word, step.label.value].join(" ").trim().to_owned();
        Self { status: step.status, label, failure: failure.unwrap_or_default(), ms: step.ms }
    }

    /// What is compared: of a failure its text too.
    fn essence(&self) -> (Status, &str, &str) {
        let label = if self.status == Status::Error { self.label.as_str() } else { "" };
        (self.status, label, &self.failure)
    }
}

/// The steps that one of the runs has.
pub(super) fn rows(left: &Run, right: Option<&Run>) -> Vec<Row> {
    let row = |number| {
        let (left, right) = (Cell::of(left.trace.step(number)), right.map(|run| Cell::of(run.trace.step(number))));
        let differs = right.as_ref().is_some_and(|right| right.essence() != left.essence());
        Row { number, left, right, differs }
    };
    let is_ghost = |cell: &Cell| cell.status == Status::Ghost;
    (0..COUNT)
        .map(row)
        .filter(|row| !is_ghost(&row.left) || row.right.as_ref().is_some_and(|cell| !is_ghost(cell)))
        .collect()
}

/// What the server did with keys in a run, line by line.
pub(super) fn verdicts(run: &Run) -> Vec<String> {
    let evidence = &run.evidence;
    let keys = evidence.decryption.iter().flat_map(|decryption| &decryption.keys);
    let key = |key: &app::trace::TriedKey| match &key.failed_at {
        Some(step) => format!("session_key {} ✗ {step}", key.fingerprint),
        None => format!("session_key {} ✓", key.fingerprint),
    };
    let wechat = (!evidence.wechat_key.is_empty()).then(|| format!("WeChat: session_key {}", evidence.wechat_key));
    let watermark = evidence
        .watermark
        .as_ref()
        .map(|watermark| format!("watermark {} · {} · {} s", watermark.verdict, watermark.appid, watermark.age_s));
    let signature = evidence.signature.as_ref().map(|signature| {
        format!("signature {} · session_key {}", if signature.ok { "✓" } else { "✗" }, signature.fingerprint)
    });
    wechat.into_iter().chain(keys.map(key)).chain(watermark).chain(signature).collect()
}

#[cfg(test)]
mod tests {
    use app::trace::{EventKind, RunRecord, TraceEvent};

    use super::*;

    fn run(value: &str, errno: i64) -> Run {
        let mut run = Run::new(RunRecord { action: "bind".into(), ..RunRecord::default() }, 0.0);
        let event = TraceEvent { request: "r".into(), ..TraceEvent::default() };
        run.push(TraceEvent { kind: EventKind::Done, step: "enc".into(), value: value.into(), ..event.clone() });
        run.push(TraceEvent { kind: EventKind::Sent, url: "/oapro/wx/auth/bindPhone".into(), ..event.clone() });
        run.push(TraceEvent { kind: EventKind::Received, errno: Some(errno), ..event });
        run
    }

    #[test]
    fn a_masked_value_is_no_difference_and_a_failure_is() {
        let (good, bad) = (run("176 B", 0), run("192 B", 715));
        let rows = rows(&good, Some(&bad));
        let differing: Vec<_> = rows.iter().filter(|row| row.differs).map(|row| row.number).collect();
        assert_eq!(differing, [18]);
        assert_eq!(rows.last().unwrap().right.as_ref().unwrap().failure, "errno 715");
    }

    #[test]
    fn one_run_alone_differs_from_nothing() {
        let rows = rows(&run("176 B", 715), None);
        assert!(rows.iter().all(|row| !row.differs && row.right.is_none()));
        assert_eq!(rows.first().unwrap().number, 12, "steps that no run has are left out");
    }
}
