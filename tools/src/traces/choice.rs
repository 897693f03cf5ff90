//! Which run is looked at.

use app::{Both, Text, browser::timer, trace::Run, use_settings};
use leptos::prelude::*;

/// The choice of a run, the newest first.
#[component]
pub(super) fn Choice(
    id: &'static str,
    label: Text,
    runs: RwSignal<Vec<Run>>,
    /// The id of the run.
    chosen: RwSignal<String>,
) -> impl IntoView {
    let settings = use_settings();
    let options = move || {
        let lang = settings.lang();
        let option = |run: &Run| {
            let title = run.title(lang, timer::clock_time(run.record.started));
            view! { <option value=run.record.id.clone()>{title}</option> }
        };
        runs.with(|runs| runs.iter().rev().map(option).collect_view())
    };
    view! {
        <label class="traces__choice" for=id>
            <Both text=label/>
            <select
                class="select"
                id=id
                prop:value=move || {
                    runs.track();
                    chosen.get()
                }
                on:change=move |event| chosen.set(event_target_value(&event))
            >
                <option value="">"—"</option>
                {options}
            </select>
        </label>
    }
}
