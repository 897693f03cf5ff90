//! WXSS: one file compiled by glass-easel's style sheet compiler, in the two forms that a page and a component need.
//!
//! The compiler turns rpx into vw, moves `:host` to a part of its own and marks imports. What it leaves is done on its output by
//! [`marks`](crate::marks): `wx-` before type selectors (its own option reaches only the first compound selector of a list), and the
//! places of imports, files and class prefixes, which depend on the sheet that imports this one.

use glass_easel_stylesheet_compiler::{StyleSheetOptions, StyleSheetTransformer, error::ParseErrorLevel};

use crate::{
    Limits, Problem,
    guard::guard,
    json::place_of,
    marks::{IMPORT_SIGN, Mark, Marked, PREFIX, mark},
    nesting::check_brackets,
    problem::Place,
};

/// A compiled style sheet.
#[derive(Debug, Default, Clone)]
pub(crate) struct Sheet {
    /// For a page, and for a component that shares the styles around it.
    pub(crate) plain: Form,
    /// For a component: each class with the prefix of the sheet that is asked for.
    pub(crate) scoped: Form,
    /// Each import, as the text names it, with its place.
    pub(crate) imports: Vec<(String, Place)>,
    pub(crate) problems: Vec<Problem>,
}

/// One form: what yields to everything else, and the rest.
#[derive(Debug, Default, Clone)]
pub(crate) struct Form {
    pub(crate) low: Marked,
    pub(crate) normal: Marked,
}

/// Compiles a style sheet. Broken rules are left out, as a browser does; the rest works.
pub(crate) fn compile(file: &str, text: &str, limits: &Limits) -> Sheet {
    let compiled = check_brackets(file, text, limits).and_then(|()| guard(file, || both(file, text)));
    compiled.unwrap_or_else(|problem| Sheet { problems: vec![problem], ..Sheet::default() })
}

fn both(file: &str, text: &str) -> Sheet {
    // the prefix stands for itself only where the compiler writes it
    let text = text.replace(PREFIX, "\u{fffd}");
    let (plain, mut problems) = form(file, &text, None);
    let (scoped, _) = form(file, &text, Some(PREFIX.to_string()));
    problems.extend(crate::balance::check(file, &text));
    let imports = plain.normal.marks.iter().filter_map(|(_, mark)| match mark {
        Mark::Import(reference) => Some((reference.clone(), place_of(&text, reference))),
        _ => None,
    });
    Sheet { imports: imports.collect(), plain, scoped, problems }
}

fn form(file: &str, text: &str, class_prefix: Option<String>) -> (Form, Vec<Problem>) {
    let options = StyleSheetOptions {
        class_prefix,
        rpx_ratio: 750.0,
        import_sign: Some(IMPORT_SIGN.to_owned()),
        convert_host: true,
        ..StyleSheetOptions::default()
    };
    let mut sheet = StyleSheetTransformer::from_css(file, text, options);
    let warnings = sheet.take_warnings();
    let problems = warnings.iter().filter_map(|error| {
        let start = error.location.start;
        let place = Place { line: start.line + 1, column: start.utf16_col + 1 };
        match error.level() {
            ParseErrorLevel::Error | ParseErrorLevel::Fatal => {
                Some(Problem::error(file, place, error.kind.to_string()))
            }
            ParseErrorLevel::Warn => Some(Problem::warning(file, place, error.kind.to_string())),
            // an @import that is not the first rule: it is expanded all the same, and WeChat takes it too
            ParseErrorLevel::Note => None,
        }
    });
    let problems = problems.collect();
    let (normal, low) = sheet.output_and_low_priority_output();
    let write = |output: glass_easel_stylesheet_compiler::output::StyleSheetOutput| {
        let mut css = String::new();
        // writing to a string does not fail
        let _ = output.write_str(&mut css);
        mark(file, &css)
    };
    (Form { low: write(low), normal: write(normal) }, problems)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::rpx(".a{width:75rpx;margin:-7.5rpx calc(1rpx + 2px)}", ".a{width:10vw;margin:-1vw calc(0.133333vw + 2px)}")]
    #[case::lists(".a view,image .b{}", ".a wx-view,wx-image .b{}")]
    #[case::media("@media (min-width:75rpx){view{}}", "@media(min-width:10vw){wx-view{}}")]
    #[case::comments("/* a */view/* b */{}", "wx-view{}")]
    fn plain(#[case] text: &str, #[case] css: &str) {
        assert_eq!(compile("a.wxss", text, &Limits::default()).plain.normal.css, css);
    }

    #[test]
    fn scoped() {
        let sheet = compile("a.wxss", ":host{a:b}.a.b view:not(.c){}", &Limits::default());
        assert_eq!(sheet.scoped.low.css, "[wx-host=\"\"]{a:b}");
        assert_eq!(sheet.scoped.low.marks, [(10, Mark::Prefix)]);
        assert_eq!(sheet.scoped.normal.css, ".--a.--b wx-view:not(.--c){}");
        assert_eq!(sheet.scoped.normal.marks, [(1, Mark::Prefix), (5, Mark::Prefix), (22, Mark::Prefix)]);
        assert_eq!(sheet.problems, []);
    }

    #[test]
    fn the_prefix_of_a_project_is_no_prefix() {
        let sheet = compile("a.wxss", ".\u{fdd0}--a{b:'\u{fdd0}'}", &Limits::default());
        assert_eq!(sheet.plain.normal.marks, []);
    }

    #[rstest]
    #[case("@import b;\n.a{}", "a.wxss:1:1: error: an import names its file in quotes")]
    #[case(":host(.a){}", "a.wxss:1:7: warning: `:host` selector combined")]
    #[case(".a{\n.b{}", "a.wxss:1:3: error: has no \"}\" that closes it")]
    fn tells_where(#[case] text: &str, #[case] problem: &str) {
        let told = compile("a.wxss", text, &Limits::default()).problems[0].to_string();
        assert!(told.starts_with(problem), "{told}");
    }
}
