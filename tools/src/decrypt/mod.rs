//! `/decrypt`: why does this not decrypt? The data is pasted, and decrypted here with the server's own code. Nothing is sent and
//! nothing is kept; so what it decrypts to is shown whole.
//!
//! - `input`: the pasted fields; `pick`, `unescape`: found in a whole text
//! - `attempt`, `blocks`: one decryption; `signature`: the other check; `repair`: what a transport did, taken back
//! - `cause`, `diagnosis`: why; `explained`: what is said of each cause; `examples`: of each
//! - `form`, `verdict`, `steps`, `signed`, `findings`: what is seen

mod attempt;
mod blocks;
mod cause;
mod diagnosis;
mod examples;
mod explained;
mod findings;
mod form;
mod input;
mod json;
mod pick;
mod repair;
mod signature;
mod signed;
mod steps;
mod unescape;
mod verdict;

use app::{Both, Icon, Text, text};
use leptos::prelude::*;

use self::{
    diagnosis::Diagnosis, findings::Findings, form::Form, input::Input, signed::Signed, steps::Walk, verdict::Verdicts,
};
use crate::browser;

const TITLE: Text = text("解密自己的数据", "Decrypt your own data");
const LEAD: Text = text(
    "后端解不开 encryptedData？把它和 iv、session_key 贴在这里：看到在哪一步失败、最可能为什么，以及怎么核对。用的就是 oa-mini 服务器解密的那段代码，编译成了 WASM。",
    "Your backend does not decrypt encryptedData? Paste it here with iv and session_key: see at which step it fails, most likely why, and how to check. It is the very code that oa-mini's server decrypts with, compiled to WASM.",
);
const PRIVATE: Text = text(
    "只在这个浏览器里运算：不发送，不保存。这一页的安全策略（CSP）不允许它连接任何地方。",
    "It all happens in this browser: nothing is sent, nothing is kept. The page's own policy (CSP) lets it connect nowhere.",
);
const RESULT: Text = text("结果", "Result");

/// The page.
#[component]
pub(crate) fn DecryptPage() -> impl IntoView {
    let input = RwSignal::new(Input::default());
    // at rest nothing asks for the time: the server renders this too
    let diagnosis = Memo::new(move |_| {
        input.with(|input| Diagnosis::of(input, if input.is_empty() { 0 } else { browser::now_ms() }))
    });
    view! {
        <div class="decrypt">
            <header class="decrypt__intro">
                <h1><Both text=TITLE/></h1>
                <p><Both text=LEAD/></p>
                <p class="decrypt__private">
                    <Icon name="#i-lock"/>
                    <span><Both text=PRIVATE/></span>
                </p>
            </header>
            <Form input diagnosis/>
            <section class="decrypt__result" aria-labelledby="result">
                <h2 id="result"><Both text=RESULT/></h2>
                <Verdicts input diagnosis/>
                <Walk input diagnosis/>
                <Signed diagnosis/>
                <Findings diagnosis/>
            </section>
        </div>
    }
}
