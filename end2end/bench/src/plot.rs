//! results.svg: a bar for each figure that has a target, and the target as a line. Everything is drawn as a share of its
//! target, so that all bars are read alike: beyond the line is good above, within it is good below.

use std::fmt::Write as _;

use crate::row::{Row, Target};

const ROW: f64 = 22.0;
const LEFT: f64 = 330.0;
/// Where the target is.
const UNIT: f64 = 240.0;
const WIDTH: f64 = 860.0;
/// Longer bars are cut, in shares of the target.
const MAX_SHARE: f64 = 1.4;

pub(crate) fn svg(rows: &[Row]) -> String {
    let more = rows.iter().filter_map(|row| match row.target? {
        Target::RatioAtLeast(bound) => Some((row, row.ratio / bound)),
        _ => None,
    });
    let less = rows.iter().filter_map(|row| match row.target? {
        Target::RatioAtLeast(_) => None,
        Target::RatioAtMost(bound) => Some((row, row.ratio / bound)),
        Target::AtMost(bound) => Some((row, row.ours / bound)),
    });
    let mut y = 0.0;
    let mut body = group("越长越好 the longer the better", more.collect(), &mut y);
    body += &group("越短越好 the shorter the better", less.collect(), &mut y);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"oa-mini benchmark\">\n\
         <style>\n\
         text {{ font: 13px system-ui, 'Noto Sans CJK SC', sans-serif; fill: #1f2328 }}\n\
         .title {{ font-weight: 600 }} .met {{ fill: #2da44e }} .missed {{ fill: #d4721b }} .line {{ stroke: #656d76 }}\n\
         @media (prefers-color-scheme: dark) {{ text {{ fill: #e6edf3 }} .line {{ stroke: #9198a1 }} }}\n\
         </style>\n{body}</svg>\n",
        height = y + 12.0
    )
}

fn group(title: &str, rows: Vec<(&Row, f64)>, y: &mut f64) -> String {
    let top = *y + 24.0;
    let mut text = format!("<text class=\"title\" x=\"12\" y=\"{top}\">{title}</text>\n");
    *y = top + 10.0;
    for (row, share) in &rows {
        let Row { measure, database, .. } = row;
        let (base, class) = (*y + 15.0, if row.is_met() == Some(true) { "met" } else { "missed" });
        let length = share.clamp(0.0, MAX_SHARE) * UNIT;
        let label = if database.is_empty() { (*measure).to_owned() } else { format!("{measure} · {database}") };
        let value = match row.target {
            Some(Target::AtMost(_)) => row.unit.show(row.ours),
            _ => format!("{:.2}", row.ratio),
        };
        let _ = writeln!(
            text,
            "<text x=\"{}\" y=\"{base}\" text-anchor=\"end\">{label}</text>\
             <rect class=\"{class}\" x=\"{LEFT}\" y=\"{}\" width=\"{length:.1}\" height=\"14\" rx=\"2\"/>\
             <text x=\"{:.1}\" y=\"{base}\">{value} ({})</text>",
            LEFT - 8.0,
            *y + 4.0,
            LEFT + length.max(UNIT + 2.0) + 6.0,
            row.target_text(),
        );
        *y += ROW;
    }
    let _ = writeln!(
        text,
        "<path class=\"line\" d=\"M{x} {} V{}\" stroke-dasharray=\"3 3\"/>",
        top + 8.0,
        *y + 2.0,
        x = LEFT + UNIT
    );
    text
}

#[cfg(test)]
mod tests {
    use crate::row::{Row, Target, Unit};

    #[test]
    fn only_what_has_a_target_is_drawn() {
        let row = || Row::new("login", Unit::PerSecond, 40.0, "commits", 100.0).on("SQLite");
        let svg = super::svg(&[row(), row().target(Target::RatioAtLeast(0.5))]);
        assert_eq!(svg.matches("<rect").count(), 1);
        assert!(svg.contains(">0.40 (≥ 0.5)<") && svg.contains("class=\"missed\""), "{svg}");
    }
}
