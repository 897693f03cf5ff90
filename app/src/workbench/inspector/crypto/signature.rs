//! The check of `signature`: sha1 over rawData and session_key.

use leptos::{either::Either, prelude::*};

use super::explanation::Signature;
use crate::text::{Both, Text, text};

const EQUAL: Text = text("一致：资料确实来自微信", "Equal: the profile is WeChat's");
const DIFFERENT: Text = text("不一致：密钥已换，或资料被改过", "Not equal: another key, or a changed profile");
/// How many characters of rawData are shown.
const SHOWN: usize = 40;

/// The rule, then the last check.
#[component]
pub(super) fn SignatureView(signature: Memo<Option<Signature>>) -> impl IntoView {
    move || match signature.get() {
        Some(signature) => Either::Left(view! { <Check signature/> }),
        None => Either::Right(view! { <p class="panel__note">"sha1 (rawData + session_key) = signature"</p> }),
    }
}

#[component]
fn Check(signature: Signature) -> impl IntoView {
    let Signature { raw_data, signature, is_ok } = signature;
    let start: String = raw_data.chars().take(SHOWN).collect();
    let verdict = if is_ok { EQUAL } else { DIFFERENT };
    view! {
        <dl class="sign">
            <dt>"rawData"</dt>
            <dd>
                <code>{format!("{start}…")}</code>
                " "
                <small>{format!("{} B", raw_data.len())}</small>
            </dd>
            <dt>"+ session_key"</dt>
            <dd><code>"••••"</code></dd>
            <dt>"signature"</dt>
            <dd><code>{signature}</code></dd>
        </dl>
        <p class="verdict" class:is-bad=!is_ok><Both text=verdict/></p>
    }
}
