//! What became of the rows: how many, and each one that is not here as it was there.

use std::collections::HashSet;

use identity::Realm;
use serde_json::{Value, json};

use super::{
    judge::Without,
    take::{Place, Taken},
};
use crate::operator::{
    Answer,
    answer::{Form, count},
    words,
};

/// Some rows were skipped, or taken without something.
const NOT_ALL: u8 = 3;

/// One row that is not here as it was there.
struct Remark {
    place: Place,
    taken: bool,
    why: String,
}

/// Counted as the rows go by.
pub(super) struct Report {
    ignored: Vec<String>,
    new: u64,
    other_id: u64,
    unchanged: u64,
    skipped: u64,
    remarks: Vec<Remark>,
}

impl Report {
    pub(super) fn new(ignored: Vec<String>) -> Self {
        Self { ignored, new: 0, other_id: 0, unchanged: 0, skipped: 0, remarks: Vec::new() }
    }

    /// Counts a row. Returns whether it was written.
    pub(super) fn add(&mut self, place: Place, taken: Taken) -> bool {
        let mut remark = |taken, why| self.remarks.push(Remark { place, taken, why });
        match taken {
            Taken::New { without, other_id } => {
                for missing in without {
                    remark(true, missing.to_string());
                }
                self.new += 1;
                self.other_id += u64::from(other_id);
                true
            }
            Taken::Unchanged => {
                self.unchanged += 1;
                false
            }
            Taken::Skipped(reason) => {
                remark(false, reason.to_string());
                self.skipped += 1;
                false
            }
        }
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

    pub(super) fn answer(mut self, form: Form, realm: &Realm, dry_run: bool) -> Answer {
        // in the order of the rows, those without an id last
        self.remarks.sort_by_key(|remark| (remark.place.id.is_none(), remark.place.id, remark.place.line));
        let people = || self.people(realm, dry_run);
        let rows: Vec<Value> = self
            .remarks
            .iter()
            .map(|Remark { place, taken, why }| json!({ "id": place.id, "line": place.line, "taken": taken, "why": why }))
            .collect();
        let scripts = json!({
            "app": realm.as_str(),
            "dryRun": dry_run,
            "read": self.read(),
            "new": self.new,
            "newWithOtherId": self.other_id,
            "newWithoutSomething": self.partly(),
            "unchanged": self.unchanged,
            "skipped": self.skipped,
            "rows": rows,
            "ignoredColumns": self.ignored,
        });
        let answer = form.answer(people, scripts);
        if self.remarks.is_empty() {
            return answer;
        }
        let would = if dry_run { " would be" } else { "" };
        let line = format!("{}{would} skipped, {} taken without something", count(self.skipped, "row"), self.partly());
        answer.but(NOT_ALL, line)
    }

    fn people(&self, realm: &Realm, dry_run: bool) -> String {
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
        if !self.ignored.is_empty() {
            let names: Vec<_> = self.ignored.iter().map(|name| words::printable(name)).collect();
            text += &format!("Ignored columns: {}\n", names.join(", "));
        }
        let other_id = match self.other_id {
            0 => String::new(),
            rows => format!(" ({rows} under another id: theirs was given before, or none that is kept)"),
        };
        text + &format!(
            "{}{} read for {}: {} new{other_id}, {} here already, {} skipped",
            if dry_run { "Dry run, nobody taken in: " } else { "" },
            count(self.read(), "row"),
            words::printable(realm.as_str()),
            self.new,
            self.unchanged,
            self.skipped,
        )
    }
}
