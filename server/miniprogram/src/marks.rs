//! What glass-easel's style sheet compiler leaves to do in its output.
//!
//! The output is read by cssparser, the tokenizer that the compiler itself uses, and only added to: no rule is parsed into something
//! else and printed again. That is why it is not lightningcss, whose visitor could rename selectors too: it reads values as well, and
//! drops or rewrites what it does not know, which a browser may.

use cssparser::{Parser, ParserInput, Token};
use percent_encoding::percent_decode_str;

use crate::path;

/// What the compiler writes in the comment that stands for an import.
pub(crate) const IMPORT_SIGN: &str = "import";
/// Stands for the class prefix until it is known: no character, by Unicode's definition.
pub(crate) const PREFIX: char = '\u{fdd0}';

/// CSS with places where something is put in.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Marked {
    pub(crate) css: String,
    /// By offset in the CSS.
    pub(crate) marks: Vec<(usize, Mark)>,
}

/// What is put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mark {
    /// The class prefix.
    Prefix,
    /// The rules of another sheet, as the text names it.
    Import(String),
    /// The address of a file of the project, with what follows its path (`?#iefix`).
    File(String, String),
}

/// Finds the marks in a compiled style sheet, and renames its tags.
pub(crate) fn mark(file: &str, css: &str) -> Marked {
    let mut input = ParserInput::new(css);
    let mut reader = Reader { file, css, edits: Vec::new() };
    reader.rules(&mut Parser::new(&mut input));
    let mut edits = reader.edits;
    edits.extend(css.match_indices(PREFIX).map(|(at, text)| Edit {
        at,
        length: text.len(),
        with: With::Mark(Mark::Prefix),
    }));
    edits.sort_by_key(|edit| edit.at);
    apply(css, edits)
}

fn apply(css: &str, edits: Vec<Edit>) -> Marked {
    let mut out = Marked { css: String::with_capacity(css.len() + edits.len() * 3), marks: Vec::new() };
    let mut from = 0;
    for edit in edits {
        // two edits at one place cannot be; if they are, the first counts
        if edit.at < from {
            continue;
        }
        out.css.push_str(css.get(from..edit.at).unwrap_or_default());
        match edit.with {
            With::Text(text) => out.css.push_str(text),
            With::Mark(mark) => {
                // the quotes of an address stay around its mark
                let quote = if matches!(mark, Mark::File(..)) { "\"" } else { "" };
                out.css.push_str(quote);
                out.marks.push((out.css.len(), mark));
                out.css.push_str(quote);
            }
        }
        from = edit.at + edit.length;
    }
    out.css.push_str(css.get(from..).unwrap_or_default());
    out
}

struct Edit {
    at: usize,
    /// Bytes that it replaces.
    length: usize,
    with: With,
}

enum With {
    Text(&'static str),
    Mark(Mark),
}

struct Reader<'s> {
    file: &'s str,
    css: &'s str,
    edits: Vec<Edit>,
}

impl Reader<'_> {
    /// Rules, up to the end of the sheet or block.
    fn rules(&mut self, parser: &mut Parser<'_, '_>) {
        loop {
            let state = parser.state();
            let Ok(token) = parser.next_including_whitespace_and_comments().cloned() else { return };
            match token {
                Token::Comment(text) => self.import(state.position().byte_index(), text),
                Token::WhiteSpace(_) | Token::CDO | Token::CDC => {}
                Token::AtKeyword(name) => self.at_rule(parser, &name.to_ascii_lowercase(), Self::rules),
                _ => {
                    parser.reset(&state);
                    if self.selectors(parser) {
                        nested(parser, |block| self.declarations(block));
                    }
                }
            }
        }
    }

    /// What follows the name of an at-rule. `rules` reads the block of a rule that groups rules.
    fn at_rule(&mut self, parser: &mut Parser<'_, '_>, name: &str, rules: fn(&mut Self, &mut Parser<'_, '_>)) {
        loop {
            let at = parser.position().byte_index();
            let Ok(token) = parser.next_including_whitespace_and_comments().cloned() else { return };
            match token {
                Token::Semicolon => return,
                Token::CurlyBracketBlock => {
                    let groups = matches!(
                        name,
                        "media" | "supports" | "layer" | "container" | "document" | "scope" | "starting-style"
                    );
                    nested(parser, |block| if groups { rules(self, block) } else { self.values(block) });
                    return;
                }
                token => self.value(parser, at, &token),
            }
        }
    }

    /// The selectors before a block; false where none follows.
    fn selectors(&mut self, parser: &mut Parser<'_, '_>) -> bool {
        // whether an identifier would be a type selector here
        let mut at_start = true;
        let mut after_colon = false;
        loop {
            let at = parser.position().byte_index();
            let Ok(token) = parser.next_including_whitespace_and_comments().cloned() else { return false };
            let colon = matches!(token, Token::Colon);
            match token {
                Token::CurlyBracketBlock => return true,
                Token::WhiteSpace(_) | Token::Comma => at_start = true,
                Token::Delim(c) => at_start = matches!(c, '>' | '+' | '~'),
                Token::Comment(_) => {}
                Token::Ident(name) => {
                    // `wx-view` is how WeChat itself names the element, and some sheets do
                    if at_start && !after_colon && !name.starts_with("wx-") {
                        self.edits.push(Edit { at, length: 0, with: With::Text("wx-") });
                    }
                    at_start = false;
                }
                Token::Function(name) => {
                    let selectors = matches!(
                        name.to_ascii_lowercase().as_str(),
                        "not"
                            | "is"
                            | "where"
                            | "has"
                            | "matches"
                            | "any"
                            | "-webkit-any"
                            | "-moz-any"
                            | "slotted"
                            | "host"
                    );
                    nested(parser, |block| if selectors { while self.selectors(block) {} } else { self.values(block) });
                    at_start = false;
                }
                Token::SquareBracketBlock | Token::ParenthesisBlock => {
                    nested(parser, |block| self.values(block));
                    at_start = false;
                }
                _ => at_start = false,
            }
            after_colon = colon;
        }
    }

    /// The block of a rule: declarations, and rules nested in it.
    fn declarations(&mut self, parser: &mut Parser<'_, '_>) {
        loop {
            let state = parser.state();
            let at = state.position().byte_index();
            let Ok(token) = parser.next_including_whitespace_and_comments().cloned() else { return };
            match token {
                Token::WhiteSpace(_) | Token::Semicolon => {}
                Token::AtKeyword(name) => self.at_rule(parser, &name.to_ascii_lowercase(), Self::declarations),
                token => {
                    let custom = matches!(&token, Token::Ident(name) if name.starts_with("--"));
                    let is_rule = !custom && block_follows(parser);
                    parser.reset(&state);
                    if !is_rule {
                        self.declaration(parser);
                    } else if self.selectors(parser) {
                        nested(parser, |block| self.declarations(block));
                    } else if parser.position().byte_index() == at {
                        return;
                    }
                }
            }
        }
    }

    fn declaration(&mut self, parser: &mut Parser<'_, '_>) {
        loop {
            let at = parser.position().byte_index();
            match parser.next_including_whitespace_and_comments().cloned() {
                Ok(Token::Semicolon) | Err(_) => return,
                Ok(token) => self.value(parser, at, &token),
            }
        }
    }

    /// Everything in a block that is neither selector nor rule.
    fn values(&mut self, parser: &mut Parser<'_, '_>) {
        loop {
            let at = parser.position().byte_index();
            let Ok(token) = parser.next_including_whitespace_and_comments().cloned() else { return };
            self.value(parser, at, &token);
        }
    }

    /// A token of a value, with its block.
    fn value(&mut self, parser: &mut Parser<'_, '_>, at: usize, token: &Token<'_>) {
        match token {
            Token::UnquotedUrl(url) => {
                let end = parser.position().byte_index();
                let inner = self.css.get(at..end).unwrap_or_default();
                // from behind `url(` to before `)`
                if inner.ends_with(')') {
                    self.file(at + "url(".len(), end - 1, url);
                }
            }
            Token::Function(name) if name.eq_ignore_ascii_case("url") || name.eq_ignore_ascii_case("src") => {
                nested(parser, |block| {
                    let at = block.position().byte_index();
                    if let Ok(Token::QuotedString(url)) = block.next().cloned() {
                        self.file(at, block.position().byte_index(), &url);
                    }
                })
            }
            Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => {
                nested(parser, |block| self.values(block));
            }
            _ => {}
        }
    }

    fn import(&mut self, at: usize, comment: &str) {
        let Some(encoded) = comment.strip_prefix(IMPORT_SIGN) else { return };
        let reference = percent_decode_str(encoded.trim()).decode_utf8_lossy().into_owned();
        let length = comment.len() + "/**/".len();
        self.edits.push(Edit { at, length, with: With::Mark(Mark::Import(reference)) });
    }

    /// An address between two offsets, quoted or not.
    fn file(&mut self, at: usize, end: usize, url: &str) {
        let path_end = url.find(['?', '#']).unwrap_or(url.len());
        let (reference, suffix) = url.split_at_checked(path_end).unwrap_or((url, ""));
        // another host, a data URL, or a fragment of the page
        if reference.is_empty() || reference.starts_with("//") || reference.contains(':') {
            return;
        }
        if let Some(path) = path::join(path::parent(self.file), reference) {
            let with = With::Mark(Mark::File(path, suffix.to_owned()));
            self.edits.push(Edit { at, length: end.saturating_sub(at), with });
        }
    }
}

/// Whether a `{}` comes before the declaration would end.
fn block_follows(parser: &mut Parser<'_, '_>) -> bool {
    loop {
        match parser.next() {
            Ok(Token::CurlyBracketBlock) => return true,
            Ok(Token::Semicolon) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// Reads the block that the token just read has opened.
fn nested<'i>(parser: &mut Parser<'i, '_>, read: impl FnOnce(&mut Parser<'i, '_>)) {
    let _ = parser.parse_nested_block(|block| -> Result<(), cssparser::ParseError<'i, ()>> {
        read(block);
        // whatever is left is not of interest, and not an error either
        while block.next().is_ok() {}
        Ok(())
    });
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::alone("view{}", "wx-view{}")]
    #[case::list("view,.a image,text{}", "wx-view,.a wx-image,wx-text{}")]
    #[case::combinators("view>text+image~icon{}", "wx-view>wx-text+wx-image~wx-icon{}")]
    #[case::compound("view.a#b[c=view]:hover::before{}", "wx-view.a#b[c=view]:hover::before{}")]
    #[case::class_and_id(".view #view{}", ".view #view{}")]
    #[case::attribute("[view] [a='view b']{}", "[view] [a='view b']{}")]
    #[case::functions(
        ":not(view):is(.a text,image):where(icon):has(>view){}",
        ":not(wx-view):is(.a wx-text,wx-image):where(wx-icon):has(>wx-view){}"
    )]
    #[case::nested_functions("view:not(:is(text,.a)){}", "wx-view:not(:is(wx-text,.a)){}")]
    #[case::nth("view:nth-child(2n + 1):nth-of-type(odd){}", "wx-view:nth-child(2n + 1):nth-of-type(odd){}")]
    #[case::pseudo("::-webkit-scrollbar{} :root{}", "::-webkit-scrollbar{} :root{}")]
    #[case::universal("*,*::before{}", "*,*::before{}")]
    #[case::page("page{}", "wx-page{}")]
    #[case::escaped(r".w-1\/2 \76iew{}", r".w-1\/2 wx-\76iew{}")]
    #[case::already("wx-view wx-button::after{}", "wx-view wx-button::after{}")]
    #[case::strings(".a::after{content:'view{}'} view{}", ".a::after{content:'view{}'} wx-view{}")]
    #[case::media("@media (min-width:1px){view{}}text{}", "@media (min-width:1px){wx-view{}}wx-text{}")]
    #[case::supports("@supports (a:b){@media print{view{}}}", "@supports (a:b){@media print{wx-view{}}}")]
    #[case::layer("@layer a{view{}}@layer a,b;text{}", "@layer a{wx-view{}}@layer a,b;wx-text{}")]
    #[case::keyframes(
        "@keyframes view{from{a:b}50%{a:b}to{a:b}}view{}",
        "@keyframes view{from{a:b}50%{a:b}to{a:b}}wx-view{}"
    )]
    #[case::font_face("@font-face{font-family:text}view{}", "@font-face{font-family:text}wx-view{}")]
    #[case::charset("@charset \"utf-8\";view{}", "@charset \"utf-8\";wx-view{}")]
    #[case::nesting(
        ".a{color:red;view{b:c}&:hover text{d:e}--x:{y}}",
        ".a{color:red;wx-view{b:c}&:hover wx-text{d:e}--x:{y}}"
    )]
    #[case::nested_media(".a{@media print{color:red;view{}}}", ".a{@media print{color:red;wx-view{}}}")]
    #[case::declarations("view{a:view text;b:hover}", "wx-view{a:view text;b:hover}")]
    #[case::broken("view{a:b;;c} } text{} {} image", "wx-view{a:b;;c} } wx-text{} {} wx-image")]
    #[case::unclosed("view{a:b;text{c:d", "wx-view{a:b;wx-text{c:d")]
    #[case::not_ascii("视图 .视图{}", "wx-视图 .视图{}")]
    fn renames_tags(#[case] css: &str, #[case] renamed: &str) {
        assert_eq!(mark("a.wxss", css).css, renamed);
    }

    fn file(path: &str, suffix: &str) -> Mark {
        Mark::File(path.to_owned(), suffix.to_owned())
    }

    #[rstest]
    #[case::bare(".a{b:url(../c.png)}", ".a{b:url(\"\")}", &[(10, file("pages/c.png", ""))])]
    #[case::quoted(".a{b:url('/c.png') url(\"d.png\")}", ".a{b:url(\"\") url(\"\")}", &[(10, file("c.png", "")), (18, file("pages/a/d.png", ""))])]
    #[case::suffix("@font-face{src:url(f.eot?#iefix)}", "@font-face{src:url(\"\")}", &[(20, file("pages/a/f.eot", "?#iefix"))])]
    #[case::elsewhere(".a{b:url(https://c/d) url(//c) url(data:image/png;base64,AA) url(#e)}", ".a{b:url(https://c/d) url(//c) url(data:image/png;base64,AA) url(#e)}", &[])]
    #[case::above_the_root(".a{b:url(../../../c.png)}", ".a{b:url(../../../c.png)}", &[])]
    #[case::import("/*import .%2Fb%20c*/.a{}", ".a{}", &[(0, Mark::Import("./b c".to_owned()))])]
    #[case::import_in_media("@media print{/*import b*/}", "@media print{}", &[(13, Mark::Import("b".to_owned()))])]
    #[case::prefix(".\u{fdd0}--a{}", ".--a{}", &[(1, Mark::Prefix)])]
    fn finds_marks(#[case] css: &str, #[case] rest: &str, #[case] marks: &[(usize, Mark)]) {
        assert_eq!(mark("pages/a/a.wxss", css), Marked { css: rest.to_owned(), marks: marks.to_vec() });
    }

    proptest::proptest! {
        /// The fuzz target `sheet` has the same properties.
        #[test]
        fn adds_nothing_else(css in "[a-c .#:>+~,{}()\\[\\]@;'\"/*!&|-]{0,40}") {
            let marked = mark("a.wxss", &css);
            proptest::prop_assert!(marked.marks.iter().all(|(at, _)| marked.css.is_char_boundary(*at)));
            if marked.marks.is_empty() {
                proptest::prop_assert_eq!(marked.css.replace("wx-", ""), css);
                proptest::prop_assert_eq!(&mark("a.wxss", &marked.css), &marked);
            }
        }
    }
}
