//! The document in one language. Its texts are in both, as a tool shows them; a reader of `/docs` wants one.

use app::Lang;
use serde_json::Value;

/// Members whose text is for readers.
const TEXTS: [&str; 4] = ["description", "summary", "name", "title"];
/// Members that hold data of the API, whose texts are what is sent.
const DATA: [&str; 2] = ["value", "example"];

/// A text of the document has both in one: the English follows the last Chinese letter.
pub(super) fn in_both(text: &str) -> [&str; 2] {
    let is_chinese = |letter: char| letter >= '\u{2e80}';
    let end =
        text.char_indices().rfind(|(_, letter)| is_chinese(*letter)).map_or(0, |(at, letter)| at + letter.len_utf8());
    let (zh, en) = text.split_at(end);
    [zh, en.trim_start()]
}

/// Leaves one language of every text. One that is in no two, such as a header's name or an errmsg, stays as it is.
pub(super) fn in_language(value: &mut Value, lang: Lang) {
    match value {
        Value::Object(members) => {
            for (name, value) in members.iter_mut().filter(|(name, _)| !DATA.contains(&name.as_str())) {
                match value {
                    Value::String(text) if TEXTS.contains(&name.as_str()) => shorten(text, lang),
                    Value::Array(tags) if name == "tags" => {
                        for tag in tags {
                            if let Value::String(tag) = tag { shorten(tag, lang) } else { in_language(tag, lang) }
                        }
                    }
                    other => in_language(other, lang),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| in_language(value, lang)),
        _ => {}
    }
}

fn shorten(text: &mut String, lang: Lang) {
    let [zh, en] = in_both(text);
    if !zh.is_empty() && !en.is_empty() {
        *text = match lang {
            Lang::Zh => zh.to_owned(),
            Lang::En => en.to_owned(),
        };
    }
}
