//! JSON as WeChat's tools take it: with comments, commas too many, and a byte order mark.

use jsonc_parser::{ParseOptions, parse_to_serde_value};
use serde_json::Value;

use crate::{Limits, Problem, nesting::check_brackets, problem::Place};

/// Parses a JSON file. An empty one is an empty object.
pub(crate) fn parse(file: &str, text: &str, limits: &Limits) -> Result<Value, Problem> {
    check_brackets(file, text, limits)?;
    let value: Option<Value> = parse_to_serde_value(text, &ParseOptions::default())
        .map_err(|error| Problem::error(file, Place::of_offset(text, error.range().start), error.kind().to_string()))?;
    Ok(value.unwrap_or_else(|| Value::Object(serde_json::Map::new())))
}

/// Where a string stands in a JSON file, for a problem with it: its first occurrence in quotes.
pub(crate) fn place_of(text: &str, string: &str) -> Place {
    let found = ['"', '\''].into_iter().find_map(|quote| text.find(&format!("{quote}{string}{quote}")));
    found.map_or(Place::FILE, |offset| Place::of_offset(text, offset))
}

/// JSON as an expression of a script. What would end a `<script>` does not matter: the script is a file of its own.
pub(crate) fn to_script(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case("", json!({}))]
    #[case("// nothing\n", json!({}))]
    #[case("{\"a\": 1, /* b */ \"c\": [1, 2,],}", json!({"a": 1, "c": [1, 2]}))]
    #[case("{a: 'b'}", json!({"a": "b"}))]
    fn is_lenient(#[case] text: &str, #[case] value: Value) {
        assert_eq!(parse("a.json", text, &Limits::default()).unwrap(), value);
    }

    #[rstest]
    #[case("{\n  \"a\": ]", "a.json:2:8: error: ")]
    #[case("{\"a\": 1", "a.json:1:8: error: ")]
    #[case("[".repeat(100_000), "a.json:1:501: error: nested more than 500 deep")]
    fn tells_where(#[case] text: impl Into<String>, #[case] problem: &str) {
        let told = parse("a.json", &text.into(), &Limits::default()).unwrap_err().to_string();
        assert!(told.starts_with(problem), "{told}");
    }

    #[test]
    fn finds_a_string() {
        assert_eq!(place_of("{\n  \"a\": \"b\"}", "b"), Place { line: 2, column: 8 });
        assert_eq!(place_of("{}", "b"), Place::FILE);
    }
}
