//! The server's check of `signature`: sha1 over rawData and session_key.

use leptos::{either::Either, prelude::*};

use crate::{
    text::{Both, Text, text},
    trace::{Action, Signature},
    workbench::state::use_workbench,
};

const RULE: &str = "sha1 (rawData + session_key) = signature";
const MATCHES: Text = text("签名一致：资料确实来自微信", "Signature matches: the profile is WeChat's");
const DIFFERS: Text = text(
    "签名不一致：密钥已换，或资料被改过。登录照常，资料只算客户端的说法",
    "Signature differs: another key, or a changed profile. The login goes on with what the client claims",
);
const NOT_SENT: Text = text(
    "这次登录没有送 rawData 和 signature：服务器没有校验，资料只是客户端的说法。",
    "This login sent no rawData and signature: the server verified nothing, the profile is the client's claim.",
);
const NOT_CHECKED: Text = text("这次运行没有要校验的签名。", "This run has no signature to check.");

/// The rule, then the server's check, or that there was none.
#[component]
pub(super) fn SignatureView() -> impl IntoView {
    let workbench = use_workbench();
    let signature = Memo::new(move |_| workbench.evidence.with(|evidence| evidence.signature.clone()));
    move || match signature.get() {
        Some(signature) => Either::Left(view! { <Check signature/> }),
        None => {
            let why = match workbench.shown_action() {
                Some(Action::Login) => NOT_SENT,
                _ => NOT_CHECKED,
            };
            Either::Right(view! {
                <p class="panel__note"><code>{RULE}</code></p>
                <p class="panel__note"><Both text=why/></p>
            })
        }
    }
}

#[component]
fn Check(signature: Signature) -> impl IntoView {
    let Signature { ok, bytes, fingerprint } = signature;
    view! {
        <dl class="sign">
            <dt>"rawData"</dt>
            <dd><code>{format!("{bytes} B")}</code></dd>
            <dt>"+ session_key"</dt>
            <dd><code>{fingerprint}</code></dd>
        </dl>
        <p class="verdict" class:is-bad=!ok><Both text=if ok { MATCHES } else { DIFFERS }/></p>
    }
}
