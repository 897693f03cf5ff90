//! Takes out of wasm-bindgen's output what only machines would read: names, and parts that nothing calls.
//!
//! Every function that crosses the border has a name with 16 random hex digits, in the WASM and again in the JavaScript:
//! none of it compresses. `wasm-streams` (which server_fn brings for streams, and we have none) exports three classes, so
//! that the linker keeps them.

use std::collections::HashMap;

use walrus::{Module, passes};

/// How the classes of `wasm-streams` begin.
const UNUSED: &str = "IntoUnderlying";

/// Drops what is unused from both halves, and shortens every name that they share.
pub(crate) fn slim(wasm: &mut Module, js: &str) -> String {
    let unused = [&UNUSED.to_lowercase(), "_WASM_SPLIT_MARKER"];
    let dropped = wasm.exports.iter().filter(|it| unused.iter().any(|name| it.name.contains(name)));
    let dropped: Vec<_> = dropped.map(|it| it.id()).collect();
    for export in dropped {
        wasm.exports.delete(export);
    }
    passes::gc::run(wasm);

    let mut names = HashMap::new();
    let mut js = js.to_owned();
    for import in wasm.imports.iter_mut() {
        shorten(&mut names, &mut import.name);
        js = js.replace(&format!("\"{}\"", import.module), "\"a\"");
        "a".clone_into(&mut import.module);
    }
    let js = without_unused(&js, &names);
    // the names that the script itself calls are short
    for export in wasm.exports.iter_mut().filter(|it| it.name.contains("__")) {
        shorten(&mut names, &mut export.name);
    }
    renamed(&js, &names)
}

fn shorten(names: &mut HashMap<String, String>, name: &mut String) {
    let number = names.len();
    let letter = |digit: usize| char::from(b'A' + u8::try_from(digit % 26).unwrap_or_default());
    let short = [letter(number / 676), letter(number / 26), letter(number)].iter().collect();
    *name = names.entry(name.clone()).or_insert(short).clone();
}

/// Without the unused classes, and without functions that the WASM does not import.
fn without_unused(js: &str, imported: &HashMap<String, String>) -> String {
    let mut kept = String::new();
    let mut until = None;
    for line in js.lines().map(str::trim) {
        if until.is_some_and(|end| line.ends_with(end)) {
            until = None;
            continue;
        }
        let function = line.split_once(": function").map(|(name, _)| name).filter(|name| name.starts_with("__wb"));
        if line.starts_with(&format!("export class {UNUSED}")) {
            until = Some(".prototype.free;");
        } else if line.starts_with(&format!("const {UNUSED}")) {
            until = Some("));");
        } else if function.is_some_and(|name| !imported.contains_key(name)) {
            until = Some("},");
        }
        if until.is_none() {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// With every old name replaced, wherever it stands as a word.
fn renamed(js: &str, names: &HashMap<String, String>) -> String {
    let mut new = String::new();
    for piece in js.split_inclusive(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == '$')) {
        let end =
            piece.chars().next_back().filter(|letter| !(letter.is_alphanumeric() || *letter == '_' || *letter == '$'));
        let word = end.and_then(|end| piece.strip_suffix(end)).unwrap_or(piece);
        new.push_str(names.get(word).map_or(word, String::as_str));
        new.extend(end);
    }
    new
}
