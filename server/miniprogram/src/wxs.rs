//! WXS: a script of templates, in its file or in a `<wxs>`. It is JavaScript of fewer features, which WeChat compiles by itself, with
//! two differences that scripts count on:
//!
//! - `value.constructor` is the name of the value's type, `'Array'`. The frame gives every value that name as `__wxsConstructor`.
//! - A backslash that begins no escape of a string stays: `getRegExp('\d')` is the pattern `\d`. In JavaScript it would be `d`.

use std::ops::Range;

use oxc::{
    allocator::Allocator,
    ast::ast::{Argument, CallExpression, Expression, StaticMemberExpression},
    ast_visit::{Visit, walk},
    span::{SourceType, Span},
};

use crate::{
    Limits, Problem,
    guard::guard,
    json::to_script,
    nesting::check_brackets,
    requests::{self, Request},
    script,
};

/// A compiled script.
#[derive(Debug, Default, Clone)]
pub(crate) struct TemplateScript {
    /// The body of a function of `require`, `exports` and `module`.
    pub(crate) code: String,
    pub(crate) requests: Vec<Request>,
    pub(crate) problems: Vec<Problem>,
}

/// Compiles a script. What a JavaScript parser refuses is wrong in WXS too.
pub(crate) fn compile(file: &str, text: &str, limits: &Limits) -> TemplateScript {
    let compiled = check_brackets(file, text, limits)
        .and_then(|()| guard(file, || translate(file, text)))
        .and_then(|result| result);
    compiled.unwrap_or_else(|problem| TemplateScript {
        code: format!("throw new SyntaxError({})", to_script(&problem.to_string().into())),
        requests: Vec::new(),
        problems: vec![problem],
    })
}

fn translate(file: &str, text: &str) -> Result<TemplateScript, Problem> {
    let allocator = Allocator::default();
    let (program, scoping) = script::parse(&allocator, file, text, SourceType::script())?;
    let mut visitor = Visitor { text, edits: Vec::new() };
    visitor.visit_program(&program);
    Ok(TemplateScript {
        // a comment in the last line ends before what follows
        code: edited(text, visitor.edits) + "\n",
        requests: requests::of(&program, &scoping, text).requests,
        problems: Vec::new(),
    })
}

/// What stands in the place of a part of the text.
struct Edit {
    range: Range<usize>,
    with: String,
}

struct Visitor<'s> {
    text: &'s str,
    edits: Vec<Edit>,
}

impl<'a> Visit<'a> for Visitor<'_> {
    fn visit_static_member_expression(&mut self, member: &StaticMemberExpression<'a>) {
        if member.property.name == "constructor" {
            self.edits.push(Edit { range: range(member.property.span), with: "__wxsConstructor".to_owned() });
        }
        walk::walk_static_member_expression(self, member);
    }

    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        if let (Expression::Identifier(callee), Some(Argument::StringLiteral(pattern))) =
            (&call.callee, call.arguments.first())
            && callee.name == "getRegExp"
        {
            let range = range(pattern.span);
            let with = keep_backslashes(self.text.get(range.clone()).unwrap_or_default());
            self.edits.push(Edit { range, with });
        }
        walk::walk_call_expression(self, call);
    }
}

fn range(span: Span) -> Range<usize> {
    let offset = |at| usize::try_from(at).unwrap_or_default();
    offset(span.start)..offset(span.end)
}

/// A string literal, with two backslashes for each that begins no escape.
fn keep_backslashes(literal: &str) -> String {
    let mut kept = String::with_capacity(literal.len());
    let mut letters = literal.chars();
    while let Some(letter) = letters.next() {
        kept.push(letter);
        if letter != '\\' {
            continue;
        }
        let Some(next) = letters.next() else { break };
        let begins_escape =
            matches!(next, '\\' | '\'' | '"' | 'n' | 'r' | 't' | 'b' | 'f' | 'v' | 'u' | 'x' | '\n' | '\r');
        if !begins_escape {
            kept.push('\\');
        }
        kept.push(next);
    }
    kept
}

fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.range.start);
    let mut code = String::with_capacity(text.len());
    let mut rest = 0;
    for Edit { range, with } in edits {
        code.push_str(text.get(rest..range.start).unwrap_or_default());
        code.push_str(&with);
        rest = range.end;
    }
    code.push_str(text.get(rest..).unwrap_or_default());
    code
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("a.constructor === 'Array'", "a.__wxsConstructor === 'Array'")]
    #[case(
        "'é.constructor' + f(a.b().constructor, c.constructor.constructor)",
        "'é.constructor' + f(a.b().__wxsConstructor, c.__wxsConstructor.__wxsConstructor)"
    )]
    #[case(
        "var constructor = { constructor: 1 } // a.constructor",
        "var constructor = { constructor: 1 } // a.constructor"
    )]
    #[case(r"getRegExp('^-?\d+(\.\d+)?$')", r"getRegExp('^-?\\d+(\\.\\d+)?$')")]
    #[case(r#"getRegExp("\\d\n\"\{", '\g')"#, r#"getRegExp("\\d\n\"\\{", '\g')"#)]
    #[case(r"a.getRegExp('\d'); getRegExp(b + '\d')", r"a.getRegExp('\d'); getRegExp(b + '\d')")]
    #[case(r"getRegExp('\d').constructor", r"getRegExp('\\d').__wxsConstructor")]
    #[case("", "")]
    fn differs_from_javascript(#[case] text: &str, #[case] code: &str) {
        let script = compile("a.wxs", text, &Limits::default());
        assert_eq!((script.code, script.problems), (format!("{code}\n"), Vec::new()));
    }

    #[test]
    fn a_broken_script_throws() {
        let script = compile("a.wxs", "}); evil(); (() => {", &Limits::default());
        assert!(script.code.starts_with("throw new SyntaxError(\"a.wxs:1:1: "), "{}", script.code);
        assert_eq!(script.problems.len(), 1);
    }
}
