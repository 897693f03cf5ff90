//! What stands in the body: the phone and, beside it, the workbench. Rendered on the server, alive in the browser.

use leptos::prelude::*;

use crate::{
    browser,
    pages::PageStack,
    phone::Phone,
    settings::Settings,
    text::{Both, Text, text},
    util::user,
    workbench::{Early, Workbench},
    wx::{Page, PhoneStep, Stage, Wx, WxEvent, first_page, install_window_wx},
};

const SKIP: Text = text("跳到工作台", "Skip to the workbench");

/// The whole demo. The first render is that of a visitor who is logged out, on both sides: what the browser has stored is
/// read only afterwards, because markup that differs from the server's cannot be hydrated.
#[component]
pub fn App() -> impl IntoView {
    let settings = Settings::provide();
    let wx = Wx::new(first_page());
    provide_context(wx);
    let early = Early::new();
    let on_launch = Action::new(move |_: &()| async move {
        wx.load_platform().await;
        early.enter_world();
        // an opened mini-program does that in its own app.js
        if !wx.is_opened.get_untracked() {
            user::check_login(wx).await;
        }
    });
    Effect::new(move |_| {
        wx.observe(move |event| {
            if let WxEvent::Step(PhoneStep::Storage, Stage::Done, _) = event {
                settings.end_coach();
            }
        });
        wx.enter_world();
        early.observe(wx);
        wx.launch();
        on_launch.dispatch(());
        install_window_wx(wx);
        // the page reacts to taps from now on; a test waits for it, as a person would
        browser::document::set_root_attribute("data-alive", Some(""));
    });
    Effect::new(move |_| {
        let page = wx.top().page;
        browser::document::set_title(&page.window_title(settings.lang()));
        if page == Page::User {
            settings.end_settings_coach();
        }
    });
    view! {
        <a class="skip" href="#workbench"><Both text=SKIP/></a>
        <main class="app" id="phone">
            <Phone><PageStack/></Phone>
            <Workbench early/>
        </main>
    }
}
