//! The browser's own reader of JSON: it is there already, and ours would be 4 KB of WASM.

use js_sys::{Array, JSON, Object};
use wasm_bindgen::{JsCast, JsValue};

use crate::json::Value;

/// A text as a value, if it is JSON.
pub(crate) fn parse_json(text: &str) -> Option<Value> {
    JSON::parse(text).ok().map(|value| of(&value))
}

fn of(value: &JsValue) -> Value {
    if let Some(text) = value.as_string() {
        Value::Text(text)
    } else if let Some(number) = value.as_f64() {
        of_number(number)
    } else if let Some(boolean) = value.as_bool() {
        Value::Bool(boolean)
    } else if Array::is_array(value) {
        Value::List(items(value.unchecked_ref()))
    } else if value.is_object() {
        let mut members = Vec::new();
        for pair in Object::entries(value.unchecked_ref()).iter() {
            let pair: Array = pair.unchecked_into();
            members.push((pair.get(0).as_string().unwrap_or_default(), of(&pair.get(1))));
        }
        Value::Object(members)
    } else {
        Value::Null
    }
}

fn items(list: &Array) -> Vec<Value> {
    list.iter().map(|item| of(&item)).collect()
}

/// Whole numbers stay whole: every id and count is one, far below 2⁵³.
fn of_number(number: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "checked by the way back")]
    let whole = number as i64;
    #[expect(clippy::cast_precision_loss, reason = "this is the check")]
    let back = whole as f64;
    if back.to_bits() == number.to_bits() { Value::Whole(whole) } else { Value::Number(number) }
}
