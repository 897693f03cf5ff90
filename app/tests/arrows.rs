//! Holds the arrows between the modules of this crate: a module uses only modules that stand before it in [`ORDER`]. The
//! list is the one in `lib.rs`.

#![expect(clippy::unwrap_used, clippy::string_slice, clippy::panic, reason = "tests")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The modules; each may use those before it.
const ORDER: [&str; 18] = [
    "mask",
    "wire",
    "text",
    "trace",
    "advice",
    "icon",
    "browser",
    "protocol",
    "settings",
    "wx",
    "api",
    "util",
    "phone",
    "pages",
    "workbench",
    "guide",
    "app",
    "shell",
];

/// Pairs that must not know each other although the order would allow it.
const STRANGERS: [(&str, &str); 2] = [("workbench", "pages"), ("protocol", "browser")];

#[test]
fn arrows_point_one_way() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut faults = Vec::new();
    for file in files(&source) {
        let path = file.strip_prefix(&source).unwrap();
        let first = path.components().next().unwrap().as_os_str().to_str().unwrap();
        let own = first.trim_end_matches(".rs");
        if own == "lib" {
            continue;
        }
        let rank = rank(own);
        for used in used_modules(&fs::read_to_string(&file).unwrap()) {
            let is_stranger = STRANGERS.contains(&(own, used.as_str()));
            if is_stranger || (used != own && self::rank(&used) >= rank) {
                faults.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

fn rank(module: &str) -> usize {
    ORDER.iter().position(|known| *known == module).unwrap_or_else(|| panic!("{module} is not in the order"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The modules of this crate that a file names: `crate::wx::…` and the members of `use crate::{…}`. Tests count too.
fn used_modules(text: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            used.extend(members(group));
        } else {
            used.extend(word(rest));
        }
    }
    // what lib.rs exports is named without its module
    used.into_iter().filter(|name| name.starts_with(|first: char| first.is_ascii_lowercase())).collect()
}

/// The first word of each member of a group, up to its closing brace.
fn members(group: &str) -> Vec<String> {
    let (mut depth, mut begins, mut found) = (0, true, Vec::new());
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => return found,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            _ if begins && !letter.is_whitespace() => {
                begins = false;
                found.extend(word(&group[at..]));
            }
            _ => {}
        }
    }
    found
}

fn word(text: &str) -> Option<String> {
    let end = text.find(|letter: char| !(letter.is_alphanumeric() || letter == '_')).unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_owned())
}

#[test]
fn uses_are_found() {
    let text = "use crate::{\n    api::{self, BASE},\n    wx::Wx,\n};\nlet x = crate::mask::phone(n);\nuse crate::App;";
    assert_eq!(used_modules(text), ["api", "wx", "mask"]);
}
