//! 解密: what the server did with encrypted data and signatures in the run that is shown, by its own attempt. The page decrypts nothing.

mod fingerprint;
mod keys;
mod signature;
mod step;

use leptos::{either::Either, prelude::*};

pub(in crate::workbench) use self::fingerprint::fingerprint;
use self::{keys::Keys, signature::SignatureView, step::Cipher};
use super::Panel;
use crate::{
    text::{Beside, Both, Text, text},
    trace::{Action, Evidence, PHONE_INFO, Status},
    workbench::state::{Tab, WorkbenchState, use_workbench},
};

const DECRYPTION: Text = text("数据解密", "Decrypting the data");
const BY_SERVER: Text = text("服务器自己的尝试", "the server's own attempt");
const OWN_DATA: Text = text("解密自己的数据", "Decrypt your own data");
const SIGNATURE: Text = text("签名校验", "Signature");

const NO_RUN: Text = text("还没有运行。下面是将要检查的五步：", "No run yet. These five steps will be checked:");
const BY_CODE: Text = text(
    "手机号由微信凭 code 直接给出：服务器没有解密任何数据。",
    "WeChat gave the number for the code: the server decrypted nothing.",
);
const NOT_REACHED: Text = text("这次绑定没有走到解密。", "This run did not get as far as decrypting.");
const NOT_NEEDED: Text = text("这次运行不需要解密：服务器没有解密任何数据。", "This run decrypts nothing.");

/// The panel.
#[component]
pub(super) fn CryptoPanel() -> impl IntoView {
    let workbench = use_workbench();
    let evidence = workbench.evidence;
    let attempt = move || {
        let Evidence { decryption, watermark, wechat_key, .. } = evidence.get();
        let Some(decryption) = decryption else {
            return Either::Left(view! {
                <p class="panel__note cipher__none"><Both text=nothing_decrypted(workbench)/></p>
                <Cipher steps=Vec::new() watermark/>
            });
        };
        Either::Right(view! {
            <Keys tried=decryption.keys wechat_key/>
            <Cipher steps=decryption.steps watermark/>
        })
    };
    view! {
        <Panel tab=Tab::Crypto class="panel crypto">
            <section class="crypto__main" aria-labelledby="crypto-phone">
                <h3 class="panel__heading" id="crypto-phone">
                    <Beside text=DECRYPTION/>
                    <span class="panel__aside"><Both text=BY_SERVER/></span>
                </h3>
                {attempt}
            </section>
            <section class="crypto__side" aria-labelledby="crypto-sign">
                <h3 class="panel__heading" id="crypto-sign"><Beside text=SIGNATURE/></h3>
                <div id="signature"><SignatureView/></div>
                <p class="panel__note"><a class="text-button" href="/decrypt"><Both text=OWN_DATA/> " →"</a></p>
            </section>
        </Panel>
    }
}

/// Why there is no decryption to be seen.
fn nothing_decrypted(workbench: WorkbenchState) -> Text {
    let is_by_code = |number: usize| workbench.trace.with(|trace| trace.step(number).status != Status::Ghost);
    match workbench.shown_action() {
        None => NO_RUN,
        Some(Action::Bind) if is_by_code(PHONE_INFO) => BY_CODE,
        Some(Action::Bind) => NOT_REACHED,
        Some(_) => NOT_NEEDED,
    }
}
