//! What a table in a document names is there: files, folders, make's targets, cargo's packages.

use std::path::{Path, PathBuf};

use crate::documents::{read, root};

const DOCUMENTS: [&str; 11] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "DEPLOY.md",
    "LOGGING.md",
    "SECURITY.md",
    "end2end/bench/peers/README.md",
    "end2end/cluster/README.md",
    "end2end/spring/README.md",
    "server/docs-viewer/README.md",
    "server/wechat-double/README.md",
];

/// Folders at the root, which a path in a document begins with.
const FOLDERS: [&str; 9] = ["app", "deploy", "end2end", "frontend", "fuzz", "server", "style", "tools", ".ci"];

/// Rows of tables, as cells.
pub(crate) fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = text.lines().filter(|line| line.starts_with('|'));
    lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
}

/// What stands for something else: `AREA.rs`, `NNNN_field.sql`, `…`.
fn is_placeholder(segment: &str) -> bool {
    let capitals = segment.chars().take_while(char::is_ascii_uppercase).count();
    segment == "…" || (capitals >= 3 && segment != "README.md")
}

/// The path that a code span names; a file without a folder stands beside, or in, the one before it.
fn path(span: &str, beside: Option<&Path>) -> Option<PathBuf> {
    let first = span.split('/').next()?;
    if span.contains('/') && FOLDERS.contains(&first) {
        return Some(span.split('/').take_while(|segment| !is_placeholder(segment)).collect());
    }
    let is_file = ["rs", "ts", "toml"].iter().any(|end| span.strip_suffix(end).is_some_and(|name| name.ends_with('.')));
    if is_file && !span.contains(['/', ' ']) && !is_placeholder(span) { Some(beside?.join(span)) } else { None }
}

fn is_there(path: &Path) -> bool {
    let pattern = root().join(path);
    glob::glob(pattern.to_str().unwrap()).unwrap().any(|found| found.is_ok())
}

/// What a command of make or cargo names that is not there.
fn unknown_of_command(span: &str, makefile: &str, members: &str) -> Option<String> {
    let words: Vec<_> = span.split_whitespace().collect();
    match words.as_slice() {
        ["make", target, ..] => (!makefile.contains(&format!("\n{target}:"))).then(|| (*target).to_owned()),
        ["cargo" | "INSTA_UPDATE=always", ..] => {
            let packages = words.windows(2).filter(|pair| pair[0] == "-p" && !is_placeholder(pair[1]));
            let mut unknown = packages
                .filter(|pair| !["", "/"].iter().any(|before| members.contains(&format!("{before}{}\"", pair[1]))));
            unknown.next().map(|pair| pair[1].to_owned())
        }
        _ => None,
    }
}

#[test]
fn what_a_table_names_is_there() {
    let makefile = read("Makefile");
    let manifest = read("Cargo.toml");
    let members = manifest.lines().find(|line| line.starts_with("members = ")).unwrap();
    let (mut seen, mut wrong) = (0, Vec::new());
    for document in DOCUMENTS {
        for cell in rows(&read(document)).flatten() {
            let mut beside: Option<PathBuf> = None;
            for span in cell.split('`').skip(1).step_by(2) {
                let named = span.split('#').next().unwrap();
                if let Some(path) = path(named, beside.as_deref()) {
                    seen += 1;
                    if !is_there(&path) {
                        wrong.push(format!("{document}: {span}"));
                    }
                    beside = if root().join(&path).is_dir() { Some(path) } else { path.parent().map(Path::to_owned) };
                } else if named.starts_with("make ") || named.contains("cargo ") {
                    seen += 1;
                    wrong.extend(
                        unknown_of_command(named, &makefile, members).map(|name| format!("{document}: {span}: {name}")),
                    );
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(seen > 120, "the paths were not found: {seen}");
}

#[test]
fn every_crate_is_in_the_table_of_the_house() {
    let manifest = read("Cargo.toml");
    let members = manifest.lines().find(|line| line.starts_with("members = ")).unwrap();
    let text = read("ARCHITECTURE.md");
    let table: Vec<_> = rows(&text).map(|cells| cells[..cells.len().min(2)].join(" ")).collect();
    let missing = members.split('"').skip(1).step_by(2).filter(|member| {
        let name = Path::new(member).file_name().unwrap().to_str().unwrap();
        ![format!("`{member}`"), format!("`{name}`")].iter().any(|span| table.iter().any(|row| row.contains(span)))
    });
    let missing: Vec<_> = missing.collect();
    assert!(missing.is_empty(), "{missing:?}");
}
