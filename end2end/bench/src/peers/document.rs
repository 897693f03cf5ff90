//! PEERS.md: what was measured beside what.

use std::fmt::Write as _;

use crate::peers::figures::{Figures, Latency, Measured, Spread};
use crate::peers::list::Tokens;
use crate::peers::measure::Plan;
use crate::peers::prepare::Prepared;
use crate::peers::targets::{CALLS, Target, targets};
use crate::peers::turn::{Quiet, RETAKES, TOLERATED};

/// The whole document.
pub(crate) fn markdown(
    all: &[Measured],
    prepared: &Prepared,
    machine: &[String],
    plan: Plan,
    quiet: &Quiet,
    is_quick: bool,
) -> String {
    let rows: Vec<Target> = all.iter().flat_map(targets).collect();
    let met = rows.iter().filter(|target| target.is_met()).count();
    let mut text = format!(
        "# 同类对比 Beside its peers\n\n`make bench-peers` writes this file. What users would pick instead serves the same calls \
         on the same databases, in the same run. {met} of {} targets are met.\n\n",
        rows.len()
    );
    if is_quick {
        text.push_str("**A quick look (`--quick`): the figures are no good.**\n\n");
    }
    for line in machine.iter().chain(&prepared.versions) {
        let _ = writeln!(text, "- {line}");
    }
    for left_out in &prepared.left_out {
        let _ = writeln!(text, "- {} is left out: {}", left_out.title, left_out.reason);
    }
    text.push_str(
        "\n## Targets\n\n| | database | oa-mini | beside | ratio | target | met |\n|---|---|--:|--:|--:|--:|---|\n",
    );
    rows.iter().for_each(|target| text.push_str(&target_row(target)));
    for measured in all {
        database(&mut text, measured);
    }
    let _ = write!(
        text,
        "\n## How it is measured\n\n{} rounds of {} s turns after a warm-up, {} starts; the order of the contenders is another \
         one in each round. A figure is the median, with the span of its turns. {} turns count; {} were disturbed (other \
         processes and stolen time over {:.0} % of the cores) and taken again, {} count although they were, after {RETAKES} \
         tries. Of those that count, at most {:.1} % was foreign and {:.1} % stolen.\n{NOTES}",
        plan.rounds,
        plan.turn.as_secs_f64(),
        plan.starts,
        quiet.turns,
        quiet.retaken,
        TOLERATED * 100.0,
        quiet.disturbed,
        quiet.foreign * 100.0,
        quiet.stolen * 100.0,
    );
    text
}

fn target_row(target: &Target) -> String {
    let unit = target.unit;
    let theirs = target.theirs.as_ref();
    let theirs = theirs.map_or(String::new(), |(title, theirs)| format!("{}, {title}", unit.show(*theirs)));
    let ratio = target.ratio().map_or(String::new(), |ratio| format!("**{ratio:.2}**"));
    let met = if target.is_met() { "✓" } else { "✗" };
    let (name, kind, ours, bound) = (&target.name, target.kind.name(), unit.show(target.ours), target.bound_text());
    format!("| {name} | {kind} | {ours} | {theirs} | {ratio} | {bound} | {met} |\n")
}

fn database(text: &mut String, measured: &Measured) {
    let _ = writeln!(text, "\n## {}", measured.kind.name());
    for ((name, call), common) in CALLS.into_iter().zip(measured.common) {
        let _ = writeln!(
            text,
            "\n| {name} | the most, /s | p99 there, ms | CPU of its own, µs | + of the database, µs | p50 at {common:.0}/s, ms \
             | p99 at {common:.0}/s, ms |\n|---|--:|--:|--:|--:|--:|--:|"
        );
        for figures in &measured.contenders {
            let Some(call) = call(figures) else { continue };
            let open = |figure: fn(&Latency) -> Spread| {
                call.common.as_ref().map_or("–".to_owned(), |at| show(figure(at), 1))
            };
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} | {} | {} |",
                figures.title,
                show(call.rate, 0),
                show(call.p99, 1),
                show(call.own, 0),
                show(call.database, 0),
                open(|at| at.p50),
                open(|at| at.p99),
            );
        }
    }
    text.push_str(
        "\n| | sessions | resident at rest, MB | under load, MB | first answer, ms |\n|---|---|--:|--:|--:|\n",
    );
    for figures in &measured.contenders {
        let sessions = match figures.tokens {
            Tokens::Memory => "forgotten at a restart",
            Tokens::Database => "kept",
        };
        let Figures { title, at_rest, under_load, first, .. } = figures;
        let _ = writeln!(text, "| {title} | {sessions} | {at_rest:.0} | {under_load:.0} | {} |", show(*first, 0));
    }
}

/// The median, and the span where it shows.
fn show(spread: Spread, decimals: usize) -> String {
    let [median, low, high] = [spread.median, spread.low, spread.high].map(|value| format!("{value:.decimals$}"));
    if low == high { median } else { format!("{median} ({low}–{high})") }
}

const NOTES: &str = "
Every contender serves the four calls on a database of its own with this project's tables, filled alike, with 16 connections in
all, READ COMMITTED, and commits that wait for the disk; each answers a stub of WeChat that responds at once, and passes a check
of the contract first. The generator (64 connections), the servers and the databases share the cores. *Memory* and *database* say
where a contender keeps its tokens; × is the number of processes. \"The most\" is a closed loop; at the common rate, half of the
slowest peer's, the loop is open and a response counts from when its request was due; – is what cannot hold that rate. The
targets' p99 is ours in an open loop at the highest rate of the fastest peer, beside its own p99 at that rate in its closed loop.
CPU is that of all processes of the server, and of all of the database server's, divided by the answers. Memory is what is
resident, shared libraries included, processes added up; under load it is the peak. The first answer is a refused guarded call.
oa-mini writes a line of log for each call into a file; the peers write none.
";

#[cfg(test)]
mod tests {
    use super::{Spread, show};

    #[test]
    fn a_span_is_shown_where_there_is_one() {
        assert_eq!(show(Spread { median: 2.0, low: 1.0, high: 3.0 }, 0), "2 (1–3)");
        assert_eq!(show(Spread { median: 2.0, low: 2.0, high: 2.0 }, 1), "2.0");
    }
}
