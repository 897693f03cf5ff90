//! Mistakes in a style sheet at which a browser, and glass-easel's compiler, say nothing. A bracket that is missing is closed at the
//! end of the file, and all rules in between are lost; so is an import that is not written as one.

use cssparser::{Parser, ParserInput, Token};

use crate::{Problem, problem::Place};

/// The first bracket that is not closed, or that closes nothing, or import without a path.
pub(crate) fn check(file: &str, text: &str) -> Option<Problem> {
    // what is not closed reaches to this line break
    let ended = format!("{text}\n");
    let mut input = ParserInput::new(&ended);
    let mut parser = Parser::new(&mut input);
    loop {
        let start = parser.position().byte_index();
        let token = parser.next_including_whitespace_and_comments().ok()?.clone();
        let closing = match token {
            Token::CurlyBracketBlock => "}",
            Token::ParenthesisBlock | Token::Function(_) => ")",
            Token::SquareBracketBlock => "]",
            Token::AtKeyword(name) if name.eq_ignore_ascii_case("import") => {
                if parser.try_parse(|parser| parser.expect_string().map(drop)).is_err() {
                    return Some(Problem::error(
                        file,
                        Place::of_offset(text, start),
                        "an import names its file in quotes",
                    ));
                }
                continue;
            }
            Token::CloseCurlyBracket | Token::CloseParenthesis | Token::CloseSquareBracket => {
                return Some(Problem::error(file, Place::of_offset(text, start), "closes nothing that is open"));
            }
            _ => continue,
        };
        let _ = parser.parse_nested_block(|block| -> Result<(), cssparser::ParseError<'_, ()>> {
            while block.next().is_ok() {}
            Ok(())
        });
        let read = ended.get(..parser.position().byte_index()).unwrap_or(&ended);
        if !read.ends_with(closing) {
            return Some(Problem::error(
                file,
                Place::of_offset(text, start),
                format!("has no {closing:?} that closes it"),
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(".a { color: red } /* } */ .b::after { content: '}' }", None)]
    #[case("@media (a: b) { .a { b: c(d) } }", None)]
    #[case(".a { color: red\n.b { color: blue }\n", Some("a.wxss:1:4: error: has no \"}\" that closes it"))]
    #[case(".a { }\n}\n.b {}", Some("a.wxss:2:1: error: closes nothing that is open"))]
    #[case(".a{", Some("a.wxss:1:3: error: has no \"}\" that closes it"))]
    #[case("@import 'b'; @import \"c\" print;", None)]
    #[case("@import url(b);", Some("a.wxss:1:1: error: an import names its file in quotes"))]
    #[case("", None)]
    fn finds_what_is_missing(#[case] text: &str, #[case] problem: Option<&str>) {
        assert_eq!(check("a.wxss", text).map(|problem| problem.to_string()).as_deref(), problem);
    }
}
