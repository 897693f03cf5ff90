//! Where to begin. The style sheet shows it on the pages where it helps, until somebody has logged in here.

use leptos::prelude::*;

use crate::text::{Both, Text, text};

const TITLE: Text = text("从这里开始", "Start here");
const HINT: Text = text("点「我的」，再点「点击登录」", "Tap 我的, then 点击登录");

/// The hint. The tab that it points at is described by it.
#[component]
pub(super) fn Coach() -> impl IntoView {
    view! {
        <p class="coach" id="coach">
            <b><Both text=TITLE/></b>
            <Both text=HINT/>
        </p>
    }
}
