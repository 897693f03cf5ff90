//! The bar of a demo: its title, the line that says what happens, and how to wait, go on and stop. It stays when the demo has
//! ended, and says so: a demo never ends in silence.

use leptos::{ev::KeyboardEvent, prelude::*, web_sys::Element};

use super::{
    Line, Scenario,
    play::{Progress, step, stop, toggle},
};
use crate::{
    icon::Icon,
    text::{Both, Text, text},
    workbench::state::{WorkbenchState, use_workbench},
};

const PAUSE: Text = text("暂停", "Pause");
const CONTINUE: Text = text("继续", "Continue");
const STEP: Text = text("下一步", "Step");
const STOP: Text = text("停止", "Stop");
const CLOSE: Text = text("关闭", "Close");
const LOOK: Text = text("看流程 ›", "See the flow ›");
const PAUSED: Text = text("已暂停：", "Paused: ");
const HELD: Text = text("在这里停住：", "Held here: ");
const DONE: Text = text("演示完了，手机归你。", "The demo is over, the phone is yours.");
const FAILED: Text = text("没等到该看到的，演示到此为止。", "What should be seen did not come: the demo ends here.");
const STOPPED: Text = text("演示停了，手机归你。", "The demo was stopped, the phone is yours.");

/// In percent, and as they are written.
const SPEEDS: [(u32, &str); 3] = [(50, "½×"), (100, "1×"), (200, "2×")];

/// The bar, from the first demo on until it is closed.
#[component]
pub(in crate::workbench) fn DemoBar() -> impl IntoView {
    let workbench = use_workbench();
    let progress = Memo::new(move |_| workbench.play.with(|play| play.progress));
    let is_over = Signal::derive(move || !progress.get().is_some_and(Progress::is_on));
    let is_waiting = Signal::derive(move || progress.get().is_some_and(Progress::is_waiting));
    view! {
        <section
            class="demo"
            id="demo"
            aria-label=text("演示", "Demo").localized()
            tabindex="-1"
            hidden=Signal::derive(move || progress.get().is_none())
            on:keydown=move |event| press(workbench, &event)
        >
            <Words progress/>
            <div class="demo__controls">
                <button class="demo__button demo__button--main" type="button" id="demo-pause" hidden=is_over on:click=move |_| toggle(workbench)>
                    <OneOf is_second=is_waiting first=PAUSE second=CONTINUE/>
                </button>
                <button class="demo__button" type="button" id="demo-step" hidden=is_over on:click=move |_| step(workbench)>
                    <Both text=STEP/>
                </button>
                <SpeedSelect is_over/>
                <a class="demo__button demo__look" href="#workbench"><Both text=LOOK/></a>
                <button class="demo__button" type="button" id="demo-stop" on:click=move |_| stop(workbench)>
                    <OneOf is_second=is_over first=STOP second=CLOSE/>
                </button>
            </div>
        </section>
    }
}

/// Space waits or goes on, → goes one line on, while the bar itself has the focus; Esc stops from everywhere.
fn press(workbench: WorkbenchState, event: &KeyboardEvent) {
    if event_target::<Element>(event).id() != "demo" {
        return;
    }
    match event.key().as_str() {
        " " => toggle(workbench),
        "ArrowRight" => step(workbench),
        _ => return,
    }
    event.prevent_default();
}

/// The title, and the line in words that a screen reader is told.
#[component]
fn Words(progress: Memo<Option<Progress>>) -> impl IntoView {
    let workbench = use_workbench();
    let title = move |get: fn(&Scenario) -> &String| {
        move || workbench.play.with(|play| play.list.scenarios.get(play.number).map(|demo| get(demo).clone()))
    };
    let line = move |get: fn(&Line) -> &String| {
        move || {
            let is_on = progress.get().is_some_and(Progress::is_on);
            is_on.then(|| workbench.play.with(|play| get(&play.line).clone()))
        }
    };
    let state = move || {
        let text = match progress.get()? {
            Progress::Playing => return None,
            Progress::Paused => PAUSED,
            Progress::Held => HELD,
            Progress::Done => DONE,
            Progress::Failed => FAILED,
            Progress::Stopped => STOPPED,
        };
        Some(view! { <b class="demo__state"><Both text/></b> })
    };
    view! {
        <b class="demo__title">
            <Icon name="#i-play"/>
            <span class="zh">{title(|demo| &demo.zh)}</span>
            <span class="en" lang="en">{title(|demo| &demo.en)}</span>
        </b>
        <p class="demo__line" role="status" aria-live="polite">
            {state}
            <span class="zh">{line(|line| &line.zh)}</span>
            <span class="en" lang="en">{line(|line| &line.en)}</span>
        </p>
    }
}

/// One of two texts.
#[component]
fn OneOf(is_second: Signal<bool>, first: Text, second: Text) -> impl IntoView {
    move || {
        let text = if is_second.get() { second } else { first };
        view! { <Both text/> }
    }
}

/// How fast it goes.
#[component]
fn SpeedSelect(is_over: Signal<bool>) -> impl IntoView {
    let workbench = use_workbench();
    let option = |(percent, name): (u32, &'static str)| {
        let is_selected = Signal::derive(move || workbench.play.with(|play| play.speed == percent));
        view! { <option value=percent.to_string() prop:selected=is_selected>{name}</option> }
    };
    let set = move |event| {
        if let Ok(speed) = event_target_value(&event).parse() {
            workbench.play.update(|play| play.speed = speed);
        }
    };
    view! {
        <select class="demo__button" id="demo-speed" aria-label=text("速度", "Speed").localized() hidden=is_over on:change=set>
            {SPEEDS.map(option).into_iter().collect_view()}
        </select>
    }
}
