//! A value of JSON. serde_json's own keeps members in a search tree, which the browser would have to download.

/// What JSON can say. A whole number is told from one with a fraction.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Value {
    #[default]
    Null,
    Bool(bool),
    Whole(i64),
    Number(f64),
    Text(String),
    List(Vec<Value>),
    Object(Vec<(String, Value)>),
}

impl Value {
    /// A member of an object.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// A member that is a text; else an empty one.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.get(name).and_then(Self::as_str).unwrap_or_default()
    }

    /// A member that is a whole number.
    pub(crate) fn whole(&self, name: &str) -> Option<i64> {
        self.get(name).and_then(Self::as_i64)
    }

    /// A member that is a number; else 0.
    pub(crate) fn number(&self, name: &str) -> f64 {
        match self.get(name) {
            Some(Self::Number(number)) => *number,
            #[expect(clippy::cast_precision_loss, reason = "far below 2⁵³")]
            Some(Self::Whole(number)) => *number as f64,
            _ => 0.0,
        }
    }

    /// Whether a member is true.
    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.get(name) == Some(&Self::Bool(true))
    }

    /// A member that is a list; else an empty one.
    pub(crate) fn list(&self, name: &str) -> &[Self] {
        self.get(name).and_then(Self::as_list).unwrap_or_default()
    }

    pub(crate) fn is_null(&self) -> bool {
        *self == Self::Null
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(crate) fn as_i64(&self) -> Option<i64> {
        if let Self::Whole(number) = self { Some(*number) } else { None }
    }

    pub(crate) fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(boolean) = self { Some(*boolean) } else { None }
    }

    pub(crate) fn as_list(&self) -> Option<&[Self]> {
        if let Self::List(items) = self { Some(items) } else { None }
    }
}

#[cfg(not(feature = "hydrate"))]
impl From<serde_json::Value> for Value {
    fn from(value: serde_json::Value) -> Self {
        use serde_json::Value as Other;
        match value {
            Other::Null => Self::Null,
            Other::Bool(boolean) => Self::Bool(boolean),
            Other::Number(number) => {
                number.as_i64().map_or_else(|| Self::Number(number.as_f64().unwrap_or_default()), Self::Whole)
            }
            Other::String(text) => Self::Text(text),
            Other::Array(items) => Self::List(items.into_iter().map(Into::into).collect()),
            Other::Object(members) => {
                Self::Object(members.into_iter().map(|(name, value)| (name, value.into())).collect())
            }
        }
    }
}
