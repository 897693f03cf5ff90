//! A request that is changed and sent again, by hand or by a tap on what teaches.

use leptos::{
    ev::{KeyboardEvent, SubmitEvent},
    prelude::*,
};

use crate::{
    browser::focus,
    text::{Both, Text, text},
    workbench::{
        replay::{self, MUTATIONS, Mutation},
        state::use_workbench,
    },
    wx::SentRequest,
};

const METHOD: Text = text("方法", "Method");
const PATH: Text = text("路径", "Path");
const HEADERS: Text = text("请求头", "Headers");
const BODY: Text = text("正文", "Body");
const SEND: Text = text("发送", "Send");
const CANCEL: Text = text("取消", "Cancel");
const CHANGE: Text = text("改一处", "Change one thing");
const NOTE: Text = text(
    "经手机的 wx.request 发出；无论结果如何，手机的登录态都不变。",
    "Sent by the phone's wx.request; whatever comes, the phone's login stays as it is.",
);

/// The editor of `original`; `draft` is emptied when it closes.
#[component]
pub(super) fn Editor(original: SentRequest, draft: RwSignal<Option<SentRequest>>) -> impl IntoView {
    let workbench = use_workbench();
    let fields = [METHOD, PATH, HEADERS, BODY].map(|label| (label, RwSignal::new(String::new())));
    let [method, path, headers, body] = fields.map(|(_, value)| value);
    let show = move |request: &SentRequest| {
        method.set(request.method.clone());
        path.set(request.url.clone());
        headers.set(replay::text_of(&request.headers));
        body.set(request.body.clone().unwrap_or_default());
    };
    show(&original);
    let close = move || {
        draft.set(None);
        focus::focus_next_frame(|| focus::by_id("detail"));
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        replay::send(
            workbench,
            SentRequest {
                id: String::new(),
                method: method.get_untracked().trim().to_ascii_uppercase(),
                url: path.get_untracked().trim().to_owned(),
                headers: replay::headers_of(&headers.get_untracked()),
                body: Some(body.get_untracked()),
            },
        );
        close();
        workbench.selected_call.set(None); // the newest is shown, which is this one
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            close();
        }
    };
    let chip = |mutation: &'static Mutation| {
        let changed = (mutation.apply)(&original)?;
        Some(view! {
            <button class="mutation" type="button" on:click=move |_| show(&changed)>
                <Both text=mutation.name/>
                <code>{mutation.errno}</code>
            </button>
        })
    };
    let field = |(label, value): (Text, RwSignal<String>)| {
        view! {
            <label class="editor__field">
                <Both text=label/>
                <textarea
                    spellcheck="false"
                    prop:value=value
                    on:input=move |event| value.set(event_target_value(&event))
                ></textarea>
            </label>
        }
    };
    view! {
        <form
            class="editor"
            id="editor"
            tabindex="-1"
            aria-label=text("编辑重发", "Edit and resend").localized()
            on:submit=on_submit
            on:keydown=on_key
        >
            <p class="editor__line"><Both text=CHANGE/> {MUTATIONS.iter().filter_map(chip).collect_view()}</p>
            {fields.into_iter().map(field).collect_view()}
            <p class="editor__line">
                <button class="text-button editor__send" type="submit"><Both text=SEND/></button>
                <button class="text-button" type="button" on:click=move |_| close()><Both text=CANCEL/></button>
                <Both text=NOTE/>
            </p>
        </form>
    }
}
