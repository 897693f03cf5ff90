//! The signature, as it is made.

use app::{Both, Text, text};
use leptos::prelude::*;

use super::{diagnosis::Diagnosis, signature::Verdict};

const HEADING: Text = text("签名", "Signature");
const EQUAL: Text =
    text("一致：rawData 没有被改过，session_key 也对", "Equal: rawData is unchanged and the session_key is right");
const EQUAL_CHANGED: Text = text("改过之后一致，见下面的原因", "Equal after a change, see the causes below");
const DIFFERENT: Text = text("不一致", "Not equal");
const RULE: Text = text("逐字节，key 用它的 Base64 文字", "byte by byte; of the key its Base64 text");

/// The rule, then the check.
#[component]
pub(super) fn Signed(diagnosis: Memo<Diagnosis>) -> impl IntoView {
    let check = move || {
        let (words, is_bad) = match diagnosis.with(|diagnosis| diagnosis.signature.clone()) {
            Verdict::Matches(changes) if changes.is_empty() => (EQUAL, false),
            Verdict::Matches(_) => (EQUAL_CHANGED, true),
            Verdict::Differs | Verdict::NoSignature(_) => (DIFFERENT, true),
            Verdict::None | Verdict::Missing(_) => return None,
        };
        Some(view! { <p class="verdict" class:is-bad=is_bad><Both text=words/></p> })
    };
    view! {
        <h3><Both text=HEADING/></h3>
        <p class="panel__note"><code>"signature = sha1(rawData + session_key)"</code> " · " <Both text=RULE/></p>
        <div id="signature-check">{check}</div>
    }
}
