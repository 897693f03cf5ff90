//! What came of it, in a line: read out when it changes.

use app::{Both, Text, text};
use leptos::prelude::*;
use wechat::crypto::WatermarkError;

use super::{
    attempt::Step,
    diagnosis::Diagnosis,
    input::{Field, Input},
    signature::Verdict,
    steps::name_of,
};

const IDLE: Text = text("贴上数据，这里随即给出结果。", "Paste the data; the result is here at once.");
const MISSING: Text = text("还缺 ", "Still missing: ");
const DECRYPTS: Text = text("解密成功", "It decrypts");
const DECRYPTS_OLD: Text = text("解密成功；只是水印已经旧了", "It decrypts; the watermark is old, that is all");
const DECRYPTS_FUTURE: Text = text("解密成功；水印却在未来", "It decrypts; but the watermark is in the future");
const DECRYPTS_UNMARKED: Text = text("解密成功，但没有水印", "It decrypts, but there is no watermark");
const REPAIRED: Text = text("原样解不开，修复之后解开了：", "As it stands it does not decrypt; repaired it does: ");
const OTHER_APP: Text = text("解得开，但水印不是这个 appid 的", "It decrypts, but the watermark is of another appid");
const FAILS_AT: Text = text("失败的一步：", "It fails at: ");
const SIGNED: Text = text("签名一致", "The signature matches");
const SIGNED_REPAIRED: Text = text("签名原样对不上，改过之后一致", "The signature matches, after a change");
const NOT_SIGNED: Text = text("签名不一致", "The signature does not match");
const NO_SIGNATURE: Text = text("signature 的长度不对", "signature has not its length");
const SIGNATURE_MISSING: Text = text("核对签名还缺 ", "For the signature, still missing: ");

/// The verdicts on decryption and signature.
#[component]
pub(super) fn Verdicts(input: RwSignal<Input>, diagnosis: Memo<Diagnosis>) -> impl IntoView {
    let decryption = move || {
        let has_cipher =
            input.with(|input| [Field::EncryptedData, Field::Iv].into_iter().any(|field| input.has(field)));
        diagnosis.with(|diagnosis| {
            // of a key alone nothing can be said, unless it is no key
            if has_cipher || diagnosis.attempt.failed.is_some() {
                Some(of_decryption(diagnosis))
            } else if diagnosis.signature == Verdict::None {
                Some(line("idle", None, view! { <Both text=IDLE/> }.into_any()))
            } else {
                None
            }
        })
    };
    view! {
        <div class="verdicts" role="status">
            {decryption}
            {move || diagnosis.with(|diagnosis| of_signature(&diagnosis.signature))}
        </div>
    }
}

/// `errno`: what oa-mini's server answers to such data.
fn line(state: &'static str, errno: Option<u16>, words: AnyView) -> AnyView {
    view! {
        <p class="verdicts__line" data-state=state>
            <span>{words}</span>
            {errno.map(|errno| view! { <code class="code-pill code-pill--danger">{format!("errno {errno}")}</code> })}
        </p>
    }
    .into_any()
}

fn both(text: Text) -> AnyView {
    view! { <Both text/> }.into_any()
}

fn of_decryption(diagnosis: &Diagnosis) -> AnyView {
    let best = diagnosis.best();
    let error = best.mark.as_ref().and_then(|mark| mark.error);
    if diagnosis.attempt.failed.is_some() && best.plaintext.is_some() && diagnosis.repaired.is_some() {
        let titles = diagnosis.repaired.iter().flat_map(|repaired| &repaired.repairs);
        let mut causes: Vec<_> = titles.map(|(_, repair)| super::cause::Cause::Repair(*repair)).collect();
        causes.dedup();
        let titles = causes.into_iter().map(|cause| view! { <b><Both text=cause.explained().title/></b> " " });
        return line("repaired", Some(715), view! { <Both text=REPAIRED/> {titles.collect_view()} }.into_any());
    }
    match &diagnosis.attempt.failed {
        Some((Step::Watermark, _)) => line("bad", Some(716), both(OTHER_APP)),
        Some((step, _)) => {
            let first = diagnosis.findings.first().map(|finding| finding.cause.explained().title);
            let likely = first.map(|title| view! { " → " <Both text=title/> });
            let words = view! { <Both text=FAILS_AT/> <b><Both text=name_of(*step)/></b> {likely} };
            line("bad", Some(715), words.into_any())
        }
        None if best.plaintext.is_none() => {
            let names: Vec<_> = diagnosis.missing.iter().map(|field| field.name()).collect();
            line("idle", None, view! { <Both text=MISSING/> <code>{names.join(", ")}</code> }.into_any())
        }
        None => match error {
            Some(WatermarkError::TooOld) => line("ok", Some(717), both(DECRYPTS_OLD)),
            Some(WatermarkError::Future) => line("ok", Some(717), both(DECRYPTS_FUTURE)),
            _ if best.mark.as_ref().is_some_and(|mark| mark.watermark.is_none()) => {
                line("ok", None, both(DECRYPTS_UNMARKED))
            }
            _ => line("ok", None, both(DECRYPTS)),
        },
    }
}

fn of_signature(verdict: &Verdict) -> Option<AnyView> {
    Some(match verdict {
        Verdict::None => return None,
        Verdict::Missing(fields) => {
            let names: Vec<_> = fields.iter().map(|field| field.name()).collect();
            line("idle", None, view! { <Both text=SIGNATURE_MISSING/> <code>{names.join(", ")}</code> }.into_any())
        }
        Verdict::Matches(changes) if changes.is_empty() => line("ok", None, both(SIGNED)),
        Verdict::Matches(_) => line("repaired", None, both(SIGNED_REPAIRED)),
        Verdict::NoSignature(_) => line("bad", None, both(NO_SIGNATURE)),
        Verdict::Differs => line("bad", None, both(NOT_SIGNED)),
    })
}
