//! Text as HTML: escaped, coloured, masked. What is recorded passes here first, so that nothing is kept that may not be shown.

pub(super) use crate::html::escape;
use crate::mask;

/// A template whose blanks (`%`) are filled in their order, with HTML.
pub(super) fn fill(template: &str, values: &[&str]) -> String {
    let mut html = String::with_capacity(template.len() * 2);
    let mut values = values.iter();
    for letter in template.chars() {
        if letter == '%' {
            html.push_str(values.next().copied().unwrap_or_default());
        } else {
            html.push(letter);
        }
    }
    html
}

/// Two languages of which one is shown.
pub(super) fn both(chinese: &str, english: &str) -> String {
    fill(r#"<span class="zh">%</span><span class="en" lang="en">%</span>"#, &[chinese, english])
}

/// What a panel says that has nothing to show.
pub(super) fn nothing(text: &str) -> String {
    fill("<p class=\"panel__nothing\">%</p>", &[text])
}

/// A word and a value, as they stand on an arrow.
pub(super) fn pair(word: &str, value: &str) -> String {
    let mut html = String::new();
    for (tag, text) in [("b", word), ("code", value)] {
        if !text.is_empty() {
            html.push_str(&fill("<%>%</%>", &[tag, &escape(text), tag]));
        }
    }
    html
}

/// A value under `name` as it may be shown.
pub(super) fn masked(name: &str, value: &str) -> String {
    match name {
        "token" | "X-OA-Token" => mask::middle(value, 6, 3),
        "code" | "openid" | "openId" | "unionid" | "unionId" | "dynamicCode" => mask::middle(value, 4, 3),
        "phone" | "phoneNumber" | "purePhoneNumber" => mask::phone(value),
        "session_key" => "••••".to_owned(),
        _ if value.chars().count() > 72 => value.chars().take(48).chain(['…']).collect(),
        _ => value.to_owned(),
    }
}

/// JSON in colours, a member a line, masked. What is no JSON is shown as it is, cut.
pub(super) fn json(text: &str) -> String {
    let mut html = String::with_capacity(text.len() * 2);
    let (mut depth, mut key) = (0, String::new());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let after = rest.get(letter.len_utf8()..).unwrap_or_default();
        rest = after;
        match letter {
            '{' | '[' => {
                html.push(letter);
                if !after.trim_start().starts_with(['}', ']']) {
                    depth += 1;
                    line(&mut html, depth);
                }
            }
            '}' | ']' => {
                if !html.ends_with(['{', '[']) {
                    depth = depth.saturating_sub(1);
                    line(&mut html, depth);
                }
                html.push(letter);
            }
            ',' => {
                html.push(',');
                line(&mut html, depth);
            }
            ':' => html.push_str(": "),
            '"' => {
                let end = end_of_string(after);
                let inside = after.get(..end).unwrap_or(after);
                rest = after.get(end + 1..).unwrap_or_default();
                if rest.trim_start().starts_with(':') {
                    inside.clone_into(&mut key);
                    html.push_str(&fill(STRING, &["k", &escape(inside)]));
                } else {
                    html.push_str(&fill(STRING, &["s", &escape(&masked(&key, inside))]));
                }
            }
            _ if letter.is_whitespace() => {}
            _ => {
                let end = after.find([',', '}', ']', ' ', '\n']).unwrap_or(after.len());
                let mut word = String::from(letter);
                word.push_str(after.get(..end).unwrap_or(after));
                rest = after.get(end..).unwrap_or_default();
                html.push_str(&fill("<span class=\"n\">%</span>", &[&escape(&masked("", &word))]));
            }
        }
    }
    html
}

fn line(html: &mut String, depth: usize) {
    html.push('\n');
    for _ in 0..depth {
        html.push_str("  ");
    }
}

const STRING: &str = "<span class=\"%\">\"%\"</span>";

/// Where the closing quotation mark stands.
fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    text.find(|letter| {
        let end = letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        end
    })
    .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_masked_and_coloured() {
        let html = json(
            r#"{"errno":0,"data":{"token":"oa_Vx3aaaaaaaaaaaaaf9c","list":[],"me":{"phone":"12066600001","name":"<b>\"会\""}}}"#,
        );
        assert!(!html.contains("Vx3aaaa") && !html.contains("12066600001") && !html.contains("<b>"), "{html}");
        assert!(html.contains("oa_Vx3…f9c") && html.contains("120****0001") && html.contains("&lt;b&gt;"), "{html}");
        assert!(html.contains("<span class=\"k\">\"errno\"</span>: <span class=\"n\">0</span>,\n"), "{html}");
        assert!(html.contains("[]"), "{html}");
    }

    #[test]
    fn nothing_breaks_it() {
        for text in ["", "{", "\"", "\"\\", "]]]]", "<html>", "{\"code\":\"0c3fAAAAAAAAAAAAAAZt1", "null", "\u{feff}{}"]
        {
            let html = json(text);
            assert!(!html.contains("AAAAAAAAA") && !html.contains("<html"), "{html}");
        }
    }

    #[test]
    fn pairs() {
        assert_eq!(pair("GET", "a<b"), "<b>GET</b><code>a&lt;b</code>");
        assert_eq!(pair("", "x"), "<code>x</code>");
    }
}
