//! The HTML document around the page.

use std::sync::Arc;

use leptos::{config::LeptosOptions, hydration::AutoReload, nonce::use_nonce, prelude::*};

use crate::{App, first, first::FirstData, pages};

/// What the document needs to know of the server that sends it.
#[derive(Debug, Clone)]
pub struct Head {
    /// Path of the style sheet.
    pub css: String,
    /// Paths of the modules that the page's script imports: the browser loads them with it, not after it.
    pub snippets: &'static [&'static str],
    /// `local` (one world for everybody), `public` (a world for each browser) or `live`.
    pub demo: &'static str,
    /// `zh` or `en`: what the workbench speaks.
    pub lang: &'static str,
    /// `OA_PUBLIC_URL`, without a slash at its end.
    pub public_url: Arc<str>,
}

/// The document. [`FirstData`] and the [`Page`](crate::pages::Page) come by context; `options` says where the script and the
/// WASM are.
pub fn shell(options: LeptosOptions, head: Head) -> impl IntoView {
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
                {head.snippets.iter().map(|path| view! { <link rel="modulepreload" href=*path/> }).collect_view()}
                <AutoReload options=options.clone()/>
                <HydrationScripts options/>
                <script type="application/json" nonce=use_nonce() id=first::ELEMENT inner_html=data></script>
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
