//! The bar: brand, virtual user, device, demos, language, theme, API document.

mod device_switch;
mod menu;
mod program_menu;
mod scenario_menu;
mod user_menu;

use leptos::{ev::MouseEvent, prelude::*};

use self::{device_switch::DeviceSwitch, program_menu::ProgramMenu, scenario_menu::ScenarioMenu, user_menu::UserMenu};
use super::close_layer;
use crate::{
    icon::Icon,
    settings::use_settings,
    text::{Both, Text, text},
};

const TAGLINE: Text = text("微信小程序登录，全流程看得见", "WeChat mini-program login, in plain sight");
const API_DOCS: Text = text("API 文档", "API docs");
const API_DOCS_PATH: Text = text("/docs?lang=zh", "/docs?lang=en");
const TOOLS: Text = text("工具", "Tools");
const LANGUAGE: Text = text("语言", "Language");
const THEME: Text = text("明暗", "Theme");
const DARK: Text = text("暗色", "Dark");
const ON: Text = text("开", "on");
const OFF: Text = text("关", "off");
const CLOSE: Text = text("关闭", "Close");

/// The bar.
#[component]
pub(super) fn TopBar() -> impl IntoView {
    let settings = use_settings();
    let close = |event: MouseEvent| {
        event.prevent_default();
        close_layer();
    };
    view! {
        <header class="topbar">
            <a class="brand" href="/">
                <Icon class="brand__mark" name="#i-mark"/>
                <span class="brand__text">
                    <b>"oa-mini"</b>
                    <small><Both text=TAGLINE/></small>
                </span>
            </a>
            <nav class="topbar__tools" aria-label=TOOLS.localized()>
                <ProgramMenu/>
                <UserMenu/>
                <DeviceSwitch/>
                <ScenarioMenu/>
                <button class="text-link" type="button" on:click=move |_| settings.switch_lang()>
                    <span class="visually-hidden"><Both text=LANGUAGE/> " "</span>
                    <b class="zh">"中"</b>
                    <span class="zh">"/ EN"</span>
                    <b class="en">"EN"</b>
                    <span class="en">"/ "<span lang="zh-CN">"中"</span></span>
                </button>
                <button
                    class="icon-button"
                    type="button"
                    title=THEME.localized()
                    on:click=move |_| settings.switch_theme()
                >
                    <span class="visually-hidden">
                        <Both text=DARK/>
                        " "
                        <span class="if-dark"><Both text=ON/></span>
                        <span class="if-light"><Both text=OFF/></span>
                    </span>
                    <Icon name="#i-sun"/>
                </button>
                <a class="text-link" href=API_DOCS_PATH.localized()><Both text=API_DOCS/></a>
            </nav>
            <a class="topbar__close" href="#phone" aria-label=CLOSE.localized() on:click=close>"✕"</a>
        </header>
    }
}
