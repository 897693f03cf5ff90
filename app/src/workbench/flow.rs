//! 图解: draws the steps that changed, keeps the active phase in view, and tells a screen reader phase by phase.

use super::{
    advice,
    bench::Bench,
    markup::{both, fill},
    network::duration,
    run::{Run, Status},
    steps::{PHASE_NAMES, STEPS},
};
use crate::web;

/// At most one message a second.
const PAUSE_MS: f64 = 1000.0;

/// Draws what is otherwise than it was.
pub(super) fn draw(bench: &mut Bench) {
    let run = bench.run().clone();
    if run != bench.drawn {
        for (number, id) in STEPS.iter().enumerate() {
            step(&run, &bench.drawn, number, id);
        }
        for phase in 0..PHASE_NAMES.len() {
            let (before, after) = (bench.drawn.phase(phase), run.phase(phase));
            if before != after {
                let id = ["#phase-", &(phase + 1).to_string()].concat();
                web::set_attribute(&id, "data-status", Some(after.name()));
                if after == Status::Done {
                    say(bench, phase);
                }
                if after != Status::Ghost {
                    web::scroll_to(".flow__scroll", &id, ".phase");
                }
            }
        }
        bench.drawn = run;
    }
    let said = std::mem::take(&mut bench.saying);
    if !said.is_empty() {
        web::set_html("#said", &said);
        bench.said = web::now();
    }
}

fn step(run: &Run, before: &Run, number: usize, id: &str) {
    let (Some(step), Some(before)) = (run.0.get(number), before.0.get(number)) else { return };
    if step == before {
        return;
    }
    let place = ["#step-", id].concat();
    web::set_attribute(&place, "data-status", Some(step.status.name()));
    web::set_html(&[&place, " .step__lit"].concat(), &step.lit);
    let state = match step.status {
        Status::Ghost => String::new(),
        Status::Now => both("进行中", "under way"),
        Status::Done => both("，完成，", ", done, "),
        Status::Error => both("，失败，", ", failed, "),
    };
    let ms = step.ms.map(duration).unwrap_or_default();
    let time = fill("<span class=\"visually-hidden\">%</span>%", &[&state, &ms]);
    web::set_html(&[&place, " .step__ms"].concat(), &time);
    web::set_html(&[&place, " .step__failure"].concat(), &step.failure);
}

/// A phase is done: one message, and none so soon after the last that it would be cut off.
fn say(bench: &mut Bench, phase: usize) {
    if web::now() - bench.said < PAUSE_MS {
        return;
    }
    let name = PHASE_NAMES.get(phase).copied().unwrap_or_default();
    let number = (phase + 1).to_string();
    bench.saying = fill("% % %", &[&number, name, &both("完成", "done")]);
}

/// A failure is told at once.
pub(super) fn say_failure(bench: &mut Bench, errno: i64, errmsg: &str) {
    bench.saying = advice::spoken(errno, errmsg);
}

/// The step that is looked at, and the tab that explains it.
pub(super) fn choose(bench: &mut Bench, number: usize) -> &'static str {
    if let Some(id) = bench.step.and_then(|before| STEPS.get(before)) {
        mark(id, None);
    }
    bench.step = Some(number);
    mark(STEPS.get(number).copied().unwrap_or_default(), Some("step"));
    let request = bench.drawn.0.get(number).map(|step| step.request.clone()).unwrap_or_default();
    match STEPS.get(number).copied().unwrap_or_default() {
        "profile" | "enc" | "decrypt" => "crypto",
        "storage" | "clear" => "storage",
        "upsert" | "lookup" | "revoke" => "sessions",
        id => {
            let side = if matches!(id, "j2s" | "openid") { "-w" } else { "" };
            bench.chosen = (!request.is_empty()).then(|| [request.as_str(), side].concat());
            "network"
        }
    }
}

fn mark(id: &str, current: Option<&str>) {
    web::set_attribute(&["#step-", id, " .step__button"].concat(), "aria-current", current);
}

/// ↑ ↓ Home End in the diagram.
pub(super) fn walk(from: usize, key: &str) {
    let to = match key {
        "ArrowUp" => from.saturating_sub(1),
        "ArrowDown" => (from + 1).min(STEPS.len() - 1),
        "Home" => 0,
        _ => STEPS.len() - 1,
    };
    for (number, index) in [(from, "-1"), (to, "0")] {
        let button = ["#step-", STEPS.get(number).copied().unwrap_or_default(), " .step__button"].concat();
        web::set_attribute(&button, "tabindex", Some(index));
        if index == "0" {
            web::focus(&button);
        }
    }
}
