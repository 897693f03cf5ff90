//! The demos.

use leptos::prelude::*;

use super::menu::{Menu, MenuContext};
use crate::{
    icon::Icon,
    text::{Both, Text, text},
    workbench::{
        scenarios::{self, Title},
        state::use_workbench,
    },
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
    let item = |(number, title): (usize, Title)| view! { <ScenarioItem number title/> };
    view! {
        <Menu
            class="menu menu--scenario"
            button_class="menu__button menu__button--accent"
            list_class="menu__list menu__list--wide"
            button=ViewFn::from(button)
        >
            {scenarios::titles().into_iter().enumerate().map(item).collect_view()}
        </Menu>
    }
}

#[component]
fn ScenarioItem(number: usize, title: Title) -> impl IntoView {
    let workbench = use_workbench();
    let menu = expect_context::<MenuContext>();
    let play = move |_| {
        menu.close();
        scenarios::play(workbench, number);
    };
    view! {
        <li>
            <button class="menu__item" type="button" on:click=play>
                <b>
                    <span class="zh">{title.zh}</span>
                    " "
                    <span class="en en--beside" lang="en">{title.en}</span>
                </b>
                <small>{title.hint}</small>
            </button>
        </li>
    }
}
