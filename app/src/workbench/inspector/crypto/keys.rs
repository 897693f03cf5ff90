//! The keys that the server tried, beside the one that WeChat used: only their fingerprints are known here.

use leptos::prelude::*;

use crate::{
    text::{Both, Text, text},
    trace::TriedKey,
};

const WECHAT: Text = text("微信加密用的密钥", "WeChat sealed it with");
const TRIED: Text = text("服务器试过的密钥", "The server tried");
const NONE: Text = text("一把也没有：没有登录过", "none: nobody has logged in");
const FITS: Text = text("解开了", "fits");
const OTHER: Text =
    text("不是同一把：微信换过密钥，服务器还不知道", "another key: WeChat has a new one, the server does not");

/// One line for WeChat's key, and one for each that was tried, in the order of the attempts.
#[component]
pub(super) fn Keys(tried: Vec<TriedKey>, wechat_key: String) -> impl IntoView {
    let is_other = !wechat_key.is_empty() && !tried.iter().any(|key| key.fingerprint == wechat_key);
    let is_empty = tried.is_empty();
    let key = |key: TriedKey| {
        let verdict = match key.failed_at {
            None => view! { <span class="is-ok">"✓ " <Both text=FITS/></span> }.into_any(),
            Some(step) => view! { <span class="is-bad">{format!("✗ {step}")}</span> }.into_any(),
        };
        view! { <code>{key.fingerprint}</code> " " {verdict} " " }
    };
    view! {
        <dl class="keys">
            // a call that is sent again has nothing that WeChat sealed in this run
            {(!wechat_key.is_empty()).then(|| view! {
                <dt><Both text=WECHAT/></dt>
                <dd id="key-wechat"><code>{wechat_key}</code></dd>
            })}
            <dt><Both text=TRIED/></dt>
            <dd id="keys-tried">
                {tried.into_iter().map(key).collect_view()}
                {is_empty.then(|| view! { <Both text=NONE/> })}
            </dd>
        </dl>
        {is_other.then(|| view! { <p class="verdict is-bad"><Both text=OTHER/></p> })}
    }
}
