//! How deep a source is nested, told before a compiler that recurses sees it.
//!
//! The count is of bytes, not of syntax: brackets in strings and comments count too. That can only refuse what has hundreds more
//! opening brackets than closing ones before some place, and no lexer has to be trusted.

use crate::{Limits, Problem, problem::Place};

/// An error where more brackets are open at one place than [`Limits::nesting`].
pub(crate) fn check_brackets(file: &str, text: &str, limits: &Limits) -> Result<(), Problem> {
    let mut depth = 0_usize;
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth > limits.nesting {
            return Err(too_deep(file, text, offset, limits));
        }
    }
    Ok(())
}

/// An error where more tags are open at one place. An end tag closes what it names and what is open inside that, as the compiler
/// takes it; what is written between quotes in a tag is no tag.
pub(crate) fn check_tags(file: &str, text: &str, limits: &Limits) -> Result<(), Problem> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        let (closing, tag) = after.strip_prefix('/').map_or((false, after), |tag| (true, tag));
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').next().unwrap_or_default();
        if name.is_empty() {
            continue;
        }
        if closing {
            if let Some(at) = open.iter().rposition(|open| *open == name) {
                open.truncate(at);
            }
            continue;
        }
        let (end, closed) = end_of_tag(tag);
        if !closed {
            open.push(name);
        }
        if open.len() > limits.nesting {
            return Err(too_deep(file, text, text.len() - after.len() - 1, limits));
        }
        rest = end;
    }
    Ok(())
}

/// An error where one `{{ }}` is longer than [`Limits::expression_bytes`]. A string in it may hold `}}`.
pub(crate) fn check_expressions(file: &str, text: &str, limits: &Limits) -> Result<(), Problem> {
    let mut rest = text;
    while let Some((_, expression)) = rest.split_once("{{") {
        let start = text.len() - expression.len();
        rest = end_of_expression(expression);
        if expression.len() - rest.len() > limits.expression_bytes {
            let message = format!("an expression of more than {} bytes", limits.expression_bytes);
            return Err(Problem::error(file, Place::of_offset(text, start), message));
        }
    }
    Ok(())
}

fn end_of_expression(expression: &str) -> &str {
    let (mut quote, mut escaped) = (None, false);
    for (offset, c) in expression.char_indices() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if expression.get(offset..).is_some_and(|rest| rest.starts_with("}}")) => {
                return expression.get(offset..).unwrap_or_default();
            }
            None => {}
        }
    }
    ""
}

/// What follows a tag's `>`, and whether the tag ends with `/>`. Text such as `a<b` has no such end: it counts as a tag that is
/// open, and reading goes on right behind its name.
fn end_of_tag(tag: &str) -> (&str, bool) {
    let mut quote = None;
    let mut last = ' ';
    for (offset, c) in tag.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None => match c {
                '"' | '\'' => quote = Some(c),
                '>' => return (tag.get(offset + 1..).unwrap_or_default(), last == '/'),
                '<' => return (tag.get(offset..).unwrap_or_default(), false),
                _ => {}
            },
        }
        last = c;
    }
    (tag, false)
}

fn too_deep(file: &str, text: &str, offset: usize, limits: &Limits) -> Problem {
    Problem::error(file, Place::of_offset(text, offset), format!("nested more than {} deep", limits.nesting))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const LIMITS: fn() -> Limits = || Limits { nesting: 2, ..Limits::default() };

    #[rstest]
    #[case("([x])", true)]
    #[case("([{x}])", false)]
    #[case("()".repeat(10), true)]
    #[case(")))((", true)]
    fn counts_brackets(#[case] text: impl Into<String>, #[case] fits: bool) {
        assert_eq!(check_brackets("a.js", &text.into(), &LIMITS()).is_ok(), fits);
    }

    #[rstest]
    #[case("<a><b></b></a>", true)]
    #[case("<a><b><c/></b></a>", true)]
    #[case("<a><b><c></c></b></a>", false)]
    #[case("<a/><a/><a/><a/>", true)]
    #[case("<a>{{ a<b }}</a>", true)]
    #[case("<a x='/>'><a x='/>'><a x='/>'>", false)]
    #[case("<a></b><a></b><a></b>", false)]
    #[case("<a><b></a><a><b></a>", true)]
    #[case("<a x=\"<b><b><b>\"/>", true)]
    #[case("<!-- <--><a/>", true)]
    fn counts_tags(#[case] text: &str, #[case] fits: bool) {
        assert_eq!(check_tags("a.wxml", text, &LIMITS()).is_ok(), fits);
    }

    #[rstest]
    #[case("{{1234}}{{ 34}} 12345", true)]
    #[case("{{12345}}", false)]
    #[case("{{'}}34}}", false)]
    #[case("{{\"}}\"}}", true)]
    #[case("{{'\\'}", true)]
    #[case("{{'\\'}}}}}}", false)]
    fn measures_expressions(#[case] text: &str, #[case] fits: bool) {
        let limits = Limits { expression_bytes: 4, ..Limits::default() };
        assert_eq!(check_expressions("a.wxml", text, &limits).is_ok(), fits);
    }

    #[test]
    fn tells_the_place() {
        let problem = check_brackets("a.js", "(\n((", &LIMITS()).unwrap_err();
        assert_eq!(problem.to_string(), "a.js:2:2: error: nested more than 2 deep");
    }
}
