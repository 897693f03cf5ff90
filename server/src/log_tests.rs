//! Holds LOGGING.md to the sources: every event with its level, text and fields, and no other.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Level, text and the names of the fields, in order.
type Event = (String, String, Vec<String>);

const LEVELS: [&str; 5] = ["error", "warn", "info", "debug", "trace"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The Rust files of every crate, without their tests.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && !["tests", "target", "contract", "node_modules"].contains(&name) {
            sources(&path, found);
        } else if name.ends_with(".rs") && !name.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// The arguments of a macro, from after its `(` up to its `)`.
fn arguments(text: &str) -> Vec<String> {
    let (mut depth, mut in_string, mut arguments) = (0, false, vec![String::new()]);
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if in_string => {
                arguments.last_mut().unwrap().push(letters.next().unwrap());
                continue;
            }
            '"' => in_string = !in_string,
            '(' | '[' | '{' if !in_string => depth += 1,
            ')' if !in_string && depth == 0 => break,
            ')' | ']' | '}' if !in_string => depth -= 1,
            ',' if !in_string && depth == 0 => {
                arguments.push(String::new());
                continue;
            }
            _ => {}
        }
        arguments.last_mut().unwrap().push(letter);
    }
    arguments.iter().map(|argument| argument.trim().to_owned()).filter(|argument| !argument.is_empty()).collect()
}

/// Level and arguments of every event.
fn events_of(text: &str) -> Vec<(&'static str, Vec<String>)> {
    let of_level = |level: &'static str| {
        let heads = format!("tracing::{level}!(");
        let found: Vec<_> = text.match_indices(&heads).map(|(at, head)| at + head.len()).collect();
        found.into_iter().map(move |at| (level, arguments(text.get(at..).unwrap())))
    };
    LEVELS.into_iter().flat_map(of_level).collect()
}

fn events_in(text: &str) -> Vec<Event> {
    let event = |(level, mut arguments): (&str, Vec<String>)| {
        let message = arguments.pop().unwrap();
        let message = message.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let name = |field: &String| field.split('=').next().unwrap().trim().trim_start_matches(['%', '?']).to_owned();
        let message = message.unwrap_or_else(|| panic!("an event without a text: {arguments:?}"));
        (level.to_owned(), message.to_owned(), arguments.iter().map(name).collect())
    };
    events_of(text).into_iter().map(event).collect()
}

fn events_in_sources() -> BTreeSet<Event> {
    let mut files = Vec::new();
    ["app", "frontend", "server"].iter().for_each(|folder| sources(&root().join(folder), &mut files));
    files.iter().flat_map(|file| events_in(&fs::read_to_string(file).unwrap())).collect()
}

/// The rows of the table whose first cell is a level.
fn documented() -> BTreeSet<Event> {
    let text = fs::read_to_string(root().join("LOGGING.md")).unwrap();
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let rows = text.lines().map(cells).filter(|cells| cells.len() == 6 && LEVELS.contains(&cells[1].as_str()));
    let plain = |cell: &str| cell.trim_matches('`').to_owned();
    rows.map(|cells| {
        let fields = cells[3].split(", ").filter(|field| !field.is_empty()).map(plain).collect();
        (cells[1].clone(), plain(&cells[2]), fields)
    })
    .collect()
}

#[test]
fn logging_md_names_every_event_and_no_other() {
    let (written, documented) = (events_in_sources(), documented());
    assert!(written.len() > 30, "the sources were not found");
    let missing: Vec<_> = written.difference(&documented).collect();
    let invented: Vec<_> = documented.difference(&written).collect();
    assert!(missing.is_empty() && invented.is_empty(), "not in LOGGING.md: {missing:#?}\nonly in it: {invented:#?}");
}

#[test]
fn events_are_parsed() {
    let text =
        r#"tracing::warn!(user = user.id, %error, cause = f(a, "x, )"), "said (a, b)"); tracing::info!("on its own")"#;
    let event = |level: &str, text: &str, fields: &[&str]| {
        (level.to_owned(), text.to_owned(), fields.iter().map(|field| (*field).to_owned()).collect())
    };
    let read = [event("warn", "said (a, b)", &["user", "error", "cause"]), event("info", "on its own", &[])];
    assert_eq!(events_in(text), read);
}

/// An error is logged only through `identity::error_chain`, so that both formats contain its sources.
#[test]
fn every_error_is_logged_with_its_sources() {
    let mut files = Vec::new();
    ["app", "frontend", "server"].iter().for_each(|folder| sources(&root().join(folder), &mut files));
    let mut errors = 0;
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for (_, arguments) in events_of(&text) {
            for field in arguments {
                let name = field.split('=').next().unwrap().trim().trim_start_matches(['%', '?']);
                let is_error = ["cause", "error"].contains(&name);
                assert!(!field.contains("dyn ") && !field.contains("Error>"), "{}: {field}", file.display());
                assert!(
                    !is_error || field.contains("= %") && field.contains("error_chain("),
                    "{}: {field}",
                    file.display()
                );
                errors += usize::from(is_error);
            }
        }
    }
    assert!(errors > 10, "the sources were not found");
}

#[test]
fn events_use_the_qualified_macros() {
    let mut files = Vec::new();
    ["app", "frontend", "server"].iter().for_each(|folder| sources(&root().join(folder), &mut files));
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let other = text.contains("tracing::event!")
            || text
                .lines()
                .any(|line| line.starts_with("use tracing::") && LEVELS.iter().any(|level| line.contains(level)));
        assert!(!other, "{} writes events that the test of LOGGING.md does not see", file.display());
    }
}
