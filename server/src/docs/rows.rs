//! The fields of a schema as lines of a table.

use serde_json::{Map, Value};

/// One field.
pub(super) struct Row {
    /// `list[].title`
    pub(super) name: String,
    /// Type and limits.
    pub(super) kind: String,
    /// Whether it is always there.
    pub(super) required: bool,
    pub(super) text: String,
}

/// Every field of `schema`, of the objects in it and of the lists in it.
pub(super) fn rows(document: &Value, schema: &Value) -> Vec<Row> {
    let mut found = Vec::new();
    walk(document, schema, "", &mut found);
    found
}

fn walk(document: &Value, schema: &Value, prefix: &str, found: &mut Vec<Row>) {
    let schema = resolved(document, schema);
    if let Some(items) = schema.get("items") {
        return walk(document, items, &format!("{prefix}[]"), found);
    }
    let nothing = Map::new();
    let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&nothing);
    let required = schema.get("required").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for (name, field) in properties {
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        let whole = resolved(document, field);
        // what a field says of itself goes before what its type says
        let text = field.get("description").or_else(|| whole.get("description")).and_then(Value::as_str);
        found.push(Row {
            name: path.clone(),
            kind: kind(whole),
            required: required.iter().any(|one| one == name.as_str()),
            text: text.unwrap_or_default().to_owned(),
        });
        walk(document, field, &path, found);
    }
}

/// What a `$ref` points at.
pub(super) fn resolved<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    let target = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
    target.and_then(|target| document.pointer(target)).unwrap_or(schema)
}

/// A type and its limits, as short as can be. null stands for absent, which `required` says.
pub(super) fn kind(schema: &Value) -> String {
    let name = match schema.get("type") {
        Some(Value::String(name)) => name.as_str(),
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or("any")
        }
        _ => "any",
    };
    let format = schema.get("format").and_then(Value::as_str).filter(|format| !format.contains("int"));
    let mut kind = format.map_or_else(|| name.to_owned(), |format| format!("{name} {format}"));
    let limits = match name {
        "string" => [schema.get("minLength"), schema.get("maxLength")],
        _ => [schema.get("minimum"), schema.get("maximum")],
    };
    match limits.map(|limit| limit.and_then(Value::as_i64)) {
        [Some(low), Some(high)] => kind.push_str(&format!(" {low}–{high}")),
        [None, Some(high)] => kind.push_str(&format!(" ≤ {high}")),
        [Some(low), None] => kind.push_str(&format!(" ≥ {low}")),
        [None, None] => {}
    }
    kind
}
