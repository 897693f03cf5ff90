//! What stands in the body: the phone and, beside it, the workbench. Rendered on the server, alive in the browser.

use leptos::prelude::*;

use crate::{first, pages, phone, workbench, wx::Wx};

/// The whole demo. The first render is that of a logged out visitor, on both sides: what the browser has stored is read
/// only afterwards, because markup that differs from the server's cannot be hydrated.
///
/// Each of the two halves is one function of the state, drawn anew (and compared with what is there) when the state
/// changes. A closure for each changing word would draw less, but every one costs the browser a kilobyte of WASM.
#[expect(non_snake_case, reason = "a component, as Leptos names them, without the props that the macro would add")]
pub fn App() -> impl IntoView {
    let wx = Wx::new(pages::first_page(), first::read());
    Effect::new(move |_| {
        workbench::start(wx);
        wx.start();
    });
    Effect::new(move |_| wx.draw(|_| workbench::look()));
    view! {
        <a class="skip" href="#workbench">"跳到工作台 "<span lang="en">"Skip to the workbench"</span></a>
        <main class="app" id="phone">
            {move || wx.draw(|state| phone::stage(wx, state))}
            // written by the server, filled in as text: its words cost no WASM
            <section
                class="workbench"
                id="workbench"
                aria-label="工作台 Workbench"
                tabindex="-1"
                inner_html=workbench::html()
            ></section>
        </main>
    }
}
