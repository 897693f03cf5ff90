//! A row of any table.

/// The values of a table's columns, in their order. Has no `Debug`: phone numbers are among them.
pub type Row = Vec<Value>;

/// What a column holds; `None` is NULL. Has no `Debug`: see [`Row`].
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// A number.
    Int(Option<i64>),
    /// Text, which each database keeps byte for byte.
    Text(Option<String>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
}

impl Value {
    /// The number, if it is one.
    pub fn int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => *number,
            _ => None,
        }
    }
}
