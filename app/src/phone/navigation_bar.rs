//! The navigation bar: title, back arrow on every page that is not a tab, and WeChat's capsule: a menu, and the way out
//! (which here leads to the first page again).

use leptos::{ev::MouseEvent, prelude::*};

use crate::icon::Icon;
use crate::wx::{Page, navigate_back, re_launch, show_action_sheet, use_wx};

/// The bar of the page on the screen.
#[component]
pub(super) fn NavigationBar(
    #[prop(into)] page: Signal<Page>,
    /// Whether an overlay lies over the phone.
    #[prop(into)]
    is_covered: Signal<bool>,
) -> impl IntoView {
    let wx = use_wx();
    let back = move |event: MouseEvent| {
        event.prevent_default();
        navigate_back(wx, Page::Index);
    };
    let menu = Action::new(move |_: &()| async move {
        if show_action_sheet(wx, "更多", &["重新进入小程序"]).await.is_some() {
            re_launch(wx, Page::Index);
        }
    });
    view! {
        <header class="phone__navbar" inert=is_covered>
            // a link, so that it leads somewhere before the script is there
            <a class="phone__back" href=Page::Index.path() aria-label="返回" on:click=back><Icon name="#i-back"/></a>
            <h1 class="phone__title">{Signal::derive(move || page.get().title())}</h1>
            <div class="capsule">
                <CapsuleButton
                    label="更多"
                    icon="#i-more"
                    on_tap=move |()| {
                        menu.dispatch(());
                    }
                />
                <CapsuleButton label="关闭" icon="#i-close-ring" on_tap=move |()| re_launch(wx, Page::Index)/>
            </div>
        </header>
    }
}

/// A half of the capsule.
#[component]
fn CapsuleButton(
    /// Its accessible name.
    label: &'static str,
    icon: &'static str,
    #[prop(into)] on_tap: Callback<()>,
) -> impl IntoView {
    view! {
        <button class="capsule__button" type="button" aria-label=label on:click=move |_| on_tap.run(())>
            <Icon name=icon/>
        </button>
    }
}
