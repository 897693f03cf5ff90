//! Which mini-program is in the phone, where the server was started with one.

use leptos::prelude::*;

use crate::{
    text::{Both, Text, text},
    wx::{switch_program, use_wx},
};

const PROGRAM: Text = text("小程序", "Mini-program");

/// What ours is called.
const OURS: &str = "oa-mini (Rust)";
/// The value of the option that is ours; the opened one has none.
const OURS_VALUE: &str = "ours";

/// The opened one, and ours.
#[component]
pub(super) fn ProgramMenu() -> impl IntoView {
    let wx = use_wx();
    wx.opened().map(|program| {
        let value = move || if wx.is_opened.get() { "" } else { OURS_VALUE };
        view! {
            <label class="program">
                <span class="visually-hidden"><Both text=PROGRAM/></span>
                <select class="menu__button" prop:value=value on:change=move |event| switch_program(wx, event_target_value(&event).is_empty())>
                    <option value="">{program.name}</option>
                    <option value=OURS_VALUE>{OURS}</option>
                </select>
            </label>
        }
    })
}
