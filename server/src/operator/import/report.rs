//! The report of an import: counts, and a note for each row that was not imported unchanged.

use std::collections::HashSet;

use identity::Realm;
use serde_json::{Value, json};

use super::{
    apply::Applied,
    select::{RowRef, SkippedRows},
    source::Layout,
    validate::{DroppedField, SkipReason},
};
use crate::operator::{
    Output, format,
    output::{OutputFormat, count},
};

/// Exit code: some rows were skipped, or imported without some fields.
const NOT_ALL: u8 = 3;

/// Exit code: nothing was imported, because some rows are invalid.
const REFUSED: u8 = 1;

/// The parameters and the overall result of an import.
#[derive(Debug, Clone, Copy)]
pub(super) struct Summary<'a> {
    pub(super) realm: &'a Realm,
    pub(super) dry_run: bool,
    /// Whether nothing was imported because of invalid rows.
    pub(super) refused: bool,
    /// The number of invalid rows, and how many of these would get another id later.
    pub(super) bad: usize,
    pub(super) moved: usize,
}

/// A row that was not imported unchanged.
struct Note {
    row_ref: RowRef,
    applied: bool,
    why: String,
}

/// Collects the results of the rows.
pub(super) struct Report {
    layout: Layout,
    new: u64,
    other_id: u64,
    unchanged: u64,
    skipped: u64,
    deleted: u64,
    same_openid: u64,
    notes: Vec<Note>,
}

impl Report {
    /// Starts with the skipped rows.
    pub(super) fn new(layout: Layout, skipped_rows: &SkippedRows) -> Self {
        let of =
            |kind: fn(SkipReason) -> bool| skipped_rows.0.iter().filter(|(_, reason)| kind(*reason)).count() as u64;
        let notes = skipped_rows.0.iter().map(|(row_ref, reason)| Note {
            row_ref: *row_ref,
            applied: false,
            why: reason.to_string(),
        });
        Self {
            layout,
            new: 0,
            other_id: 0,
            unchanged: 0,
            skipped: of(|_| true),
            deleted: of(|reason| reason == SkipReason::Deleted),
            same_openid: of(|reason| matches!(reason, SkipReason::SameOpenid(_))),
            notes: notes.collect(),
        }
    }

    /// Counts a row. Returns whether it was written.
    pub(super) fn add(&mut self, row_ref: RowRef, applied: Applied) -> bool {
        let Applied::New { dropped, other_id } = applied else {
            self.unchanged += 1;
            return false;
        };
        self.notes.extend(dropped.iter().map(|field| Note { row_ref, applied: true, why: field.to_string() }));
        self.new += 1;
        self.other_id += u64::from(other_id);
        true
    }

    /// Notes an account whose referrer was not imported.
    pub(super) fn without_referrer(&mut self, row_ref: RowRef) {
        self.notes.push(Note { row_ref, applied: true, why: DroppedField::Referrer.to_string() });
    }

    /// The number of rows so far.
    pub(super) fn read(&self) -> u64 {
        self.new + self.unchanged + self.skipped
    }

    /// The number of rows imported without some fields.
    fn partly(&self) -> usize {
        let applied = self.notes.iter().filter(|note| note.applied).map(|note| note.row_ref);
        applied.map(|row_ref| (row_ref.id, row_ref.line)).collect::<HashSet<_>>().len()
    }

    pub(super) fn output(mut self, format: OutputFormat, summary: Summary<'_>) -> Output {
        // in the order of the ids, rows without an id last
        self.notes.sort_by_key(|note| (note.row_ref.id.is_none(), note.row_ref.id, note.row_ref.line));
        let table_text = || self.table_text(summary);
        let rows: Vec<Value> = self
            .notes
            .iter()
            .map(|Note { row_ref, applied, why }| json!({ "id": row_ref.id, "line": row_ref.line, "taken": applied, "why": why }))
            .collect();
        let json_value = json!({
            "app": summary.realm.as_str(),
            "dryRun": summary.dry_run,
            "refused": summary.refused,
            "read": self.read(),
            "new": self.new,
            "newWithOtherId": self.other_id,
            "newWithoutSomething": self.partly(),
            "unchanged": self.unchanged,
            "skipped": self.skipped,
            "deleted": self.deleted,
            "sameOpenid": self.same_openid,
            "bad": summary.bad,
            "badWithOtherIdLater": summary.moved,
            "rows": rows,
            "ignoredColumns": self.layout.ignored,
            "encoding": self.layout.encoding,
            "delimiter": self.layout.delimiter,
            "escape": self.layout.escape,
        });
        let output = format.output(table_text, json_value);
        if summary.refused {
            return output.with_failure(REFUSED, refusal(summary));
        }
        if self.notes.is_empty() {
            return output;
        }
        let would = if summary.dry_run { " would be" } else { "" };
        let line = format!("{}{would} skipped, {} taken without something", count(self.skipped, "row"), self.partly());
        output.with_failure(NOT_ALL, line + &moved(summary, "mended and imported later"))
    }

    fn table_text(&self, summary: Summary<'_>) -> String {
        let mut text = String::new();
        if !self.notes.is_empty() {
            let number = |number: Option<String>| number.unwrap_or_default();
            let rows = self.notes.iter().map(|note| {
                [
                    number(note.row_ref.id.map(|id| id.to_string())),
                    number(note.row_ref.line.map(|line| line.to_string())),
                    if note.applied { "taken without" } else { "skipped" }.to_owned(),
                    note.why.clone(),
                ]
            });
            text = format::table(["ROW ID", "LINE", "", "WHY"], rows) + "\n";
        }
        if !self.layout.ignored.is_empty() {
            let names: Vec<_> = self.layout.ignored.iter().map(|name| format::printable(name)).collect();
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
            (summary.bad as u64, "bad"),
        ];
        let kinds: Vec<_> =
            kinds.iter().filter(|(rows, _)| *rows > 0).map(|(rows, kind)| format!("{rows} {kind}")).collect();
        let kinds = if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) };
        text + &format!(
            "{}{} read for {}: {} new{other_id}, {} here already, {} skipped{kinds}",
            match summary {
                Summary { dry_run: true, .. } => "Dry run, nobody taken in: ",
                Summary { refused: true, .. } => "Nobody taken in, this is what --skip-bad would do: ",
                Summary { .. } => "",
            },
            count(self.read(), "row"),
            format::printable(summary.realm.as_str()),
            self.new,
            self.unchanged,
            self.skipped,
        )
    }
}

/// Why nothing was imported, and what to do.
fn refusal(summary: Summary<'_>) -> String {
    let nobody = if summary.dry_run { "nobody would be taken in" } else { "nobody was taken in" };
    let rows = count(summary.bad as i128, "row");
    format!(
        "{nobody}: {rows} cannot be; mend them in the source, or --skip-bad takes the others{}",
        moved(summary, "mended after that")
    )
}

/// How many of the invalid rows lose their id once the others are imported.
fn moved(summary: Summary<'_>, when: &str) -> String {
    match summary.moved {
        0 => String::new(),
        rows => format!("; {when}, {rows} of the bad rows will get another id"),
    }
}
