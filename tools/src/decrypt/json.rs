//! JSON as a text: set out in lines, or without blanks. The order of members and the spelling of values stay, which a value that
//! was parsed would not keep.

/// A member a line.
pub(super) fn in_lines(text: &str) -> String {
    set_out(text, true)
}

/// Without blanks between the parts.
pub(super) fn compact(text: &str) -> String {
    set_out(text, false)
}

fn set_out(text: &str, in_lines: bool) -> String {
    let (mut out, mut depth, mut is_inside, mut is_escaped) = (String::new(), 0_usize, false, false);
    let line = |out: &mut String, depth: usize| {
        if in_lines {
            out.push('\n');
            out.extend(std::iter::repeat_n("  ", depth));
        }
    };
    for letter in text.chars() {
        if is_inside {
            out.push(letter);
            is_inside = letter != '"' || is_escaped;
            is_escaped = letter == '\\' && !is_escaped;
            continue;
        }
        let opened = out.ends_with(['{', '[']);
        match letter {
            _ if letter.is_ascii_whitespace() => continue,
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                if !opened {
                    line(&mut out, depth);
                }
            }
            _ if opened => line(&mut out, depth),
            _ => {}
        }
        out.push(letter);
        match letter {
            '"' => is_inside = true,
            '{' | '[' => depth += 1,
            ',' => line(&mut out, depth),
            ':' if in_lines => out.push(' '),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    #[test]
    fn a_member_a_line() {
        let text = r#"{"b":1,"a":{"x":[],"y":["{,}",2.50]},"c":{}}"#;
        let lines = "{\n  \"b\": 1,\n  \"a\": {\n    \"x\": [],\n    \"y\": [\n      \"{,}\",\n      2.50\n    ]\n  },\n  \"c\": {}\n}";
        assert_eq!(in_lines(text), lines);
        assert_eq!(compact(lines), text);
    }

    proptest! {
        #[test]
        fn the_value_stays(text in "\\PC{0,12}", number: i64, list in prop::collection::vec("[\"\\\\{},: \n]{0,6}", 0..3)) {
            let value = serde_json::json!({ "t": text, "n": [number, { "l": list }] });
            for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
                prop_assert_eq!(&serde_json::from_str::<Value>(&in_lines(&text)).unwrap(), &value);
                prop_assert_eq!(compact(&text), value.to_string());
            }
        }
    }
}
