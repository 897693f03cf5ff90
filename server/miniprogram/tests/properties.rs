//! Whatever stands in the files, compiling ends without a panic and with something for the frame.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{cell::RefCell, fs};

use miniprogram::{Limits, Project};
use proptest::prelude::*;

thread_local! {
    /// One folder and one set of threads for all cases.
    static PROJECT: RefCell<(tempfile::TempDir, Project)> = {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("app.json"), r#"{"pages": ["a"]}"#).unwrap();
        let project = Project::open(dir.path(), Limits::default()).unwrap();
        RefCell::new((dir, project))
    };
}

fn compiles(file: &str, text: &str) -> Result<(), TestCaseError> {
    PROJECT.with_borrow_mut(|(dir, project)| {
        let path = dir.path().join(file);
        fs::write(&path, text).unwrap();
        let bundle = project.compile().unwrap();
        for key in bundle.keys() {
            prop_assert!(bundle.get(&key).is_some(), "{}", key);
        }
        let panicked = bundle.problems().iter().find(|problem| problem.message.contains("the compiler failed"));
        // a panic of a compiler is caught; it is worth knowing all the same
        if let Some(problem) = panicked {
            eprintln!("{problem}: {text:?}");
        }
        fs::remove_file(path).unwrap();
        Ok(())
    })
}

/// Text of the pieces that mean something, in any order.
fn pieces(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![4 => prop::sample::select(pieces).prop_map(str::to_owned), 1 => "\\PC{0,3}"],
        0..40,
    )
    .prop_map(|parts| parts.concat())
}

const WXML: &[&str] = &[
    "<view",
    "</view>",
    ">",
    "/>",
    " a=",
    "\"",
    "'",
    "{{",
    "}}",
    "<wxs module=\"m\">",
    "</wxs>",
    "<!--",
    "-->",
    "<template name=\"t\">",
    "</template>",
    " wx:if=",
    " wx:for=\"{{a}}\"",
    "<block",
    "slot:",
    "<import src=\"b\"/>",
    "&lt;",
    "&#",
    "a.b",
    "[",
    "]",
    "(",
    ")",
    "+",
    "?",
    ":",
    "{",
    "}",
    ",",
    "1",
    "é",
    "🙂",
    "\u{3000}",
    "\u{a0}",
    "\n",
    " ",
    "\\",
    "<slot/>",
    " model:value=\"{{a}}\"",
    " bind:tap=\"b\"",
    "..",
];
const WXSS: &[&str] = &[
    "view",
    ".a",
    "#b",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ":",
    "::",
    ";",
    ",",
    ">",
    "+",
    "~",
    "*",
    "&",
    "/*",
    "*/",
    "'",
    "\"",
    "\\",
    "@media ",
    "@import ",
    "@keyframes a",
    "@font-face",
    "@layer",
    "url(",
    "rpx",
    "1rpx",
    "-1.5rpx",
    ":host",
    ":not(",
    ":is(",
    "--x:",
    "!important",
    "calc(",
    "\n",
    " ",
    "é",
    "🙂",
    "\u{fdd0}",
    "%",
    "U+1-2",
    "<!--",
    "-->",
    "a:b",
    "|",
];
const SCRIPT: &[&str] = &[
    "import ",
    "export ",
    "default ",
    "from ",
    "'./a'",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "*",
    " as ",
    "a",
    "b",
    ",",
    ";",
    "=",
    "=>",
    "function ",
    "class ",
    "async ",
    "await ",
    "`",
    "${",
    "/",
    "/a/",
    "\"",
    "'",
    "\\",
    "\n",
    "//",
    "/*",
    "*/",
    "#",
    "@",
    "?.",
    "...",
    "const ",
    "let ",
    "require(",
    "if",
    "else",
    "for",
    "return ",
    "yield",
    "<",
    ">",
    ":",
    "type ",
    "enum ",
    "namespace ",
    "1",
    "0x",
    "é",
    "🙂",
    "\u{2028}",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn templates(text in prop_oneof![pieces(WXML), "\\PC{0,80}"]) {
        compiles("a.wxml", &text)?;
    }

    #[test]
    fn template_scripts(text in pieces(SCRIPT)) {
        compiles("a.wxs", &text)?;
    }

    #[test]
    fn sheets(text in prop_oneof![pieces(WXSS), "\\PC{0,80}"]) {
        compiles("a.wxss", &text)?;
    }

    #[test]
    fn scripts(text in prop_oneof![pieces(SCRIPT), "\\PC{0,80}"]) {
        compiles("a.js", &text)?;
    }

    #[test]
    fn typescript(text in pieces(SCRIPT)) {
        compiles("a.ts", &text)?;
    }

    #[test]
    fn json(text in "[\\[\\]{}\",:a0-9/*\\\\ \n'.-]{0,60}") {
        compiles("a.json", &text)?;
    }
}
