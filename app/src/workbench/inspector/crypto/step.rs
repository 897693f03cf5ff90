//! The five steps of a decryption: what will be checked, then what the server found.

use leptos::{
    either::{Either, EitherOf4, EitherOf5},
    prelude::*,
};

use crate::{
    browser::timer,
    text::{Both, Text, text},
    trace::{CipherStep, Watermark},
    workbench::json_tokens::{Tokens, tokens_in_line},
};

/// How many steps there are: Base64, length, padding, JSON, watermark.
const STEPS: usize = 5;

const FAILED: Text = text("到这里失败", "fails here");
const PADDING: Text = text("填充", "padding");
const AGO: Text = text(" 之前", " ago");
const CLOCK: Text = text("服务器的钟", "the server's clock");
const WRONG_APP: Text = text("是别的小程序的数据", "another mini-program's data");
const TOO_OLD: Text = text("太旧：按服务器的钟", "too old by the server's clock");
const FUTURE: Text = text("来自未来：两边的钟不一致", "from the future: the clocks differ");
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

/// The steps; none was taken where `steps` is empty.
#[component]
pub(super) fn Cipher(steps: Vec<CipherStep>, watermark: Option<Watermark>) -> impl IntoView {
    let is_tried = !steps.is_empty();
    let step = |(number, (id, name)): (usize, &(&'static str, Text))| {
        let is_watermark = number == STEPS - 1;
        let is_ok = if is_watermark {
            watermark.as_ref().map(|watermark| watermark.verdict == "ok")
        } else {
            steps.get(number).map(|step| step.ok)
        };
        // at rest there is no status: nothing has been tried
        let status = is_tried.then_some(match is_ok {
            Some(true) => "done",
            Some(false) => "error",
            None => "ghost",
        });
        let found = if is_watermark {
            Either::Left(watermark.clone().map(|watermark| view! { <WatermarkView watermark/> }))
        } else {
            Either::Right(steps.get(number).cloned().map(|step| result(number, step)))
        };
        view! {
            <li class="cipher__step" id=*id data-status=status>
                <b class="cipher__name">{name_of(*name)}</b>
                <div class="cipher__data"><Rule number/><div class="real">{found}</div></div>
            </li>
        }
    };
    view! { <ol class="cipher">{NAMES.iter().enumerate().map(step).collect_view()}</ol> }
}

fn name_of(name: Text) -> impl IntoView {
    if name.zh == name.en { Either::Left(name.zh) } else { Either::Right(view! { <Both text=name/> }) }
}

/// What will be checked.
#[component]
fn Rule(number: usize) -> impl IntoView {
    let code = |text: &'static str| view! { <code class="ghosted">{text}</code> };
    match number {
        0 => EitherOf5::A(code("session_key 16 B · iv 16 B")),
        1 => EitherOf5::B(code("encryptedData · n × 16 B")),
        2 => EitherOf5::C(view! { <span class="ghosted"><Both text=PADDING_RULE/></span> }),
        3 => EitherOf5::D(code("{\"phoneNumber\", \"countryCode\", \"watermark\"}")),
        _ => EitherOf5::E(view! { <span class="ghosted">"appid " <Both text=WATERMARK_RULE/></span> }),
    }
}

/// What came of it.
fn result(number: usize, step: CipherStep) -> impl IntoView {
    if !step.ok {
        return Either::Left(view! {
            <Both text=FAILED/>
            " → errno 715"
        });
    }
    Either::Right(match number {
        0 => EitherOf4::A(view! { <code>"iv " {pairs(&step.iv)}</code> }),
        1 => EitherOf4::B(view! { <code>{format!("{} B = {} × 16", step.bytes, step.blocks)}</code> }),
        2 => EitherOf4::C(view! { <Padding tail=step.tail pad=step.pad/> }),
        _ => EitherOf4::D(view! { <code class="wrap"><Tokens tokens=tokens_in_line(&step.data)/></code> }),
    })
}

/// Whose data it is and how old, by the server's clock.
#[component]
fn WatermarkView(watermark: Watermark) -> impl IntoView {
    let (errno, why) = match watermark.verdict.as_str() {
        "wrongApp" => (716, Some(WRONG_APP)),
        "tooOld" => (717, Some(TOO_OLD)),
        "future" => (717, Some(FUTURE)),
        _ => (0, None),
    };
    view! {
        <code>{watermark.appid}</code>
        {if errno == 716 { format!(" ≠ {}", watermark.expected_appid) } else { " ✓".to_owned() }}
        {format!(" · {} s", watermark.age_s)}
        <Both text=AGO/>
        {format!(" / {} s", watermark.max_age_s)}
        " · "
        <Both text=CLOCK/>
        {format!(" {}", timer::time_of_day(watermark.clock_ms))}
        {why.map(|why| view! { <br/> <Both text=why/> {format!(" → errno {errno}")} })}
    }
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
