//! The bar above a tool: the way back to the demo, the API's document, language, theme.

use app::{Both, Icon, Text, text, use_settings};
use leptos::prelude::*;

const BACK: Text = text("回到演示", "Back to the demo");
const API_DOCS: Text = text("API 文档", "API docs");

/// The bar.
#[component]
pub(crate) fn ToolBar() -> impl IntoView {
    let settings = use_settings();
    view! {
        <header class="tool-bar">
            <a class="brand" href="/">
                <Icon class="brand__mark" name="#i-mark"/>
                <span class="brand__text">
                    <b>"oa-mini"</b>
                    <small>"← " <Both text=BACK/></small>
                </span>
            </a>
            <nav class="tool-bar__links" aria-label=text("工具", "Tools").localized()>
                <a class="text-link" href="/docs"><Both text=API_DOCS/></a>
                <button class="text-link" type="button" on:click=move |_| settings.switch_lang()>
                    <span class="visually-hidden"><Both text=text("语言 ", "Language ")/></span>
                    <b class="zh">"中"</b>
                    <span class="zh">"/ EN"</span>
                    <b class="en">"EN"</b>
                    <span class="en">"/ 中"</span>
                </button>
                <button
                    class="icon-button"
                    type="button"
                    aria-label=text("明暗", "Theme").localized()
                    title=text("明暗", "Theme").localized()
                    on:click=move |_| settings.switch_theme()
                >
                    <Icon name="#i-sun"/>
                </button>
            </nav>
        </header>
    }
}
