//! The browser's own reader of JSON: it is there already, and ours would be 4 KB of WASM.

use js_sys::{Array, JSON, Object};
use serde_json::{Number, Value};
use wasm_bindgen::{JsCast, JsValue};

/// A text as a value, if it is JSON.
pub(crate) fn parse_json(text: &str) -> Option<Value> {
    JSON::parse(text).ok().map(|value| of(&value))
}

fn of(value: &JsValue) -> Value {
    if let Some(text) = value.as_string() {
        Value::String(text)
    } else if let Some(number) = value.as_f64() {
        Value::Number(of_number(number))
    } else if let Some(boolean) = value.as_bool() {
        Value::Bool(boolean)
    } else if Array::is_array(value) {
        value.unchecked_ref::<Array>().iter().map(|item| of(&item)).collect()
    } else if value.is_object() {
        let members = Object::entries(value.unchecked_ref());
        Value::Object(
            members
                .iter()
                .map(|pair| {
                    let pair: Array = pair.unchecked_into();
                    (pair.get(0).as_string().unwrap_or_default(), of(&pair.get(1)))
                })
                .collect(),
        )
    } else {
        Value::Null
    }
}

/// Whole numbers stay whole: every id and count is one, far below 2⁵³.
fn of_number(number: f64) -> Number {
    #[expect(clippy::cast_possible_truncation, reason = "checked by the way back")]
    let whole = number as i64;
    #[expect(clippy::cast_precision_loss, reason = "this is the check")]
    let back = whole as f64;
    if back.to_bits() == number.to_bits() { whole.into() } else { Number::from_f64(number).unwrap_or(0.into()) }
}
