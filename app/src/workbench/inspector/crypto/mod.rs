//! 解密: what the server does with the last encrypted data, step by step, as the double explains it. The page decrypts nothing.

mod explanation;
mod signature;
mod step;

use leptos::{prelude::*, task::spawn_local};

pub(in crate::workbench) use self::explanation::Explained;
use self::{
    explanation::{Explanation, ExplanationRequest, Signature},
    signature::SignatureView,
    step::CipherStep,
};
use super::Panel;
use crate::{
    text::{Beside, Both, Text, text},
    workbench::state::{Tab, WorkbenchState, use_workbench},
    wx::double,
};

const DECRYPTION: Text = text("数据解密", "Decrypting the data");
const BY_DOUBLE: Text = text("由微信替身运算，密钥只露一个字节", "computed by the double; one byte of the key shown");
const OWN_DATA: Text = text("解密自己的数据", "Decrypt your own data");
const SIGNATURE: Text = text("签名校验", "Signature");

/// Asks the double to walk through the last data with the key that it has now: a rotated one fits no longer.
pub(in crate::workbench) fn explain(workbench: WorkbenchState) {
    let sealed = workbench.sealed.get_untracked();
    if sealed.encrypted_data.is_empty() {
        return;
    }
    spawn_local(async move {
        let user = workbench.wx.user.get_untracked();
        let request = ExplanationRequest::new(&user, &sealed);
        let Some(explanation) = double::control::<Explanation>(workbench.wx, "explain", &request).await else { return };
        workbench.explained.update(|explained| {
            if let Some(check) = explanation.signature {
                let (raw_data, signature) = (sealed.raw_data.clone(), sealed.signature.clone());
                explained.signature = Some(Signature { raw_data, signature, is_ok: check.ok });
            }
            explained.steps = explanation.steps;
        });
    });
}

/// The panel.
#[component]
pub(super) fn CryptoPanel() -> impl IntoView {
    let workbench = use_workbench();
    let signature = Memo::new(move |_| workbench.explained.with(|explained| explained.signature.clone()));
    view! {
        <Panel tab=Tab::Crypto class="panel crypto">
            <section class="crypto__main" aria-labelledby="crypto-phone">
                <h3 class="panel__heading" id="crypto-phone">
                    <Beside text=DECRYPTION/>
                    <span class="panel__aside"><Both text=BY_DOUBLE/></span>
                </h3>
                <ol class="cipher">
                    {(0..explanation::STEPS).map(|number| view! { <CipherStep number/> }).collect_view()}
                </ol>
            </section>
            <section class="crypto__side" aria-labelledby="crypto-sign">
                <h3 class="panel__heading" id="crypto-sign"><Beside text=SIGNATURE/></h3>
                <div id="signature"><SignatureView signature/></div>
                <p class="panel__note"><a class="text-button" href="/decrypt"><Both text=OWN_DATA/> " →"</a></p>
            </section>
        </Panel>
    }
}
