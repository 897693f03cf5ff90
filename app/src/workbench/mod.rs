//! What stands beside the phone: who holds it, what the six phases of a login are, and where the API is.
//!
//! On a narrow window it is a layer over the phone, opened by `#workbench`.

mod about;
mod users;

use leptos::{ev::KeyboardEvent, prelude::*};

pub(crate) use about::about;

use crate::{
    phone::{icon, on_tap},
    web,
    wx::{State, Wx},
};

/// Esc closes the layer.
pub(crate) fn key(event: KeyboardEvent) {
    if event.key() == "Escape" {
        close();
    }
}

fn close() {
    web::leave_fragment("#workbench", "#phone");
}

/// The bar over the workbench.
pub(crate) fn topbar(wx: Wx, state: &State) -> impl IntoView + use<> {
    let shut = on_tap(|event| {
        event.prevent_default();
        close();
    });
    view! {
        <header class="topbar">
            <a class="brand" href="/">
                {icon("brand__mark", "#i-mark")}
                <span class="brand__text">
                    <b>"oa-mini"</b>
                    <small>
                        "微信小程序登录，全流程看得见"
                        <span lang="en">"WeChat mini-program login, in plain sight"</span>
                    </small>
                </span>
            </a>
            <nav class="topbar__tools" aria-label="工具 Tools">
                {users::users(wx, state)}
                <a class="topbar__close" href="#phone" aria-label="关闭 Close" on:click=shut>"✕"</a>
            </nav>
        </header>
    }
}
