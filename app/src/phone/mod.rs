//! The phone around a page: bars, overlays, toast. Always light, always Chinese: this is WeChat's world.

mod modal;
mod navbar;
mod parts;
mod sheet;
mod tabbar;
mod toast;

use leptos::{either::EitherOf6, ev::KeyboardEvent, prelude::*};

pub(crate) use parts::{Click, busy_button, button, drawn, icon, icon_button, line, on_click, on_tap, picture, span};

use crate::{
    pages::{Page, auth::login, index, meeting, ucenter, vote},
    web,
    wx::{Icon, Overlay, State, Wx, reply, show_toast},
};

/// Where to begin. The server writes it; the browser shows it until somebody has logged in, and need not know the words.
#[cfg(feature = "ssr")]
const COACH: &str = concat!(
    r#"<b><span class="zh">从这里开始</span><span class="en" lang="en">Start here</span></b>"#,
    r#"<span class="zh">点「我的」，再点「点击登录」</span><span class="en" lang="en">Tap 我的, then 点击登录</span>"#
);
#[cfg(not(feature = "ssr"))]
const COACH: &str = "";

/// The phone on its stage.
pub(crate) fn stage(wx: Wx, state: &State) -> impl IntoView + use<> {
    let at = state.page();
    let covered = state.overlay.is_some();
    view! {
        <section class="stage" aria-label="模拟手机 Simulated phone">
            <div class="phone">
                <div
                    class=if covered { "phone__screen is-overlaid" } else { "phone__screen" }
                    data-page=at.name()
                    data-bar=if at.is_tab() { "tab" } else { "back" }
                >
                    <div class="phone__statusbar" aria-hidden="true">
                        <span class="phone__clock">"9:41"</span>
                        {icon("phone__signals", "#i-signals")}
                    </div>
                    {navbar::navbar(wx, at, covered)}
                    <div class="phone__page" inert=covered>{page(wx, state)}</div>
                    {tabbar::tabbar(wx, at, covered)}
                    <div class="phone__home" aria-hidden="true"></div>
                    {state.overlay.as_ref().map(|asked| overlay(wx, state, asked))}
                    {state.toast.as_ref().map(|shown| drawn("loose", toast::toast(shown), on_click(|| {}), Box::new(|_| {})))}
                    <p class="coach" id="coach" inner_html=COACH></p>
                    <a class="peek" href="#workbench" inert=covered>{icon("icon", "#i-server")}"看流程"</a>
                </div>
            </div>
            <p class="stage__path">
                <span class="stage__device">"手机 "{state.device.clone()}</span>
                <code>{at.path().trim_start_matches('/')}</code>
            </p>
        </section>
    }
}

fn page(wx: Wx, state: &State) -> impl IntoView + use<> {
    match state.page() {
        Page::Index => EitherOf6::A(index::page(wx, state)),
        Page::Login => EitherOf6::B(login::page(wx, state)),
        Page::Meeting => EitherOf6::C(meeting::list::page(wx, state)),
        Page::Vote => EitherOf6::D(vote::list::page(wx, state)),
        Page::Ucenter => EitherOf6::E(ucenter::index::page(wx, state)),
        Page::User => EitherOf6::F(ucenter::user::page(wx, state)),
    }
}

/// What is asked, over a grey page. A tap on the grey does nothing, as in WeChat; Esc refuses. Nor does it take the focus
/// away: Esc would reach nobody.
fn overlay(wx: Wx, state: &State, asked: &Overlay) -> impl IntoView + use<> {
    let class = if matches!(asked, Overlay::Modal(_)) { "overlay overlay--modal" } else { "overlay" };
    let html = match asked {
        Overlay::Profile(desc) => sheet::profile(state, desc),
        Overlay::PhoneNumber => sheet::phone_number(state),
        Overlay::Modal(asked) => modal::modal(asked),
        Overlay::Actions(name, items) => sheet::actions(name, items),
    };
    let click = on_tap(move |event| match web::picked(event).as_deref() {
        Some(sheet::OTHER) => show_toast(wx, "开发中", Icon::None),
        // one digit, or none
        Some(pick) => reply(wx, pick.bytes().next().map(|digit| usize::from(digit.wrapping_sub(b'0')))),
        None => {}
    });
    let key = Box::new(move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" => reply(wx, None),
        "Tab" => web::keep_inside(&event),
        _ => {}
    });
    drawn(class, html, click, key)
}
