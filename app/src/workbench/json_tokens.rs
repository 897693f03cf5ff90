//! JSON in colours, a member a line, masked. What may not be shown is masked here, before anything is recorded.
//!
//! Not by a JSON parser: members keep their order, and a text that is no JSON is shown too, cut.

use leptos::{either::Either, prelude::*};

use crate::mask;

/// What a part of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Brackets, commas, blanks.
    Plain,
    Key,
    Text,
    Number,
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) text: String,
}

/// The tokens as they stand in a `<pre>`.
#[component]
pub(super) fn Tokens(tokens: Vec<Token>) -> impl IntoView {
    let span = |Token { kind, text }: Token| {
        let class = match kind {
            Kind::Plain => return Either::Left(text),
            Kind::Key => "k",
            Kind::Text => "s",
            Kind::Number => "n",
        };
        Either::Right(view! { <span class=class>{text}</span> })
    };
    tokens.into_iter().map(span).collect_view()
}

/// A value under `name` as it may be shown.
pub(super) fn masked(name: &str, value: &str) -> String {
    match name {
        _ if is_masked(value) => value.to_owned(),
        _ if is_credential(name) => mask::middle(value, 6, 3),
        "code" | "openid" | "openId" | "unionid" | "unionId" | "dynamicCode" => mask::middle(value, 4, 3),
        "phone" | "phoneNumber" | "purePhoneNumber" => mask::phone(value),
        "session_key" => "••••".to_owned(),
        _ if value.chars().count() > 72 => value.chars().take(48).chain(['…']).collect(),
        _ => value.to_owned(),
    }
}

/// Whether the server masked it already: `0c3f…Zt1`. No secret has such a character in it.
fn is_masked(value: &str) -> bool {
    value.len() < 16 && value.contains('…')
}

/// Whether a login is known by what stands under `name`: of ours `token` and `X-OA-Token`, of an opened mini-program whatever it
/// calls it. A header's name may come in lower case.
fn is_credential(name: &str) -> bool {
    let ends_with = |end: &str| {
        name.len()
            .checked_sub(end.len())
            .and_then(|at| name.get(at..))
            .is_some_and(|tail| tail.eq_ignore_ascii_case(end))
    };
    ["token", "authorization", "cookie"].into_iter().any(ends_with)
}

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokenizer = Tokenizer::default();
    tokenizer.read(text);
    tokenizer.tokens
}

/// A text that is no JSON, as it is.
pub(super) fn plain(text: &str) -> Vec<Token> {
    vec![Token { kind: Kind::Plain, text: text.to_owned() }]
}

/// The tokens of a text in one line.
pub(super) fn tokens_in_line(text: &str) -> Vec<Token> {
    let mut tokens = tokens(text);
    for token in tokens.iter_mut().filter(|token| token.kind == Kind::Plain) {
        let line = token.text.split('\n').map(str::trim_start).collect::<Vec<_>>();
        token.text = line.join(" ");
    }
    tokens
}

#[derive(Default)]
struct Tokenizer {
    tokens: Vec<Token>,
    depth: usize,
    /// The last key: it says how the value after it is masked.
    key: String,
}

impl Tokenizer {
    fn read(&mut self, text: &str) {
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            let after = rest.get(letter.len_utf8()..).unwrap_or_default();
            rest = after;
            match letter {
                '{' | '[' => {
                    self.plain(&letter.to_string());
                    if !after.trim_start().starts_with(['}', ']']) {
                        self.depth += 1;
                        self.new_line();
                    }
                }
                '}' | ']' => {
                    if !self.ends_with(['{', '[']) {
                        self.depth = self.depth.saturating_sub(1);
                        self.new_line();
                    }
                    self.plain(&letter.to_string());
                }
                ',' => {
                    self.plain(",");
                    self.new_line();
                }
                ':' => self.plain(": "),
                '"' => rest = self.string(after),
                _ if letter.is_whitespace() => {}
                _ => {
                    let end = after.find([',', '}', ']', ' ', '\n']).unwrap_or(after.len());
                    let (word, tail) = after.split_at_checked(end).unwrap_or((after, ""));
                    self.push(Kind::Number, masked("", &format!("{letter}{word}")));
                    rest = tail;
                }
            }
        }
    }

    /// A string without its first quotation mark; returns what follows it.
    fn string<'t>(&mut self, text: &'t str) -> &'t str {
        let end = end_of_string(text);
        let inside = text.get(..end).unwrap_or(text);
        let rest = text.get(end + 1..).unwrap_or_default();
        if rest.trim_start().starts_with(':') {
            inside.clone_into(&mut self.key);
            self.push(Kind::Key, format!("\"{inside}\""));
        } else {
            self.push(Kind::Text, format!("\"{}\"", masked(&self.key, inside)));
        }
        rest
    }

    fn push(&mut self, kind: Kind, text: String) {
        self.tokens.push(Token { kind, text });
    }

    fn plain(&mut self, text: &str) {
        match self.tokens.last_mut() {
            Some(last) if last.kind == Kind::Plain => last.text.push_str(text),
            _ => self.push(Kind::Plain, text.to_owned()),
        }
    }

    fn new_line(&mut self) {
        self.plain(&format!("\n{}", "  ".repeat(self.depth)));
    }

    fn ends_with(&self, letters: [char; 2]) -> bool {
        self.tokens.last().is_some_and(|last| last.text.ends_with(letters))
    }
}

/// Where the closing quotation mark stands.
fn end_of_string(text: &str) -> usize {
    let mut is_escaped = false;
    text.find(|letter| {
        let is_end = letter == '"' && !is_escaped;
        is_escaped = letter == '\\' && !is_escaped;
        is_end
    })
    .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(tokens: &[Token]) -> String {
        tokens.iter().map(|token| token.text.as_str()).collect()
    }

    #[test]
    fn json_is_masked_and_coloured() {
        let tokens = tokens(
            r#"{"errno":0,"data":{"token":"oa_Vx3aaaaaaaaaaaaaf9c","list":[],"me":{"phone":"12066600001","name":"<b>\"会\""}}}"#,
        );
        let text = shown(&tokens);
        assert!(!text.contains("Vx3aaaa") && !text.contains("12066600001"), "{text}");
        assert!(text.contains("oa_Vx3…f9c") && text.contains("120****0001") && text.contains("[]"), "{text}");
        assert!(text.starts_with("{\n  \"errno\": 0,\n"), "{text}");
        let kinds: Vec<_> = tokens.iter().take(4).map(|token| token.kind).collect();
        assert_eq!(kinds, [Kind::Plain, Kind::Key, Kind::Plain, Kind::Number]);
    }

    #[test]
    fn whatever_a_credential_is_called_it_is_masked() {
        for name in ["token", "X-OA-Token", "x-oa-token", "X-Litemall-Token", "accessToken", "Authorization", "cookie"]
        {
            assert_eq!(masked(name, "oa_Vx3aaaaaaaaaaaaaf9c"), "oa_Vx3…f9c", "{name}");
        }
        assert_eq!(masked("tokens", "oa_Vx3aaaaaaaaaaaaaf9c"), "oa_Vx3aaaaaaaaaaaaaf9c");
    }

    #[test]
    fn what_is_masked_stays() {
        for (name, value) in
            [("code", "0c3f…Zt1"), ("openid", "oLX7…2Qd"), ("token", "oa_Vx3…f9c"), ("phone", "120****0001")]
        {
            assert_eq!(masked(name, value), value);
        }
    }

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(shown(&tokens_in_line(r#"{"a":1,"b":{"c":"x  y"}}"#)), r#"{ "a": 1, "b": { "c": "x  y" } }"#);
    }

    #[test]
    fn nothing_breaks_it() {
        for text in ["", "{", "\"", "\"\\", "]]]]", "<html>", "{\"code\":\"0c3fAAAAAAAAAAAAAAZt1", "null", "\u{feff}{}"]
        {
            let text = shown(&tokens(text));
            assert!(!text.contains("AAAAAAAAA"), "{text}");
        }
    }
}
