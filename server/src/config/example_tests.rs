//! Holds `deploy/oa-mini.toml` to the settings: it must contain every setting, and no other.

use std::{collections::BTreeSet, io::Write, path::Path};

use config::{Config, File, FileFormat, Map, Value};

use super::{Source, VARIABLES};
use crate::config::{HELP, Mode, Settings};

const EXAMPLE: &str = include_str!("../../../deploy/oa-mini.toml");

/// A commented setting: `#` and a name, without a space between.
fn setting(line: &str) -> Option<&str> {
    line.strip_prefix('#').filter(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '['))
}

/// The example with every setting uncommented, except those named.
fn uncommented(except: &[&str]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    for line in EXAMPLE.lines().filter_map(setting) {
        let name = line.split(' ').next().unwrap_or_default();
        if !except.contains(&name) {
            writeln!(file, "{line}").unwrap();
        }
    }
    file
}

fn read(file: &Path) -> Source {
    Source::read(Some(file), std::iter::empty()).unwrap()
}

#[test]
fn the_example_contains_every_setting_and_no_other() {
    let file = uncommented(&[]);
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
fn the_unchanged_example_is_the_demo() {
    assert!(EXAMPLE.lines().all(|line| line.is_empty() || line.starts_with("# ") || setting(line).is_some()));
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), EXAMPLE).unwrap();
    let settings = Settings::parse(read(file.path())).unwrap();
    assert!(matches!(settings.mode, Mode::Demo { public: false }));
}

#[test]
fn the_uncommented_example_is_live() {
    for apps in [["[[wx.app]]", "id", "secret"].as_slice(), &["wx_app_id", "wx_app_secret"]] {
        let file = uncommented(&[apps, &["demo", "master_key"]].concat());
        let settings = Settings::parse(read(file.path())).unwrap();
        assert!(matches!(settings.mode, Mode::Live(live) if live.apps.len() == 1));
    }
}

/// The `NAME=value` pairs of a command line, with placeholders filled in.
fn variables(command: &str) -> Vec<(String, String)> {
    let words = command.split_whitespace().filter_map(|word| word.split_once('='));
    let ours = words.filter(|(name, _)| VARIABLES.contains(name) && !name.starts_with("OA_MASTER_KEY"));
    ours.map(|(name, value)| (name.to_owned(), value.replace('…', "0123456789abcdef"))).collect()
}

fn live_with(file: &str, variables: Vec<(String, String)>) -> Settings {
    let mut settings = tempfile::NamedTempFile::new().unwrap();
    let live = "wx_app_id = \"wx0123456789abcdef\"\nwx_app_secret = \"5ec5e7\"";
    writeln!(settings, "{live}\n{file}").unwrap();
    Settings::parse(Source::read(Some(settings.path()), variables.into_iter()).unwrap()).unwrap()
}

fn trusts(settings: &Settings, proxy: &str) -> bool {
    let proxy: std::net::IpAddr = proxy.parse().unwrap();
    settings.trusted_proxies.iter().any(|net| net.contains(&proxy))
}

/// Each recipe as it is written, with its proxy on the same machine: client addresses are distinguished.
#[test]
fn the_recipes_trust_their_proxy() {
    let readme = include_str!("../../../README.md");
    let (_, recipe) = readme.split_once("OA_WX_APP_ID=").unwrap();
    let (recipe, _) = recipe.split_once("```").unwrap();
    let settings =
        Settings::parse(Source::read(None, variables(&format!("OA_WX_APP_ID={recipe}")).into_iter()).unwrap()).unwrap();
    assert!(settings.public_url.as_deref().is_some_and(|url| url.starts_with("https://")));
    assert!(trusts(&settings, "127.0.0.1") && !trusts(&settings, "192.0.2.1"));

    let container = include_str!("../../../deploy/Containerfile");
    let run = container.lines().find(|line| line.contains("podman run")).unwrap();
    assert!(run.contains("--network host"), "the host's loopback is not the container's");
    let settings = live_with("", variables(run));
    assert!(trusts(&settings, "127.0.0.1") && !trusts(&settings, "192.0.2.1"));

    for (name, text, upstream) in [
        ("nginx.conf", include_str!("../../../deploy/nginx.conf"), "server 127.0.0.1:8080;"),
        ("Caddyfile", include_str!("../../../deploy/Caddyfile"), "reverse_proxy 127.0.0.1:8080 {"),
    ] {
        let lines = text.lines().filter_map(|line| line.strip_prefix("#   ")).filter(|line| line.contains(" = "));
        let settings = live_with(&lines.collect::<Vec<_>>().join("\n"), Vec::new());
        assert!(settings.public_url.as_deref().is_some_and(|url| url.starts_with("https://")), "{name}");
        assert!(text.contains(upstream) && settings.listen.to_string() == "127.0.0.1:8080", "{name}");
        assert!(trusts(&settings, "127.0.0.1"), "{name}");
    }
}

/// nginx passes the client's address wherever it proxies; Caddy does so by default, unless it is told to trust other
/// proxies.
#[test]
fn the_proxies_pass_the_client_address() {
    let nginx = include_str!("../../../deploy/nginx.conf");
    let passes = |text: &str| text.lines().filter(|line| line.trim_start().starts_with("proxy_pass ")).count();
    let forwards = nginx.matches("proxy_set_header X-Forwarded-For $remote_addr;").count();
    assert!(passes(nginx) > 0 && forwards == passes(nginx), "{forwards}");
    let caddy = include_str!("../../../deploy/Caddyfile");
    let settings = caddy.lines().filter(|line| !line.trim_start().starts_with('#'));
    assert!(settings.clone().all(|line| !line.contains("trusted_proxies") && !line.contains("X-Forwarded-For")));
}
