//! The HTML document around a tool.

use app::{APPLY_SETTINGS, LANG_META, Lang, SPRITE};
use leptos::{config::LeptosOptions, hydration::HydrationScripts, nonce::use_nonce, prelude::*};

use crate::{Tool, Tools};

/// The document. `options` say where the tools' script and WASM are; without them the page can be read, and no more. `styles`
/// are the paths of the style sheets.
pub fn shell(tool: Tool, options: Option<LeptosOptions>, styles: [String; 2], lang: Lang) -> impl IntoView {
    provide_context(tool);
    provide_context(lang);
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag() data-lang=lang.code()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <title>{tool.title(lang)}</title>
                <meta name="description" content=format!("{} {}", tool.name().zh, tool.name().en)/>
                <meta name=LANG_META content=lang.code()/>
                <link rel="icon" href="/oapro/images/icon.svg" type="image/svg+xml"/>
                {styles.into_iter().map(|path| view! { <link rel="stylesheet" href=path/> }).collect_view()}
                {options.map(|options| view! { <HydrationScripts options/> })}
                <script nonce=use_nonce() inner_html=APPLY_SETTINGS></script>
            </head>
            <body>
                <Tools/>
                // after the tool, where hydration does not look
                <div inner_html=SPRITE></div>
                <noscript>
                    <p class="noscript">"这一页在浏览器里解密，需要 JavaScript。 "<span lang="en">"This page works in the browser and needs JavaScript."</span></p>
                </noscript>
            </body>
        </html>
    }
}
