//! The HTML document around the page.

use leptos::{config::LeptosOptions, hydration::AutoReload, nonce::use_nonce, prelude::*};

use crate::{
    App, OpenedProgram,
    settings::LANG_META,
    text::{Both, Lang, Text, text},
    workbench::ApiUrl,
    wx::first_page,
};

const DESCRIPTION: Text = text("微信小程序登录，全流程看得见", "WeChat mini-program login, in plain sight");
const NO_SCRIPT: Text = text("演示需要 JavaScript。", "The demo needs JavaScript.");

/// What the document needs to know of the server that sends it.
#[derive(Debug, Clone)]
pub struct Head {
    /// Path of the style sheet.
    pub css: String,
    /// Paths of the modules that the page's script imports: the browser loads them with it, not after it.
    pub snippets: &'static [&'static str],
    /// `local` (one world for everybody), `public` (a world for each browser) or `live`.
    pub demo: &'static str,
    /// What the workbench speaks.
    pub lang: Lang,
}

/// Applies the stored language and theme before the first paint. The keys are those of `settings.rs`.
pub const APPLY_SETTINGS: &str = "const root=document.documentElement,stored=key=>{try{return localStorage.getItem('oa-mini:'+key)}catch{}},\
lang=stored('lang'),theme=stored('theme');if(lang){root.dataset.lang=lang;root.lang=lang=='en'?lang:'zh-CN'}if(theme)root.dataset.theme=theme";

/// The drawings that [`Icon`](crate::Icon) names.
pub const SPRITE: &str = include_str!("sprite.svg");

/// The document. [`Page`](crate::Page) and [`ApiUrl`] come by context; `options` says where the script and the WASM are.
pub fn shell(options: LeptosOptions, head: Head) -> impl IntoView {
    provide_context(head.lang);
    let api_url = use_context::<ApiUrl>().map(|url| url.0);
    let opened = use_context::<OpenedProgram>().map(|program| {
        view! {
            <meta name=OpenedProgram::META content=program.to_meta()/>
            <link rel="stylesheet" href=format!("{}/runtime/host.css", program.base)/>
            <script src=format!("{}/runtime/host.js", program.base) defer></script>
        }
    });
    view! {
        <!DOCTYPE html>
        <html lang=head.lang.tag() data-lang=head.lang.code() data-activity="none">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"/>
                <title>{first_page().window_title(head.lang)}</title>
                <meta name="description" content=DESCRIPTION.get(head.lang)/>
                <meta name=LANG_META content=head.lang.code()/>
                <meta name="oa-demo" content=head.demo/>
                <meta name=ApiUrl::META content=api_url/>
                {opened}
                <link rel="icon" href="/oapro/images/icon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=head.css/>
                {head.snippets.iter().map(|path| view! { <link rel="modulepreload" href=*path/> }).collect_view()}
                <AutoReload options=options.clone()/>
                <HydrationScripts options/>
                <script nonce=use_nonce() inner_html=APPLY_SETTINGS></script>
            </head>
            <body>
                <App/>
                // after the app, where hydration does not look: no icon is in the WASM
                <div inner_html=SPRITE></div>
                <noscript>
                    <p class="noscript"><Both text=NO_SCRIPT/></p>
                </noscript>
            </body>
        </html>
    }
}
