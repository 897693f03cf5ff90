//! One of the five steps: what will be checked, then what was.

use leptos::{
    either::{Either, EitherOf5},
    prelude::*,
};

use super::explanation::{ExplainedStep, STEPS};
use crate::{
    text::{Both, Text, text},
    workbench::{
        json_tokens::{Tokens, tokens_in_line},
        state::use_workbench,
    },
};

const FAILED: Text = text("到这里失败", "fails here");
const PADDING: Text = text("填充", "padding");
const AGO: Text = text(" 之前 ✓", " ago ✓");
const PADDING_RULE: Text =
    text("最后一个字节 = 填充长度，1 – 16，逐字节核对", "last byte = length, 1 – 16, every byte checked");
const WATERMARK_RULE: Text = text("是本小程序 · 时间在限期内", "is ours · time within the limit");

/// The ids and names of the steps.
static NAMES: [(&str, Text); STEPS] = [
    ("c-base64", text("Base64 → 字节", "Base64 → bytes")),
    ("c-length", text("AES-128-CBC", "AES-128-CBC")),
    ("c-padding", text("PKCS#7 填充", "PKCS#7 padding")),
    ("c-json", text("UTF-8 → JSON", "UTF-8 → JSON")),
    ("c-watermark", text("水印", "Watermark")),
];

/// A step.
#[component]
pub(super) fn CipherStep(
    /// Its place among the five.
    number: usize,
) -> impl IntoView {
    let workbench = use_workbench();
    let step = move || workbench.explained.with(|explained| explained.steps.get(number).cloned());
    let status = move || {
        // at rest there is no status: nothing has been tried
        let is_explained = workbench.explained.with(|explained| !explained.steps.is_empty());
        is_explained.then(|| match step() {
            Some(step) if step.ok => "done",
            Some(_) => "error",
            None => "ghost",
        })
    };
    NAMES.get(number).map(|(id, name)| {
        view! {
            <li class="cipher__step" id=*id data-status=status>
                <b class="cipher__name">{name_of(*name)}</b>
                <div class="cipher__data">
                    <Rule number/>
                    <div class="real">{move || step().map(|step| result(number, step))}</div>
                </div>
            </li>
        }
    })
}

fn name_of(name: Text) -> impl IntoView {
    if name.zh == name.en { Either::Left(name.zh) } else { Either::Right(view! { <Both text=name/> }) }
}

/// What will be checked.
#[component]
fn Rule(number: usize) -> impl IntoView {
    let code = |text: &'static str| view! { <code class="ghosted">{text}</code> };
    match number {
        0 => EitherOf5::A(code("key 16 B · iv 16 B")),
        1 => EitherOf5::B(code("encryptedData · n × 16 B")),
        2 => EitherOf5::C(view! { <span class="ghosted"><Both text=PADDING_RULE/></span> }),
        3 => EitherOf5::D(code("{\"phoneNumber\", \"countryCode\", \"watermark\"}")),
        _ => EitherOf5::E(view! { <span class="ghosted">"appid " <Both text=WATERMARK_RULE/></span> }),
    }
}

/// What came of it.
fn result(number: usize, step: ExplainedStep) -> impl IntoView {
    if !step.ok {
        return Either::Left(view! {
            <Both text=FAILED/>
            " → errno 715"
        });
    }
    Either::Right(match number {
        0 => EitherOf5::A(view! { <code>"key " {step.key} <br/> "iv\u{a0} " {pairs(&step.iv)}</code> }),
        1 => EitherOf5::B(view! { <code>{format!("{} B = {} × 16", step.bytes, step.blocks)}</code> }),
        2 => EitherOf5::C(view! { <Padding tail=step.tail pad=step.pad/> }),
        3 => {
            let json = step.data.map(|data| data.get().to_owned()).unwrap_or_default();
            EitherOf5::D(view! { <code class="wrap"><Tokens tokens=tokens_in_line(&json)/></code> })
        }
        _ => EitherOf5::E(view! {
            <code>{step.appid}</code>
            {format!(" ✓ · {} s", step.age_seconds)}
            <Both text=AGO/>
        }),
    })
}

/// `c2 9f 36 …`
fn pairs(hex: &str) -> String {
    bytes(hex).join(" ")
}

fn bytes(hex: &str) -> Vec<String> {
    let digits: Vec<char> = hex.chars().collect();
    digits.chunks(2).map(|pair| pair.iter().collect()).collect()
}

/// The last blocks, the padding marked.
#[component]
fn Padding(tail: String, pad: usize) -> impl IntoView {
    let bytes = bytes(&tail);
    let text = bytes.len().saturating_sub(pad);
    let marked: Vec<(String, bool)> = bytes.into_iter().enumerate().map(|(at, byte)| (byte, at >= text)).collect();
    let row = |row: &[(String, bool)]| {
        let byte = |(byte, is_pad): &(String, bool)| view! { <i class:pad=*is_pad>{byte.clone()}</i> };
        view! { <span class="hex__row">{row.iter().map(byte).collect_view()}</span> }
    };
    view! {
        <div class="hex">{marked.chunks(16).map(row).collect_view()}</div>
        <code>{format!("{pad} × ")}</code>
        <Both text=PADDING/>
    }
}

#[cfg(test)]
mod tests {
    use super::{bytes, pairs};

    #[test]
    fn hex_is_spaced() {
        assert_eq!(pairs("c29f36"), "c2 9f 36");
        assert_eq!(pairs(""), "");
        assert_eq!(bytes("7d0e0"), ["7d", "0e", "0"]);
    }
}
