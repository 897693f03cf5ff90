//! The five steps of the decryption: what will be checked, then what was. As in the workbench's crypto panel, but whole.

use app::{Both, Text, text};
use leptos::prelude::*;
use wechat::{SessionKey, crypto::WatermarkError};

use super::{
    attempt::{Attempt, BLOCK, Mark, Step},
    blocks::Blocks,
    diagnosis::Diagnosis,
    input::{Field, Input},
    json,
};
use crate::browser;

const STEPS: Text = text("解密的五步", "The five steps of the decryption");
const REPAIRED: Text = text("修复之后", "After the repair");
const FAILED: Text = text("到这里失败", "fails here");
const PADDING: Text = text("填充", "padding");
const NO_PADDING: Text = text("最后一个字节不是有效的填充", "the last byte is no valid padding");
const BLOCKS_OF_TEXT: Text = text("块是文字", "blocks are text");
const NO_MARK: Text = text("没有水印", "no watermark");
const AGO: Text = text("之前", "ago");
const AHEAD: Text = text("之后（未来）", "ahead of this clock");
const LATE: Text = text("超过 10 分钟", "over 10 minutes");
const OTHER_APP: Text = text("填写的是", "you gave");
const FINGERPRINT: Text = text("指纹", "fingerprint");

/// What a step is called.
pub(super) const fn name_of(step: Step) -> Text {
    match step {
        Step::Base64 => text("Base64 → 字节", "Base64 → bytes"),
        Step::Length => text("长度（AES-128-CBC）", "Length (AES-128-CBC)"),
        Step::Padding => text("PKCS#7 填充", "PKCS#7 padding"),
        Step::Json => text("UTF-8 → JSON", "UTF-8 → JSON"),
        Step::Watermark => text("水印", "Watermark"),
    }
}

/// What a step checks.
const fn rule_of(step: Step) -> Text {
    match step {
        Step::Base64 => {
            text("三个值都是标准 Base64：A–Z a–z 0–9 + / =", "All three are standard Base64: A–Z a–z 0–9 + / =")
        }
        Step::Length => text(
            "session_key 16 B，iv 16 B，encryptedData 是 16 B 的整数倍",
            "session_key 16 B, iv 16 B, encryptedData whole blocks of 16 B",
        ),
        Step::Padding => text(
            "解密后最后一个字节 = 填充长度 1–16，逐字节核对",
            "Decrypted, the last byte is the length of the padding, 1–16; every byte of it is checked",
        ),
        Step::Json => text("去掉填充，是 UTF-8 的 JSON 对象", "Without the padding it is a JSON object in UTF-8"),
        Step::Watermark => {
            text("appid 是这个小程序，时间在 10 分钟以内", "appid is this mini-program's, the time within 10 minutes")
        }
    }
}

/// The steps of what was pasted, and those after the repair.
#[component]
pub(super) fn Walk(input: RwSignal<Input>, diagnosis: Memo<Diagnosis>) -> impl IntoView {
    let pasted = Memo::new(move |_| (diagnosis.with(|diagnosis| diagnosis.attempt.clone()), input.get()));
    let repaired = move || {
        let repaired = diagnosis.with(|diagnosis| diagnosis.repaired.clone())?;
        Some(view! {
            <h3 id="repaired"><Both text=REPAIRED/></h3>
            <ol class="cipher" aria-labelledby="repaired">{steps(&repaired.attempt, &repaired.input)}</ol>
        })
    };
    view! {
        <h3 id="steps"><Both text=STEPS/></h3>
        <ol class="cipher" id="pasted-steps" aria-labelledby="steps">{move || pasted.with(|(attempt, input)| steps(attempt, input))}</ol>
        <div id="repaired-steps">{repaired}</div>
    }
}

fn steps(attempt: &Attempt, input: &Input) -> AnyView {
    Step::ALL.map(|step| one(step, attempt, input)).into_iter().collect_view().into_any()
}

fn one(step: Step, attempt: &Attempt, input: &Input) -> AnyView {
    let status = status(step, attempt);
    let failed = (status == "error").then(|| view! { <p class="cipher__failed"><Both text=FAILED/></p> });
    view! {
        <li class="cipher__step" data-step=format!("{step:?}") data-status=status>
            <b class="cipher__name"><Both text=name_of(step)/></b>
            <div class="cipher__data">
                <span class="ghosted"><Both text=rule_of(step)/></span>
                {(status != "ghost").then(|| shown(step, attempt, input))}
                {failed}
            </div>
        </li>
    }
    .into_any()
}

fn status(step: Step, attempt: &Attempt) -> &'static str {
    let is_reached = match step {
        Step::Base64 | Step::Length => attempt.bytes.iter().any(Option::is_some),
        Step::Padding => attempt.blocks.is_some(),
        Step::Json | Step::Watermark => attempt.plaintext.is_some(),
    };
    match attempt.failed_step() {
        Some(failed) if failed == step => "error",
        Some(failed) if failed < step => "ghost",
        _ if !is_reached => "ghost",
        // the length of one of them says nothing of the others
        _ if step == Step::Length && attempt.blocks.is_none() => "ghost",
        _ if step == Step::Watermark
            && attempt.mark.as_ref().is_some_and(|mark| mark.error.is_some() || mark.watermark.is_none()) =>
        {
            "warn"
        }
        _ => "done",
    }
}

fn shown(step: Step, attempt: &Attempt, input: &Input) -> AnyView {
    match step {
        Step::Base64 => decoded(attempt, input),
        Step::Length => lengths(attempt),
        Step::Padding => attempt.blocks.as_ref().map(padding).into_any(),
        Step::Json => match &attempt.plaintext {
            Some(plaintext) => {
                view! { <pre class="code" tabindex="0" id="plaintext">{json::in_lines(plaintext)}</pre> }.into_any()
            }
            None => attempt.blocks.as_ref().map(text_blocks).into_any(),
        },
        Step::Watermark => attempt.mark.as_ref().map(|mark| watermark(mark, input)).into_any(),
    }
}

fn decoded(attempt: &Attempt, input: &Input) -> AnyView {
    let line = |(field, bytes): (Field, &Option<usize>)| {
        let is_bad = input.has(field) && bytes.is_none();
        let mark = match bytes {
            Some(bytes) => format!("{bytes} B"),
            None if is_bad => "✗".to_owned(),
            None => return None,
        };
        let key = (field == Field::SessionKey && !is_bad).then(|| {
            let fingerprint = SessionKey::new(input.session_key.clone()).fingerprint();
            view! { " · " <Both text=FINGERPRINT/> " " <code>{fingerprint}</code> }
        });
        Some(view! { <li class:is-bad=is_bad><code>{field.name()} " " {mark}</code> {key}</li> })
    };
    view! { <ul>{Field::CIPHER.into_iter().zip(&attempt.bytes).filter_map(line).collect_view()}</ul> }.into_any()
}

fn lengths(attempt: &Attempt) -> AnyView {
    let line = |(field, bytes): (Field, &Option<usize>)| {
        let bytes = (*bytes)?;
        let rest = bytes % BLOCK;
        let (text, is_bad) = match field {
            Field::EncryptedData if rest == 0 => (format!("{bytes} B = {} × {BLOCK}", bytes / BLOCK), bytes == 0),
            Field::EncryptedData => (format!("{bytes} B = {} × {BLOCK} + {rest}", bytes / BLOCK), true),
            _ => (format!("{bytes} B"), bytes != BLOCK),
        };
        Some(view! { <li class:is-bad=is_bad><code>{field.name()} " " {text}</code></li> })
    };
    view! { <ul>{Field::CIPHER.into_iter().zip(&attempt.bytes).filter_map(line).collect_view()}</ul> }.into_any()
}

/// The last blocks, their padding marked.
fn padding(blocks: &Blocks) -> AnyView {
    let text = blocks.tail.len() - blocks.padding.unwrap_or(0);
    let byte = |(at, byte): (usize, &u8)| {
        let is_pad = at >= text;
        view! { <i class:pad=is_pad>{format!("{byte:02x}")}</i> }
    };
    let marked: Vec<_> = blocks.tail.iter().enumerate().collect();
    let row =
        |row: &[(usize, &u8)]| view! { <span class="hex__row">{row.iter().copied().map(byte).collect_view()}</span> };
    let words = match blocks.padding {
        Some(count) => view! { <code>{format!("{count} × ")}</code> <Both text=PADDING/> }.into_any(),
        None => view! { <Both text=NO_PADDING/> " · " {text_blocks(blocks)} }.into_any(),
    };
    view! {
        <div class="hex">{marked.chunks(BLOCK).map(row).collect_view()}</div>
        {words}
    }
    .into_any()
}

/// How many blocks are text: what tells a wrong key from a wrong iv.
fn text_blocks(blocks: &Blocks) -> AnyView {
    let count = blocks.is_text.iter().filter(|is_text| **is_text).count();
    view! { <code>{format!("{count} / {} ", blocks.is_text.len())}</code> <Both text=BLOCKS_OF_TEXT/> }.into_any()
}

fn watermark(mark: &Mark, input: &Input) -> AnyView {
    let Some(watermark) = &mark.watermark else { return view! { <Both text=NO_MARK/> }.into_any() };
    let age_s = (browser::now_ms() / 1000).saturating_sub(watermark.timestamp_s);
    let is_other = mark.error == Some(WatermarkError::WrongApp);
    let other = is_other.then(|| {
        view! { " ≠ " <Both text=OTHER_APP/> " " <code>{input.appid.clone()}</code> }
    });
    let late = (mark.error == Some(WatermarkError::TooOld)).then(|| view! { " · " <Both text=LATE/> });
    view! {
        <ul>
            <li class:is-bad=is_other><code>{watermark.appid.clone()}</code> {other}</li>
            <li>
                <code>{browser::china_time(watermark.timestamp_s)} " (UTC+8)"</code>
                " · "
                <Span seconds=age_s.saturating_abs()/>
                <Both text=if age_s < 0 { AHEAD } else { AGO }/>
                {late}
            </li>
        </ul>
    }
    .into_any()
}

/// How long that is, roughly.
#[component]
fn Span(seconds: i64) -> impl IntoView {
    let [zh, en] = span(seconds);
    view! {
        <span class="zh">{zh}" "</span>
        <span class="en" lang="en">{en}" "</span>
    }
}

fn span(seconds: i64) -> [String; 2] {
    let (count, zh, en) = match seconds {
        0..60 => (seconds, "秒", "s"),
        60..3_600 => (seconds / 60, "分钟", "min"),
        3_600..86_400 => (seconds / 3_600, "小时", "h"),
        86_400..31_536_000 => (seconds / 86_400, "天", "days"),
        _ => (seconds / 31_536_000, "年", "years"),
    };
    [format!("{count} {zh}"), format!("{count} {en}")]
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::span;

    #[rstest]
    #[case(0, "0 秒")]
    #[case(59, "59 秒")]
    #[case(60, "1 分钟")]
    #[case(7_199, "1 小时")]
    #[case(86_400 * 364, "364 天")]
    #[case(i64::MAX, "292471208677 年")]
    fn a_span_is_rounded_down(#[case] seconds: i64, #[case] zh: &str) {
        assert_eq!(span(seconds)[0], zh);
    }
}
