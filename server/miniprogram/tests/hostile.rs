//! Projects that mean harm: what a compiler could not bear is refused, and the rest of the project works.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{fs, path::Path};

use miniprogram::{Bundle, Limits, Project};
use rstest::rstest;

fn compile(files: &[(&str, &str)]) -> Bundle {
    let dir = tempfile::tempdir().unwrap();
    let app = ("app.json", r#"{"pages": ["a", "b"]}"#);
    for (path, text) in [app, ("b.wxml", "<view>b</view>"), ("b.js", "Page({})")].iter().chain(files) {
        fs::write(dir.path().join(path), text).unwrap();
    }
    Project::open(dir.path(), Limits::default()).unwrap().compile().unwrap()
}

fn problems(bundle: &Bundle, file: &str) -> Vec<String> {
    bundle.problems().iter().filter(|problem| problem.file == file).map(ToString::to_string).collect()
}

const MANY: usize = 100_000;
/// As many as a template's expression may hold.
const LESS: usize = 10_000;

#[rstest]
#[case::tags("a.wxml", "<view>".repeat(MANY))]
#[case::tags_with_ends("a.wxml", "<view></text>".repeat(MANY))]
#[case::tags_with_slashes("a.wxml", "<view a='/>'>".repeat(MANY))]
#[case::tags_in_an_expression("a.wxml", format!("{{{{{}", "<view>".repeat(MANY)))]
#[case::expressions("a.wxml", format!("{{{{ {} }}}}", "(".repeat(MANY)))]
#[case::parentheses("a.js", "(".repeat(MANY))]
#[case::brackets("a.js", "[".repeat(MANY))]
#[case::braces("a.js", "{".repeat(MANY))]
#[case::functions("a.js", "function a(){".repeat(MANY))]
#[case::templates("a.js", "`${".repeat(MANY))]
#[case::typescript("a.ts", "let a: A<[".repeat(MANY))]
#[case::regular_expression("a.js", format!("/{}/", "(".repeat(MANY)))]
#[case::style_braces("a.wxss", ".a{".repeat(MANY))]
#[case::style_functions("a.wxss", format!(".a{{b:{}", "c(".repeat(MANY)))]
#[case::json("a.json", "[".repeat(MANY))]
#[case::wxs("a.wxs", "(".repeat(MANY))]
fn what_is_nested_too_deep_is_refused(#[case] file: &str, #[case] text: String) {
    let wxml = if file == "a.wxs" { "<wxs src='a.wxs' module='a'/>" } else { "" };
    let bundle = compile(&[("a.wxml", wxml), ("a.js", ""), (file, &text)][usize::from(file == "a.ts") * 2..]);
    assert!(problems(&bundle, file)[0].contains("nested more than 500 deep"), "{:?}", problems(&bundle, file));
    let templates = String::from_utf8(bundle.get("templates.js").unwrap().bytes.to_vec()).unwrap();
    assert!(templates.contains("\"b\"") && bundle.get("js/b.js").is_some());
}

/// No bracket counts these, and the compilers recurse all the same.
#[rstest]
#[case::unary("a.js", format!("x={}1", "!".repeat(MANY)))]
#[case::sums("a.js", format!("x={}1", "a+".repeat(MANY)))]
#[case::powers("a.js", format!("x={}1", "a**".repeat(MANY)))]
#[case::members("a.js", format!("x=a{}", ".a".repeat(MANY)))]
#[case::calls("a.js", format!("x=a{}", "()".repeat(MANY)))]
#[case::arrows("a.js", format!("x={}1", "a=>".repeat(MANY)))]
#[case::conditions("a.js", format!("x={}1", "1?1:".repeat(MANY)))]
#[case::ifs("a.js", format!("{};", "if(a)".repeat(MANY)))]
#[case::elses("a.js", format!("{};", "if(a);else ".repeat(MANY)))]
#[case::strings_with_brackets("a.js", format!("x={}1{}", "(\")\",".repeat(MANY), ")".repeat(MANY)))]
#[case::module("a.js", format!("export default {}1", "!".repeat(MANY)))]
#[case::module_sums("a.js", format!("export default {}1", "a+".repeat(MANY)))]
#[case::types("a.ts", format!("let a: {}1", "A|".repeat(MANY)))]
#[case::expression("a.wxml", format!("{{{{ {}a }}}}", "!".repeat(3 * LESS)))]
#[case::expression_sums("a.wxml", format!("{{{{ {}a }}}}", "a+".repeat(LESS)))]
#[case::expression_members("a.wxml", format!("{{{{ a{} }}}}", ".a".repeat(LESS)))]
#[case::expression_conditions("a.wxml", format!("{{{{ {}a }}}}", "a?a:".repeat(8_000)))]
#[case::long_expression("a.wxml", format!("{{{{ {}a }}}}", "!".repeat(MANY)))]
#[case::long_expression_in_a_tag("a.wxml", format!("<a b=\"{{{{ {}a }}}}\"/>", "a+".repeat(MANY)))]
#[case::selector("a.wxss", format!("{}{{}}", "a>".repeat(MANY)))]
fn what_is_long_does_not_overflow_the_stack(#[case] file: &str, #[case] text: String) {
    let bundle = compile(&[("a.wxml", ""), ("a.js", ""), (file, &text)][usize::from(file == "a.ts") * 2..]);
    assert!(bundle.get("js/b.js").is_some());
    assert!(problems(&bundle, "b.js").is_empty());
}

/// glass-easel's template compiler does not end at these, and takes memory until there is none.
#[test]
fn spaces_of_unicode_in_a_tag_end() {
    let spaces: String =
        ('\u{80}'..='\u{ffff}').filter(|c| c.is_whitespace()).map(|c| format!("<view{c}a{c}/>")).collect();
    let bundle = compile(&[("a.wxml", &spaces), ("a.js", "")]);
    assert_eq!(problems(&bundle, "a.wxml").len(), 38);
}

#[test]
fn imports_that_multiply_are_refused() {
    let names: Vec<String> = (0..20).map(|at| format!("s{at}.wxss")).collect();
    let texts: Vec<String> = (1..21).map(|at| format!("@import 's{at}';").repeat(3)).collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    files.extend([("s20.wxss", ".a{b:c}"), ("a.wxss", "@import 's0';"), ("a.wxml", ""), ("a.js", "")]);
    let bundle = compile(&files);
    assert_eq!(
        problems(&bundle, "a.wxss"),
        ["a.wxss: error: with its imports the style sheet is too large: it is left out"]
    );
    assert_eq!(&bundle.get("css/page/a.css").unwrap().bytes[..], b"/* too large, with what it imports */");
}

#[test]
fn a_file_of_a_gigabyte_is_left_out() {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in [("app.json", r#"{"pages": ["a"]}"#), ("a.wxml", ""), ("a.js", "")] {
        fs::write(dir.path().join(path), text).unwrap();
    }
    for path in ["large.js", "large.png"] {
        // a hole: it takes no space on the disk
        fs::File::create(dir.path().join(path)).unwrap().set_len(1 << 30).unwrap();
    }
    let bundle = Project::open(dir.path(), Limits::default()).unwrap().compile().unwrap();
    assert!(bundle.get("files/large.png").is_none());
    assert!(bundle.get("js/large.js").is_none());
    assert_eq!(bundle.problems().len(), 2);
}

#[test]
fn a_folder_that_is_not_there() {
    assert!(Project::open(Path::new("/nowhere/at/all"), Limits::default()).is_err());
}
