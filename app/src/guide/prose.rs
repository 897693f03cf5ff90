//! A paragraph in both languages, with code and links. `` `code` `` is code; `{errno-715}` is a link to that place of the guide,
//! which makes its own label. A Markdown crate would bring forty rules where two do.

use leptos::prelude::*;

use super::{outline, questions};
use crate::text::{Lang, Text};

/// A text of which one language is shown.
#[component]
pub(super) fn Prose(text: Text) -> impl IntoView {
    view! {
        <span class="zh" lang="zh-CN">{pieces(text.zh).map(|piece| show(piece, Lang::Zh)).collect_view()}</span>
        <span class="en" lang="en">{pieces(text.en).map(|piece| show(piece, Lang::En)).collect_view()}</span>
    }
}

/// A part of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    Words(&'static str),
    Code(&'static str),
    /// The id that a link leads to.
    Link(&'static str),
}

/// The parts of a paragraph, in their order. A mark that is not closed is text.
pub(super) fn pieces(text: &'static str) -> impl Iterator<Item = Piece> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, after) = next_piece(rest)?;
        rest = after;
        Some(piece)
    })
}

fn next_piece(text: &'static str) -> Option<(Piece, &'static str)> {
    if let Some((code, after)) = text.strip_prefix('`').and_then(|text| text.split_once('`')) {
        return Some((Piece::Code(code), after));
    }
    if let Some((id, after)) = text.strip_prefix('{').and_then(|text| text.split_once('}')) {
        return Some((Piece::Link(id), after));
    }
    let first = text.chars().next()?.len_utf8();
    let end = text.char_indices().find(|(at, mark)| *at >= first && matches!(mark, '`' | '{'));
    let (words, after) = text.split_at_checked(end.map_or(text.len(), |(at, _)| at))?;
    Some((Piece::Words(words), after))
}

fn show(piece: Piece, lang: Lang) -> AnyView {
    match piece {
        Piece::Words(words) => words.into_any(),
        Piece::Code(code) => view! { <code>{code}</code> }.into_any(),
        Piece::Link(id) => view! { <a href=format!("#{id}")>{label(id, lang)}</a> }.into_any(),
    }
}

/// What a link says.
fn label(id: &str, lang: Lang) -> String {
    if let Some(number) = id.strip_prefix("errno-") {
        return format!("errno {number}");
    }
    if let Some(number) = id.strip_prefix("errcode-") {
        return format!("errcode {number}");
    }
    let step = id.strip_prefix("step-").and_then(outline::label_of);
    let text = step.or_else(|| questions::title_of(id));
    let in_lang = |text: Text| match lang {
        Lang::Zh => text.zh,
        Lang::En => text.en,
    };
    text.map_or(id, in_lang).to_owned()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{
        Piece::{self, Code, Link, Words},
        pieces,
    };

    #[rstest]
    #[case("", &[])]
    #[case("plain", &[Words("plain")])]
    #[case("`a` 和 {errno-715}。", &[Code("a"), Words(" 和 "), Link("errno-715"), Words("。")])]
    #[case("`{a}`{b}", &[Code("{a}"), Link("b")])]
    #[case("open ` mark", &[Words("open "), Words("` mark")])]
    #[case("{", &[Words("{")])]
    fn paragraphs_have_parts(#[case] text: &'static str, #[case] parts: &[Piece]) {
        assert_eq!(pieces(text).collect::<Vec<_>>(), parts);
    }
}
