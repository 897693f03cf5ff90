//! Whole projects, from a folder to what the frame loads.

#![expect(clippy::unwrap_used, clippy::panic, clippy::string_slice, reason = "tests")]

use std::{fs, path::Path};

use miniprogram::{Bundle, Limits, OpenError, Project};
use rstest::rstest;
use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(dir.path(), path, text);
    }
    dir
}

fn write(dir: &Path, path: &str, text: &str) {
    let path = dir.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn compile(dir: &Path) -> Result<Bundle, OpenError> {
    Project::open(dir, Limits::default())?.compile()
}

fn problems(bundle: &Bundle) -> Vec<String> {
    bundle.problems().iter().map(ToString::to_string).collect()
}

fn text(bundle: &Bundle, key: &str) -> String {
    String::from_utf8(bundle.get(key).unwrap_or_else(|| panic!("{key}")).bytes.to_vec()).unwrap()
}

const APP: (&str, &str) = ("app.json", r#"{"pages": ["pages/a"]}"#);

#[test]
fn our_own_mini_program_has_no_problem() {
    let bundle = compile(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../end2end/miniprogram")).unwrap();
    assert_eq!(problems(&bundle), [] as [&str; 0]);
    for key in bundle.keys() {
        assert!(bundle.get(&key).is_some(), "{key}");
    }
}

#[test]
fn gives_what_the_frame_loads() {
    let dir = folder(&[
        ("project.config.json", r#"{"miniprogramRoot": "./src/", "projectname": "%E5%95%86", "appid": "wx1"}"#),
        ("src/app.json", "\u{feff}{\"pages\": [\"pages/a\"], /* more */}"),
        ("src/app.ts", "import { b } from './utils/b'\nApp({ b })"),
        ("src/app.wxss", "page { color: red }"),
        ("src/utils/b.ts", "export const b: number = 1"),
        ("src/pages/a.wxml", "<import src='../parts/t'/><wxs src='../parts/w.wxs' module='w'/><view>{{w.a}}</view>"),
        ("src/pages/a.js", "const b = require('../utils/b.js')\nPage({})"),
        ("src/pages/a.wxss", "@import '../styles/b';\n.a { background: url(../images/a.png) }"),
        ("src/styles/b.wxss", ".b { width: 75rpx }"),
        ("src/parts/t.wxml", "<template name='t'/>"),
        ("src/parts/w.wxs", "module.exports = { a: require('./x.wxs') }"),
        ("src/parts/x.wxs", "module.exports = 1"),
        ("src/images/a.png", "png"),
    ]);
    let bundle = compile(dir.path()).unwrap();
    assert_eq!(problems(&bundle), [] as [&str; 0]);
    assert_eq!(bundle.name(), "商");
    let keys: Vec<String> = bundle.keys().collect();
    insta::assert_snapshot!(keys.join("\n"));
    insta::assert_snapshot!(text(&bundle, "project.js").replace(bundle.version(), "VERSION"));
    assert_eq!(
        text(&bundle, "css/page/pages/a.css"),
        ".b{width:10vw}.a{background:url(\"../../../files/images/a.png\")}"
    );
    let scoped = text(&bundle, "css/component/pages/a.css");
    let prefix = scoped.split("--").next().unwrap();
    assert_eq!(
        scoped,
        format!("{prefix}--b{{width:10vw}}{prefix}--a{{background:url(\"../../../files/images/a.png\")}}")
    );
    assert!(text(&bundle, "project.js").contains(&format!("\"pages/a\":\"{}\"", &prefix[1..])));
    let image = bundle.get("files/images/a.png").unwrap();
    assert_eq!((image.content_type, &image.bytes[..]), ("image/png", &b"png"[..]));
    assert!(image.etag.starts_with('"') && image.etag.len() == 18, "{}", image.etag);
}

#[rstest]
#[case("")]
#[case("/")]
#[case("project.js/")]
#[case("./project.js")]
#[case("js/../project.js")]
#[case("js/../../secret.js")]
#[case("js/..%2f..%2fsecret.js")]
#[case("js/%2e%2e/%2e%2e/secret.js")]
#[case("js//pages/a.js")]
#[case("/js/pages/a.js")]
#[case("js/pages/a.js\0.png")]
#[case("js/pages/a")]
#[case("js/pages/a.wxml")]
#[case("js/secret.js")]
#[case("files/pages/a.js")]
#[case("files/pages/a.wxml")]
#[case("files/../../secret.js")]
#[case("files//etc/passwd")]
#[case("files/link.png")]
#[case("files/.hidden.png")]
#[case("files/project.config.json")]
#[case("js/project.config.json")]
#[case("js/project.private.config.json")]
#[case("css/pages/a.css")]
#[case("css/page/../page/pages/a.css")]
#[case("css/page/pages/a.wxss")]
#[case("css/other/pages/a.css")]
#[case("css/page/pages/a")]
fn no_other_key_gives_anything(#[case] key: &str) {
    let outside = folder(&[("secret.js", "secret"), ("secret.png", "secret")]);
    let dir = outside.path().join("project");
    for (path, text) in [
        APP,
        ("pages/a.js", "Page({})"),
        ("pages/a.wxml", ""),
        ("pages/a.wxss", ""),
        (".hidden.png", "secret"),
        ("project.config.json", "{}"),
        ("project.private.config.json", "{}"),
    ] {
        write(&dir, path, text);
    }
    std::os::unix::fs::symlink(outside.path().join("secret.png"), dir.join("link.png")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret.js"), dir.join("secret.js")).unwrap();
    let bundle = compile(&dir).unwrap();
    assert!(bundle.get("js/pages/a.js").is_some());
    assert!(bundle.get(key).is_none(), "{key}");
}

#[test]
fn what_became_a_link_or_grew_is_not_served() {
    let dir = folder(&[
        APP,
        ("pages/a.wxml", ""),
        ("pages/a.js", ""),
        ("one/a.png", "png"),
        ("two/a.png", "png"),
        ("three/a.png", "png"),
    ]);
    let outside = folder(&[("a.png", "secret")]);
    let mut project = Project::open(dir.path(), Limits { media_bytes: 3, ..Limits::default() }).unwrap();
    let bundle = project.compile().unwrap();
    fs::remove_file(dir.path().join("one/a.png")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("a.png"), dir.path().join("one/a.png")).unwrap();
    fs::remove_dir_all(dir.path().join("two")).unwrap();
    std::os::unix::fs::symlink(outside.path(), dir.path().join("two")).unwrap();
    assert!(bundle.get("files/three/a.png").is_some());
    write(dir.path(), "three/a.png", "larger");
    for key in ["files/one/a.png", "files/two/a.png", "files/three/a.png"] {
        assert!(bundle.get(key).is_none(), "{key}");
    }
}

#[test]
fn a_broken_file_does_not_spoil_the_others() {
    let dir = folder(&[
        ("app.json", r#"{"pages": ["pages/a", "pages/b", "pages/gone", "pages/only-script"]}"#),
        ("pages/a.wxml", "<view>{{ a + }}</view>"),
        ("pages/a.js", "Page({\n  a: ,\n})"),
        ("pages/a.json", "{\"usingComponents\": {\"x\": \"./x\"}, }}"),
        ("pages/a.wxss", ".a {\n  color: red;\n@import 'gone';"),
        ("pages/b.wxml", "<import src='gone'/><wxs src='gone.wxs' module='g'/>"),
        ("pages/b.js", "require('./gone'); require('dayjs'); try { require('crypto') } catch {}"),
        ("pages/b.json", "{\n  \"usingComponents\": {\"x\": \"./gone\"}}"),
        ("pages/b.scss", ""),
        ("pages/only-script.js", ""),
        ("gulpfile.js", "this is no script"),
        ("test/broken.wxml", "<view>{{"),
    ]);
    let bundle = compile(dir.path()).unwrap();
    insta::assert_snapshot!(problems(&bundle).join("\n"));
    assert!(
        text(&bundle, "js/pages/a.js").contains("throw new SyntaxError(\"pages/a.js:2:6: error: Unexpected token\")")
    );
}

#[rstest]
#[case::nothing(&[("a.js", "")], "no app.json here")]
#[case::root(&[("project.config.json", r#"{"miniprogramRoot": "../"}"#), APP], "miniprogramRoot \"../\" is no folder of this project")]
#[case::no_root(&[("project.config.json", r#"{"miniprogramRoot": "gone"}"#), APP], "miniprogramRoot \"gone\" is no folder")]
#[case::broken(&[("app.json", "{\n\"pages\": [")], "app.json:2:11: error: ")]
#[case::no_pages(&[("app.json", "{}")], "app.json: error: there is no page in \"pages\"")]
#[case::no_object(&[("app.json", "[]")], "app.json: error: there is no page in \"pages\"")]
fn tells_why_it_does_not_open(#[case] files: &[(&str, &str)], #[case] message: &str) {
    let error = compile(folder(files).path()).unwrap_err().to_string();
    assert!(error.contains(message), "{error}");
}

#[test]
fn a_root_through_a_link_is_refused() {
    let outside = folder(&[APP]);
    let dir = folder(&[("project.config.json", r#"{"miniprogramRoot": "src"}"#)]);
    std::os::unix::fs::symlink(outside.path(), dir.path().join("src")).unwrap();
    assert!(matches!(compile(dir.path()), Err(OpenError::Root(_))));
}

#[test]
fn the_version_is_of_the_content() {
    let files = [APP, ("pages/a.wxml", "<view/>"), ("pages/a.js", "Page({})"), ("a.png", "1")];
    let dir = folder(&files);
    let mut project = Project::open(dir.path(), Limits::default()).unwrap();
    let first = project.compile().unwrap();
    assert_eq!(project.compile().unwrap().version(), first.version());
    assert_eq!(text(&project.compile().unwrap(), "templates.js"), text(&first, "templates.js"));
    write(dir.path(), "pages/a.wxml", "<text/>");
    let second = project.compile().unwrap();
    assert_ne!(second.version(), first.version());
    assert_ne!(text(&second, "templates.js"), text(&first, "templates.js"));
    write(dir.path(), "a.png", "12");
    assert_ne!(project.compile().unwrap().version(), second.version());
}

#[test]
fn typescript_beside_its_output() {
    let files = [APP, ("pages/a.wxml", ""), ("pages/a.js", "'output'"), ("pages/a.ts", "'source'")];
    let dir = folder(&files);
    assert!(text(&compile(dir.path()).unwrap(), "js/pages/a.js").contains("'output'"));
    write(dir.path(), "project.config.json", r#"{"setting": {"useCompilerPlugins": ["typescript"]}}"#);
    assert!(text(&compile(dir.path()).unwrap(), "js/pages/a.js").contains("\"source\""));
}

#[test]
fn a_theme_is_the_light_one() {
    let dir = folder(&[
        (
            "app.json",
            r##"{"pages": ["pages/a"], "themeLocation": "theme.json", "window": {"backgroundColor": "@bg"}}"##,
        ),
        ("theme.json", r##"{"light": {"bg": "#fff"}, "dark": {"bg": "#000"}}"##),
        ("pages/a.wxml", ""),
        ("pages/a.js", ""),
        ("pages/a.json", r#"{"navigationBarBackgroundColor": "@bg"}"#),
    ]);
    let project = text(&compile(dir.path()).unwrap(), "project.js");
    assert!(project.contains(r##""backgroundColor":"#fff""##), "{project}");
    assert!(project.contains(r##""navigationBarBackgroundColor":"#fff""##), "{project}");
}
