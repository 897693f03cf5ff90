//! The demos.

use leptos::prelude::*;

use super::menu::{Menu, MenuContext};
use crate::{
    icon::Icon,
    text::{Both, Text, text},
    workbench::{scenarios, state::use_workbench},
};

const RUN: Text = text("一键演示", "Run a demo");

/// The list of demos.
#[component]
pub(super) fn ScenarioMenu() -> impl IntoView {
    let button = || {
        view! {
            <Icon class="menu__icon" name="#i-play"/>
            <Both text=RUN/>
        }
    };
    let workbench = use_workbench();
    // the demos come once, while nothing is played: a key that opens the menu finds its items; what failed is tried again then
    Effect::new(move |_| scenarios::load(workbench));
    let count = Memo::new(move |_| workbench.play.with(|play| play.list.scenarios.len()));
    view! {
        <Menu
            on:toggle=move |_| scenarios::load(workbench)
            class="menu menu--scenario"
            button_class="menu__button menu__button--accent"
            list_class="menu__list menu__list--wide"
            button=ViewFn::from(button)
        >
            {move || (0..count.get()).map(|number| view! { <ScenarioItem number/> }).collect_view()}
        </Menu>
    }
}

#[component]
fn ScenarioItem(
    /// Its place in the list.
    number: usize,
) -> impl IntoView {
    let workbench = use_workbench();
    let menu = expect_context::<MenuContext>();
    let play = move |_| {
        menu.close();
        scenarios::play(workbench, number);
    };
    let list = workbench.play.with_untracked(|play| play.list.clone());
    list.scenarios.get(number).map(|demo| {
        view! {
            <li>
                <button class="menu__item" type="button" on:click=play>
                    <b>
                        <span class="zh">{demo.zh.clone()}</span>
                        " "
                        <span class="en en--beside" lang="en">{demo.en.clone()}</span>
                    </b>
                    <small>{demo.hint.clone()}</small>
                </button>
            </li>
        }
    })
}
