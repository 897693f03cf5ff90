//! Reading JSON whose shape is not ours: what a script passes to `window.wx`, what the double and the server's stream say.

use serde_json::Value;

/// Members of an object, with what stands for an absent one.
pub(crate) trait Members {
    /// A text; else an empty one.
    fn text(&self, name: &str) -> &str;
    /// A whole number.
    fn whole(&self, name: &str) -> Option<i64>;
    /// A number; else 0.
    fn number(&self, name: &str) -> f64;
    /// Whether it is true.
    fn is_true(&self, name: &str) -> bool;
    /// A list; else an empty one.
    fn list(&self, name: &str) -> &[Value];
}

impl Members for Value {
    fn text(&self, name: &str) -> &str {
        self.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    fn whole(&self, name: &str) -> Option<i64> {
        self.get(name).and_then(Value::as_i64)
    }

    fn number(&self, name: &str) -> f64 {
        self.get(name).and_then(Value::as_f64).unwrap_or_default()
    }

    fn is_true(&self, name: &str) -> bool {
        self.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    fn list(&self, name: &str) -> &[Value] {
        self.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }
}

/// A text as a value, if it is JSON.
pub(crate) fn parse(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}
