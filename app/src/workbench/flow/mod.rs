//! The sequence diagram: lifelines, phases, steps.

mod failure;
mod follow;
mod phase;
mod run_select;
mod step_row;

use leptos::{html, prelude::*};

use self::{phase::PhaseItem, run_select::RunSelect};
use super::{announcer::Announcer, state::use_workbench};
use crate::{
    icon::Icon,
    text::{Beside, Both, Text, text},
    trace::PHASES,
};

const LANES_LABEL: Text = text("参与者", "Lanes");
const RESET: Text = text("清空", "Reset");
const SEQUENCE: Text = text("登录时序图", "Login sequence");
const TITLE: Text = text("登录时序", "Live sequence");
const LOST: Text = text("步骤来得太快，最早的没有显示", "Steps came too fast: the oldest are not shown");
const REPLACED: Text =
    text("这个世界开了太多窗口，本窗口不再更新", "Too many windows of this world: this one is not told any more");

/// The lifelines: class, drawing, name, and what it is.
const LANES: [(&str, &str, Text, Text); 4] = [
    ("lane lane--phone", "#i-phone", text("小程序", "Mini-program"), text("mini-program", "in the phone")),
    ("lane lane--server", "#i-server", text("oa-mini", "oa-mini"), text("开发者服务器", "developer server")),
    ("lane lane--wechat", "#i-cloud", text("微信接口服务", "WeChat API"), text("模拟微信服务器", "mock WeChat server")),
    ("lane lane--db", "#i-db", text("数据库", "Database"), text("SQLite", "SQLite")),
];

/// The diagram.
#[component]
pub(super) fn Flow() -> impl IntoView {
    let workbench = use_workbench();
    let scroller = NodeRef::<html::Div>::new();
    // the one step that Tab reaches; arrows walk on
    let focusable_step = RwSignal::new(0);
    let lane = |(class, icon, name, kind): (&'static str, &'static str, Text, Text)| {
        view! { <LaneHead class icon name kind/> }
    };
    view! {
        <section class="flow" aria-labelledby="flow-title">
            <header class="flow__head">
                <h2 class="flow__title" id="flow-title"><Beside text=TITLE/></h2>
                <ol class="flow__lanes" aria-label=LANES_LABEL.localized()>{LANES.map(lane).into_iter().collect_view()}</ol>
                <button
                    class="flow__reset icon-button"
                    type="button"
                    aria-label=RESET.localized()
                    title=RESET.localized()
                    on:click=move |_| workbench.clear()
                >
                    <Icon name="#i-reset"/>
                </button>
            </header>
            <RunSelect/>
            <div class="flow__scroll" role="region" tabindex="-1" aria-label=SEQUENCE.localized() node_ref=scroller>
                <ol class="flow__phases">
                    {(0..PHASES.len())
                        .map(|number| view! { <PhaseItem number scroller focusable_step/> })
                        .collect_view()}
                </ol>
            </div>
            <p class="flow__stream" role="status">
                <span class="is-lost"><Both text=LOST/></span>
                <span class="is-replaced"><Both text=REPLACED/></span>
            </p>
            <Announcer/>
        </section>
    }
}

/// The head of a lifeline.
#[component]
fn LaneHead(class: &'static str, icon: &'static str, name: Text, kind: Text) -> impl IntoView {
    view! {
        <li class=class>
            <Icon class="lane__icon" name=icon/>
            <span class="lane__name">
                <b><Label text=name/></b>
                <small><Label text=kind/></small>
            </span>
        </li>
    }
}

/// A text in both languages, or once where they are the same.
#[component]
fn Label(text: Text) -> impl IntoView {
    use leptos::either::Either;

    if text.zh == text.en { Either::Left(text.zh) } else { Either::Right(view! { <Both text/> }) }
}
