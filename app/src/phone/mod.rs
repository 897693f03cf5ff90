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

use leptos::prelude::*;

use self::{
    coach::Coach, navigation_bar::NavigationBar, opened::OpenedMiniProgram, overlay::OverlayView, tab_bar::TabBar,
    toast::ToastView,
};
use crate::{icon::Icon, wx::use_wx};

/// The phone on its stage, around its pages.
#[component]
pub(crate) fn Phone<C: IntoView + 'static>(children: TypedChildren<C>) -> impl IntoView {
    let wx = use_wx();
    let page = Memo::new(move |_| wx.top().page);
    let is_covered = Memo::new(move |_| wx.overlay.with(Option::is_some));
    let path = move || {
        if wx.is_opened.get() { wx.opened_page.get() } else { page.get().path().trim_start_matches('/').to_owned() }
    };
    view! {
        <section class="stage" aria-label="模拟手机 Simulated phone">
            <div class="phone">
                <div
                    class="phone__screen"
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
                    <Coach/>
                    <a class="peek" href="#workbench" inert=is_covered>
                        <Icon name="#i-server"/>
                        "看流程"
                    </a>
                </div>
            </div>
            <p class="stage__path">
                <span class="stage__device">"手机 " {wx.device}</span>
                <code>{path}</code>
            </p>
        </section>
    }
}
