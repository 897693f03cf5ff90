//! The phone around a page: bars, overlays, toast. Always light, always Chinese: this is WeChat's world.

mod action_sheet;
mod coach;
pub(crate) mod controls;
mod modal;
mod navigation_bar;
mod opened;
mod overlay;
mod sheet;
mod tab_bar;
mod toast;

use leptos::{ev::KeyboardEvent, prelude::*};

use self::{
    coach::Coaches, navigation_bar::NavigationBar, opened::OpenedMiniProgram, overlay::OverlayView, tab_bar::TabBar,
    toast::ToastView,
};
use crate::{
    browser::focus,
    icon::Icon,
    text::{Both, Text, text},
    wx::use_wx,
};

const PHONE: Text = text("模拟手机", "Simulated phone");
const DEVICE: Text = text("手机", "Phone");
const NOTE: Text = text("绿色按钮只取资料，不登录", "The green button gets a profile: no login");

/// Gives the focus to the phone: to what it asks, or else to the page on the screen.
pub(crate) fn take_focus() {
    focus::focus_first(&[overlay::FIRST_CHOICE, ".is-opened iframe", ".page:not([hidden])"]);
}

/// The phone on its stage, around its pages.
#[component]
pub(crate) fn Phone<C: IntoView + 'static>(children: TypedChildren<C>) -> impl IntoView {
    let wx = use_wx();
    let page = Memo::new(move |_| wx.top().page);
    let is_covered = Memo::new(move |_| wx.overlay.with(Option::is_some));
    let path = move || {
        if wx.is_opened.get() { wx.opened_page.get() } else { page.get().path().trim_start_matches('/').to_owned() }
    };
    // to the workbench and back, whatever is open
    let on_key = |event: KeyboardEvent| {
        if event.key() == "F6" {
            event.prevent_default();
            focus::follow(".skip");
        }
    };
    view! {
        <section class="stage" aria-label=PHONE.localized() on:keydown=on_key>
            <div class="phone">
                <div
                    class="phone__screen"
                    lang="zh-CN"
                    class:is-overlaid=is_covered
                    class:is-opened=wx.is_opened
                    data-page=Signal::derive(move || page.get().name())
                    data-bar=Signal::derive(move || if page.get().is_tab() { "tab" } else { "back" })
                >
                    <div class="phone__statusbar" aria-hidden="true">
                        <span class="phone__clock">"9:41"</span>
                        <Icon class="phone__signals" name="#i-signals"/>
                    </div>
                    <OpenedMiniProgram/>
                    <NavigationBar page is_covered/>
                    <div class="phone__page" inert=is_covered>{children.into_inner()()}</div>
                    <TabBar page is_covered/>
                    <div class="phone__home" aria-hidden="true"></div>
                    <OverlayView/>
                    <ToastView/>
                    <Coaches/>
                    <a class="peek" href="#workbench" inert=is_covered>
                        <Icon name="#i-server"/>
                        "看流程"
                    </a>
                </div>
            </div>
            <p class="stage__path">
                <span class="stage__device"><Both text=DEVICE/> " " {wx.device}</span>
                <code>{path}</code>
                <span class="stage__note"><Both text=NOTE/></span>
            </p>
        </section>
    }
}
