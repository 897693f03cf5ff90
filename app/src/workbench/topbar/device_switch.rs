//! Which phone of the user is in view.

use leptos::prelude::*;

use crate::{
    text::{Both, Text, text},
    wx::{switch_phone, use_wx},
};

const DEVICE: Text = text("设备", "Device");
/// The two phones.
const DEVICES: [(&str, Text); 2] = [("A", text("手机 A", "Phone A")), ("B", text("手机 B", "Phone B"))];

/// A group of radio buttons.
#[component]
pub(super) fn DeviceSwitch() -> impl IntoView {
    view! {
        <fieldset class="segmented">
            <legend class="visually-hidden"><Both text=DEVICE/></legend>
            {DEVICES.map(|(device, name)| view! { <DeviceOption device name/> }).into_iter().collect_view()}
        </fieldset>
    }
}

#[component]
fn DeviceOption(device: &'static str, name: Text) -> impl IntoView {
    let wx = use_wx();
    let is_current = Memo::new(move |_| wx.device.get() == device);
    view! {
        <label>
            <input
                type="radio"
                name="device"
                value=device
                checked=device == "A"
                prop:checked=is_current
                on:change=move |_| switch_phone(wx, wx.user.get_untracked(), device.to_owned())
            />
            <span><Both text=name/></span>
        </label>
    }
}
