//! The dot that shows where a demo taps.

use leptos::{ev, prelude::*, web_sys::Element};

use super::play::{pause, stop};
use crate::{
    browser::document,
    workbench::state::{WorkbenchState, use_workbench},
};

/// The dot, and what interrupts a demo: a tap of the visitor, and Esc wherever the focus is.
#[component]
pub(in crate::workbench) fn DemoDot() -> impl IntoView {
    let workbench = use_workbench();
    Effect::new(move |_| {
        let tap = window_event_listener(ev::pointerdown, move |event| {
            if event.is_trusted() {
                interrupt(workbench, &event_target(&event));
            }
        });
        let key = window_event_listener(ev::keydown, move |event| {
            if event.is_trusted() && event.key() == "Escape" {
                stop(workbench);
            }
        });
        on_cleanup(move || {
            tap.remove();
            key.remove();
        });
    });
    let progress = Memo::new(move |_| workbench.play.with(|play| play.progress));
    Effect::new(move |_| document::set_root_attribute("data-scenario", progress.get().map(|progress| progress.name())));
    let dot = Memo::new(move |_| workbench.play.with(|play| play.dot));
    let px = |place: Option<i32>| place.map(|place| format!("{place}px"));
    view! {
        <i
            class="dot"
            id="dot"
            hidden=Signal::derive(move || dot.get().is_none())
            style:left=Signal::derive(move || px(dot.get().map(|(x, _)| x)))
            style:top=Signal::derive(move || px(dot.get().map(|(_, y)| y)))
        ></i>
    }
}

/// Who taps the phone takes it over. Who taps the workbench or the bar wants to look, and the demo waits.
fn interrupt(workbench: WorkbenchState, tapped: &Element) {
    let is_in = |selector| tapped.closest(selector).is_ok_and(|found| found.is_some());
    if is_in("#demo :is(button, select, a)") {
        return; // they say themselves what they do
    }
    if is_in("#demo, #workbench, .peek") {
        pause(workbench);
    } else if workbench.play.with_untracked(super::Play::is_on) {
        stop(workbench);
    }
}
