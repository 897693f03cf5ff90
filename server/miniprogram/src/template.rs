//! WXML: one file compiled by glass-easel's template compiler.
//!
//! Each file is a group of its own, so that a file is compiled again only when it changes, several at a time, and so that a panic or
//! an output that is no script spoils that file alone. [`templates`](crate::templates) puts them together.

use std::{borrow::Cow, collections::BTreeSet};

use glass_easel_template_compiler::{TmplGroup, parse::ParseErrorLevel};

use crate::{
    Limits, Problem,
    guard::guard,
    nesting::{check_brackets, check_expressions, check_tags},
    path::{join, parent},
    problem::{Level, Place},
    script::syntax,
    spaces, wxs,
};

/// A compiled template.
#[derive(Debug, Default, Clone)]
pub(crate) struct Template {
    /// An expression: the template's generator object.
    pub(crate) code: String,
    /// Templates that it imports and includes, without extension.
    pub(crate) templates: Vec<Reference>,
    /// WXS files that it refers to, without extension.
    pub(crate) scripts: Vec<Reference>,
    /// The names of its tags, and of what looks like one in a text or a comment.
    pub(crate) tags: BTreeSet<String>,
    pub(crate) problems: Vec<Problem>,
}

/// Another file that a template names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    /// From the root.
    pub(crate) path: String,
    pub(crate) place: Place,
}

/// Compiles `path` (without extension). What fails is a template that shows nothing.
pub(crate) fn compile(path: &str, text: &str, limits: &Limits) -> Template {
    let file = format!("{path}.wxml");
    let compiled = check_tags(&file, text, limits)
        .and_then(|()| check_brackets(&file, text, limits))
        .and_then(|()| check_expressions(&file, text, limits))
        .and_then(|()| guard(&file, || generate(path, &file, text)))
        .and_then(|result| result);
    compiled.unwrap_or_else(|problem| empty(path, vec![problem]))
}

/// A template that shows nothing.
fn empty(path: &str, problems: Vec<Problem>) -> Template {
    let mut group = TmplGroup::new();
    group.add_tmpl(path, "");
    Template { code: group.get_tmpl_gen_object(path).unwrap_or_default(), problems, ..Template::default() }
}

fn generate(path: &str, file: &str, text: &str) -> Result<Template, Problem> {
    let failed = |error: glass_easel_template_compiler::TmplError| Problem::error(file, Place::FILE, error.message);
    let mut group = TmplGroup::new();
    let mut problems: Vec<Problem> = group
        .add_tmpl(path, &with_new_names(&spaces::hide(text)))
        .iter()
        .map(|error| {
            let start = error.location.start;
            let place = Place { line: start.line + 1, column: start.utf16_col + 1 };
            match error.level() {
                ParseErrorLevel::Error | ParseErrorLevel::Fatal => Problem::error(file, place, error.kind.to_string()),
                ParseErrorLevel::Note | ParseErrorLevel::Warn => Problem::warning(file, place, error.kind.to_string()),
            }
        })
        .collect();
    if problems.iter().any(|problem| problem.level == Level::Error) {
        return Ok(empty(path, problems));
    }
    inline_scripts(&mut group, path, file, &mut problems).map_err(failed)?;
    let code = spaces::show(&group.get_tmpl_gen_object(path).map_err(failed)?);
    // the compiler writes some names of the file into its output as they are
    if syntax(file, &format!("({code})"), &Limits { nesting: usize::MAX, ..Limits::default() }).is_err() {
        return Err(Problem::error(file, Place::FILE, "the compiler's output is no valid script"));
    }
    Ok(Template {
        code,
        templates: group
            .direct_dependencies(path)
            .map_err(failed)?
            .map(|target| reference(path, text, target))
            .collect(),
        scripts: group.script_dependencies(path).map_err(failed)?.map(|target| reference(path, text, target)).collect(),
        tags: tags(text).map(str::to_owned).collect(),
        problems,
    })
}

/// `wx:for-items` is the old name of `wx:for`, which WeChat still takes. Nothing moves, so that places hold.
fn with_new_names(text: &str) -> Cow<'_, str> {
    const OLD: &str = "wx:for-items";
    const NEW: &str = "      wx:for";
    if !text.contains(OLD) {
        return Cow::Borrowed(text);
    }
    let mut renamed = String::with_capacity(text.len());
    let mut parts = text.split(OLD);
    renamed.push_str(parts.next().unwrap_or_default());
    for part in parts {
        renamed.push_str(if part.trim_start().starts_with('=') { NEW } else { OLD });
        renamed.push_str(part);
    }
    Cow::Owned(renamed)
}

/// The names after each `<`.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let name = move |rest: &'_ str| rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    text.split('<').skip(1).filter_map(move |rest| rest.get(..name(rest))).filter(|name| !name.is_empty())
}

/// A reference with its place, which the compiler does not keep: that of the first `src` that means the same.
fn reference(path: &str, text: &str, target: String) -> Reference {
    let place = text.match_indices("src").find_map(|(offset, name)| {
        let value = text.get(offset + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let value = value.get(1..)?.split(quote).next()?;
        let value = value.strip_suffix(".wxml").or_else(|| value.strip_suffix(".wxs")).unwrap_or(value);
        (join(parent(path), value)? == target).then(|| Place::of_offset(text, offset))
    });
    Reference { path: target, place: place.unwrap_or(Place::FILE) }
}

/// Checks each `<wxs>` with a body; a broken one throws when it is used, and the rest of the file is shown.
fn inline_scripts(
    group: &mut TmplGroup,
    path: &str,
    file: &str,
    problems: &mut Vec<Problem>,
) -> Result<(), glass_easel_template_compiler::TmplError> {
    let names: Vec<String> = group.inline_script_module_names(path)?.map(str::to_owned).collect();
    for name in names {
        let line = group.inline_script_start_line(path, &name)?;
        let text = spaces::show(group.inline_script_content(path, &name)?);
        let mut script = wxs::compile(file, &text, &Limits::default());
        for problem in &mut script.problems {
            problem.line += line;
        }
        problems.append(&mut script.problems);
        group.set_inline_script_content(path, &name, &script.code)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn problems(text: &str) -> Vec<String> {
        compile("pages/a", text, &Limits::default()).problems.iter().map(ToString::to_string).collect()
    }

    #[rstest]
    #[case("<view wx:if=\"{{a\">", "pages/a.wxml:1:14: error: missing expression end")]
    #[case("<view>\n{{ a + }}</view>", "pages/a.wxml:2:8: error: unexpected character inside expression")]
    #[case("<view a='1' a='2'/>", "pages/a.wxml:1:13: warning: duplicated attribute")]
    #[case("<View/>", "pages/a.wxml:1:2: warning: avoid uppercase letters")]
    #[case("<wxs module='a'>\nvar a = ;</wxs>", "pages/a.wxml:2:9: error: Unexpected token")]
    fn tells_where(#[case] text: &str, #[case] problem: &str) {
        assert_eq!(problems(text)[0], problem);
    }

    #[test]
    fn an_ideographic_space_is_text_and_no_attribute() {
        assert_eq!(problems("<view\u{3000}a=\"1\"/>"), ["pages/a.wxml:1:6: warning: invalid attribute name"]);
        let template =
            compile("a", "<view a=\"\u{3000}b\">\u{3000}\u{3000}c {{ '\u{a0}' }}</view>", &Limits::default());
        assert_eq!(template.problems, []);
        assert!(
            template.code.contains(r#""\u{3000}b""#) && template.code.contains(r"\u{3000}\u{3000}c"),
            "{}",
            template.code
        );
    }

    #[test]
    fn takes_the_old_name_of_a_loop() {
        let compiled = |text: &str| compile("a", text, &Limits::default());
        let old = compiled("<view wx:for-items=\"{{a}}\" wx:key='b' c d='{{'>wx:for-items</view>");
        assert_eq!(old.problems[0].to_string(), "a.wxml:1:44: error: missing expression end");
        let old = compiled("<view wx:for-items=\"{{a}}\" wx:key=\"b\">wx:for-items</view>");
        let new = compiled("<view wx:for=\"{{a}}\" wx:key=\"b\">wx:for-items</view>");
        assert_eq!((old.code, old.problems), (new.code, Vec::new()));
    }

    #[test]
    fn names_its_tags() {
        let template = compile("a", "<view><Rich-text/></view> 1 < 2 <block><picker\n/></block>", &Limits::default());
        assert_eq!(
            template.tags.iter().map(String::as_str).collect::<Vec<_>>(),
            ["Rich-text", "block", "picker", "view"]
        );
    }

    #[test]
    fn what_fails_shows_nothing() {
        let failed = compile("a", "<view>{{", &Limits::default());
        assert_eq!(failed.code, compile("a", "", &Limits::default()).code);
        assert!(!failed.code.is_empty());
    }

    #[test]
    fn finds_what_it_refers_to() {
        let text = "<import src='../b.wxml'/><include src='/c'/><wxs src='./d.wxs' module='d'/><wxs module='e'>var a // b</wxs>{{d.x}}{{e.x}}";
        let template = compile("pages/a", text, &Limits::default());
        assert_eq!(template.problems, []);
        let reference = |path: &str, column| Reference { path: path.to_owned(), place: Place { line: 1, column } };
        assert_eq!(template.templates, [reference("b", 9), reference("c", 35)]);
        assert_eq!(template.scripts, [reference("pages/d", 50)]);
        assert!(template.code.contains("var a // b\n"), "{}", template.code);
    }

    #[test]
    fn a_name_with_a_quote_is_no_script() {
        let template = compile("it's/a", "<wxs module='e'>module.exports = 1</wxs>{{e}}", &Limits::default());
        assert_eq!(template.problems[0].to_string(), "it's/a.wxml: error: the compiler's output is no valid script");
    }

    #[test]
    fn a_script_in_the_template_is_one_of_wxs() {
        let template = compile("a", "<wxs module='a'>module.exports = b => b.constructor</wxs>", &Limits::default());
        assert!(template.code.contains("b.__wxsConstructor"), "{}", template.code);
    }
}
