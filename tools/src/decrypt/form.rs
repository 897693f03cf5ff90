//! What is pasted: whole, or field by field.

use app::{Both, Text, text};
use leptos::prelude::*;

use super::{
    diagnosis::Diagnosis,
    examples::EXAMPLES,
    input::{Field, Input},
    pick,
};
use crate::browser;

const PASTE: Text = text("粘贴", "Paste");
const WHOLE: Text = text("整段粘贴", "Paste it whole");
const WHOLE_HINT: Text = text(
    "JSON、wx 回调对象、curl、表单、日志都行，字段会自动找出来",
    "JSON, the object of a wx callback, curl, a form, a log: the fields are picked out",
);
const FOUND: Text = text("已填入：", "Filled in: ");
const NONE_FOUND: Text = text("没有找到字段名，请填到下面各栏。", "No field is named in it; use the fields below.");
const EXAMPLE: Text = text("例子", "Examples");
const CLEAR: Text = text("清空", "Clear");

/// The form. Nothing submits it: what is typed is seen at once.
#[component]
pub(super) fn Form(input: RwSignal<Input>, diagnosis: Memo<Diagnosis>) -> impl IntoView {
    let whole = RwSignal::new(String::new());
    // the fields that were picked out of the last whole text
    let found = RwSignal::new(None::<Vec<Field>>);
    let replace = move |next: Input| {
        whole.set(String::new());
        found.set(None);
        input.set(next);
    };
    // on a narrow window the result stands below the form
    let show = move |next: Input| {
        replace(next);
        browser::show("result");
    };
    let on_whole = move |text: String| {
        let picked = (!text.trim().is_empty()).then(|| pick::pick(&text));
        let mut next = Input::default();
        found.set(picked.map(|picked| pick::fill(&mut next, picked)));
        whole.set(text);
        input.set(next);
    };
    view! {
        <section class="decrypt__form" aria-labelledby="paste">
            <h2 id="paste"><Both text=PASTE/></h2>
            <div class="paste">
                <label class="paste__label" for="whole">
                    <b><Both text=WHOLE/></b>
                    <small><Both text=WHOLE_HINT/></small>
                </label>
                <textarea
                    id="whole"
                    rows="3"
                    spellcheck="false"
                    autocomplete="off"
                    autocapitalize="off"
                    prop:value=whole
                    on:input:target=move |event| on_whole(event.target().value())
                ></textarea>
                <p class="paste__found" role="status">{move || found.get().map(|found| view! { <Found found/> })}</p>
            </div>
            {Field::ALL
                .map(|field| view! { <FieldInput field input diagnosis found/> })
                .into_iter()
                .collect_view()}
            <div class="decrypt__examples" role="group" aria-labelledby="examples">
                <h3 id="examples"><Both text=EXAMPLE/></h3>
                {EXAMPLES
                    .iter()
                    .map(|example| {
                        view! {
                            <button class="chip" type="button" on:click=move |_| show(example.input())>
                                <Both text=example.name/>
                            </button>
                        }
                    })
                    .collect_view()}
                <button class="chip chip--clear" type="button" on:click=move |_| replace(Input::default())>
                    <Both text=CLEAR/>
                </button>
            </div>
        </section>
    }
}

#[component]
fn Found(found: Vec<Field>) -> impl IntoView {
    if found.is_empty() {
        return view! { <Both text=NONE_FOUND/> }.into_any();
    }
    let names: Vec<_> = found.into_iter().map(Field::name).collect();
    view! {
        <Both text=FOUND/>
        <code>{names.join(", ")}</code>
    }
    .into_any()
}

/// A field. A whole text that is pasted here is picked apart, too.
#[component]
fn FieldInput(
    field: Field,
    input: RwSignal<Input>,
    diagnosis: Memo<Diagnosis>,
    found: RwSignal<Option<Vec<Field>>>,
) -> impl IntoView {
    let name = field.name();
    let is_bad = Memo::new(move |_| {
        diagnosis.with(|diagnosis| diagnosis.attempt.failed.as_ref().is_some_and(|(_, fields)| fields.contains(&field)))
    });
    let on_input = move |text: String| {
        input.update(|input| match pick::distribute(input, &text) {
            Some(fields) => found.set(Some(fields)),
            None => input.set(field, text),
        });
    };
    view! {
        <div class="paste">
            <label class="paste__label" for=name>
                <code>{name}</code>
                <small><Both text=field.hint()/></small>
            </label>
            <textarea
                id=name
                class:is-short=!field.is_long()
                rows=if field.is_long() { "4" } else { "1" }
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                aria-invalid=move || is_bad.get().then_some("true")
                prop:value=move || input.with(|input| input.get(field).to_owned())
                on:input:target=move |event| on_input(event.target().value())
            ></textarea>
        </div>
    }
}
