//! The HTML document around the page. It holds no script of its own, so that the page can do without `unsafe-inline`.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{App, first, first::FirstData, pages, pages::Page};

/// What the document needs to know of the server that sends it.
#[derive(Debug, Clone)]
pub struct Head {
    /// Path of the script that loads the WASM and starts it.
    pub js: &'static str,
    /// Paths of all scripts: that one, and what it imports.
    pub modules: &'static [&'static str],
    /// Path of the WASM.
    pub wasm: &'static str,
    /// Path of the style sheet.
    pub css: &'static str,
    /// `local` (one world for everybody), `public` (a world for each browser) or `live`.
    pub demo: &'static str,
    /// `zh` or `en`: what the workbench speaks.
    pub lang: &'static str,
    /// `OA_PUBLIC_URL`, without a slash at its end.
    pub public_url: Arc<str>,
}

/// The document for `page`, as text. Rendered without Leptos' own context of the stream: that one writes inline scripts,
/// which this page has no use for and its policy forbids.
pub fn html(head: Head, page: Page, first: FirstData) -> String {
    let owner = Owner::new_root(None);
    let html = owner.with(|| {
        provide_context(page);
        provide_context(first);
        shell(head).to_html()
    });
    owner.cleanup();
    html
}

/// The document. [`FirstData`] and the [`Page`] come by context.
fn shell(head: Head) -> impl IntoView {
    let data = use_context::<FirstData>().unwrap_or_default();
    // `<` is the only character that could end the element
    let data = serde_json::to_string(&data).unwrap_or_default().replace('<', "\\u003c");
    let title = format!("{} · oa-mini", pages::first_page().title());
    let lang = if head.lang == "zh" { "zh-CN" } else { "en" };
    provide_context(head.clone());
    view! {
        <!DOCTYPE html>
        <html lang=lang data-lang=head.lang data-activity="none">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"/>
                <title>{title}</title>
                <meta name="description" content="微信小程序登录，全流程看得见 WeChat mini-program login, in plain sight"/>
                <meta name="oa-demo" content=head.demo/>
                <link rel="icon" href="/oapro/images/icon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=head.css/>
                {head.modules.iter().map(|path| view! { <link rel="modulepreload" href=*path/> }).collect_view()}
                <link rel="preload" r#as="fetch" crossorigin="anonymous" r#type="application/wasm" href=head.wasm/>
                <script type="module" src=head.js></script>
                <script type="application/json" id=first::ELEMENT inner_html=data></script>
            </head>
            <body>
                {App()}
                // after the app, where hydration does not look: no icon is in the WASM
                <div inner_html=include_str!("sprite.svg")></div>
                // where a demo taps
                <i class="dot" id="dot" hidden></i>
                <noscript>
                    <p class="noscript">"演示需要 JavaScript。 "<span lang="en">"The demo needs JavaScript."</span></p>
                </noscript>
            </body>
        </html>
    }
}
