//! Two runs, step by step: what differs is marked.

use app::{
    Both, Text, text,
    trace::{Run, STEPS},
};
use leptos::{either::Either, prelude::*};

use super::difference::{Cell, Row, rows, verdicts};

const STEP: Text = text("步骤", "Step");
const LEFT: Text = text("运行", "Run");
const RIGHT: Text = text("对比", "Compared with");
const DIFFERS: Text = text("不同", "differs");
const VERDICTS: Text = text("服务器的判定", "The server's verdicts");

/// The steps that one of the two has.
#[component]
pub(super) fn Table(
    runs: RwSignal<Vec<Run>>,
    /// The ids of the two.
    left: RwSignal<String>,
    right: RwSignal<String>,
) -> impl IntoView {
    move || {
        let (left, right) = (left.get(), right.get());
        runs.with(|runs| {
            let find = |id: &String| runs.iter().find(|run| run.record.id == *id);
            find(&left).map(|run| view! { <Steps rows=rows(run, find(&right)) left=verdicts(run) right=find(&right).map(verdicts)/> })
        })
    }
}

#[component]
fn Steps(rows: Vec<Row>, left: Vec<String>, right: Option<Vec<String>>) -> impl IntoView {
    let has_right = right.is_some();
    let differs = right.as_ref().is_some_and(|right| *right != left);
    let lines = |lines: Vec<String>| lines.into_iter().map(|line| view! { <code>{line}</code> }).collect_view();
    let cell = |text: Text| view! { <th scope="col"><Both text/></th> };
    view! {
        <table class="table traces__table">
            <thead>
                <tr>{cell(STEP)} {cell(LEFT)} {has_right.then(|| cell(RIGHT))}</tr>
            </thead>
            <tbody>
                {rows.into_iter().map(|row| view! { <StepRow row/> }).collect_view()}
                <tr id="verdicts" data-differs=differs.then_some("")>
                    <th scope="row"><Both text=VERDICTS/></th>
                    <td class="traces__verdicts">{lines(left)}</td>
                    {right.map(|right| view! { <td class="traces__verdicts">{lines(right)}</td> })}
                </tr>
            </tbody>
        </table>
    }
}

#[component]
fn StepRow(row: Row) -> impl IntoView {
    let Row { number, left, right, differs } = row;
    STEPS.get(number).map(|step| {
        view! {
            <tr id=format!("step-{}", step.id) data-differs=differs.then_some("")>
                <th scope="row">
                    <a href=format!("#step-{}", step.id)><Both text=step.label/></a>
                    {differs.then(|| view! { " " <span class="code-pill code-pill--danger"><Both text=DIFFERS/></span> })}
                </th>
                <StepCell cell=left/>
                {right.map(|cell| view! { <StepCell cell/> })}
            </tr>
        }
    })
}

/// `✓ openid oLX7…2Qd`, `✗ errcode 40163 · errno 711`, and how long it took.
#[component]
fn StepCell(cell: Cell) -> impl IntoView {
    use app::trace::Status;

    let mark = match cell.status {
        Status::Ghost => return Either::Left(view! { <td data-status="ghost">"—"</td> }),
        Status::Now => "…",
        Status::Done => "✓",
        Status::Error => "✗",
    };
    let failure = (!cell.failure.is_empty()).then(|| view! { " " <b>{cell.failure}</b> });
    let ms = cell.ms.map(|ms| view! { " " <small>{format!("{ms:.1} ms")}</small> });
    Either::Right(view! {
        <td data-status=cell.status.name()>{mark} " " <code>{cell.label}</code> {failure} {ms}</td>
    })
}
