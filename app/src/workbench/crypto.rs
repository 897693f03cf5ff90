//! 解密: what the server does with the last encrypted data, step by step, as the double explains it. The page decrypts nothing.

use leptos::task::spawn_local;
use serde_json::Value;

use super::{
    bench::with,
    markup::{both, escape, fill, json as colours},
};
use crate::{
    value::{self, Members as _},
    web,
    wx::double,
};

/// The five steps, as the double calls them.
const STEPS: [&str; 5] = ["base64", "length", "padding", "json", "watermark"];

/// The platform gave encrypted data, or a signed profile with it.
pub(super) fn sealed(answer: &str) {
    let Some(answer) = value::parse(answer) else { return };
    let text = |name: &str| answer.text(name).to_owned();
    let sealed = ["encryptedData", "iv", "rawData", "signature"].map(text);
    with(|bench| bench.sealed = sealed);
    explain();
}

/// Asks the double to walk through it with the key that it has now: a rotated one fits no longer.
pub(super) fn explain() {
    let Some((wx, [data, iv, raw, signature])) = with(|bench| (bench.wx, bench.sealed.clone())) else { return };
    if data.is_empty() {
        return;
    }
    spawn_local(async move {
        let user = wx.read(|state| state.user.clone());
        // without one of them the other proves nothing
        let proof = (!signature.is_empty()).then_some((raw.as_str(), signature.as_str()));
        let Some(answer) = double::explain(&user, &data, &iv, proof).await else { return };
        draw(&answer);
        if let Some(said) = answer.get("signature") {
            let ok = said.is_true("ok");
            web::set_html("#signature", &signed(&raw, &signature, ok));
        }
    });
}

fn draw(answer: &Value) {
    let steps = answer.list("steps");
    for (name, step) in STEPS.iter().zip(steps.iter().map(Some).chain(std::iter::repeat(None))) {
        let place = ["#c-", name].concat();
        let (state, html) = match step {
            Some(step) if step.is_true("ok") => ("done", shown(name, step)),
            Some(_) => ("error", fill("% → errno 715", &[&both("到这里失败", "fails here")])),
            None => ("ghost", String::new()),
        };
        web::set_attribute(&place, "data-status", Some(state));
        web::set_html(&[&place, " .real"].concat(), &html);
    }
}

/// What a step has to show.
fn shown(name: &str, step: &Value) -> String {
    let text = |name: &str| escape(step.text(name));
    let number = |name: &str| step.whole(name).unwrap_or_default();
    match name {
        "base64" => fill("<code>key %<br>iv&nbsp; %</code>", &[&text("key"), &pairs(&text("iv"))]),
        "length" => {
            let (bytes, blocks) = (number("bytes").to_string(), number("blocks").to_string());
            fill("<code>% B = % × 16</code>", &[&bytes, &blocks])
        }
        "padding" => hex(&text("tail"), number("pad")),
        "json" => {
            let data = step.get("data").map(flat).unwrap_or_default();
            fill("<code class=\"wrap\">%</code>", &[&colours(&data).replace('\n', " ")])
        }
        _ => {
            let age = number("ageSeconds").to_string();
            fill("<code>%</code> ✓ · % s%", &[&text("appid"), &age, &both(" 之前 ✓", " ago ✓")])
        }
    }
}

/// A flat object as JSON: what is printed has no fractions, whose printing would cost kilobytes.
fn flat(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members: Vec<String> =
                members.iter().map(|(name, value)| fill("\"%\":%", &[name, &flat(value)])).collect();
            fill("{%}", &[&members.join(",")])
        }
        Value::String(text) => fill("\"%\"", &[&text.replace(['"', '\\'], " ")]),
        Value::Number(number) => number.to_string(),
        Value::Bool(true) => "true".to_owned(),
        _ => "null".to_owned(),
    }
}

/// `c2 9f 36 …`
fn pairs(hex: &str) -> String {
    let mut spaced = String::new();
    for (at, digit) in hex.chars().enumerate() {
        if at > 0 && at % 2 == 0 {
            spaced.push(' ');
        }
        spaced.push(digit);
    }
    spaced
}

/// The last blocks, the padding marked.
fn hex(tail: &str, pad: i64) -> String {
    let spaced = pairs(tail);
    let bytes: Vec<&str> = spaced.split(' ').collect();
    let text = bytes.len().saturating_sub(usize::try_from(pad).unwrap_or_default());
    let mut html = String::from("<div class=\"hex\">");
    for (at, byte) in bytes.iter().enumerate() {
        if at % 16 == 0 {
            html.push_str(if at == 0 { "<span class=\"hex__row\">" } else { "</span><span class=\"hex__row\">" });
        }
        html.push_str(if at < text { "<i>" } else { "<i class=\"pad\">" });
        html.push_str(byte);
        html.push_str("</i>");
    }
    fill("%</span></div><code>% × </code>%", &[&html, &pad.to_string(), &both("填充", "padding")])
}

fn signed(raw: &str, signature: &str, ok: bool) -> String {
    let bytes = raw.len().to_string();
    let start: String = raw.chars().take(40).collect();
    let verdict = if ok {
        both("一致：资料确实来自微信", "Equal: the profile is WeChat's")
    } else {
        both("不一致：密钥已换，或资料被改过", "Not equal: another key, or a changed profile")
    };
    fill(
        r#"<dl class="sign"><dt>rawData</dt><dd><code>%…</code> <small>% B</small></dd><dt>+ session_key</dt><dd><code>••••</code></dd><dt>signature</dt><dd><code>%</code></dd></dl><p class="verdict%">%</p>"#,
        &[&escape(&start), &bytes, &escape(signature), if ok { "" } else { " is-bad" }, &verdict],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_padding_is_marked() {
        let html = hex("7d7d0e0e", 2);
        assert!(html.contains("<i>7d</i><i>7d</i><i class=\"pad\">0e</i><i class=\"pad\">0e</i>"), "{html}");
        assert_eq!(hex(&"00".repeat(32), 16).matches("hex__row").count(), 2);
    }

    #[test]
    fn an_object_is_printed() {
        let value = serde_json::json!({"a": 1, "b": {"c": "x\"y"}, "d": null, "e": true});
        assert_eq!(flat(&value), r#"{"a":1,"b":{"c":"x y"},"d":null,"e":true}"#);
    }
}
