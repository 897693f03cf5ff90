//! `deploy/oa-mini.toml` is what an operator begins with: it must know every setting, and no other.

use std::{collections::BTreeSet, io::Write, path::Path};

use config::{Config, File, FileFormat, Map, Value};

use super::{Source, VARIABLES};
use crate::config::{HELP, Mode, Settings};

const EXAMPLE: &str = include_str!("../../../deploy/oa-mini.toml");

/// A line that is switched off: `#` and a name, without a space between.
fn setting(line: &str) -> Option<&str> {
    line.strip_prefix('#').filter(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '['))
}

/// The example with every setting on, but for those named.
fn switched_on(but: &[&str]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    for line in EXAMPLE.lines().filter_map(setting) {
        let name = line.split(' ').next().unwrap_or_default();
        if !but.contains(&name) {
            writeln!(file, "{line}").unwrap();
        }
    }
    file
}

fn read(file: &Path) -> Source {
    Source::read(Some(file), std::iter::empty()).unwrap()
}

#[test]
fn the_example_knows_every_setting_and_no_other() {
    let file = switched_on(&[]);
    read(file.path()); // refuses what is not ours
    let source = File::from(file.path()).format(FileFormat::Toml);
    let written: Map<String, Value> = Config::builder().add_source(source).build().unwrap().try_deserialize().unwrap();
    let known = VARIABLES.iter().map(|name| name.trim_start_matches("OA_").to_lowercase());
    let known: BTreeSet<_> = known.chain(["wx".to_owned()]).collect();
    assert_eq!(written.into_keys().collect::<BTreeSet<_>>(), known);
    for name in VARIABLES {
        assert!(HELP.contains(name), "--help does not name {name}");
    }
}

#[test]
fn the_example_as_it_is_is_the_demo() {
    assert!(EXAMPLE.lines().all(|line| line.is_empty() || line.starts_with("# ") || setting(line).is_some()));
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), EXAMPLE).unwrap();
    let settings = Settings::judge(read(file.path())).unwrap();
    assert!(matches!(settings.mode, Mode::Demo { public: false }));
}

#[test]
fn the_example_switched_on_is_live() {
    for apps in [["[[wx.app]]", "id", "secret"].as_slice(), &["wx_app_id", "wx_app_secret"]] {
        let file = switched_on(&[apps, &["demo", "master_key"]].concat());
        let settings = Settings::judge(read(file.path())).unwrap();
        assert!(matches!(settings.mode, Mode::Live(live) if live.apps.len() == 1));
    }
}
