//! RESULTS.md: the table, and what it was measured on.

use std::fmt::Write as _;

use crate::row::Row;

pub(crate) fn markdown(rows: &[Row], machine: &[String], quick: bool) -> String {
    let targets: Vec<bool> = rows.iter().filter_map(Row::is_met).collect();
    let met = targets.iter().filter(|met| **met).count();
    let mut text = format!(
        "# 性能 Benchmark\n\n`make bench` writes this file. Every figure stands beside a baseline of the same run on the same \
         machine, turn by turn; the ratio is the median over the turns. {met} of {} targets are met.\n\n",
        targets.len()
    );
    if quick {
        text.push_str("**A quick look (`--quick`): the figures are no good.**\n\n");
    }
    for line in machine {
        let _ = writeln!(text, "- {line}");
    }
    text.push_str(
        "\n![results](results.svg)\n\n| measure | database | oa-mini | baseline | ratio | target | met |\n|---|---|--:|--:|--:|--:|---|\n",
    );
    for row in rows {
        let met = row.is_met().map_or("", |met| if met { "✓" } else { "✗" });
        let (ours, theirs) = (row.unit.show(row.ours), row.unit.show(row.baseline));
        let Row { measure, database, against, ratio, .. } = row;
        let _ = writeln!(
            text,
            "| {measure} | {database} | {ours} | {theirs}, {against} | **{ratio:.2}** | {} | {met} |",
            row.target_text()
        );
    }
    text.push_str(NOTES);
    text
}

const NOTES: &str = "
How it is measured: the release binary in live mode, without rate limits, its log written to a file; a WeChat that answers at
once; databases whose commits wait for the disk. The generator (32 connections) and the servers share the cores. \"Most\" is a
closed loop; half load is an open loop at half of that, and a response counts from when its request was due, so that waiting
counts. *axum + 1 query* is axum and sqlx with one look-up of the token in the index, on the same database; *bare axum* answers
the same bytes without; *commits* are inserts of one row by as many connections as the server has, nothing in between; *point
reads* the same for the look-up. Memory is what is resident, shared libraries included; under load it is the maximum of all the
measures.
";

#[cfg(test)]
mod tests {
    use crate::row::{Row, Target, Unit};

    #[test]
    fn a_row_says_whether_it_is_met() {
        let row =
            Row::new("login", Unit::PerSecond, 40.0, "commits", 100.0).on("SQLite").target(Target::RatioAtLeast(0.5));
        let text = super::markdown(&[row], &["2 cores".to_owned()], false);
        assert!(text.contains("| login | SQLite | 40/s | 100/s, commits | **0.40** | ≥ 0.5 | ✗ |"), "{text}");
        assert!(text.contains("0 of 1 targets"), "{text}");
    }
}
