//! The workbench's own part of the WASM. The first page does without it: it is loaded once the phone is alive, so what the
//! workbench shows costs the first page nothing.
//!
//! `server/build/wasm.rs` puts into this part what [`mount`] alone needs. What [`Workbench`](super::Workbench) or the phone use
//! stays with the first page.

use leptos::{
    mount::mount_to,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};
use wasm_split_helpers::SplitLoaderError;

use super::{
    early::Early,
    flow::Flow,
    inspector::Inspector,
    scenarios::{DemoBar, DemoDot},
    state::WorkbenchState,
    topbar::TopBar,
};

/// Puts the living workbench into `section`, in the place of the server's markup, and the bar and the dot of the demos beside it. Not by
/// hydration: the phone is ahead of that markup by now.
///
/// # Errors
/// The part cannot be loaded. A later call tries again.
pub(super) async fn mount(section: HtmlElement, owner: Owner, early: Early) -> Result<(), SplitLoaderError> {
    #[cfg(feature = "parts")]
    return load(section, owner, early).await;
    #[cfg(not(feature = "parts"))]
    {
        fill(section, owner, early);
        Ok(())
    }
}

/// The beginning of the part: the function that is loaded, with all that it alone needs.
#[cfg(feature = "parts")]
#[wasm_split_helpers::wasm_split(workbench, fallible)]
fn load(section: HtmlElement, owner: Owner, early: Early) -> Result<(), SplitLoaderError> {
    fill(section, owner, early);
    Ok(())
}

fn fill(section: HtmlElement, owner: Owner, early: Early) {
    owner.with(|| {
        WorkbenchState::provide(expect_context()).observe(early);
        if let Some(parent) = section.parent_element().and_then(|parent| parent.dyn_into().ok()) {
            mount_to(parent, Demo).forget();
        }
        Element::set_inner_html(&section, "");
        mount_to(section, Content).forget();
    });
}

/// What the server writes in its place; the browser writes nothing.
pub(super) fn markup() -> Option<String> {
    cfg!(feature = "ssr").then(|| {
        WorkbenchState::provide(expect_context());
        view! { <Content/> }.to_html()
    })
}

/// What is in the frame.
#[component]
fn Content() -> impl IntoView {
    view! {
        <TopBar/>
        <Flow/>
        <Inspector/>
    }
}

/// What a demo shows beside the frame.
#[component]
fn Demo() -> impl IntoView {
    view! {
        <DemoBar/>
        <DemoDot/>
    }
}
