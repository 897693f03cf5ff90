//! The commands in the documents.

use std::{os::unix::fs::PermissionsExt, path::Path, process::Command};

use clap::Parser;
use rstest::rstest;
use server::cli::Cli;

use crate::fixture::Fixture;

const DOCUMENTS: [&str; 8] = [
    "README.md",
    "DEPLOY.md",
    "LOGGING.md",
    "SECURITY.md",
    "server/wechat-double/README.md",
    "deploy/oa-mini.toml",
    "deploy/oa-mini.service",
    "deploy/Containerfile",
];

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

pub(crate) fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}

/// Commands in a code span, and lines of a block.
fn commands(text: &str) -> Vec<String> {
    let spans = text.split('`').skip(1).step_by(2).filter(|span| !span.contains('\n'));
    let lines = text.lines().flat_map(|line| line.split("&&")).map(str::trim);
    let called = |part: &str| {
        let command = part.trim_start_matches("./").strip_prefix("oa-mini ")?;
        Some(command.split(['#', '|', ';', '>']).next()?.trim().to_owned())
    };
    let mut found: Vec<_> = spans.chain(lines).filter_map(called).filter(|command| !command.is_empty()).collect();
    found.dedup();
    found
}

#[test]
fn the_changelog_begins_with_this_version() {
    let changelog = read("CHANGELOG.md");
    let mut headings = changelog.lines().filter_map(|line| line.strip_prefix("## ["));
    assert_eq!(headings.next(), Some("Unreleased]"));
    let newest = headings.next().unwrap();
    assert!(newest.starts_with(concat!(env!("CARGO_PKG_VERSION"), "] - 20")), "{newest}");
}

#[test]
fn every_command_in_the_documents_is_one() {
    let mut seen = 0;
    for document in DOCUMENTS {
        for command in commands(&read(document)) {
            // words that are a sentence, not a command
            if !command.starts_with("--") && !command.starts_with(|letter: char| letter.is_ascii_lowercase()) {
                continue;
            }
            seen += 1;
            let parsed = Cli::try_parse_from(
                ["oa-mini"]
                    .into_iter()
                    .chain(command.replace("$(date +%F)", "DATE").replace(" ID", " 1").split_whitespace()),
            );
            if let Err(error) = parsed {
                let is_help = error.kind() == clap::error::ErrorKind::DisplayHelp;
                assert!(is_help, "{document}: oa-mini {command}: {error}");
            }
        }
    }
    assert!(seen >= 10, "the commands were not found: {seen}");
}

/// A master key is made once: the recipe that is pasted again keeps it.
#[rstest]
#[case("README.md", "master.key")]
#[case("DEPLOY.md", "/etc/oa-mini/master.key")]
fn a_recipe_that_is_pasted_twice_keeps_the_master_key(#[case] document: &str, #[case] file: &str) {
    let fixture = Fixture::empty();
    let text = read(document);
    let line = text.lines().find(|line| line.contains("openssl rand") && line.contains(&format!("{file})"))).unwrap();
    let here = line.replace(file, "here.key");
    let paste = || {
        assert!(Command::new("bash").args(["-c", &here]).current_dir(fixture.path(".")).status().unwrap().success());
        std::fs::read_to_string(fixture.path("here.key")).unwrap()
    };
    let first = paste();
    assert!(first.starts_with("k1:") && first.trim().len() == 47, "a key");
    assert_eq!(std::fs::metadata(fixture.path("here.key")).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(paste(), first);
    assert!(!text.contains("OA_MASTER_KEY=\"k1:$("), "{document}: a key that is another one at each start");
}
