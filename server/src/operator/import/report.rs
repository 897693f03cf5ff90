//! What became of the rows: how many, and each one that is not here as it was there.

use std::collections::HashSet;

use identity::Realm;
use serde_json::{Value, json};

use super::{
    judge::{Skipped, Without},
    select::{LeftOut, Place},
    source::Layout,
    take::Taken,
};
use crate::operator::{
    Answer,
    answer::{Form, count},
    words,
};

/// Some rows were skipped, or taken without something.
const NOT_ALL: u8 = 3;

/// Nobody was taken in, because some rows cannot be.
const REFUSED: u8 = 1;

/// What was asked for, and what came of it as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run<'a> {
    pub(super) realm: &'a Realm,
    pub(super) dry_run: bool,
    /// Whether nobody was taken in because of rows that cannot be.
    pub(super) refused: bool,
    /// Rows that cannot be taken, and how many of these get another id once the others are in.
    pub(super) bad: usize,
    pub(super) moved: usize,
}

/// One row that is not here as it was there.
struct Remark {
    place: Place,
    taken: bool,
    why: String,
}

/// Counted as the rows go by.
pub(super) struct Report {
    layout: Layout,
    new: u64,
    other_id: u64,
    unchanged: u64,
    skipped: u64,
    deleted: u64,
    same_openid: u64,
    remarks: Vec<Remark>,
}

impl Report {
    /// Of rows of which some are left out.
    pub(super) fn new(layout: Layout, left_out: &LeftOut) -> Self {
        let of = |kind: fn(Skipped) -> bool| left_out.0.iter().filter(|(_, reason)| kind(*reason)).count() as u64;
        let remarks =
            left_out.0.iter().map(|(place, reason)| Remark { place: *place, taken: false, why: reason.to_string() });
        Self {
            layout,
            new: 0,
            other_id: 0,
            unchanged: 0,
            skipped: of(|_| true),
            deleted: of(|reason| reason == Skipped::Deleted),
            same_openid: of(|reason| matches!(reason, Skipped::SameOpenid(_))),
            remarks: remarks.collect(),
        }
    }

    /// Counts a row. Returns whether it was written.
    pub(super) fn add(&mut self, place: Place, taken: Taken) -> bool {
        let Taken::New { without, other_id } = taken else {
            self.unchanged += 1;
            return false;
        };
        self.remarks.extend(without.iter().map(|loss| Remark { place, taken: true, why: loss.to_string() }));
        self.new += 1;
        self.other_id += u64::from(other_id);
        true
    }

    /// An account that was taken, and who brought it was not.
    pub(super) fn orphan(&mut self, place: Place) {
        self.remarks.push(Remark { place, taken: true, why: Without::Sharer.to_string() });
    }

    /// Rows so far.
    pub(super) fn read(&self) -> u64 {
        self.new + self.unchanged + self.skipped
    }

    /// Rows that were taken without something.
    fn partly(&self) -> usize {
        let taken = self.remarks.iter().filter(|remark| remark.taken).map(|remark| remark.place);
        taken.map(|place| (place.id, place.line)).collect::<HashSet<_>>().len()
    }

    pub(super) fn answer(mut self, form: Form, run: Run<'_>) -> Answer {
        // in the order of the rows, those without an id last
        self.remarks.sort_by_key(|remark| (remark.place.id.is_none(), remark.place.id, remark.place.line));
        let people = || self.people(run);
        let rows: Vec<Value> = self
            .remarks
            .iter()
            .map(|Remark { place, taken, why }| json!({ "id": place.id, "line": place.line, "taken": taken, "why": why }))
            .collect();
        let scripts = json!({
            "app": run.realm.as_str(),
            "dryRun": run.dry_run,
            "refused": run.refused,
            "read": self.read(),
            "new": self.new,
            "newWithOtherId": self.other_id,
            "newWithoutSomething": self.partly(),
            "unchanged": self.unchanged,
            "skipped": self.skipped,
            "deleted": self.deleted,
            "sameOpenid": self.same_openid,
            "bad": run.bad,
            "badWithOtherIdLater": run.moved,
            "rows": rows,
            "ignoredColumns": self.layout.ignored,
            "encoding": self.layout.encoding,
            "delimiter": self.layout.delimiter,
            "escape": self.layout.escape,
        });
        let answer = form.answer(people, scripts);
        if run.refused {
            return answer.but(REFUSED, refusal(run));
        }
        if self.remarks.is_empty() {
            return answer;
        }
        let would = if run.dry_run { " would be" } else { "" };
        let line = format!("{}{would} skipped, {} taken without something", count(self.skipped, "row"), self.partly());
        answer.but(NOT_ALL, line + &moved(run, "mended and imported later"))
    }

    fn people(&self, run: Run<'_>) -> String {
        let mut text = String::new();
        if !self.remarks.is_empty() {
            let number = |number: Option<String>| number.unwrap_or_default();
            let rows = self.remarks.iter().map(|remark| {
                [
                    number(remark.place.id.map(|id| id.to_string())),
                    number(remark.place.line.map(|line| line.to_string())),
                    if remark.taken { "taken without" } else { "skipped" }.to_owned(),
                    remark.why.clone(),
                ]
            });
            text = words::table(["ROW ID", "LINE", "", "WHY"], rows) + "\n";
        }
        if !self.layout.ignored.is_empty() {
            let names: Vec<_> = self.layout.ignored.iter().map(|name| words::printable(name)).collect();
            text += &format!("Ignored columns: {}\n", names.join(", "));
        }
        text += &self.layout.sentence();
        let other_id = match self.other_id {
            0 => String::new(),
            rows => format!(" ({rows} under another id: theirs was given before, or none that is kept)"),
        };
        let kinds = [
            (self.deleted, "deleted there"),
            (self.same_openid, "of an openid that has a later row"),
            (run.bad as u64, "bad"),
        ];
        let kinds: Vec<_> =
            kinds.iter().filter(|(rows, _)| *rows > 0).map(|(rows, kind)| format!("{rows} {kind}")).collect();
        let kinds = if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) };
        text + &format!(
            "{}{} read for {}: {} new{other_id}, {} here already, {} skipped{kinds}",
            match run {
                Run { dry_run: true, .. } => "Dry run, nobody taken in: ",
                Run { refused: true, .. } => "Nobody taken in, this is what --skip-bad would do: ",
                Run { .. } => "",
            },
            count(self.read(), "row"),
            words::printable(run.realm.as_str()),
            self.new,
            self.unchanged,
            self.skipped,
        )
    }
}

/// Why nobody was taken in, and what to do.
fn refusal(run: Run<'_>) -> String {
    let nobody = if run.dry_run { "nobody would be taken in" } else { "nobody was taken in" };
    let rows = count(run.bad as i128, "row");
    format!(
        "{nobody}: {rows} cannot be; mend them in the source, or --skip-bad takes the others{}",
        moved(run, "mended after that")
    )
}

/// How many of the bad rows lose their id once the others are in.
fn moved(run: Run<'_>, when: &str) -> String {
    match run.moved {
        0 => String::new(),
        rows => format!("; {when}, {rows} of the bad rows will get another id"),
    }
}
