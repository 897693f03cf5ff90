//! Which run is looked at.

use app::{Both, Text, trace::Run, use_settings};
use leptos::prelude::*;

use crate::browser;

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
            let name = run.action().name().get(lang);
            let demo = run.demo(lang).map(|demo| [demo, " · "].concat()).unwrap_or_default();
            let errno = run.errno().map(|errno| format!(" · errno {errno}")).unwrap_or_default();
            let time = browser::local_time(run.record.started);
            view! { <option value=run.record.id.clone()>{format!("{demo}{name} · {} · {time}{errno}", run.record.phone)}</option> }
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
