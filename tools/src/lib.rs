//! The developer's tools: pages of their own beside the demo, each at its address. One source compiled twice, as `app` is, from
//! which they take languages, theme and icons; they know nothing of the phone and the workbench, and send nothing.
//!
//! They are a crate and a bundle of their own, so that the first page does not carry them: what `app` uses decides alone what
//! is in its WASM.
//!
//! - `tool`: the tools by their addresses; `browser`: the only module that touches the browser
//! - `bar`: what stands above every tool; `decrypt`: a folder a tool
//! - `shell`: the document, on the server

#![forbid(unsafe_code)]
#![expect(unreachable_pub, reason = "the functions that Leptos' #[component] writes are")]
#![recursion_limit = "256"] // one view is one type

mod bar;
mod browser;
mod decrypt;
#[cfg(feature = "ssr")]
mod shell;
mod tool;
mod traces;

use app::Settings;
use leptos::{either::Either, prelude::*};

#[cfg(feature = "ssr")]
pub use self::shell::shell;
pub use self::tool::Tool;
use self::{bar::ToolBar, decrypt::DecryptPage, traces::TracesPage};

/// What stands in the body: the bar and the tool that was asked for. Rendered on the server, alive in the browser.
#[component]
pub fn Tools() -> impl IntoView {
    let settings = Settings::provide();
    let tool = Tool::current();
    Effect::new(move |_| document().set_title(&tool.title(settings.lang())));
    Effect::new(move |_| browser::say_alive());
    view! {
        <a class="skip" href="#tool">
            <span class="zh">"跳到正文"</span>
            <span class="en" lang="en">"Skip to the content"</span>
        </a>
        <ToolBar/>
        <main class="tool" id="tool" tabindex="-1">
            {match tool {
                Tool::Decrypt => Either::Left(view! { <DecryptPage/> }),
                Tool::Traces => Either::Right(view! { <TracesPage/> }),
            }}
        </main>
    }
}
